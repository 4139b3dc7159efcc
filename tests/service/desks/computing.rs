//! Rounds that are computed while nobody waits: how they end, and who may end them.

use std::time::Duration;

use mizan::app::App;
use serde_json::{Value, json};

use super::{close, propose, round_input};
use crate::support::{Caller, World, code, global_id, on_both, row_of, sql, user_codes};

const LOOK: &str = "query($id: ID!) { assignmentRound(id: $id) {
  id status version closedAt recomputes
  progress { phase steps budget share best bound failure }
  report { status added objective conflicts { message messageFa } }
  proposals { change score member { id } desk { code } } } }";

const CANCEL: &str =
    "mutation($input: AssignmentRoundInput!) { assignmentRoundCancel(input: $input) {
  round { id status version closedAt } userErrors { code field message messageFa } } }";

/// A round that keeps its solver busy for longer than any test: many pairs that must not meet, and
/// a budget that does not end.
pub async fn hard_input(world: &World) -> Value {
    let planners = sql::rows(
        &world.db,
        "SELECT id FROM member WHERE tier = 'PLANNER' ORDER BY id",
    )
    .await;
    let ids: Vec<_> = planners
        .iter()
        .map(|row| global_id("Member", row["id"].as_i64().unwrap()))
        .collect();
    let mut pairs = Vec::new();
    for one in 0..ids.len() {
        for other in one + 1..ids.len() {
            if (one * 31 + other * 17) % 5 == 0 {
                pairs.push(json!({"one": ids[one], "other": ids[other]}));
            }
        }
    }
    let mut input = round_input(2);
    input["apart"] = json!(pairs);
    input["steps"] = json!(1_000_000_000);
    input["wait"] = json!(false);
    input
}

pub async fn look(caller: &Caller, id: &Value) -> Value {
    let mut data = caller.data(LOOK, json!({"id": id})).await;
    data["assignmentRound"].take()
}

