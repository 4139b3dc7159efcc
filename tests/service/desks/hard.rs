//! Rounds that take longer to compute than a request may last: explained, edited and checked.

use entity::assignment_round;
use mizan::{desks::find, store};
use serde_json::{Value, json};

use super::{
    close,
    computing::{cancel, ended, events, hard_input, until_idle},
    explain::explain,
    propose, round_input,
};
use crate::support::{Caller, World, code, on_both, row_of, sql, user_codes};

const PIN: &str = "mutation($input: AssignmentRoundPinInput!) { assignmentRoundPin(input: $input) {
  round { id status version weightsVersion } report { status }
  userErrors { code field message messageFa } } }";

#[test]
fn an_explanation_tells_what_it_can_tell_without_a_search() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let mut input = hard_input(&world).await;
        // So many that there is a seating, but no proof soon.
        let pairs = input["apart"].as_array().unwrap().iter().enumerate();
        let some = pairs.filter(|(at, _)| (at * 7919 + 13) % 100 < 60);
        input["apart"] = some.map(|(_, pair)| pair.clone()).collect();
        input["fairness"] = json!("FLOOR");
        input["steps"] = json!(1_200_000);
        let begun = propose(&coordinator, input).await;
        until_idle(&world.app).await;
        // Not `recomputes`, which takes as long again.
        let query = "query($id: ID!) { assignmentRound(id: $id) { id report { status }
          proposals { change score desk { code } member { id } } } }";
        let mut data = coordinator
            .data(query, json!({"id": begun["round"]["id"]}))
            .await;
        let round = data["assignmentRound"].take();
        assert_eq!(round["report"]["status"], "FEASIBLE", "{round:#}");
        let lines = round["proposals"].as_array().unwrap();
        let line = lines.iter().find(|line| line["change"] == "ADDED").unwrap();
        let member = line["member"]["id"].as_str().unwrap();
        let desk = line["desk"]["code"].as_str().unwrap();
        let id = Some(&round["id"]);
        let turns = [
            world.app.computations.explanation_turn().await,
            world.app.computations.explanation_turn().await,
        ];
        let why = explain(&world, id, member, desk).await;
        assert_eq!(
            (&why["seated"], &why["score"]),
            (&json!(true), &line["score"])
        );
        drop(turns);
        for other in super::DESKS.iter().filter(|other| **other != desk) {
            let why = explain(&world, id, member, other).await;
            if why["seated"] == false {
                assert_ne!(why["blocker"], Value::Null);
                assert_eq!(why["scoreNeeded"], Value::Null);
                assert_eq!(why["instead"], json!([]), "{why:#}");
            }
        }
        let row = stored(&world, &round["id"]).await;
        assert!(find::recomputes_in_the_end(&world.app, &row).await.unwrap());
    });
}

#[test]
fn what_takes_too_long_to_wait_for_is_refused_with_the_way_out() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let (id, seat) = hard_proposal(&world).await;
        let input = json!({"id": id, "expectedVersion": 2, "bans": [seat]});
        let waiting = pin(&coordinator, &input).await;
        assert_eq!(user_codes(&waiting), ["wait: WRONG_STATE"]);
        let again = "query($id: ID!) { assignmentRound(id: $id) { recomputes } }";
        let row = format!("id = {}", row_of(id.as_str().unwrap()));
        for (status, recomputes) in [("COMPUTING", json!(false)), ("PROPOSED", Value::Null)] {
            let status = format!("UPDATE assignment_round SET status = '{status}' WHERE {row}");
            world.sql(&status).await;
            let body = coordinator.run(again, json!({"id": id})).await;
            assert_eq!(body["data"]["assignmentRound"]["recomputes"], recomputes);
        }
        let body = coordinator.run(again, json!({"id": id})).await;
        let error = &body["errors"][0];
        assert_eq!(code(error), "BAD_USER_INPUT", "{error}");
        let persian = error["extensions"]["messageFa"].as_str().unwrap();
        assert!(persian.contains("این دور"), "{persian}");
        let row = stored(&world, &id).await;
        assert!(find::recomputes_in_the_end(&world.app, &row).await.unwrap());
    });
}

