//! Documents by name: kept ones for everybody, trusted ones alone for a public page.

use std::collections::BTreeMap;

use serde_json::json;

use super::house::{account, ask, club, room_of, room_of_with, token};
use super::*;
use crate::auth::secret::sha256_hex;

const QUERY: &str = "{ viewer { username } }";

fn named(hash: &str) -> Value {
    json!({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": hash}}})
}

fn sent(query: &str, hash: &str) -> Value {
    let mut body = named(hash);
    body["query"] = query.into();
    body
}

#[tokio::test]
async fn a_document_is_sent_once_and_named_from_then_on() {
    let (app, _scratch) = club("documents-kept").await;
    let router = router(room_of(&app));
    let token = token(&app, "coordinator").await;
    let hash = sha256_hex(QUERY.as_bytes());
    let missing = ask(&router, named(&hash), Some(&token)).await;
    assert_eq!(
        missing.json()["errors"][0]["message"],
        "PersistedQueryNotFound"
    );
    assert_eq!(missing.code(), "NOT_FOUND");
    let kept = ask(&router, sent(QUERY, &hash), Some(&token)).await;
    assert_eq!(kept.json()["data"]["viewer"]["username"], "coordinator");
    let again = ask(&router, named(&hash), Some(&token)).await;
    assert_eq!(again.json(), kept.json());
    let by_id = json!({"documentId": format!("sha256:{hash}")});
    assert_eq!(ask(&router, by_id, Some(&token)).await.json(), kept.json());
    let path = format!("/graphql?documentId=sha256:{hash}");
    let get = http::Request::get(path).header("authorization", format!("Bearer {token}"));
    let reply = send(&router, get.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.json(), kept.json());
}

#[tokio::test]
async fn what_is_not_the_document_of_its_hash_is_not_kept() {
    let (app, _scratch) = club("documents-wrong").await;
    let router = router(room_of(&app));
    let token = token(&app, "coordinator").await;
    let hash = sha256_hex(QUERY.as_bytes());
    let wrong = ask(&router, sent("{ __typename }", &hash), Some(&token)).await;
    assert_eq!(
        (wrong.status.as_u16(), wrong.code().as_str()),
        (400, "BAD_USER_INPUT")
    );
    let bad = "{ viewer { nothing( } }";
    ask(
        &router,
        sent(bad, &sha256_hex(bad.as_bytes())),
        Some(&token),
    )
    .await;
    let stranger = "{ __typename }";
    let name = sha256_hex(stranger.as_bytes());
    ask(&router, sent(stranger, &name), None).await;
    for hash in [hash, sha256_hex(bad.as_bytes()), name] {
        assert_eq!(
            ask(&router, named(&hash), Some(&token)).await.code(),
            "NOT_FOUND"
        );
    }
}

#[tokio::test]
async fn a_public_page_runs_trusted_documents_alone() {
    let (app, _scratch) = club("documents-trusted").await;
    account(&app, Role::Frontend, None).await;
    let trusted = BTreeMap::from([("sha256:a1".to_owned(), QUERY.to_owned())]);
    let router = router(room_of_with(
        &app,
        HttpSettings {
            trusted_documents: Some(trusted),
            ..HttpSettings::default()
        },
    ));
    let frontend = token(&app, "frontend").await;
    let coordinator = token(&app, "coordinator").await;
    for body in [
        json!({"documentId": "a1"}),
        json!({"documentId": "sha256:a1"}),
        json!({"query": QUERY}),
        named("a1"),
    ] {
        let reply = ask(&router, body, Some(&frontend)).await;
        assert_eq!(reply.json()["data"]["viewer"]["username"], "frontend");
    }
    let other = "{ desks { code } }";
    let hash = sha256_hex(other.as_bytes());
    let theirs = ask(&router, sent(other, &hash), Some(&coordinator)).await;
    assert!(theirs.json()["data"]["desks"].is_array(), "others may");
    for body in [
        json!({"query": other}),
        json!({"query": "{ viewer { username role } }"}),
        named(&hash),
        sent(other, &hash),
        json!({"documentId": "a2"}),
    ] {
        let reply = ask(&router, body, Some(&frontend)).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (403, "FORBIDDEN")
        );
    }
}
