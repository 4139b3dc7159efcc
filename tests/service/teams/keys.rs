//! A key asks a team once, however often and however fast it is sent.

use async_graphql::futures_util::future::join_all;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{INVITE, invite};
use crate::{
    problems::{WASTE, posted},
    support::{World, code, on_both, sql, user_codes},
};

fn keyed(problem: &Value, version: i64, key: &str) -> Value {
    json!({"input": {"problem": problem, "expectedVersion": version, "idempotencyKey": key}})
}

async fn places(world: &World) -> i64 {
    world.number("SELECT count(*) FROM team_member").await
}

#[test]
fn fifty_calls_at_once_ask_one_team_and_get_one_answer() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let expected = invite(&world, &problem["id"], 1, true).await;
        let coordinator = world.coordinator();
        let calls = (0..50).map(|_| coordinator.run(INVITE, keyed(&problem["id"], 1, "a")));
        let answers = join_all(calls).await;
        let first = &answers[0]["data"]["expertsInvite"];
        assert_eq!(first["problem"]["version"], 2, "{:#}", answers[0]);
        for part in ["needed", "uncovered"] {
            assert_eq!(first[part], expected[part]);
        }
        for answer in &answers {
            assert_eq!(answer, &answers[0]);
        }
        let team = i64::try_from(first["team"].as_array().unwrap().len()).unwrap();
        assert_eq!(places(&world).await, team);
        let events = "SELECT count(*) FROM audit_event WHERE kind = 'EXPERTS_INVITED'";
        assert_eq!(world.number(events).await, 1);
    });
}

#[test]
fn a_repeated_call_answers_as_the_first_for_a_day() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let coordinator = world.coordinator();
        let mut first = coordinator
            .data(INVITE, keyed(&problem["id"], 1, "a"))
            .await;
        world.advance(TimeDelta::hours(23));
        let mut again = coordinator
            .data(INVITE, keyed(&problem["id"], 1, "a"))
            .await;
        assert_eq!(again["expertsInvite"].take(), first["expertsInvite"].take());
        world.advance(TimeDelta::hours(2));
        let late = coordinator
            .code(INVITE, keyed(&problem["id"], 1, "a"))
            .await;
        assert_eq!(
            late, "CONFLICT",
            "the key is free again, the version is not"
        );
    });
}

#[test]
fn the_same_key_with_another_body_is_a_conflict() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let other = posted(&world.deputy(), WASTE, "b").await;
        let coordinator = world.coordinator();
        coordinator
            .data(INVITE, keyed(&problem["id"], 1, "a"))
            .await;
        let before = sql::everything(&world.db).await;
        let mut named = keyed(&problem["id"], 1, "a");
        named["input"]["members"] = json!([crate::support::global_id("Member", 3)]);
        for input in [
            keyed(&other["id"], 1, "a"),
            keyed(&problem["id"], 2, "a"),
            named,
        ] {
            let body = coordinator.run(INVITE, input).await;
            assert_eq!(code(&body["errors"][0]), "CONFLICT");
        }
        for key in ["", "\0"] {
            let data = coordinator.data(INVITE, keyed(&other["id"], 1, key)).await;
            let codes = user_codes(&data["expertsInvite"]);
            assert_eq!(codes, ["idempotencyKey: INVALID"]);
        }
        assert_eq!(sql::everything(&world.db).await, before);
    });
}

#[test]
fn a_dry_run_uses_up_no_key() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let mut dry = keyed(&problem["id"], 1, "a");
        dry["input"]["dryRun"] = json!(true);
        world.coordinator().data(INVITE, dry).await;
        assert_eq!(world.number("SELECT count(*) FROM idempotency").await, 1);
        assert_eq!(places(&world).await, 0);
    });
}
