//! `account add`, `token issue` and `audit verify`.

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::{Ended, Server, mizan, post};
use crate::support::{Database, block_on, engines};

#[test]
fn an_account_is_added_and_its_token_works() {
    for engine in engines() {
        let database = block_on(Database::filled(engine));
        let url = ["--database-url", &database.url];
        let run = |arguments: &[&str]| mizan(&[arguments, &url].concat());
        let added = run(&[
            "account",
            "add",
            "--username",
            "new.deputy",
            "--role",
            "deputy",
            "--org-unit",
            "ORG-BUS",
        ]);
        let password = alone(&added);
        let issued = run(&["token", "issue", "--username", "new.deputy", "--days", "1"]);
        let token = alone(&issued);
        let server = Server::start(&url);
        let viewer = json!({"query": "{ viewer { username role orgUnit { code } } }"});
        let answer = post(&server.address, &token, &viewer).unwrap();
        assert_eq!(
            answer["data"]["viewer"],
            json!({"username": "new.deputy", "role": "DEPUTY", "orgUnit": {"code": "ORG-BUS"}})
        );
        let query = "mutation($p: String!) { logIn(input: {username: \"new.deputy\", password: $p}) { token } }";
        let log_in = json!({"query": query, "variables": {"p": password}});
        let answer = post(&server.address, &token, &log_in).unwrap();
        assert!(answer["data"]["logIn"]["token"].is_string());
        drop(server);
        block_on(database.remove());
    }
}

#[test]
fn an_account_that_cannot_be_is_refused() {
    let database = block_on(Database::filled(crate::support::Engine::Sqlite));
    let url = ["--database-url", &database.url];
    for (arguments, told) in [
        (
            &[
                "account",
                "add",
                "--username",
                "deputy",
                "--role",
                "AUDITOR",
            ][..],
            "username",
        ),
        (
            &["account", "add", "--username", "a b", "--role", "AUDITOR"],
            "username",
        ),
        (
            &["account", "add", "--username", "", "--role", "AUDITOR"],
            "username",
        ),
        (
            &["account", "add", "--username", "d", "--role", "DEPUTY"],
            "orgUnit",
        ),
        (
            &[
                "account",
                "add",
                "--username",
                "d",
                "--role",
                "DEPUTY",
                "--org-unit",
                "X",
            ],
            "orgUnit",
        ),
        (
            &["account", "add", "--username", "e", "--role", "EXPERT"],
            "member",
        ),
        (
            &[
                "account",
                "add",
                "--username",
                "e",
                "--role",
                "EXPERT",
                "--member",
                "9",
            ],
            "member",
        ),
        (&["token", "issue", "--username", "nobody"], "username"),
    ] {
        let ended = mizan(&[arguments, &url].concat());
        assert_eq!(ended.code, 2, "{ended:?}");
        assert!(ended.stderr.contains(told), "{ended:?}");
        assert_eq!(ended.stdout, "");
    }
}

#[test]
fn the_trail_is_verified_and_the_first_bad_row_named() {
    for engine in engines() {
        let database = block_on(Database::filled(engine));
        let arguments = ["audit", "verify", "--database-url", &database.url];
        let whole = mizan(&arguments);
        assert_eq!(whole.code, 0, "{whole:?}");
        assert!(whole.stdout.contains("intact"), "{whole:?}");
        block_on(async {
            let forge = "UPDATE audit_event SET subject_id = 99 WHERE id = 3";
            database
                .connect()
                .await
                .execute_unprepared(forge)
                .await
                .unwrap();
        });
        let broken = mizan(&arguments);
        assert_eq!(broken.code, 1, "{broken:?}");
        assert!(broken.stderr.contains("event 3"), "{broken:?}");
        block_on(database.remove());
    }
}

/// The one line that a command printed.
fn alone(ended: &Ended) -> String {
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(ended.stdout.lines().count(), 1, "{ended:?}");
    ended.stdout.trim().to_owned()
}
