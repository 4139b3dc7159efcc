//! A key makes one round, however often and however fast it is sent.

use async_graphql::futures_util::future::join_all;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{close, propose, round_input};
use crate::support::{World, code, on_both, sql, user_codes};

const PROPOSE: &str = "mutation($input: AssignmentRoundProposeInput!) {
  assignmentRoundPropose(input: $input) {
    round { id status version objective }
    report { status added objective meanScore gini seats { score } } userErrors { code } } }";

fn keyed(externals: i32, key: &str) -> Value {
    let mut input = round_input(externals);
    input["idempotencyKey"] = json!(key);
    input
}

async fn rounds(world: &World) -> i64 {
    // One is the round that the club began with.
    world.number("SELECT count(*) FROM assignment_round").await - 1
}

#[test]
fn fifty_calls_at_once_make_one_round_and_get_one_answer() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        for (wait, events) in [(true, "ROUND_PROPOSED"), (false, "ROUND_COMPUTING")] {
            let before = rounds(&world).await;
            let mut input = keyed(3, &format!("key {wait}"));
            input["wait"] = json!(wait);
            let calls = (0..50).map(|_| coordinator.run(PROPOSE, json!({"input": input})));
            let answers = join_all(calls).await;
            let first = &answers[0]["data"]["assignmentRoundPropose"];
            assert!(first["round"]["id"].is_string(), "{:#}", answers[0]);
            for answer in &answers {
                let payload = &answer["data"]["assignmentRoundPropose"];
                assert_eq!(payload["round"]["id"], first["round"]["id"]);
                if wait {
                    assert_eq!(answer, &answers[0]);
                }
            }
            assert_eq!(rounds(&world).await, before + 1);
            let events = format!(
                "SELECT count(*) FROM audit_event WHERE kind = '{events}' AND subject_id =
                   (SELECT max(id) FROM assignment_round)"
            );
            assert_eq!(world.number(&events).await, 1);
        }
    });
}

#[test]
fn a_repeated_call_answers_with_the_round_as_it_is_then() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let first = propose(&coordinator, keyed(3, "a")).await;
        let id = &first["round"]["id"];
        world.advance(TimeDelta::hours(23));
        close(&coordinator, "Discard", id, 1).await;
        let again = propose(&coordinator, keyed(3, "a")).await;
        assert_eq!(again["round"]["id"], *id);
        assert_eq!(again["round"]["status"], "DISCARDED");
        assert_eq!(again["report"], first["report"]);
        assert_eq!(rounds(&world).await, 1);
        world.advance(TimeDelta::hours(1));
        let fresh = propose(&coordinator, keyed(3, "a")).await;
        assert_ne!(fresh["round"]["id"], *id);
        assert_eq!(rounds(&world).await, 2);
    });
}

#[test]
fn the_same_key_with_another_body_is_a_conflict() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        propose(&coordinator, keyed(3, "a")).await;
        for (field, value) in [
            ("wish", json!(7)),
            ("steps", json!(5_000_000)),
            ("wait", json!(false)),
            ("fairness", json!("FLOOR")),
        ] {
            let mut input = keyed(3, "a");
            input[field] = value;
            let refused = coordinator.code(PROPOSE, json!({"input": input})).await;
            assert_eq!(refused, "CONFLICT", "{field}");
        }
        let answers =
            join_all([2, 3].map(|externals| {
                coordinator.run(PROPOSE, json!({"input": keyed(externals, "b")}))
            }))
            .await;
        let refused: Vec<_> = answers
            .iter()
            .filter_map(|body| body["errors"].get(0))
            .collect();
        assert_eq!(refused.len(), 1, "{answers:#?}");
        assert_eq!(code(refused[0]), "CONFLICT");
        assert_eq!(rounds(&world).await, 2);
    });
}

#[test]
fn keys_that_are_none_are_refused_and_dry_runs_use_up_none() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        for key in [String::new(), "\0".to_owned(), "ک".repeat(101)] {
            let payload = propose(&world.coordinator(), keyed(3, &key)).await;
            assert_eq!(user_codes(&payload), ["idempotencyKey: INVALID"]);
        }
        let mut dry = keyed(3, "a");
        dry["dryRun"] = json!(true);
        propose(&world.coordinator(), dry).await;
        let mut impossible = json!({"idempotencyKey": "a"});
        propose(&world.coordinator(), impossible.take()).await;
        assert_eq!(sql::everything(&world.db).await, before);
        let made = propose(&world.coordinator(), keyed(2, "a")).await;
        assert_eq!(made["round"]["status"], "PROPOSED");
    });
}
