//! Following a round's computation over a socket.

use serde_json::{Value, json};

use super::{
    computing::{ended, hard_input},
    propose, round_input,
};
use crate::support::{
    Who, World, code, global_id, on_both,
    socket::{Socket, serve},
};

const FOLLOW: &str = "subscription($id: ID!) { roundProgress(id: $id) {
  status ended round { id status version }
  computation { phase steps budget share best bound failure } } }";

const CANCEL: &str =
    "mutation($input: AssignmentRoundInput!) { assignmentRoundCancel(input: $input) {
  round { status } } }";

async fn follow(address: &str, world: &World, id: &Value) -> Socket {
    let mut socket = Socket::open(address, world.token(Who::Coordinator)).await;
    socket.subscribe(FOLLOW, json!({"id": id})).await;
    socket
}

async fn progress(socket: &mut Socket) -> Value {
    let heard = socket.hear().await;
    let progress = heard["payload"]["data"]["roundProgress"].clone();
    assert!(progress.is_object(), "{heard:#}");
    progress
}

/// Everything that is told from now on.
async fn rest(socket: &mut Socket) -> Vec<Value> {
    let mut told = Vec::new();
    loop {
        let heard = socket.hear().await;
        if heard["type"] == "complete" {
            return told;
        }
        told.push(heard["payload"]["data"]["roundProgress"].clone());
    }
}

#[test]
fn it_moves_while_the_solver_works_and_ends_when_it_is_cancelled() {
    on_both(async |world| {
        let address = serve(&world).await;
        let payload = propose(&world.coordinator(), hard_input(&world).await).await;
        let id = &payload["round"]["id"];
        let mut socket = follow(&address, &world, id).await;
        let mut last = progress(&mut socket).await;
        assert_eq!(last["status"], "COMPUTING");
        assert_eq!(last["round"]["id"], *id);
        for _ in 0..3 {
            let next = progress(&mut socket).await;
            let steps = |told: &Value| told["computation"]["steps"].as_i64().unwrap();
            assert!(steps(&next) >= steps(&last), "{last:#} {next:#}");
            let bound = |told: &Value| told["computation"]["bound"].as_i64().unwrap_or(i64::MAX);
            assert!(bound(&next) <= bound(&last), "{last:#} {next:#}");
            assert_ne!(next, last);
            assert_eq!(next["ended"], false);
            last = next;
        }
        let computation = &last["computation"];
        assert_eq!(computation["phase"], "SOLVING");
        assert_eq!(computation["budget"], 1_000_000_000);
        let share = computation["share"].as_f64().unwrap();
        assert!(share > 0.0 && share < 1.0, "{share}");
        let input = json!({"input": {"id": id, "expectedVersion": 1}});
        world.coordinator().data(CANCEL, input).await;
        let told = rest(&mut socket).await;
        let end = told.last().unwrap();
        assert_eq!(end["status"], "CANCELLED");
        assert_eq!(end["ended"], true);
        assert_eq!(end["round"]["version"], 2);
        let steps = |told: &Value| told["computation"]["steps"].as_i64().unwrap();
        assert!(steps(end) >= steps(&last), "{last:#} {end:#}");
        assert_eq!(told.iter().filter(|told| told["ended"] == true).count(), 1);
    });
}

#[test]
fn it_is_followed_from_another_process_too() {
    on_both(async |world| {
        let other = world.beside().await;
        let address = serve(&other).await;
        let payload = propose(&world.coordinator(), hard_input(&world).await).await;
        let id = &payload["round"]["id"];
        let mut socket = follow(&address, &other, id).await;
        // What the other process says now and then.
        while progress(&mut socket).await["computation"]["steps"]
            .as_i64()
            .unwrap()
            == 0
        {}
        let input = json!({"input": {"id": id, "expectedVersion": 1}});
        world.coordinator().data(CANCEL, input).await;
        let told = rest(&mut socket).await;
        assert_eq!(told.last().unwrap()["status"], "CANCELLED");
    });
}

#[test]
fn a_round_that_has_ended_is_told_of_once() {
    on_both(async |world| {
        let address = serve(&world).await;
        let coordinator = world.coordinator();
        let mut input = round_input(2);
        let waited = propose(&coordinator, input.clone()).await;
        let mut socket = follow(&address, &world, &waited["round"]["id"]).await;
        let told = rest(&mut socket).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["status"], "PROPOSED");
        assert_eq!(told[0]["computation"], Value::Null);
        input["wait"] = json!(false);
        let begun = propose(&coordinator, input).await;
        let id = &begun["round"]["id"];
        let round = ended(&coordinator, id).await;
        let told = rest(&mut follow(&address, &world, id).await).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0]["computation"]["best"], round["report"]["objective"]);
        assert_eq!(told[0]["computation"]["phase"], "STORING");
    });
}

#[test]
fn it_is_for_coordinators_and_for_rounds_that_exist() {
    on_both(async |world| {
        let address = serve(&world).await;
        let payload = propose(&world.coordinator(), round_input(2)).await;
        let id = &payload["round"]["id"];
        for (who, id, refused) in [
            (Who::Deputy, id.clone(), "FORBIDDEN"),
            (Who::Expert, id.clone(), "FORBIDDEN"),
            (Who::Auditor, id.clone(), "FORBIDDEN"),
            (Who::Frontend, id.clone(), "FORBIDDEN"),
            (
                Who::Coordinator,
                json!(global_id("AssignmentRound", 999)),
                "NOT_FOUND",
            ),
            (Who::Coordinator, json!(global_id("Member", 1)), "NOT_FOUND"),
            (Who::Coordinator, json!("؟"), "NOT_FOUND"),
        ] {
            let mut socket = Socket::open(&address, world.token(who)).await;
            socket.subscribe(FOLLOW, json!({"id": id})).await;
            let heard = socket.hear().await;
            let error = heard["payload"]["errors"][0].clone();
            assert_eq!(code(&error), refused, "{who:?} {heard:#}");
        }
    });
}