/// Waits until a round has ended, and answers with it.
pub async fn ended(caller: &Caller, id: &Value) -> Value {
    loop {
        let round = look(caller, id).await;
        if round["status"] != "COMPUTING" {
            return round;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

pub async fn cancel(caller: &Caller, id: &Value, version: i64) -> Value {
    let input = json!({"id": id, "expectedVersion": version});
    caller.run(CANCEL, json!({"input": input})).await
}

/// Begins a round that does not end by itself, and waits until its solver is at work.
pub async fn begun(world: &World) -> Value {
    let payload = propose(&world.coordinator(), hard_input(world).await).await;
    let id = payload["round"]["id"].clone();
    assert_eq!(payload["round"]["status"], "COMPUTING", "{payload:#}");
    assert_eq!(payload["report"], Value::Null);
    loop {
        let round = look(&world.coordinator(), &id).await;
        assert_eq!(round["status"], "COMPUTING", "{round:#}");
        if round["progress"]["steps"].as_i64().unwrap() > 0 {
            return id;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub async fn until_idle(app: &App) {
    while !app.computations.rounds().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

pub async fn events(world: &World, id: &Value) -> Vec<String> {
    let row = row_of(id.as_str().unwrap());
    let query = format!(
        "SELECT kind FROM audit_event WHERE subject = 'AssignmentRound' AND subject_id = {row} ORDER BY id"
    );
    let rows = sql::rows(&world.db, &query).await;
    rows.iter()
        .map(|row| row["kind"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_round_in_the_background_ends_as_one_that_is_waited_for() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let mut input = round_input(3);
        let waited = propose(&coordinator, input.clone()).await;
        input["wait"] = json!(false);
        let begun = propose(&coordinator, input).await;
        assert_eq!(begun["round"]["status"], "COMPUTING");
        assert_eq!(begun["round"]["version"], 1);
        let round = ended(&coordinator, &begun["round"]["id"]).await;
        let other = look(&coordinator, &waited["round"]["id"]).await;
        assert_eq!(round["status"], "PROPOSED");
        assert_eq!(round["version"], 2);
        assert_eq!(round["recomputes"], true);
        assert_eq!(round["proposals"], other["proposals"]);
        assert_eq!(round["report"], other["report"]);
        assert_eq!(round["progress"]["best"], round["report"]["objective"]);
        assert_eq!(round["progress"]["share"], 1.0);
        assert_eq!(other["progress"], Value::Null);
        assert_eq!(
            events(&world, &round["id"]).await,
            ["ROUND_COMPUTING", "ROUND_PROPOSED"]
        );
        let applied = close(&coordinator, "Apply", &round["id"], 2).await;
        assert_eq!(applied["data"]["done"]["round"]["status"], "APPLIED");
    });
}

#[test]
fn a_cancelled_round_stops_and_stores_nothing() {
    on_both(async |world| {
        let seats = sql::rows(&world.db, "SELECT * FROM seat ORDER BY id").await;
        let proposals = world.number("SELECT count(*) FROM round_proposal").await;
        let id = begun(&world).await;
        for how in ["Apply", "Discard"] {
            let refused = close(&world.coordinator(), how, &id, 1).await;
            assert_eq!(user_codes(&refused["data"]["done"]), ["id: WRONG_STATE"]);
        }
        let stale = cancel(&world.coordinator(), &id, 7).await;
        assert_eq!(code(&stale["errors"][0]), "CONFLICT");
        let body = cancel(&world.coordinator(), &id, 1).await;
        let cancelled = &body["data"]["assignmentRoundCancel"]["round"];
        assert_eq!(cancelled["status"], "CANCELLED", "{body:#}");
        assert!(cancelled["closedAt"].is_string());
        until_idle(&world.app).await;
        let round = look(&world.coordinator(), &id).await;
        assert_eq!(round["status"], "CANCELLED");
        assert_eq!(round["report"]["status"], "UNDECIDED");
        assert_eq!(round["proposals"], json!([]));
        assert_eq!(
            world.number("SELECT count(*) FROM round_proposal").await,
            proposals
        );
        assert_eq!(
            sql::rows(&world.db, "SELECT * FROM seat ORDER BY id").await,
            seats
        );
        assert_eq!(
            events(&world, &id).await,
            ["ROUND_COMPUTING", "ROUND_CANCELLED"]
        );
        let again = cancel(&world.coordinator(), &id, 2).await;
        let payload = &again["data"]["assignmentRoundCancel"];
        assert_eq!(user_codes(payload), ["id: WRONG_STATE"]);
        let explain = "query($m: ID!, $r: ID!) { seatExplanation(member: $m, round: $r, desk: CULTURAL) { seated } }";
        let about = json!({"m": global_id("Member", 1), "r": id});
        assert_eq!(
            world.coordinator().code(explain, about).await,
            "BAD_USER_INPUT"
        );
    });
}

#[test]
fn conditions_that_cannot_hold_end_the_round_and_are_told() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let dry = propose(&coordinator, json!({"dryRun": true})).await;
        let begun = propose(&coordinator, json!({"wait": false})).await;
        let round = ended(&coordinator, &begun["round"]["id"]).await;
        assert_eq!(round["status"], "INFEASIBLE");
        assert!(round["closedAt"].is_string());
        assert_eq!(round["report"]["status"], "INFEASIBLE");
        assert_eq!(round["report"]["conflicts"], dry["report"]["conflicts"]);
        assert_eq!(round["proposals"], json!([]));
        assert_eq!(
            events(&world, &round["id"]).await,
            ["ROUND_COMPUTING", "ROUND_INFEASIBLE"]
        );
    });
}

#[test]
fn a_budget_that_ends_before_an_answer_is_a_failure_with_its_reason() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let mut input = hard_input(&world).await;
        input["steps"] = json!(1_000);
        let begun = propose(&coordinator, input.clone()).await;
        let round = ended(&coordinator, &begun["round"]["id"]).await;
        assert_eq!(round["status"], "FAILED", "{round:#}");
        assert_eq!(round["progress"]["failure"], "UNDECIDED");
        input["steps"] = json!(999);
        let refused = propose(&coordinator, input).await;
        assert_eq!(user_codes(&refused), ["steps: INVALID"]);
    });
}

#[test]
fn what_cannot_be_begun_is_refused_at_once_and_leaves_no_round() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        let member = global_id("Member", 999_999);
        for (input, complaint) in [
            (json!({"wait": false, "dryRun": true}), "wait: INVALID"),
            (
                json!({"wait": false, "internal": {"min": 2, "max": 1}}),
                "internal.min: INVALID",
            ),
            (
                json!({"wait": false, "pins": [{"member": member, "desk": "CULTURAL"}]}),
                "pins.0.member: UNKNOWN",
            ),
        ] {
            let payload = propose(&world.coordinator(), input).await;
            assert_eq!(user_codes(&payload), [complaint]);
        }
        assert_eq!(sql::everything(&world.db).await, before);
    });
}

#[test]
fn ten_rounds_are_computed_and_no_more() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let input = hard_input(&world).await;
        let mut ids = Vec::new();
        for _ in 0..10 {
            let payload = propose(&coordinator, input.clone()).await;
            ids.push(payload["round"]["id"].clone());
        }
        let refused = propose(&coordinator, input.clone()).await;
        assert_eq!(user_codes(&refused), ["wait: WRONG_STATE"]);
        for id in &ids {
            cancel(&coordinator, id, 1).await;
        }
        until_idle(&world.app).await;
        let cancelled = "SELECT count(*) FROM assignment_round WHERE status = 'CANCELLED'";
        assert_eq!(world.number(cancelled).await, 10);
        let payload = propose(&coordinator, input).await;
        cancel(&coordinator, &payload["round"]["id"], 1).await;
        until_idle(&world.app).await;
    });
}
