//! The demo: filled, explained, served, and every ready operation runs in it.

use std::{
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

use super::{command, end, get, line_with, post};
use crate::support::socket::Socket;

const OPERATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http/graphiql/operations");
const ROLES: [&str; 5] = ["COORDINATOR", "DEPUTY", "EXPERT", "FRONTEND", "AUDITOR"];

#[test]
fn the_demo_serves_a_filled_club_and_its_ready_operations_run() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("credentials.json");
    std::fs::write(&file, "old").unwrap();
    let mut command = command();
    command
        .args(["demo", "--listen", "127.0.0.1:0", "--credentials"])
        .arg(&file);
    let mut demo = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let line = line_with(demo.stdout.take().unwrap(), "/graphiql").unwrap();
    let address = line
        .split("http://")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let tokens = credentials(&file);
    for role in ROLES {
        let query = json!({"query": "{ viewer { role } }"});
        let answer = post(address, token(&tokens, role), &query).unwrap();
        assert_eq!(answer["data"]["viewer"]["role"], role);
    }
    assert_club(address, token(&tokens, "COORDINATOR"));
    assert_operations_run(
        address,
        token(&tokens, "COORDINATOR"),
        token(&tokens, "DEPUTY"),
    );
    assert!(get(address, "/healthz").is_ok());
    stop(&mut demo);
}

#[test]
fn the_demo_fills_no_database_that_is_in_use() {
    let database = crate::support::block_on(crate::support::Database::filled(
        crate::support::Engine::Sqlite,
    ));
    let mut command = command();
    command.args([
        "demo",
        "--listen",
        "127.0.0.1:0",
        "--database-url",
        &database.url,
    ]);
    let ended = end(&mut command);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.stderr.contains("empty database"), "{ended:?}");
}

/// The sign-ins, after checking that nobody else may read them.
fn credentials(file: &Path) -> Value {
    let mode = std::fs::metadata(file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let tokens: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    for role in ROLES {
        for field in ["username", "password", "token"] {
            assert!(tokens[role][field].is_string(), "{role} {field}");
        }
    }
    tokens
}

fn token<'t>(tokens: &'t Value, role: &str) -> &'t str {
    tokens[role]["token"].as_str().unwrap()
}

fn assert_club(address: &str, token: &str) {
    let query =
        "{ members { totalCount } planners: members(filter: {tier: {eq: PLANNER}}) { totalCount }
      problems { totalCount } desks { seatsMin seatsMax seatCount } }";
    let answer = post(address, token, &json!({"query": query})).unwrap();
    let club = &answer["data"];
    assert_eq!(club["members"]["totalCount"], 600);
    assert_eq!(club["planners"]["totalCount"], 250);
    assert_eq!(club["problems"]["totalCount"], 40);
    for desk in club["desks"].as_array().unwrap() {
        let number = |field: &str| desk[field].as_i64().unwrap();
        let limits = number("seatsMin")..=number("seatsMax");
        assert!(limits.contains(&number("seatCount")), "{desk}");
    }
}

/// Every operation file runs without errors for somebody.
fn assert_operations_run(address: &str, coordinator: &str, deputy: &str) {
    let mut files: Vec<_> = std::fs::read_dir(OPERATIONS)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "graphql")
    });
    files.sort();
    assert!(files.len() >= 5);
    for file in files {
        let document = std::fs::read_to_string(&file).unwrap();
        assert!(document.starts_with('#'), "{}", file.display());
        if document.contains("\nsubscription ") {
            crate::support::block_on(assert_followed(address, coordinator, &document));
            continue;
        }
        let run = |token| post(address, token, &json!({"query": document}));
        let answers = [coordinator, deputy].map(run);
        let clean = |answer: &Value| {
            answer.get("errors").is_none() && !answer.to_string().contains("\"messageFa\"")
        };
        let fine = answers
            .iter()
            .any(|answer| answer.as_ref().is_ok_and(clean));
        assert!(fine, "{}: {answers:#?}", file.display());
    }
}

/// A subscription runs over a socket.
async fn assert_followed(address: &str, token: &str, document: &str) {
    let mut socket = Socket::open(address, token).await;
    socket.subscribe(document, json!({})).await;
    let heard = socket.hear().await;
    let payload = &heard["payload"];
    assert!(payload["data"].is_object(), "{document} {heard:#}");
    assert!(payload.get("errors").is_none(), "{document} {heard:#}");
}

/// Asks the process to stop, which it does in good order.
fn stop(demo: &mut Child) {
    let kill = Command::new("kill")
        .arg(demo.id().to_string())
        .status()
        .unwrap();
    assert!(kill.success());
    assert_eq!(demo.wait().unwrap().code(), Some(0));
}
