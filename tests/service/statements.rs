//! No N+1: a query costs as many SQL statements for fifty entries as for two.

use serde_json::{Value, json};

use crate::{
    desks::{propose, round_input},
    life::{done, versioned},
    problems::{WASTE, posted},
    support::{Caller, World, global_id, on_both},
};

/// The first fills what is kept in memory.
const RUNS: usize = 3;

#[test]
fn of_members_with_all_their_neighbours() {
    on_both(async |world| {
        let query = "query($n: Int!) { members(first: $n) { totalCount nodes {
          fullName nationalId orgUnit { code parent { code } }
          expertise { phrase concept { code } } seats { role desk { code } } } } }";
        let few = statements(&world, &world.coordinator(), query, json!({"n": 2})).await;
        let many = statements(&world, &world.coordinator(), query, json!({"n": 50})).await;
        assert_same(few, many);
        let search = query.replace("first: $n", "first: $n, search: \"شهر\"");
        let few = statements(&world, &world.coordinator(), &search, json!({"n": 2})).await;
        let many = statements(&world, &world.coordinator(), &search, json!({"n": 50})).await;
        assert_same(few, many);
    });
}

#[test]
fn of_desks_with_their_seats_and_who_holds_them() {
    on_both(async |world| {
        let query = "{ desks { code seatCount openProblemCount
          seats { role member { fullName expertise { phrase } } } } }";
        let many = statements(&world, &world.coordinator(), query, json!({})).await;
        world
            .sql("UPDATE seat SET until = since WHERE id > 2")
            .await;
        let few = statements(&world, &world.coordinator(), query, json!({})).await;
        assert_same(few, many);
    });
}

#[test]
fn of_problems_with_their_reasons() {
    on_both(async |world| {
        for number in 0..50 {
            posted(&world.deputy(), WASTE, &number.to_string()).await;
        }
        let routings = "query($n: Int!) { problems(first: $n) { totalCount nodes {
          code orgUnit { code } desk { code } routing { decision decidedBy desks { desk score } } } } }";
        let reasons = "query($n: Int!) { problems(first: $n) { nodes {
          routing { desks { contributions { points evidence } } } } } }";
        for (query, many) in [(routings, 50), (reasons, 20)] {
            let few = statements(&world, &world.coordinator(), query, json!({"n": 2})).await;
            let many = statements(&world, &world.coordinator(), query, json!({"n": many})).await;
            assert_same(few, many);
        }
    });
}

#[test]
fn of_problems_with_what_followed() {
    on_both(async |world| {
        let (deputy, coordinator) = (world.deputy(), world.coordinator());
        for number in 0..20 {
            let problem = posted(&deputy, WASTE, &number.to_string()).await;
            let said =
                json!({"id": problem["id"], "body": "نظر", "idempotencyKey": number.to_string()});
            done(&deputy, "problemComment", said).await;
            let answer = versioned(&problem, json!({"resolution": "پاسخ"}));
            done(&coordinator, "problemResolve", answer).await;
        }
        // One query a path: whether two paths to the same rows share a batch depends on which of
        // the statements before them ends first.
        for path in [
            "resolution { text resolvedBy } rating { stars }",
            "comments { body author }",
            "timeline { comment { authorRole } }",
            "timeline { resolution { resolvedByRole } }",
        ] {
            let query =
                format!("query($n: Int!) {{ problems(first: $n) {{ nodes {{ {path} }} }} }}");
            let few = statements(&world, &coordinator, &query, json!({"n": 2})).await;
            let many = statements(&world, &coordinator, &query, json!({"n": 20})).await;
            assert_same(few, many);
        }
    });
}

#[test]
fn of_a_round_with_its_proposals() {
    on_both(async |world| {
        let round = propose(&world.coordinator(), round_input(2)).await;
        let query = "query($id: ID!) { assignmentRound(id: $id) { proposals {
          change score desk { code } member { fullName orgUnit { code } expertise { phrase } } } } }";
        let id = json!({"id": round["round"]["id"]});
        let many = statements(&world, &world.coordinator(), query, id.clone()).await;
        let others =
            "DELETE FROM round_proposal WHERE id < (SELECT max(id) - 1 FROM round_proposal)";
        world.sql(others).await;
        let few = statements(&world, &world.coordinator(), query, id).await;
        assert_same(few, many);
    });
}

#[test]
fn of_objects_by_their_ids() {
    on_both(async |world| {
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Member { expertise { phrase } } } }";
        let ids = |count| {
            (1..=count)
                .map(|row| global_id("Member", row))
                .collect::<Vec<_>>()
        };
        let few = statements(&world, &world.coordinator(), query, json!({"ids": ids(2)})).await;
        let many = statements(&world, &world.coordinator(), query, json!({"ids": ids(50)})).await;
        assert_same(few, many);
        let mut ids = Vec::new();
        for number in 0..20 {
            ids.push(posted(&world.deputy(), WASTE, &number.to_string()).await["id"].take());
        }
        let few = statements(&world, &world.deputy(), query, json!({"ids": ids[..2]})).await;
        let many = statements(&world, &world.deputy(), query, json!({"ids": ids})).await;
        assert_same(few, many);
    });
}

/// The fewest SQL statements of several runs, so that what can be kept in memory is there.
async fn statements(world: &World, caller: &Caller, query: &str, variables: Value) -> u64 {
    let mut fewest = u64::MAX;
    for _ in 0..RUNS {
        let before = world.app.store.statements();
        caller.data(query, variables.clone()).await;
        fewest = fewest.min(world.app.store.statements() - before);
    }
    fewest
}

fn assert_same(few: u64, many: u64) {
    assert_eq!(few, many, "statements for two entries, and for many");
}