#[test]
fn an_edit_in_the_background_is_a_round_of_its_own() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let (id, seat) = hard_proposal(&world).await;
        world
            .sql("UPDATE assignment_round SET weights_version = 7")
            .await;
        let before = all_of(&world, &id).await;
        let input = json!({"id": id, "expectedVersion": 2, "bans": [seat], "wait": false});
        let begun = pin(&coordinator, &input).await;
        let other = &begun["round"]["id"];
        assert_eq!(begun["round"]["status"], "COMPUTING", "{begun:#}");
        assert_eq!(begun["round"]["weightsVersion"], 7);
        assert_eq!(begun["report"], Value::Null);
        assert_ne!(*other, id);
        let edited = ended(&coordinator, other).await;
        assert_eq!(edited["status"], "PROPOSED");
        assert_eq!(edited["recomputes"], true);
        let gives = |line: &Value| {
            line["member"]["id"] == seat["member"]
                && line["desk"]["code"] == seat["desk"]
                && line["change"] != "REMOVED"
        };
        assert!(!edited["proposals"].as_array().unwrap().iter().any(gives));
        assert_eq!(
            events(&world, other).await,
            ["ROUND_COMPUTING", "ROUND_PROPOSED"]
        );
        assert_eq!(all_of(&world, &id).await, before);
        let applied = close(&coordinator, "Apply", other, 2).await;
        assert_eq!(applied["data"]["done"]["round"]["status"], "APPLIED");
    });
}

#[test]
fn a_background_edit_that_is_cancelled_or_stale_leaves_the_proposal_alone() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let mut input = hard_input(&world).await;
        let apart = input["apart"].take();
        input["apart"] = json!([]);
        let begun = propose(&coordinator, input).await;
        let round = ended(&coordinator, &begun["round"]["id"]).await;
        // As if the pairs had been there, so that the edit does not end.
        put_apart(&world, &round["id"], &apart).await;
        let before = all_of(&world, &round["id"]).await;
        let stale = json!({"input": {"id": round["id"], "expectedVersion": 1, "wait": false}});
        assert_eq!(coordinator.code(PIN, stale).await, "CONFLICT");
        let ask = json!({"id": round["id"], "expectedVersion": 2, "wait": false});
        let begun = pin(&coordinator, &ask).await;
        let body = cancel(&coordinator, &begun["round"]["id"], 1).await;
        let cancelled = &body["data"]["assignmentRoundCancel"]["round"];
        assert_eq!(cancelled["status"], "CANCELLED", "{body:#}");
        until_idle(&world.app).await;
        assert_eq!(all_of(&world, &round["id"]).await, before);
    });
}

/// A proposal that counts as one that took long, with one of its seats.
async fn hard_proposal(world: &World) -> (Value, Value) {
    let coordinator = world.coordinator();
    let mut input = round_input(3);
    input["wait"] = json!(false);
    let begun = propose(&coordinator, input).await;
    let round = ended(&coordinator, &begun["round"]["id"]).await;
    world
        .sql("UPDATE round_computation SET steps = 3000001")
        .await;
    let lines = round["proposals"].as_array().unwrap();
    let line = lines.iter().find(|line| line["change"] != "REMOVED");
    let line = line.unwrap();
    let seat = json!({"member": line["member"]["id"], "desk": line["desk"]["code"]});
    (round["id"].clone(), seat)
}

async fn pin(caller: &Caller, input: &Value) -> Value {
    let mut data = caller.data(PIN, json!({"input": input})).await;
    data["assignmentRoundPin"].take()
}

async fn put_apart(world: &World, id: &Value, pairs: &Value) {
    let row = |member: &Value| row_of(member.as_str().unwrap());
    let pairs = pairs.as_array().unwrap().iter();
    let pairs = pairs.map(|pair| json!([row(&pair["one"]), row(&pair["other"])]));
    let mut parameters = stored(world, id).await.parameters;
    parameters["apart"] = pairs.collect();
    let id = row(id);
    world
        .sql(&format!(
            "UPDATE assignment_round SET parameters = '{parameters}' WHERE id = {id}"
        ))
        .await;
}

/// Everything that is stored of a round.
async fn all_of(world: &World, id: &Value) -> Vec<Vec<Value>> {
    let id = row_of(id.as_str().unwrap());
    let mut all = Vec::new();
    for (table, column) in [
        ("assignment_round", "id"),
        ("round_proposal", "round_id"),
        ("round_report", "round_id"),
        ("round_input", "round_id"),
        ("round_computation", "round_id"),
    ] {
        let query = format!("SELECT * FROM {table} WHERE {column} = {id}");
        all.push(sql::rows(&world.db, &query).await);
    }
    all
}

async fn stored(world: &World, id: &Value) -> assignment_round::Model {
    let row = row_of(id.as_str().unwrap());
    let found = store::rounds::by_id(world.app.store.reader(), row).await;
    found.unwrap().unwrap()
}
