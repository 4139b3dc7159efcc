//! A whole life, withdrawal, and two at once.

use async_graphql::futures_util::future::join_all;
use serde_json::{Value, json};

use super::{call, done, versioned};
use crate::{
    problems::{WASTE, confirm, post, posted, reroute, statement},
    support::{Caller, Who, World, code, on_both, row_of, sql, user_codes},
    teams::{answer, invite, login_as},
};

/// What is told after the team has accepted.
const LATER: [&str; 8] = [
    "PROBLEM_STAFFED",
    "PROBLEM_STARTED",
    "PROBLEM_RESOLVED: مخزن‌ها هر شب\nتخلیه می‌شود",
    "PROBLEM_RATED: مخزن‌ها هر شب\nتخلیه می‌شود",
    "PROBLEM_REOPENED: زباله هنوز هست",
    "PROBLEM_RESOLVED: برنامه هم اصلاح شد",
    "PROBLEM_RATED: برنامه هم اصلاح شد",
    "PROBLEM_CLOSED",
];

#[test]
fn from_a_draft_to_the_second_answer_rated() {
    on_both(async |world| {
        let (deputy, coordinator) = (world.deputy(), world.coordinator());
        let (id, team) = staffed(&world).await;
        let lead = &team[0];
        let seen = json!({"id": id, "version": 5});
        let started = done(lead, "problemStart", versioned(&seen, json!({}))).await;
        assert_eq!(started["status"], "IN_PROGRESS");
        let answer = json!({"resolution": " مخزن‌ها هر شب\nتخلیه می‌شود \u{202e}"});
        let resolved = done(lead, "problemResolve", versioned(&started, answer)).await;
        assert_eq!(resolved["status"], "RESOLVED");
        assert_eq!(resolved["resolution"]["text"], "مخزن‌ها هر شب\nتخلیه می‌شود");
        assert_eq!(resolved["resolution"]["resolvedByRole"], "EXPERT");
        let low = json!({"stars": 1, "comment": "هنوز نه", "close": false});
        let rated = done(&deputy, "problemRate", versioned(&resolved, low)).await;
        assert_eq!(rated["status"], "RESOLVED");
        assert_eq!(rated["rating"]["stars"], 1);
        let why = json!({"reason": "زباله هنوز هست"});
        let reopened = done(&deputy, "problemReopen", versioned(&rated, why)).await;
        assert_eq!(reopened["status"], "IN_PROGRESS");
        assert_eq!(
            (&reopened["resolution"], &reopened["rating"]),
            (&Value::Null, &Value::Null)
        );
        let answer = json!({"resolution": "برنامه هم اصلاح شد"});
        let resolved = done(&coordinator, "problemResolve", versioned(&reopened, answer)).await;
        let closed = done(
            &deputy,
            "problemRate",
            versioned(&resolved, json!({"stars": 5})),
        )
        .await;
        assert_eq!(closed["status"], "CLOSED");
        assert_eq!(closed["rating"]["comment"], Value::Null);
        assert_eq!(closed["resolutions"].as_array().unwrap().len(), 2);
        let answered = std::iter::repeat_n("INVITATION_ANSWERED", team.len());
        let before = ["PROBLEM_POSTED", "PROBLEM_SUBMITTED", "PROBLEM_ROUTED"];
        let asked = ["ROUTING_CONFIRMED", "EXPERTS_INVITED"];
        let expected: Vec<_> = before.into_iter().chain(asked).chain(answered).collect();
        let expected = [expected, LATER.to_vec()].concat();
        assert_eq!(told(&deputy, &id).await, expected);
        let stars = sql::rows(
            &world.db,
            "SELECT stars FROM problem_resolution ORDER BY id",
        )
        .await;
        assert_eq!(json!(stars), json!([{"stars": 1}, {"stars": 5}]));
    });
}

#[test]
fn without_a_team_a_reopened_problem_goes_back_to_where_it_was() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let elsewhere = ("CULTURAL", "آموزش شهروندان است");
        for (key, rerouted, confirmed, expected) in [
            ("a", false, false, "ROUTED"),
            ("b", false, true, "CONFIRMED"),
            ("c", true, false, "ROUTED"),
            ("d", true, true, "CONFIRMED"),
        ] {
            let mut problem = posted(&world.deputy(), WASTE, key).await;
            if rerouted {
                let mut body = reroute(&coordinator, &problem["id"], elsewhere, 1).await;
                problem = body["data"]["problemReroute"]["problem"].take();
            }
            if confirmed {
                let version = problem["version"].as_i64().unwrap();
                let mut body = confirm(&coordinator, &problem["id"], version).await;
                problem = body["data"]["problemConfirmRouting"]["problem"].take();
            }
            let answer = versioned(&problem, json!({"resolution": "پاسخ"}));
            let resolved = done(&coordinator, "problemResolve", answer).await;
            let why = versioned(&resolved, json!({"reason": "نه"}));
            let reopened = done(&world.deputy(), "problemReopen", why).await;
            assert_eq!(reopened["status"], expected, "{key}");
        }
    });
}

