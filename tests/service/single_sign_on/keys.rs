//! Where the keys come from, and how they change while the service runs.

use std::time::Duration;

use chrono::TimeDelta;
use mizan::auth::single_sign_on::{SingleSignOn, Source};
use serde_json::json;

use super::{
    assert_shut_out,
    provider::{KeyServer, SignedOn, Signer, at, claims, key_set, unsigned},
    viewer,
};
use crate::support::on_both;

#[test]
fn keys_are_fetched_again_for_an_unknown_one_but_not_at_the_callers_pace() {
    on_both(async |world| {
        let (old, new) = (Signer::new("old", "ES256"), Signer::new("new", "ES256"));
        let server = KeyServer::start("200 OK", &key_set(&[&old]));
        let service = SignedOn::with(&world, at(server.source())).await;
        let old_token = service.caller(&old.token(&claims(&world, "sara")));
        viewer(&old_token).await;
        assert_eq!(server.asked(), 1, "read once at the start");
        *server.body.lock().unwrap() = key_set(&[&new]).to_string();
        let token = new.token(&claims(&world, "sara"));
        assert_shut_out(&service.caller(&token), "asked a moment ago").await;
        for number in 0..50 {
            let header = json!({"alg": "ES256", "kid": format!("guess-{number}")});
            let guess = format!("{}.AAAA", unsigned(&header, &claims(&world, "mallory")));
            assert_shut_out(&service.caller(&guess), "a guess").await;
        }
        assert_eq!(server.asked(), 1);
        world.advance(TimeDelta::seconds(30));
        let callers: Vec<_> = (0..10).map(|_| service.caller(&token)).collect();
        async_graphql::futures_util::future::join_all(callers.iter().map(viewer)).await;
        assert_eq!(server.asked(), 2, "one fetch for all who wait");
        assert_shut_out(&old_token, "its key was withdrawn").await;
    });
}

#[test]
fn a_withdrawn_key_is_believed_for_an_hour_at_most() {
    on_both(async |world| {
        let (old, new) = (Signer::new("old", "EdDSA"), Signer::new("new", "EdDSA"));
        let server = KeyServer::start("200 OK", &key_set(&[&old]));
        let service = SignedOn::with(&world, at(server.source())).await;
        let mut long = claims(&world, "sara");
        long["exp"] = json!(world.clock.now().timestamp() + 86_400);
        let caller = service.caller(&old.token(&long));
        viewer(&caller).await;
        *server.body.lock().unwrap() = key_set(&[&new]).to_string();
        world.advance(TimeDelta::hours(1));
        // This one still passes, and has the keys read beside it.
        viewer(&caller).await;
        for _ in 0..500 {
            if server.asked() == 2 && caller.send(super::VIEWER, json!({})).await.status == 401 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the old key is still believed");
    });
}

#[test]
fn a_provider_that_is_down_or_broken_shuts_nobody_out_who_has_a_known_key() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let server = KeyServer::start("200 OK", &key_set(&[&signer]));
        let service = SignedOn::with(&world, at(server.source())).await;
        let other = Signer::new("other", "ES256");
        for body in [
            "",
            "{}",
            "{\"keys\": []}",
            "<html>",
            "{\"keys\": [{\"kty\": \"oct\", \"k\": \"AA\"}]}",
        ] {
            body.clone_into(&mut server.body.lock().unwrap());
            world.advance(TimeDelta::seconds(31));
            let stranger = service.caller(&other.token(&claims(&world, "mallory")));
            assert_shut_out(&stranger, body).await;
            viewer(&service.caller(&signer.token(&claims(&world, "sara")))).await;
        }
        assert_eq!(server.asked(), 6);
    });
}

#[test]
fn errors_redirects_and_endless_answers_are_no_keys() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let keys = key_set(&[&signer]);
        let mut endless = keys.clone();
        endless["padding"] = json!("x".repeat(300_000));
        for (status, body) in [
            ("500 Internal Server Error", &keys),
            ("302 Found", &keys),
            ("200 OK", &endless),
        ] {
            let server = KeyServer::start(status, body);
            let service = SignedOn::with(&world, at(server.source())).await;
            let token = signer.token(&claims(&world, "sara"));
            assert_shut_out(&service.caller(&token), status).await;
            assert_eq!(server.asked(), 1, "{status}");
        }
    });
}

#[test]
fn a_file_is_read_again_too_and_must_be_right_at_the_start() {
    on_both(async |world| {
        let (old, new) = (Signer::new("old", "ES256"), Signer::new("new", "RS256"));
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys.json");
        let open = || SingleSignOn::open(at(Source::File(file.clone())), world.clock.now());
        assert!(open().await.is_err_and(|error| error.contains("keys.json")));
        for wrong in ["", "[]", "{\"keys\": [{}]}", "{\"keys\": 1}"] {
            std::fs::write(&file, wrong).unwrap();
            assert!(open().await.is_err(), "{wrong}");
        }
        std::fs::write(&file, key_set(&[&old]).to_string()).unwrap();
        let service = SignedOn::with(&world, at(Source::File(file.clone()))).await;
        viewer(&service.caller(&old.token(&claims(&world, "sara")))).await;
        std::fs::write(&file, key_set(&[&old, &new]).to_string()).unwrap();
        world.advance(TimeDelta::seconds(30));
        viewer(&service.caller(&new.token(&claims(&world, "sara")))).await;
    });
}

#[test]
fn one_strange_key_does_not_spoil_the_others() {
    on_both(async |world| {
        let signer = Signer::new("k", "ES256");
        let mut named = signer.jwk();
        let mut keys = vec![
            json!({"kty": "oct", "kid": "secret", "k": "AAAA", "alg": "HS256"}),
            json!({"kty": "EC", "crv": "secp256k1", "kid": "s", "x": "AA", "y": "AA"}),
            json!({"kty": "OKP", "crv": "Ed25519", "kid": "short", "x": "AA"}),
            json!({"kty": "RSA", "kid": "empty", "n": "", "e": "AQAB"}),
            json!({"kty": 7}),
            json!("key"),
        ];
        named["use"] = json!("enc");
        keys.push(named.clone());
        (named["use"], named["x5c"]) = (json!("sig"), json!(["AA"]));
        named.as_object_mut().unwrap().remove("kid");
        keys.push(named);
        let server = KeyServer::start("200 OK", &json!({"keys": keys}));
        let service = SignedOn::with(&world, at(server.source())).await;
        // The only key there is needs no name.
        let token = signer.token_under(&json!({"alg": "ES256"}), &claims(&world, "sara"));
        viewer(&service.caller(&token)).await;
        for id in ["secret", "s", "short", "empty", "k"] {
            let header = json!({"alg": "EdDSA", "kid": id});
            let token = format!("{}.AAAA", unsigned(&header, &claims(&world, "mallory")));
            assert_shut_out(&service.caller(&token), id).await;
        }
    });
}
