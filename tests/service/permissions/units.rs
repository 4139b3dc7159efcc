//! A deputy knows of their own unit's problems, an expert of their own desks' ones.

use serde_json::{Value, json};

use crate::{
    problems::{
        WASTE,
        people::{joined, resolved},
        posted, reroute,
    },
    support::{Who, World, global_id, on_both},
};

/// A word that stands in the other deputy's text and nowhere else.
const SECRET: &str = "قرقاول";

/// The other deputy's problem, decided by a coordinator so that it counts as a precedent.
async fn foreign(world: &World) -> Value {
    let title = format!("{} در پارک {SECRET}", WASTE.0);
    let problem = posted(&world.caller(Who::OtherDeputy), (&title, WASTE.1), "a").await;
    let to = ("URBAN_SERVICES", "کار همین میز است");
    reroute(&world.coordinator(), &problem["id"], to, 1).await;
    problem
}

/// Every way on which a problem, or a word of it, could come to a deputy.
const PATHS: [&str; 12] = [
    "query($id: ID!) { node(id: $id) { id ... on Problem { code title } } }",
    "query($id: ID!) { nodes(ids: [$id]) { id ... on Problem { code title } } }",
    "query($id: ID!) { problem(id: $id) { code title } }",
    "{ problems(first: 100) { totalCount nodes { code title } } }",
    "{ problems(search: \"قرقاول\") { totalCount nodes { code title } } }",
    "{ problems(filter: {orgUnit: {eq: \"DEP-CIVIL\"}}) { totalCount nodes { code title } } }",
    "{ problems(filter: {or: [{orgUnit: {eq: \"DEP-CIVIL\"}}, {status: {eq: ROUTED}}]}) { totalCount nodes { code title } } }",
    "{ problems(filter: {not: {orgUnit: {eq: \"DEP-URBAN-SERVICES\"}}}) { totalCount nodes { code title } } }",
    "{ problems(last: 100, orderBy: [{field: UPDATED_AT}]) { totalCount nodes { code title } } }",
    "query($title: String!, $text: String!) { routingPreview(input: {title: $title, description: $text}) {
       reason desks { contributions { feature evidence } } counterfactual { change { text } } } }",
    "mutation($title: String!, $text: String!) { postProblem(input: {
       title: $title, description: $text, idempotencyKey: \"mine\", draft: false }) {
       problem { routing { reason desks { contributions { feature evidence } } } } } }",
    "{ desks { seats { role } } viewer { orgUnit { code } } }",
];

#[test]
fn another_units_problem_shows_on_no_path() {
    on_both(async |world| {
        let problem = foreign(&world).await;
        let variables = json!({"id": problem["id"], "title": WASTE.0, "text": WASTE.1});
        for document in PATHS {
            let own = world
                .caller(Who::OtherDeputy)
                .run(document, variables.clone())
                .await;
            assert!(own["data"].is_object(), "{own:#}");
        }
        for document in PATHS {
            let body = world.deputy().run(document, variables.clone()).await;
            let text = body.to_string();
            for trace in [SECRET, problem["code"].as_str().unwrap()] {
                assert!(!text.contains(trace), "{trace} in {document}\n{body:#}");
            }
            let total = &body["data"]["problems"]["totalCount"];
            assert!(total.is_null() || total == 0, "{document}\n{body:#}");
        }
    });
}

#[test]
fn what_an_expert_has_solved_for_another_unit_is_named_to_coordinators_alone() {
    on_both(async |world| {
        let past = foreign(&world).await;
        let expert = world.expert("آزموده").join().await;
        joined(&world, &past, &expert).await;
        resolved(&world, &past).await;
        let problem = posted(&world.deputy(), WASTE, "b").await;
        let invite = "mutation($input: ExpertsInviteInput!) { expertsInvite(input: $input) {
          userErrors { code } } }";
        let input = json!({"problem": problem["id"], "expectedVersion": 1,
          "members": [global_id("Member", expert.id)]});
        let invited = world
            .coordinator()
            .data(invite, json!({"input": input}))
            .await;
        assert_eq!(invited["expertsInvite"]["userErrors"], json!([]));
        let team = "query($id: ID!) { problem(id: $id) {
          team { contributions { feature points evidence } } } }";
        for (who, named) in [(Who::Coordinator, true), (Who::Deputy, false)] {
            let caller = world.caller(who);
            let data = caller.data(team, json!({"id": problem["id"]})).await;
            let parts = data["problem"]["team"][0]["contributions"].as_array();
            let mut parts = parts.unwrap().iter();
            let solved = parts.find(|part| part["feature"] == "SOLVED").unwrap();
            let expected = if named {
                json!([past["code"]])
            } else {
                json!([])
            };
            assert_eq!(solved["evidence"], expected, "{who:?}");
        }
    });
}

#[test]
fn an_expert_sees_the_problems_of_their_own_desks() {
    on_both(async |world| {
        let query = "{ viewer { member { seats { desk { code } } } } }";
        let data = world.caller(Who::Expert).data(query, json!({})).await;
        let seats = data["viewer"]["member"]["seats"].as_array().unwrap();
        let own: Vec<_> = seats
            .iter()
            .map(|seat| seat["desk"]["code"].as_str().unwrap())
            .collect();
        for desk in crate::desks::DESKS {
            let problem = posted(&world.deputy(), WASTE, desk).await;
            reroute(&world.coordinator(), &problem["id"], (desk, "دلیل"), 1).await;
            let query = "query($id: ID!) { problem(id: $id) { desk { code } } }";
            let body = world
                .caller(Who::Expert)
                .run(query, json!({"id": problem["id"]}))
                .await;
            assert_eq!(body["errors"].is_null(), own.contains(&desk), "{desk}");
        }
        let query = "{ problems(first: 100) { totalCount } }";
        let data = world.caller(Who::Expert).data(query, json!({})).await;
        assert_eq!(data["problems"]["totalCount"], own.len());
    });
}
