//! A socket closes when its token is worth nothing any more, whoever took it back.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use mizan::{
    app::App,
    auth::{
        accounts::{self, Standing},
        sign_in::{self, Session},
    },
    http::HttpSettings,
};
use serde_json::json;

use super::{Server, assert_quiet, hear};
use crate::{
    single_sign_on::provider::{SignedOn, Signer, claims},
    support::{Caller, DEPUTY_UNIT, OTHER_UNIT, World, on_both},
};

/// Looks often, so that the tests need not wait long.
fn watchful() -> HttpSettings {
    HttpSettings {
        recheck: Duration::from_millis(50),
        ..HttpSettings::default()
    }
}

/// Looks so seldom that only what is told at once closes a socket.
fn trusting() -> HttpSettings {
    HttpSettings {
        recheck: Duration::from_hours(1),
        ..HttpSettings::default()
    }
}

async fn session(app: &App, username: &str) -> Session {
    accounts::issue_token(app, username, TimeDelta::hours(1))
        .await
        .unwrap()
}

/// Another process over the same database.
async fn elsewhere(world: &World) -> Arc<App> {
    Arc::new(App::open(&world.url, world.clock.clock()).await.unwrap())
}

#[test]
fn signing_out_and_exchanging_close_at_once_in_the_same_process() {
    on_both(async |world| {
        let server = Server::start(&world.app, trusting()).await;
        let (leaving, rotated) = (
            session(&world.app, "deputy").await,
            session(&world.app, "deputy").await,
        );
        let staying = session(&world.app, "deputy").await;
        let mut sockets = Vec::new();
        for session in [&leaving, &rotated, &staying] {
            sockets.push(server.socket(&session.token).await);
        }
        sign_in::log_out(&world.app, &leaving.viewer).await.unwrap();
        sign_in::rotate(&world.app, &rotated.viewer).await.unwrap();
        assert_eq!(hear(&mut sockets[0]).await, json!(4403));
        assert_eq!(hear(&mut sockets[1]).await, json!(4403));
        assert_quiet(&mut sockets[2]).await;
    });
}

#[test]
fn what_another_process_takes_back_closes_at_the_next_look() {
    on_both(async |world| {
        let server = Server::start(&world.app, watchful()).await;
        let other = elsewhere(&world).await;
        let leaving = session(&world.app, "deputy").await;
        let rotated = session(&world.app, "deputy").await;
        let disabled = session(&world.app, "auditor").await;
        let staying = session(&world.app, "deputy").await;
        let mut sockets = Vec::new();
        for session in [&leaving, &rotated, &disabled, &staying] {
            sockets.push(server.socket(&session.token).await);
        }
        sign_in::log_out(&other, &leaving.viewer).await.unwrap();
        sign_in::rotate(&other, &rotated.viewer).await.unwrap();
        let out = accounts::set_standing(&other, "auditor", Standing::Disabled);
        out.await.unwrap();
        for socket in &mut sockets[..3] {
            assert_eq!(hear(socket).await, json!(4403));
        }
        assert_quiet(&mut sockets[3]).await;
        let (_, again) = server.greet(&disabled.token).await;
        assert_eq!(again, json!(4403));
    });
}

#[test]
fn expiry_closes() {
    on_both(async |world| {
        let server = Server::start(&world.app, watchful()).await;
        let short = session(&world.app, "deputy").await;
        let long = accounts::issue_token(&world.app, "deputy", TimeDelta::hours(3))
            .await
            .unwrap();
        let mut short = server.socket(&short.token).await;
        let mut long = server.socket(&long.token).await;
        assert_quiet(&mut short).await;
        world.advance(TimeDelta::hours(1));
        assert_eq!(hear(&mut short).await, json!(4403));
        assert_quiet(&mut long).await;
    });
}

#[test]
fn one_statement_looks_up_the_tokens_of_all_sockets() {
    on_both(async |world| {
        let settings = HttpSettings {
            recheck: Duration::from_millis(400),
            ..HttpSettings::default()
        };
        let server = Server::start(&world.app, settings).await;
        let mut sockets = Vec::new();
        for _ in 0..20 {
            let session = session(&world.app, "deputy").await;
            sockets.push(server.socket(&session.token).await);
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        let before = world.app.store.statements();
        tokio::time::sleep(Duration::from_secs(1)).await;
        let looks = world.app.store.statements() - before;
        assert!(
            (1..=4).contains(&looks),
            "{looks} statements for twenty sockets"
        );
        for socket in &mut sockets {
            assert_quiet(socket).await;
        }
    });
}

#[test]
fn a_token_of_the_provider_opens_a_socket_that_ends_with_it() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let server = Server::start(&service.app, watchful()).await;
        let token = signer.token(&claims(&world, "sara"));
        let mut first = server.socket(&token).await;
        let other = signer.token(&claims(&world, "ali"));
        let mut second = server.socket(&other).await;
        assert_quiet(&mut first).await;
        let caller = Caller {
            router: service.router.clone(),
            token: Some(other),
        };
        caller
            .data("mutation { logOut { userErrors { code } } }", json!({}))
            .await;
        assert_eq!(hear(&mut second).await, json!(4403), "signed out");
        assert_quiet(&mut first).await;
        world.advance(TimeDelta::seconds(300 + 60));
        assert_eq!(hear(&mut first).await, json!(4403), "expired");
        for forged in [
            format!("{token}A"),
            Signer::new("k", "ES256").token(&claims(&world, "sara")),
        ] {
            assert_eq!(server.greet(&forged).await.1, json!(4403));
        }
    });
}

#[test]
fn whoever_is_somebody_else_now_is_heard_no_longer_as_who_they_were() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let server = Server::start(&service.app, watchful()).await;
        let token = |role: &str, unit: Option<&str>, second| {
            let mut claims = claims(&world, "sara");
            claims["role"] = json!(role);
            claims["org_unit"] = json!(unit);
            claims["iat"] = json!(claims["iat"].as_i64().unwrap() - 10 + second);
            signer.token(&claims)
        };
        let tokens = [
            token("COORDINATOR", None, 0),
            token("DEPUTY", Some(DEPUTY_UNIT), 1),
            token("DEPUTY", Some(OTHER_UNIT), 2),
        ];
        let mut before = server.socket(&tokens[0]).await;
        for token in &tokens[1..] {
            assert_quiet(&mut before).await;
            let mut after = server.socket(token).await;
            assert_eq!(hear(&mut before).await, json!(4403));
            assert_quiet(&mut after).await;
            before = after;
        }
    });
}
