//! Reports are stored with their rounds: a list of rounds reads no snapshots.

use serde_json::{Value, json};

use super::{computing::look, propose, round_input};
use crate::support::{Caller, World, on_both};

const RUNS: usize = 8;
/// As in `statements.rs`: a batch may be split on a busy machine.
const SPLIT_BATCHES: u64 = 4;

const PLAIN: &str =
    "query($n: Int!) { assignmentRounds(first: $n) { nodes { id status progress { steps } } } }";
const REPORTS: &str = "query($n: Int!) { assignmentRounds(first: $n) { nodes { id
  report { status objective added meanScore desks { desk seats externals } } } } }";

#[test]
fn twenty_reports_cost_as_many_statements_as_two() {
    on_both(async |world| {
        for _ in 0..20 {
            propose(&world.coordinator(), round_input(2)).await;
        }
        for query in [PLAIN, REPORTS] {
            let few = statements(&world, &world.coordinator(), query, 2).await;
            let many = statements(&world, &world.coordinator(), query, 20).await;
            assert!(many <= few + SPLIT_BATCHES, "{few} {many} {query}");
        }
    });
}

#[test]
fn no_snapshot_is_read_for_a_stored_report_and_an_older_round_gets_one_from_its_own() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let round = propose(&coordinator, round_input(3)).await["round"].take();
        let stored = look(&coordinator, &round["id"]).await;
        let report = async || {
            let query = "query($id: ID!) { assignmentRound(id: $id) { report {
              status added kept removed moved objective optimal bound minScore meanScore gini
              desks { desk seats externals score minScore meanScore gini }
              loads { seats internals externals } wishes { people met share }
              moves { from to member { id } } seats { score change } } } }";
            let data = coordinator.data(query, json!({"id": round["id"]})).await;
            data["assignmentRound"]["report"].clone()
        };
        let before = report().await;
        world.sql("DELETE FROM round_report").await;
        assert_eq!(report().await, before, "made again, it is the same");
        assert_eq!(stored["report"]["objective"], before["objective"]);
        let broken = "UPDATE round_input SET data = '?'";
        world.sql(broken).await;
        let fresh = propose(&coordinator, round_input(3)).await["round"].take();
        world.sql(broken).await;
        let data = coordinator
            .data(
                "query($id: ID!) { assignmentRound(id: $id) { report { objective } } }",
                json!({"id": fresh["id"]}),
            )
            .await;
        assert_eq!(
            data["assignmentRound"]["report"]["objective"],
            fresh["objective"]
        );
    });
}

#[test]
fn loads_count_candidates_and_nobody_else() {
    on_both(async |world| {
        let seated = "(SELECT min(member_id) FROM seat WHERE until IS NULL)";
        let demoted = format!("UPDATE member SET tier = 'MEMBER' WHERE id = {seated}");
        world.sql(&demoted).await;
        let planners = "SELECT count(*) FROM member WHERE tier = 'PLANNER' AND standing = 'ACTIVE'";
        let query = "mutation($input: AssignmentRoundProposeInput!) {
          assignmentRoundPropose(input: $input) { report {
            loads { internals externals } } } }";
        let mut input = round_input(2);
        input["dryRun"] = json!(true);
        let coordinator = world.coordinator();
        let data = coordinator.data(query, json!({"input": input})).await;
        let loads = &data["assignmentRoundPropose"]["report"]["loads"];
        let people = |load: &Value| {
            load["internals"].as_i64().unwrap() + load["externals"].as_i64().unwrap()
        };
        let people: i64 = loads.as_array().unwrap().iter().map(people).sum();
        assert_eq!(people, world.number(planners).await);
    });
}

/// The fewest statements in some runs.
async fn statements(world: &World, caller: &Caller, query: &str, rounds: i64) -> u64 {
    let mut fewest = u64::MAX;
    for _ in 0..RUNS {
        let before = world.app.store.statements();
        let data = caller.data(query, json!({"n": rounds})).await;
        assert!(data["assignmentRounds"]["nodes"][1]["id"] != Value::Null);
        fewest = fewest.min(world.app.store.statements() - before);
    }
    fewest
}