#[test]
fn withdrawing_cancels_the_open_invitations_and_names_them() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let invited = invite(&world, &problem["id"], 1, false).await;
        let asked = invited["team"].as_array().unwrap();
        let query = "mutation($input: WithdrawProblemInput!) { withdrawProblem(input: $input) {
          problem { status version } cancelledInvitations { status member { id } }
          userErrors { code } } }";
        let input = json!({"id": problem["id"], "reason": "حل شد", "expectedVersion": 2});
        let data = world.deputy().data(query, json!({"input": input})).await;
        let withdrawn = &data["withdrawProblem"];
        assert_eq!(
            withdrawn["problem"],
            json!({"status": "WITHDRAWN", "version": 3})
        );
        let named: Vec<_> = asked
            .iter()
            .map(|one| json!({"status": "CANCELLED", "member": {"id": one["member"]["id"]}}))
            .collect();
        assert_eq!(withdrawn["cancelledInvitations"], json!(named));
        // Nobody gave a place up, so nothing is missing and nobody need be looked for.
        let staffing =
            "query($id: ID!) { problem(id: $id) { staffing { state missing { code } } } }";
        let staffing = world
            .deputy()
            .data(staffing, json!({"id": problem["id"]}))
            .await;
        let nobody = json!({"state": "UNASKED", "missing": []});
        assert_eq!(staffing["problem"]["staffing"], nobody);
        let member = asked[0]["member"]["id"].as_str().unwrap();
        let late = answer(&login_as(&world, member).await, &problem["id"], true).await;
        assert_eq!(user_codes(&late), ["problem: WRONG_STATE"]);
        let load = "query($id: ID!) { node(id: $id) { ... on Member { openLoad } } }";
        let load = world.coordinator().data(load, json!({"id": member})).await;
        assert_eq!(load["node"]["openLoad"], 0);
        let event = "SELECT data FROM audit_event WHERE kind = 'INVITATIONS_CANCELLED'";
        let event = sql::rows(&world.db, event).await[0]["data"].clone();
        let event: Value = serde_json::from_str(event.as_str().unwrap()).unwrap();
        let ids: Vec<_> = asked
            .iter()
            .map(|one| row_of(one["member"]["id"].as_str().unwrap()))
            .collect();
        assert_eq!(event["memberIds"], json!(ids));
    });
}

#[test]
fn of_two_at_once_one_wins_and_the_other_learns_where_the_problem_stands() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let (deputy, coordinator) = (world.deputy(), world.coordinator());
        let back = versioned(&problem, json!({"reason": "دلیل"}));
        let answer = versioned(&problem, json!({"resolution": "پاسخ"}));
        let answers = join_all([
            call(&deputy, "withdrawProblem", back),
            call(&coordinator, "problemResolve", answer.clone()),
            call(&coordinator, "problemResolve", answer),
        ])
        .await;
        let refused: Vec<_> = answers
            .iter()
            .filter_map(|answer| answer["errors"].get(0))
            .collect();
        assert_eq!(refused.len(), 2, "{answers:#?}");
        let query = "SELECT status FROM problem";
        let status = sql::rows(&world.db, query).await[0]["status"].clone();
        for error in refused {
            assert_eq!(code(error), "CONFLICT");
            assert_eq!(error["extensions"]["currentVersion"], 2);
            assert_eq!(error["extensions"]["currentStatus"], status);
        }
        let ends = "SELECT count(*) FROM audit_event
          WHERE kind IN ('PROBLEM_WITHDRAWN', 'PROBLEM_RESOLVED')";
        assert_eq!(world.number(ends).await, 1);
    });
}

/// A draft that was submitted, confirmed and staffed, and those who accepted.
async fn staffed(world: &World) -> (Value, Vec<Caller>) {
    let (deputy, coordinator) = (world.deputy(), world.coordinator());
    let mut input = statement(WASTE, "a");
    input["draft"] = json!(true);
    let draft = post(&deputy, input).await["problem"].take();
    let routed = done(
        &deputy,
        "updateProblem",
        versioned(&draft, json!({"draft": false})),
    )
    .await;
    assert_eq!(routed["status"], "ROUTED");
    assert_eq!(routed["desk"]["code"], "URBAN_SERVICES");
    assert!(routed["dueAt"].is_string());
    confirm(&coordinator, &draft["id"], 2).await;
    let invited = invite(world, &draft["id"], 3, false).await;
    let team = accept_all(world, &draft["id"], &invited).await;
    (draft["id"].clone(), team)
}

async fn accept_all(world: &World, problem: &Value, invited: &Value) -> Vec<Caller> {
    let mut team = Vec::new();
    for one in invited["team"].as_array().unwrap() {
        let caller = login_as(world, one["member"]["id"].as_str().unwrap()).await;
        answer(&caller, problem, true).await;
        team.push(caller);
    }
    team
}

/// The timeline as `KIND` or `KIND: what was said`.
async fn told(caller: &Caller, problem: &Value) -> Vec<String> {
    let query = "query($id: ID!) { problem(id: $id) {
      timeline { kind reason resolution { text } comment { body } } } }";
    let data = caller.data(query, json!({"id": problem})).await;
    let events = data["problem"]["timeline"].as_array().unwrap();
    let line = |event: &Value| {
        let kind = event["kind"].as_str().unwrap();
        let said = [
            &event["reason"],
            &event["resolution"]["text"],
            &event["comment"]["body"],
        ];
        match said.into_iter().find_map(Value::as_str) {
            Some(said) => format!("{kind}: {said}"),
            None => kind.to_owned(),
        }
    };
    events.iter().map(line).collect()
}

#[test]
fn only_the_reporting_unit_rates() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let answer = versioned(&problem, json!({"resolution": "پاسخ"}));
        let resolved = done(&world.coordinator(), "problemResolve", answer).await;
        for who in Who::ALL.into_iter().filter(|who| *who != Who::Deputy) {
            let input = versioned(&resolved, json!({"stars": 5}));
            let body = call(&world.caller(who), "problemRate", input).await;
            assert!(body["errors"].is_array(), "{who:?} {body:#}");
        }
        assert_eq!(
            world
                .number("SELECT count(*) FROM problem_resolution WHERE stars IS NOT NULL")
                .await,
            0
        );
    });
}
