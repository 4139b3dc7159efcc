//! National id, mobile and e-mail: masked for coordinators, whole for oneself, whatever the path.

use serde_json::{Value, json};

use crate::{
    desks::{propose, round_input},
    problems::{WASTE, posted},
    support::{Who, World, global_id, on_both},
};

const PERSON: &str = "fragment Person on Member { id fullName nationalId mobile email }";

/// Every way to a member, as a name and a document.
const PATHS: [(&str, &str); 14] = [
    (
        "node",
        "query($ids: [ID!]!, $id: ID!, $round: ID!) { node(id: $id) { ...Person } a: nodes(ids: $ids) { id } b: node(id: $round) { id } }",
    ),
    (
        "nodes",
        "query($ids: [ID!]!) { nodes(ids: $ids) { ...Person } }",
    ),
    (
        "member",
        "query($id: ID!) { member(id: $id) { ...Person } }",
    ),
    (
        "members",
        "{ members(first: 100) { nodes { ...Person } edges { node { ...Person } } } }",
    ),
    (
        "search",
        "{ members(first: 50, search: \"محمد\") { nodes { ...Person } } }",
    ),
    ("desks", "{ desks { seats { member { ...Person } } } }"),
    (
        "desk",
        "{ desk(code: CULTURAL) { seats { member { ...Person } } } }",
    ),
    (
        "seats of seats",
        "{ members(first: 3) { nodes { seats { desk { seats { member { ...Person } } } } } } }",
    ),
    ("viewer", "{ viewer { member { ...Person } } }"),
    (
        "round",
        "query($round: ID!) { assignmentRound(id: $round) { proposals { member { ...Person } } } }",
    ),
    (
        "seat explanation",
        "query($id: ID!) { seatExplanation(member: $id, desk: CULTURAL) { member { ...Person } } }",
    ),
    (
        "team",
        "query($problem: ID!) { problem(id: $problem) { team { member { ...Person } } } }",
    ),
    ("invitations", "{ invitations { member { ...Person } } }"),
    (
        "expert finder",
        "query($problem: ID!) { expertFinder(input: {problem: $problem}) {
           experts { member { ...Person } } ineligible { member { ...Person } } } }",
    ),
];

#[test]
fn nobody_but_coordinators_and_oneself_sees_personal_fields() {
    on_both(async |world| {
        let mut round = propose(&world.coordinator(), round_input(2)).await;
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let invite = "mutation($input: ExpertsInviteInput!) { expertsInvite(input: $input) {
          userErrors { code } } }";
        let input = json!({"problem": problem["id"], "expectedVersion": 1});
        world
            .coordinator()
            .data(invite, json!({"input": input}))
            .await;
        let ids = (round["round"]["id"].take(), problem["id"].clone());
        for (name, document) in PATHS {
            for who in Who::ALL {
                let seen = people(&world, who, document, &ids).await;
                for person in &seen {
                    let own = who == Who::Expert && person["id"] == json!(global_id("Member", 1));
                    let open = who == Who::Coordinator || own;
                    for field in ["nationalId", "mobile", "email"] {
                        let shown = person[field].as_str();
                        assert_eq!(shown.is_some(), open, "{name} {who:?} {person}");
                        let masked = shown.is_some_and(|text| text.contains('•'));
                        assert_eq!(masked, open && !own, "{name} {who:?} {person}");
                    }
                }
                // Without this the test could not fail.
                let expected = who == Who::Coordinator && name != "viewer";
                assert!(!expected || !seen.is_empty(), "{name} shows nobody");
            }
        }
    });
}

#[test]
fn an_expert_sees_their_own() {
    on_both(async |world| {
        let seen = people(&world, Who::Expert, PATHS[8].1, &(Value::Null, Value::Null)).await;
        assert!(seen[0]["nationalId"].is_string());
    });
}

#[test]
fn profiles_of_plain_members_are_for_coordinators() {
    on_both(async |world| {
        let plain = world.expert("عضو ساده").plain().join().await;
        let id = json!({"id": global_id("Member", plain.id)});
        let query = "query($id: ID!) { member(id: $id) { fullName } }";
        world.coordinator().data(query, id.clone()).await;
        for who in [
            Who::Deputy,
            Who::OtherDeputy,
            Who::Expert,
            Who::Frontend,
            Who::Auditor,
        ] {
            assert_eq!(
                world.caller(who).code(query, id.clone()).await,
                "NOT_FOUND",
                "{who:?}"
            );
        }
    });
}

/// Every person anywhere in the answer.
async fn people(
    world: &World,
    who: Who,
    document: &str,
    (round, problem): &(Value, Value),
) -> Vec<Value> {
    let id = global_id("Member", 2);
    let ids: Vec<_> = (1..=72).map(|row| global_id("Member", row)).collect();
    let variables = json!({"id": id, "ids": ids, "round": round, "problem": problem});
    let document = format!("{document} {PERSON}");
    let body = world.caller(who).run(&document, variables).await;
    let mut people = Vec::new();
    collect(&body["data"], &mut people);
    people
}

fn collect(value: &Value, people: &mut Vec<Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, people)),
        Value::Object(fields) => {
            if fields.contains_key("nationalId") {
                people.push(value.clone());
            }
            fields.values().for_each(|field| collect(field, people));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
