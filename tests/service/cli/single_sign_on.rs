//! Single sign-on as an operator sets it up, and the standing of accounts.

use mizan::clock::Clock;
use serde_json::{Value, json};

use super::{Server, mizan, post};
use crate::{
    single_sign_on::provider::{AUDIENCE, ISSUER, Signer, key_set},
    support::{Database, block_on, engines, sql},
};

/// A provider's folder: its keys, and the configuration that names them.
fn configured(signer: &Signer) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys.json");
    std::fs::write(&keys, key_set(&[signer]).to_string()).unwrap();
    let text = format!(
        "[single_sign_on]\nissuer = '{ISSUER}'\naudience = '{AUDIENCE}'\nkeys = '{}'\n\
         role_claim = 'groups'\n[single_sign_on.roles]\nmanagers = 'COORDINATOR'\nstaff = 'AUDITOR'\n",
        keys.display()
    );
    std::fs::write(folder.path().join("mizan.toml"), text).unwrap();
    folder
}

fn token(signer: &Signer, subject: &str, groups: &[&str]) -> String {
    let now = Clock::system().now().timestamp();
    signer.token(&json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": subject, "iat": now, "exp": now + 300,
        "groups": groups, "preferred_username": format!("{subject}.city"),
    }))
}

fn viewer(server: &Server, token: &str) -> Option<Value> {
    let query = json!({"query": "{ viewer { username role } }"});
    let answer = post(&server.address, token, &query).ok()?;
    Some(answer["data"]["viewer"].clone())
}

#[test]
fn a_served_club_lets_in_whom_the_configured_provider_vouches_for() {
    for engine in engines() {
        let database = block_on(Database::filled(engine));
        let signer = Signer::new("k", "RS256");
        let folder = configured(&signer);
        let file = folder.path().join("mizan.toml").display().to_string();
        let place = ["--config", &file, "--database-url", &database.url];
        let server = Server::start(&place);
        let sara = token(&signer, "sara", &["managers"]);
        let seen = json!({"username": "sara.city", "role": "COORDINATOR"});
        assert_eq!(viewer(&server, &sara), Some(seen));
        assert_eq!(viewer(&server, &token(&signer, "ali", &["others"])), None);

        let run = |arguments: &[&str]| mizan(&[arguments, &place].concat());
        let disabled = run(&["account", "disable", "--username", "sara.city"]);
        assert_eq!(
            (disabled.code, disabled.stdout.as_str()),
            (0, ""),
            "{disabled:?}"
        );
        assert_eq!(
            viewer(&server, &sara),
            None,
            "by another process, at the next request"
        );
        let issued = run(&["token", "issue", "--username", "sara.city"]);
        assert_eq!((issued.code, issued.stdout.as_str()), (2, ""));
        assert!(issued.stderr.contains("account is disabled"), "{issued:?}");
        run(&["account", "enable", "--username", "sara.city"]);
        assert!(viewer(&server, &sara).is_some());

        let tied = run(&[
            "account",
            "link",
            "--username",
            "auditor",
            "--subject",
            "reza",
        ]);
        assert_eq!(tied.code, 0, "{tied:?}");
        let reza = viewer(&server, &token(&signer, "reza", &["staff"]));
        assert_eq!(
            reza,
            Some(json!({"username": "auditor", "role": "AUDITOR"}))
        );
        for (wrong, told) in [
            (
                &["account", "link", "--username", "auditor", "--subject", "x"][..],
                "subject",
            ),
            (
                &["account", "link", "--username", "nobody", "--subject", "x"],
                "username",
            ),
            (&["account", "disable", "--username", "nobody"], "username"),
        ] {
            let ended = run(wrong);
            assert_eq!(ended.code, 2, "{ended:?}");
            assert!(ended.stderr.contains(told), "{ended:?}");
        }
        let kinds =
            "SELECT kind FROM audit_event WHERE kind LIKE 'ACCOUNT_%' ORDER BY id DESC LIMIT 4";
        let kinds = block_on(async { sql::rows(&database.connect().await, kinds).await });
        let expected = [
            "ACCOUNT_LINKED",
            "ACCOUNT_ENABLED",
            "ACCOUNT_DISABLED",
            "ACCOUNT_ADDED",
        ];
        assert_eq!(kinds, expected.map(|kind| json!({"kind": kind})));
        let verified = run(&["audit", "verify"]);
        assert_eq!(verified.code, 0, "{verified:?}");
        drop(server);
        block_on(database.remove());
    }
}

#[test]
fn an_issuer_must_be_named_to_tie_an_account() {
    let database = block_on(Database::filled(crate::support::Engine::Sqlite));
    let url = ["--database-url", &database.url];
    let link = [
        "account",
        "link",
        "--username",
        "auditor",
        "--subject",
        "reza",
    ];
    let ended = mizan(&[&link[..], &url].concat());
    assert_eq!(ended.code, 2, "{ended:?}");
    assert!(ended.stderr.contains("--issuer"), "{ended:?}");
    let ended = mizan(&[&link[..], &["--issuer", ISSUER], &url].concat());
    assert_eq!(ended.code, 0, "{ended:?}");
}
