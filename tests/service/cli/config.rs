//! Wrong options, variables and files, and surroundings that do not let the service work.

use std::net::TcpListener;

use sea_orm::ConnectionTrait;

use super::{Ended, command, end, free_address, mizan};
use crate::support::{Database, Engine, block_on};

#[test]
fn a_wrong_option_or_value_is_told_with_code_2() {
    for (arguments, told) in [
        (&["--colour"][..], "--colour"),
        (&["nonsense"], "nonsense"),
        (&["serve", "--listen", "nowhere"], "ADDRESS:PORT"),
        (&["serve", "--listen", "127.0.0.1:99999"], "ADDRESS:PORT"),
        (
            &["serve", "--database-url", "mysql://localhost/club"],
            "sqlite: or postgres:",
        ),
        (&["serve", "--config", "no-such.toml"], "no-such.toml"),
        (&["serve", "--log", "mizan=nonsense"], "log"),
        (&["account", "add", "--username", "a"], "--role"),
        (
            &["account", "add", "--username", "a", "--role", "KING"],
            "KING",
        ),
        (
            &["token", "issue", "--username", "a", "--days", "0"],
            "--days",
        ),
        (&["engine", "rank"], "--experts"),
        (&["engine", "nonsense"], "nonsense"),
    ] {
        assert_told(&mizan_in_a_folder(arguments, None, &[]), 2, told);
    }
}

#[test]
fn a_wrong_variable_is_told_with_code_2() {
    for (name, value, told) in [
        ("MIZAN_LISTEN", "nowhere", "nowhere"),
        ("MIZAN_CONFIG", "no-such.toml", "no-such.toml"),
        ("MIZAN_DATABASE_URL", "club.db", "sqlite: or postgres:"),
        ("MIZAN_LOG", "mizan=nonsense", "log"),
    ] {
        assert_told(
            &mizan_in_a_folder(&["serve"], None, &[(name, value)]),
            2,
            told,
        );
    }
}

#[test]
fn a_wrong_file_is_told_with_code_2() {
    for (file, told) in [
        ("listen = \"nowhere\"", "listen"),
        ("listen = 8000", "listen"),
        ("lisen = \"127.0.0.1:8000\"", "lisen"),
        ("listen = ", "mizan.toml"),
        (
            "database_url = \"mysql://localhost/club\"",
            "sqlite: or postgres:",
        ),
        ("log = \"mizan=nonsense\"", "log"),
        (
            "[single_sign_on]\nissuer = \"i\"",
            "the audience is missing",
        ),
        ("[single_sign_on]\nisuer = \"i\"", "isuer"),
        (
            "listen = \"127.0.0.1:0\"\n[single_sign_on]\nissuer = \"i\"\naudience = \"a\"\nkeys = \"no-such.json\"",
            "no-such.json",
        ),
        (
            "[single_sign_on.roles]\nstaff = \"KING\"",
            "there is no role KING",
        ),
    ] {
        assert_told(&mizan_in_a_folder(&["serve"], Some(file), &[]), 2, told);
    }
}

#[test]
fn a_port_in_use_is_told_with_code_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "demo"] {
        let ended = mizan_in_a_folder(&[command, "--listen", &address], None, &[]);
        assert_told(&ended, 1, &format!("cannot listen on {address}"));
    }
}

#[test]
fn a_database_that_cannot_be_had_is_told_with_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = format!("sqlite://{}/no/such/club.db", folder.path().display());
    let text = folder.path().join("text.db");
    std::fs::write(
        &text,
        "not a database, but long enough to be looked at. ".repeat(100),
    )
    .unwrap();
    let text = format!("sqlite://{}", text.display());
    let closed = format!("postgres://nobody@{}/club", free_address());
    for url in [nowhere, text, closed] {
        let ended = mizan(&["audit", "verify", "--database-url", &url]);
        assert_told(&ended, 1, "the database cannot be reached");
    }
}

#[test]
fn a_locked_database_is_told_with_code_1() {
    let database = block_on(Database::filled(Engine::Sqlite));
    block_on(async {
        let db = database.connect().await;
        db.execute_unprepared("PRAGMA locking_mode = EXCLUSIVE")
            .await
            .unwrap();
        db.execute_unprepared("BEGIN EXCLUSIVE").await.unwrap();
        let url = ["--database-url", &database.url];
        let ended = mizan(&[&["audit", "verify"][..], &url].concat());
        assert_told(&ended, 1, "another process keeps it locked");
    });
}

#[test]
fn a_newer_database_is_told_with_code_1() {
    let database = block_on(Database::filled(Engine::Sqlite));
    block_on(async {
        let stranger = "INSERT INTO seaql_migrations VALUES ('m29990101_000001_future', 1)";
        database
            .connect()
            .await
            .execute_unprepared(stranger)
            .await
            .unwrap();
    });
    let ended = mizan(&[
        "serve",
        "--listen",
        &free_address(),
        "--database-url",
        &database.url,
    ]);
    assert_told(&ended, 1, "newer version of mizan");
}

/// Runs the binary in a folder of its own, with a `mizan.toml` and variables.
fn mizan_in_a_folder(arguments: &[&str], file: Option<&str>, variables: &[(&str, &str)]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    if let Some(text) = file {
        std::fs::write(folder.path().join("mizan.toml"), text).unwrap();
    }
    let mut command = command();
    command
        .args(arguments)
        .current_dir(folder.path())
        .envs(variables.iter().copied());
    end(&mut command)
}

fn assert_told(ended: &Ended, code: i32, told: &str) {
    assert_eq!(ended.code, code, "{ended:?}");
    assert!(ended.stderr.contains(told), "{told}: {ended:?}");
    assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    assert_eq!(ended.stdout, "");
}
