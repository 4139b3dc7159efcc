//! A process that is killed while it computes or applies rounds leaves none of them half done.

use std::{thread, time::Duration};

use chrono::TimeDelta;
use mizan::desks::cancel;
use serde_json::{Value, json};

use crate::{
    cli::{Server, mizan, post},
    desks::{computing::hard_input, round_input},
    support::{Database, Who, World, block_on, database_tokens, engines, sql},
};

const PROPOSE: &str = "mutation($input: AssignmentRoundProposeInput!) {
  assignmentRoundPropose(input: $input) { round { id version status } userErrors { message } } }";
const APPLY: &str = "mutation($input: AssignmentRoundInput!) {
  assignmentRoundApply(input: $input) { round { id version status } } }";
const REVERT: &str = "mutation($input: AssignmentRoundRevertInput!) {
  assignmentRoundRevert(input: $input) { round { id } } }";
/// Enough that the process is in the middle of its work.
const ROUNDS: i64 = 4;

#[test]
fn a_killed_computation_stores_nothing_and_is_given_up_by_whoever_comes_next() {
    for engine in engines() {
        let database = block_on(Database::filled(engine));
        let token = database_tokens(engine)[&Who::Coordinator].clone();
        let input = block_on(async { hard_input(&World::over(&database).await).await });
        let mut server = Server::start(&["--database-url", &database.url]);
        let body = json!({"query": PROPOSE, "variables": {"input": input}});
        let answer = post(&server.address, &token, &body).unwrap();
        let round = &answer["data"]["assignmentRoundPropose"]["round"];
        assert_eq!(round["status"], "COMPUTING", "{answer:#}");
        block_on(until_at_work(&database));
        server.kill();
        block_on(async {
            let world = World::over(&database).await;
            let computing = "SELECT count(*) FROM assignment_round WHERE status = 'COMPUTING'";
            assert_eq!(world.number(computing).await, 1);
            let lines =
                "SELECT count(*) FROM round_proposal p JOIN round_computation c USING (round_id)";
            assert_eq!(world.number(lines).await, 0);
            world.advance(TimeDelta::days(1));
            assert_eq!(cancel::sweep(&world.app).await.unwrap(), 1);
            let failed = "SELECT count(*) FROM assignment_round r JOIN round_computation c ON c.round_id = r.id
               JOIN audit_event e ON e.subject_id = r.id AND e.kind = 'ROUND_FAILED'
               WHERE r.status = 'FAILED' AND r.closed_at IS NOT NULL AND c.failure = 'PROCESS_ENDED'";
            assert_eq!(world.number(failed).await, 1);
            assert_eq!(world.number(lines).await, 0);
        });
        verify(&database);
    }
}

#[test]
fn a_killed_process_leaves_rounds_applied_in_whole_or_not_at_all() {
    for engine in engines() {
        for after in [0, 3, 11, 23] {
            let database = block_on(Database::filled(engine));
            let token = database_tokens(engine)[&Who::Coordinator].clone();
            let mut server = Server::start(&["--database-url", &database.url]);
            let address = server.address.clone();
            let working = thread::spawn(move || apply_until_cut_off(&address, &token));
            block_on(until_applied(&database));
            thread::sleep(Duration::from_millis(after));
            server.kill();
            working.join().unwrap();
            block_on(assert_whole(&database));
            verify(&database);
        }
    }
}

/// Proposes, applies and reverts until the connection fails.
fn apply_until_cut_off(address: &str, token: &str) {
    let call = |query: &str, input: Value| {
        let body = json!({"query": query, "variables": {"input": input}});
        post(address, token, &body).ok()
    };
    for externals in [3, 2].into_iter().cycle() {
        let Some(answer) = call(PROPOSE, round_input(externals)) else {
            return;
        };
        let round = &answer["data"]["assignmentRoundPropose"]["round"];
        assert_eq!(round["status"], "PROPOSED", "{answer:#}");
        let versioned = |version: i64| json!({"id": round["id"], "expectedVersion": version});
        if call(APPLY, versioned(1)).is_none() || call(REVERT, versioned(2)).is_none() {
            return;
        }
    }
}

async fn until_at_work(database: &Database) {
    let db = database.connect().await;
    let steps = "SELECT count(*) FROM round_computation WHERE steps > 0";
    while sql::number(&db, steps).await == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn until_applied(database: &Database) {
    let db = database.connect().await;
    let applied = "SELECT count(*) FROM audit_event WHERE kind = 'ROUND_APPLIED'";
    while sql::number(&db, applied).await < ROUNDS {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

async fn assert_whole(database: &Database) {
    let db = database.connect().await;
    for halves in [
        // Every added line of a round that was ever applied is a seat, every removed one an end.
        "SELECT count(*) FROM round_proposal p JOIN assignment_round r ON r.id = p.round_id
           WHERE r.status IN ('APPLIED', 'REVERTED') AND p.change = 'ADDED' AND NOT EXISTS (
             SELECT 1 FROM seat s WHERE s.round_id = r.id AND s.member_id = p.member_id
               AND s.desk_id = p.desk_id)",
        "SELECT count(*) FROM round_proposal p JOIN assignment_round r ON r.id = p.round_id
           WHERE r.status = 'APPLIED' AND p.change = 'REMOVED' AND NOT EXISTS (
             SELECT 1 FROM seat s WHERE s.ended_round_id = r.id AND s.member_id = p.member_id
               AND s.desk_id = p.desk_id)",
        // A round that was not applied has touched no seat.
        "SELECT count(*) FROM seat s JOIN assignment_round r ON r.id = s.round_id OR r.id = s.ended_round_id
           WHERE r.status NOT IN ('APPLIED', 'REVERTED')",
        "SELECT count(*) FROM assignment_round r WHERE r.status IN ('APPLIED', 'REVERTED')
           AND (SELECT count(*) FROM audit_event e WHERE e.subject = 'AssignmentRound'
             AND e.subject_id = r.id AND e.kind = 'ROUND_APPLIED') <> 1",
        "SELECT count(*) FROM audit_event e JOIN assignment_round r ON r.id = e.subject_id
           WHERE e.kind = 'ROUND_APPLIED' AND r.status NOT IN ('APPLIED', 'REVERTED')",
        // A proposal has its lines, its figures and what it was computed from.
        "SELECT count(*) FROM assignment_round r WHERE
           NOT EXISTS (SELECT 1 FROM round_input i WHERE i.round_id = r.id) OR
           NOT EXISTS (SELECT 1 FROM round_report f WHERE f.round_id = r.id) OR
           NOT EXISTS (SELECT 1 FROM round_proposal p WHERE p.round_id = r.id)",
    ] {
        assert_eq!(sql::number(&db, halves).await, 0, "{halves}");
    }
}

fn verify(database: &Database) {
    let verify = mizan(&["audit", "verify", "--database-url", &database.url]);
    assert_eq!(verify.code, 0, "{verify:?}");
    block_on(database.remove());
}
