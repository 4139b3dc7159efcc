//! Signing in and out, and what a token is worth.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Who, World, on_both, user_codes};

const LOG_IN: &str = "mutation($input: LogInInput!) { logIn(input: $input) {
  token expiresAt viewer { username role orgUnit { code } } userErrors { code field message messageFa }
} }";
const VIEWER: &str = "{ viewer { username role orgUnit { code } member { memberNo } } }";
const LOG_OUT: &str = "mutation { logOut { userErrors { code } } }";

#[test]
fn the_right_password_opens_a_session_of_twelve_hours() {
    on_both(async |world| {
        let session = log_in(&world, "deputy", Who::Deputy.password().unwrap()).await;
        assert_eq!(session["expiresAt"], "2026-11-22T20:00:00+00:00");
        assert_eq!(session["viewer"]["role"], "DEPUTY");
        assert_eq!(session["viewer"]["orgUnit"]["code"], "DEP-URBAN-SERVICES");
        let caller = world.with_token(session["token"].as_str().unwrap());
        let seen = caller.data(VIEWER, json!({})).await;
        assert_eq!(seen["viewer"]["username"], "deputy");
        world.advance(TimeDelta::hours(12) - TimeDelta::seconds(1));
        caller.data(VIEWER, json!({})).await;
        world.advance(TimeDelta::seconds(1));
        assert_eq!(caller.code(VIEWER, json!({})).await, "UNAUTHENTICATED");
    });
}

#[test]
fn wrong_unknown_and_disabled_get_the_very_same_answer() {
    on_both(async |world| {
        world
            .sql("UPDATE account SET disabled = TRUE WHERE username = 'coordinator'")
            .await;
        let before = world.number("SELECT count(*) FROM audit_event").await;
        let long = "گ".repeat(10_000);
        let wrong = log_in(&world, "deputy", "nonsense").await;
        assert_eq!(user_codes(&wrong), ["username: BAD_CREDENTIALS"]);
        for (username, password) in [
            ("nobody", "nonsense"),
            ("coordinator", Who::Coordinator.password().unwrap()),
            ("expert", ""),
            ("frontend", "nonsense"),
            ("deputy", ""),
            ("deputy", &long),
            ("", ""),
            ("dep\u{0}uty", "nonsense"),
            (&long, "nonsense"),
            ("DEPUTY", Who::Deputy.password().unwrap()),
        ] {
            assert_eq!(
                log_in(&world, username, password).await,
                wrong,
                "{username}"
            );
        }
        assert_eq!(
            world.number("SELECT count(*) FROM audit_event").await,
            before
        );
        assert_eq!(world.number("SELECT count(*) FROM token").await, 6);
    });
}

#[test]
fn a_disabled_account_loses_its_tokens_at_once() {
    on_both(async |world| {
        world
            .sql("UPDATE account SET disabled = TRUE WHERE username = 'expert'")
            .await;
        let refused = world.caller(Who::Expert).code(VIEWER, json!({})).await;
        assert_eq!(refused, "UNAUTHENTICATED");
    });
}

#[test]
fn who_signs_out_is_out_and_others_stay() {
    on_both(async |world| {
        let first = log_in(&world, "deputy", Who::Deputy.password().unwrap()).await;
        let second = log_in(&world, "deputy", Who::Deputy.password().unwrap()).await;
        let first = world.with_token(first["token"].as_str().unwrap());
        first.data(LOG_OUT, json!({})).await;
        for query in [VIEWER, LOG_OUT] {
            assert_eq!(first.code(query, json!({})).await, "UNAUTHENTICATED");
        }
        world
            .with_token(second["token"].as_str().unwrap())
            .data(VIEWER, json!({}))
            .await;
    });
}

#[test]
fn an_unknown_token_is_refused_even_where_none_is_needed() {
    on_both(async |world| {
        for token in ["mzn_nonsense", "", "ژ"] {
            let caller = world.with_token(token);
            assert_eq!(
                caller.code("{ __typename }", json!({})).await,
                "UNAUTHENTICATED"
            );
            let input = json!({"username": "deputy", "password": Who::Deputy.password()});
            let refused = caller.code(LOG_IN, json!({"input": input})).await;
            assert_eq!(refused, "UNAUTHENTICATED");
        }
    });
}

#[test]
fn neither_passwords_nor_tokens_are_stored() {
    on_both(async |world| {
        let session = log_in(&world, "deputy", Who::Deputy.password().unwrap()).await;
        let stored = format!("{:?}", crate::support::sql::everything(&world.db).await);
        assert!(!stored.contains(session["token"].as_str().unwrap()));
        assert!(!stored.contains(Who::Deputy.password().unwrap()));
        assert!(stored.contains("$argon2id$"));
    });
}

async fn log_in(world: &World, username: &str, password: &str) -> Value {
    let input = json!({"username": username, "password": password});
    let mut data = world
        .anonymous()
        .data(LOG_IN, json!({"input": input}))
        .await;
    data["logIn"].take()
}
