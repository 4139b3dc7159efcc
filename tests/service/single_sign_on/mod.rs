//! Signing in with a token of the municipality's own provider.

mod accounts;
mod hostile;
mod keys;
pub mod provider;

use serde_json::{Value, json};

use crate::support::{Caller, on_both};
use provider::{SignedOn, Signer, claims};

/// Who is signed in.
pub const VIEWER: &str = "{ viewer { username role orgUnit { code } member { memberNo } } }";
const LOG_OUT: &str = "mutation { logOut { userErrors { code } } }";
const ROTATE: &str =
    "mutation { tokenRotate { token userErrors { code field message messageFa } } }";

/// The viewer of somebody who is let in.
pub async fn viewer(caller: &Caller) -> Value {
    caller.data(VIEWER, json!({})).await["viewer"].take()
}

/// Checks that somebody is shut out, and is told what everybody with a wrong token is told.
pub async fn assert_shut_out(caller: &Caller, why: &str) {
    let answer = caller.send(VIEWER, json!({})).await;
    assert_eq!(answer.status, 401, "{why}: {:#}", answer.body);
    let unknown = Caller {
        router: caller.router.clone(),
        token: Some("mzn_nonsense".to_owned()),
    };
    let told = unknown.send(VIEWER, json!({})).await.body;
    assert_eq!(answer.body, told, "{why}");
}

#[test]
fn every_kind_of_key_signs_in() {
    on_both(async |world| {
        let signers = ["RS256", "PS256", "ES256", "ES384", "EdDSA"];
        for algorithm in signers {
            let signer = Signer::new("k", algorithm);
            let service = SignedOn::with_keys(&world, &[&signer]).await;
            let caller = service.caller(&signer.token(&claims(&world, algorithm)));
            assert_eq!(viewer(&caller).await["role"], "COORDINATOR", "{algorithm}");
        }
        let people = world.number("SELECT count(*) FROM account_identity").await;
        assert_eq!(people, 5);
    });
}

#[test]
fn one_token_is_one_session_however_often_it_is_shown() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let token = signer.token(&claims(&world, "sara"));
        let before = world.number("SELECT count(*) FROM audit_event").await;
        let callers: Vec<_> = (0..20).map(|_| service.caller(&token)).collect();
        let at_once = callers.iter().map(viewer);
        let seen = async_graphql::futures_util::future::join_all(at_once).await;
        assert!(seen.iter().all(|viewer| *viewer == seen[0]), "{seen:?}");
        viewer(&callers[0]).await;
        let rows = "SELECT count(*) FROM token WHERE single_sign_on";
        assert_eq!(world.number(rows).await, 1);
        let events = "SELECT kind FROM audit_event ORDER BY id DESC LIMIT 2";
        let events = crate::support::sql::rows(&world.db, events).await;
        assert_eq!(
            events,
            [
                json!({"kind": "SIGNED_IN"}),
                json!({"kind": "ACCOUNT_ADDED"})
            ]
        );
        let after = world.number("SELECT count(*) FROM audit_event").await;
        assert_eq!(after, before + 2);
        let stored = crate::support::sql::everything(&world.db).await;
        assert!(
            !format!("{stored:?}").contains(&token),
            "only a hash is kept"
        );
    });
}

#[test]
fn who_signs_out_is_out_with_that_token_alone() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let first = signer.token(&claims(&world, "sara"));
        let caller = service.caller(&first);
        viewer(&caller).await;
        caller.data(LOG_OUT, json!({})).await;
        assert_shut_out(&caller, "signed out").await;
        let twin = hostile::twin(&first);
        assert_ne!(twin, first);
        assert_shut_out(&service.caller(&twin), "the other signature of the same").await;
        let mut later = claims(&world, "sara");
        later["jti"] = json!("2");
        let username = viewer(&service.caller(&signer.token(&later))).await["username"].take();
        assert!(username.as_str().unwrap().starts_with("sso-"), "{username}");
        assert_eq!(
            world.number("SELECT count(*) FROM account_identity").await,
            1
        );
    });
}

#[test]
fn a_session_ends_with_its_token_and_is_not_prolonged_here() {
    on_both(async |world| {
        let signer = Signer::new("k", "EdDSA");
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let caller = service.caller(&signer.token(&claims(&world, "sara")));
        viewer(&caller).await;
        let rotated = &caller.data(ROTATE, json!({})).await["tokenRotate"];
        assert_eq!(rotated["token"], Value::Null);
        assert_eq!(crate::support::user_codes(rotated), ["token: WRONG_STATE"]);
        world.advance(chrono::TimeDelta::seconds(300 + 59));
        viewer(&caller).await;
        world.advance(chrono::TimeDelta::seconds(1));
        assert_shut_out(&caller, "expired, and the leeway is over").await;
    });
}

#[test]
fn without_a_provider_no_token_of_one_is_accepted() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let token = signer.token(&claims(&world, "sara"));
        assert_shut_out(&world.with_token(&token), "no provider").await;
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let own = world.coordinator().token.unwrap();
        assert_eq!(
            viewer(&service.caller(&own)).await["username"],
            "coordinator"
        );
    });
}

#[test]
fn sessions_that_ended_are_forgotten_after_a_day_and_not_before() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let service = SignedOn::with_keys(&world, &[&signer]).await;
        let rows = "SELECT count(*) FROM token WHERE single_sign_on";
        let all = "SELECT count(*) FROM token";
        let own = world.number(all).await;
        for (hours, kept) in [(0, 1), (1, 2), (23, 3), (2, 2)] {
            world.advance(chrono::TimeDelta::hours(hours));
            viewer(&service.caller(&signer.token(&claims(&world, "sara")))).await;
            assert_eq!(world.number(rows).await, kept, "{hours} hours later");
        }
        assert_eq!(world.number(all).await, own + 2, "no other token is gone");
    });
}
