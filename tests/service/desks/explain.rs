//! Why me, why not me.

use serde_json::{Value, json};

use super::{DESKS, close, propose, round_input};
use crate::support::{Who, World, global_id, on_both};

const WHY: &str = "query($round: ID, $member: ID!, $desk: DeskCode!) {
  seatExplanation(round: $round, member: $member, desk: $desk) {
    round { id } seated score blocker lowestSeated scoreNeeded otherDesks message messageFa
    contributions { points } keptApartFrom { id }
    instead { change member { id } desk { code } } } }";

#[test]
fn everybody_is_told_of_every_desk_and_the_score_needed_would_do() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let round = propose(&coordinator, round_input(3)).await;
        let id = &round["round"]["id"];
        let members = world
            .number("SELECT min(id) FROM member WHERE tier = 'PLANNER'")
            .await;
        for member in members..members + 4 {
            for desk in DESKS {
                let member = global_id("Member", member);
                let why = explain(&world, Some(id), &member, desk).await;
                let parts = why["contributions"].as_array().unwrap();
                let points: f64 = parts
                    .iter()
                    .map(|part| part["points"].as_f64().unwrap())
                    .sum();
                assert!((points - why["score"].as_f64().unwrap()).abs() < 1e-9);
                assert!(!why["messageFa"].as_str().unwrap().is_empty());
                if why["seated"] == true {
                    assert_eq!(why["blocker"], Value::Null);
                    continue;
                }
                assert_ne!(why["blocker"], Value::Null);
                assert!(!why["instead"].as_array().unwrap().is_empty(), "{why:#}");
                assert_needed_is_enough(&world, &member, desk, &why).await;
            }
        }
    });
}

#[test]
fn bans_and_pairs_are_named() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let plain = propose(&coordinator, round_input(3)).await;
        let query = "query($id: ID!) { assignmentRound(id: $id) {
          proposals { change desk { code } member { id kind } } } }";
        let data = coordinator
            .data(query, json!({"id": plain["round"]["id"]}))
            .await;
        let lines = data["assignmentRound"]["proposals"].as_array().unwrap();
        let internal = lines
            .iter()
            .filter(|line| line["member"]["kind"] == "INTERNAL" && line["change"] != "REMOVED");
        let pair: Vec<&Value> = internal.take(2).collect();
        let (one, other) = (&pair[0]["member"]["id"], &pair[1]["member"]["id"]);
        let desk = pair[0]["desk"]["code"].as_str().unwrap();
        let mut input = round_input(3);
        input["apart"] = json!([{"one": one, "other": other}]);
        input["pins"] = json!([{"member": one, "desk": desk}]);
        let elsewhere = if desk == "CULTURAL" {
            "URBANISM"
        } else {
            "CULTURAL"
        };
        input["bans"] = json!([{"member": other, "desk": elsewhere}]);
        let round = propose(&coordinator, input).await;
        let id = Some(&round["round"]["id"]);
        let other = other.as_str().unwrap();
        let why = explain(&world, id, other, desk).await;
        assert_eq!(why["blocker"], "KEPT_APART");
        assert_eq!(why["keptApartFrom"]["id"], *one);
        assert_eq!(
            explain(&world, id, other, elsewhere).await["blocker"],
            "BANNED"
        );
        let plain = world.expert("عضو ساده").plain().join().await;
        let why = explain(&world, id, &global_id("Member", plain.id), desk).await;
        assert_eq!(
            (&why["blocker"], &why["score"]),
            (&json!("NOT_CANDIDATE"), &Value::Null)
        );
    });
}

#[test]
fn experts_ask_about_themselves_in_rounds_that_are_in_force() {
    on_both(async |world| {
        let own = world
            .number("SELECT member_id FROM account WHERE username = 'expert'")
            .await;
        let expert = world.caller(Who::Expert);
        let ask = |round: Value, member: i64| json!({"round": round, "member": global_id("Member", member), "desk": "CULTURAL"});
        let data = expert.data(WHY, ask(Value::Null, own)).await;
        assert_eq!(data["seatExplanation"]["round"], Value::Null);
        assert_eq!(data["seatExplanation"]["instead"], json!([]));
        assert_eq!(
            expert.code(WHY, ask(Value::Null, own + 1)).await,
            "NOT_FOUND"
        );
        let round = propose(&world.coordinator(), round_input(3)).await;
        let id = round["round"]["id"].clone();
        assert_eq!(expert.code(WHY, ask(id.clone(), own)).await, "NOT_FOUND");
        close(&world.coordinator(), "Apply", &id, 1).await;
        expert.data(WHY, ask(id, own)).await;
        assert_eq!(
            world.deputy().code(WHY, ask(Value::Null, own)).await,
            "NOT_FOUND"
        );
    });
}

