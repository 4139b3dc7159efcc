//! Rounds: proposed, looked at, applied once or put aside.

use std::collections::BTreeMap;

use async_graphql::futures_util::future::join_all;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{DESKS, close, propose, round_input};
use crate::support::{World, code, global_id, on_both, sql, user_codes};

#[test]
fn a_dry_run_reports_what_the_real_one_does_and_stores_nothing() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        let mut input = round_input(3);
        input["dryRun"] = json!(true);
        let dry = propose(&world.coordinator(), input.clone()).await;
        assert_eq!(dry["round"], Value::Null);
        assert_eq!(sql::everything(&world.db).await, before);
        input["dryRun"] = json!(false);
        let real = propose(&world.coordinator(), input).await;
        assert_eq!(dry["report"], real["report"]);
        assert_eq!(real["round"]["status"], "PROPOSED");
        assert_eq!(real["report"]["objective"], real["round"]["objective"]);
    });
}

#[test]
fn an_applied_round_seats_people_within_every_limit() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let proposed = propose(&coordinator, round_input(3)).await;
        let changes = changes(&world, &proposed["round"]["id"]).await;
        let applied = close(&coordinator, "Apply", &proposed["round"]["id"], 1).await;
        assert_eq!(applied["data"]["done"]["round"]["status"], "APPLIED");
        assert_eq!(applied["data"]["done"]["round"]["version"], 2);
        let report = &proposed["report"];
        for (desk, reported) in DESKS.iter().zip(report["desks"].as_array().unwrap()) {
            let seats = seats(&world, desk).await;
            let externals = seats.iter().filter(|kind| *kind == "EXTERNAL").count();
            assert!((4..=14).contains(&seats.len()), "{desk}: {}", seats.len());
            assert!(externals >= 3, "{desk}: {externals} externals");
            assert_eq!(reported["desk"], *desk);
            assert_eq!(reported["seats"], seats.len());
        }
        for (change, field) in [("ADDED", "added"), ("KEPT", "kept"), ("REMOVED", "removed")] {
            assert_eq!(
                report[field],
                changes.get(change).copied().unwrap_or(0),
                "{change}"
            );
        }
        assert_everybody_once_or_twice(&world).await;
    });
}

#[test]
fn a_proposal_is_explained_by_what_its_score_sums() {
    on_both(async |world| {
        let proposed = propose(&world.coordinator(), round_input(2)).await;
        let query = "query($id: ID!) { assignmentRound(id: $id) {
          proposals { change score contributions { points } } } }";
        let variables = json!({"id": proposed["round"]["id"]});
        let data = world.coordinator().data(query, variables).await;
        let proposals = data["assignmentRound"]["proposals"].as_array().unwrap();
        assert!(proposals.len() >= 50, "{}", proposals.len());
        for line in proposals {
            let parts = line["contributions"].as_array().unwrap();
            let points: f64 = parts
                .iter()
                .map(|part| part["points"].as_f64().unwrap())
                .sum();
            assert!(points - line["score"].as_f64().unwrap() == 0.0, "{line:#}");
        }
    });
}

#[test]
fn conditions_that_cannot_hold_are_told_in_both_languages() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        // The desks' usual sizes ask for more people than the small club has.
        let payload = propose(&world.coordinator(), json!({})).await;
        assert_eq!(payload["round"], Value::Null);
        let conflicts = payload["report"]["conflicts"].as_array().unwrap();
        assert!(!conflicts.is_empty(), "{payload:#}");
        for conflict in conflicts {
            assert!(!conflict["message"].as_str().unwrap().is_empty());
            assert!(!conflict["messageFa"].as_str().unwrap().is_empty());
        }
        assert_eq!(sql::everything(&world.db).await, before);
    });
}

#[test]
fn contradictory_limits_are_refused() {
    on_both(async |world| {
        for (input, complaint) in [
            (
                json!({"internal": {"min": 2, "max": 1}}),
                "internal.min: INVALID",
            ),
            (
                json!({"external": {"min": 3, "max": 2}}),
                "external.min: INVALID",
            ),
            (desk(5, 4, 0), "desks.0.seatsMin: INVALID"),
            (desk(4, 5, 6), "desks.0.externalsMin: INVALID"),
            (desk(-1, 5, 0), "desks.0.seatsMin: INVALID"),
            (desk(1, 1_001, 0), "desks.0.seatsMax: INVALID"),
            (json!({"steps": 10}), "steps: INVALID"),
            (json!({"steps": -1}), "steps: INVALID"),
            (json!({"wish": -1}), "wish: INVALID"),
            (json!({"continuity": 10_001}), "continuity: INVALID"),
            (
                json!({"internal": {"min": 0, "max": 7}}),
                "internal.max: INVALID",
            ),
            (
                json!({"people": [{"member": "x", "min": -7, "max": 1}]}),
                "people.0.min: INVALID",
            ),
            (
                json!({"apart": [{"one": "x", "other": "x"}]}),
                "apart.0.other: INVALID",
            ),
        ] {
            let payload = propose(&world.coordinator(), input).await;
            assert_eq!(user_codes(&payload), [complaint]);
            let message = payload["userErrors"][0]["messageFa"].as_str().unwrap();
            assert!(!message.chars().any(|c| c.is_ascii_digit()), "{message}");
        }
    });
}

