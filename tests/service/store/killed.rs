//! A process that is killed while it writes leaves nothing half-written.

use std::{thread, time::Duration};

use serde_json::json;

use crate::{
    cli::{Server, mizan},
    problems::{WASTE, statement},
    support::{Database, Who, block_on, database_tokens, engines, sql},
};

const POST: &str = "mutation($input: PostProblemInput!) {
  postProblem(input: $input) { problem { id } userErrors { code } } }";
/// Enough that the process is in the middle of its work.
const ACKNOWLEDGED: usize = 10;

#[test]
fn a_killed_process_leaves_whole_problems_and_a_whole_trail() {
    for engine in engines() {
        let database = block_on(Database::filled(engine));
        let token = database_tokens(engine)[&Who::Deputy].clone();
        let mut server = Server::start(&["--database-url", &database.url]);
        let posters: Vec<_> = (0..2)
            .map(|poster| {
                let (address, token) = (server.address.clone(), token.clone());
                thread::spawn(move || post_until_cut_off(&address, &token, poster))
            })
            .collect();
        wait_for_problems(&database);
        server.kill();
        let acknowledged: usize = posters
            .into_iter()
            .map(|poster| poster.join().unwrap())
            .sum();
        block_on(assert_whole(&database, acknowledged));
        let verify = mizan(&["audit", "verify", "--database-url", &database.url]);
        assert_eq!(verify.code, 0, "{verify:?}");
        block_on(database.remove());
    }
}

/// Posts until the connection fails, and answers with how many posts were acknowledged.
fn post_until_cut_off(address: &str, token: &str, poster: usize) -> usize {
    for number in 0.. {
        let input = statement(WASTE, &format!("{poster}-{number}"));
        let body = json!({"query": POST, "variables": {"input": input}});
        let Ok(answer) = crate::cli::post(address, token, &body) else {
            return number;
        };
        assert!(
            answer["data"]["postProblem"]["problem"]["id"].is_string(),
            "{answer:#}"
        );
    }
    0
}

fn wait_for_problems(database: &Database) {
    block_on(async {
        let db = database.connect().await;
        let enough = i64::try_from(ACKNOWLEDGED).unwrap();
        while sql::number(&db, "SELECT count(*) FROM problem").await < enough {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}

async fn assert_whole(database: &Database, acknowledged: usize) {
    let db = database.connect().await;
    let problems = sql::number(&db, "SELECT count(*) FROM problem").await;
    assert!(problems >= i64::try_from(acknowledged).unwrap());
    for halves in [
        "SELECT count(*) FROM problem p WHERE (SELECT count(*) FROM routing r WHERE r.problem_id = p.id) <> 1",
        "SELECT count(*) FROM routing r WHERE (SELECT count(*) FROM routing_desk d WHERE d.routing_id = r.id) <> 6",
        "SELECT count(*) FROM problem p WHERE (SELECT count(*) FROM idempotency i WHERE i.subject_id = p.id) <> 1",
        "SELECT count(*) FROM problem p WHERE (SELECT count(*) FROM audit_event e
           WHERE e.subject = 'Problem' AND e.subject_id = p.id) <> 2",
    ] {
        assert_eq!(sql::number(&db, halves).await, 0, "{halves}");
    }
}