#[test]
fn whoever_asks_why_waits_for_a_turn_of_their_own_kind() {
    on_both(async |world| {
        let round = propose(&world.coordinator(), round_input(3)).await;
        let id = &round["round"]["id"];
        let (member, desk) = unseated(&world, id).await;
        let mut held = Vec::new();
        while let Some(Some(turn)) = soon(world.app.computations.explanation_turn()).await {
            held.push(turn);
        }
        assert_eq!(held.len(), 2);
        assert!(
            soon(explain(&world, Some(id), &member, &desk))
                .await
                .is_none()
        );
        let mut input = round_input(3);
        input["dryRun"] = json!(true);
        propose(&world.coordinator(), input.clone()).await;
        held.clear();
        explain(&world, Some(id), &member, &desk).await;
        while let Some(Some(turn)) = soon(world.app.computations.turn()).await {
            held.push(turn);
        }
        assert_eq!(held.len(), 4);
        let again = "query($id: ID!) { assignmentRound(id: $id) { recomputes } }";
        let coordinator = world.coordinator();
        assert!(
            soon(coordinator.data(again, json!({"id": id})))
                .await
                .is_none()
        );
        explain(&world, Some(id), &member, &desk).await;
        held.clear();
        coordinator.data(again, json!({"id": id})).await;
    });
}

/// What comes of it within a moment.
async fn soon<T>(work: impl Future<Output = T>) -> Option<T> {
    let moment = std::time::Duration::from_millis(200);
    tokio::time::timeout(moment, work).await.ok()
}

/// A candidate and a desk where the round does not seat them.
async fn unseated(world: &World, round: &Value) -> (String, String) {
    let query = "query($id: ID!) { assignmentRound(id: $id) {
      proposals { change desk { code } member { id } } } }";
    let mut data = world.coordinator().data(query, json!({"id": round})).await;
    let lines = data["assignmentRound"]["proposals"].take();
    let lines = lines.as_array().unwrap();
    let who = lines[0]["member"]["id"].as_str().unwrap();
    let taken = |desk: &&str| {
        let mut own = lines.iter().filter(|line| line["member"]["id"] == who);
        own.any(|line| line["desk"]["code"] == **desk && line["change"] != "REMOVED")
    };
    let desk = DESKS.iter().find(|desk| !taken(desk)).unwrap();
    (who.to_owned(), (*desk).to_owned())
}

/// With a wish that lifts the score to what is needed, the round does seat them.
async fn assert_needed_is_enough(world: &World, member: &str, desk: &str, why: &Value) {
    let Some(needed) = why["scoreNeeded"].as_f64() else {
        return;
    };
    let lacking = ((needed - why["score"].as_f64().unwrap()) * 100.0).round();
    for (extra, seated) in [(lacking, true), (lacking - 2.0, false)] {
        // What a wish can be worth.
        if !(1.0..=10_000.0).contains(&extra) {
            continue;
        }
        let row = crate::support::row_of(member);
        let place = DESKS.iter().position(|code| *code == desk).unwrap() + 1;
        world.sql("DELETE FROM desk_preference").await;
        world
            .sql(&format!(
                "INSERT INTO desk_preference (member_id, desk_id, position) VALUES ({row}, {place}, 1)"
            ))
            .await;
        let mut input = round_input(3);
        input["wish"] = format!("{extra:.0}").parse().unwrap();
        let round = propose(&world.coordinator(), input).await;
        let again = explain(world, Some(&round["round"]["id"]), member, desk).await;
        assert_eq!(again["seated"], seated, "{why:#} {extra}");
    }
    world.sql("DELETE FROM desk_preference").await;
}

pub async fn explain(world: &World, round: Option<&Value>, member: &str, desk: &str) -> Value {
    let variables = json!({"round": round, "member": member, "desk": desk});
    let mut data = world.coordinator().data(WHY, variables).await;
    data["seatExplanation"].take()
}