#[test]
fn a_round_is_applied_once() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let proposed = propose(&coordinator, round_input(3)).await;
        let id = &proposed["round"]["id"];
        close(&coordinator, "Apply", id, 1).await;
        let stale = close(&coordinator, "Apply", id, 1).await;
        assert_eq!(code(&stale["errors"][0]), "CONFLICT");
        assert_eq!(stale["errors"][0]["extensions"]["currentVersion"], 2);
        for how in ["Apply", "Discard"] {
            let again = close(&coordinator, how, id, 2).await;
            assert_eq!(user_codes(&again["data"]["done"]), ["id: WRONG_STATE"]);
        }
    });
}

#[test]
fn a_round_whose_seats_have_changed_meanwhile_is_a_conflict() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let first = propose(&coordinator, round_input(3)).await;
        let second = propose(&coordinator, round_input(2)).await;
        world
            .sql("UPDATE seat SET until = since WHERE id = (SELECT min(id) FROM seat)")
            .await;
        for round in [first, second] {
            let before = sql::everything(&world.db).await;
            let refused = close(&coordinator, "Apply", &round["round"]["id"], 1).await;
            assert_eq!(code(&refused["errors"][0]), "CONFLICT");
            assert_eq!(sql::everything(&world.db).await, before);
        }
    });
}

#[test]
fn of_many_who_apply_at_once_one_wins() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        world.sql("UPDATE seat SET until = since").await;
        let round = propose(&coordinator, round_input(3)).await;
        let id = &round["round"]["id"];
        let answers = join_all((0..4).map(|_| close(&coordinator, "Apply", id, 1))).await;
        assert_one_winner(&answers);
        let events = "SELECT count(*) FROM audit_event WHERE kind = 'ROUND_APPLIED'";
        // One of them is the round that the club began with.
        assert_eq!(world.number(events).await, 2);
        assert_everybody_once_or_twice(&world).await;
    });
}

#[test]
fn of_a_round_that_changes_nothing_one_apply_wins_too() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let mut input = round_input(2);
        input["continuity"] = json!(10_000);
        let round = propose(&coordinator, input).await;
        let id = &round["round"]["id"];
        assert_eq!(round["report"]["removed"], 0);
        let answers = join_all((0..4).map(|_| close(&coordinator, "Apply", id, 1))).await;
        assert_one_winner(&answers);
    });
}

#[test]
fn a_discarded_round_changes_no_seat() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let before = sql::rows(&world.db, "SELECT * FROM seat ORDER BY id").await;
        let round = propose(&coordinator, round_input(3)).await;
        world.advance(TimeDelta::minutes(5));
        let body = close(&coordinator, "Discard", &round["round"]["id"], 1).await;
        let discarded = &body["data"]["done"]["round"];
        assert_eq!(discarded["status"], "DISCARDED");
        assert_eq!(discarded["closedAt"], "2026-11-22T08:05:00+00:00");
        assert_eq!(
            sql::rows(&world.db, "SELECT * FROM seat ORDER BY id").await,
            before
        );
    });
}

#[test]
fn an_unknown_round_is_not_found() {
    on_both(async |world| {
        for id in [
            global_id("AssignmentRound", 999),
            global_id("Member", 1),
            "?".to_owned(),
        ] {
            let body = close(&world.coordinator(), "Apply", &json!(id), 1).await;
            assert_eq!(code(&body["errors"][0]), "NOT_FOUND", "{id}");
        }
    });
}

fn desk(min: i32, max: i32, externals: i32) -> Value {
    let limits =
        json!({"desk": "CULTURAL", "seatsMin": min, "seatsMax": max, "externalsMin": externals});
    json!({"desks": [limits]})
}

fn assert_one_winner(answers: &[Value]) {
    let (won, lost): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|answer| answer["errors"].is_null());
    assert_eq!(won.len(), 1, "{answers:#?}");
    for answer in lost {
        assert_eq!(code(&answer["errors"][0]), "CONFLICT");
        assert_eq!(answer["errors"][0]["extensions"]["currentVersion"], 2);
    }
}

/// The kinds of those who are seated at a desk.
async fn seats(world: &World, desk: &str) -> Vec<String> {
    let query = "query($desk: DeskCode!) { desk(code: $desk) { seats { member { kind } } } }";
    let data = world.coordinator().data(query, json!({"desk": desk})).await;
    let seats = data["desk"]["seats"].as_array().unwrap();
    seats
        .iter()
        .map(|seat| seat["member"]["kind"].as_str().unwrap().to_owned())
        .collect()
}

/// How many proposals there are of each sort of change.
async fn changes(world: &World, round: &Value) -> BTreeMap<String, usize> {
    let query = "query($id: ID!) { assignmentRound(id: $id) { proposals { change } } }";
    let data = world.coordinator().data(query, json!({"id": round})).await;
    let mut changes = BTreeMap::new();
    for line in data["assignmentRound"]["proposals"].as_array().unwrap() {
        *changes
            .entry(line["change"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    changes
}

/// Internal planners hold one seat, externals one or two; nobody else holds any.
async fn assert_everybody_once_or_twice(world: &World) {
    let odd = "SELECT count(*) FROM member m WHERE (
        SELECT count(*) FROM seat s WHERE s.member_id = m.id AND s.until IS NULL
      ) NOT BETWEEN
        (CASE WHEN m.tier = 'PLANNER' AND m.standing = 'ACTIVE' THEN 1 ELSE 0 END) AND
        (CASE WHEN m.tier = 'PLANNER' AND m.standing = 'ACTIVE'
              THEN (CASE WHEN m.kind = 'EXTERNAL' THEN 2 ELSE 1 END) ELSE 0 END)";
    assert_eq!(world.number(odd).await, 0);
}
