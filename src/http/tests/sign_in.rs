//! Guessing is slowed down, tokens are exchanged, and old ones are forgotten.

use chrono::TimeDelta;
use serde_json::json;

use super::house::{Seconds, account, ask, club_at, room_of, token};
use super::*;
use crate::auth::accounts;
use crate::store::accounts::token_by_id;

fn log_in(username: &str, password: &str) -> Value {
    let query =
        "mutation($input: LogInInput!) { logIn(input: $input) { token userErrors { code } } }";
    let input = json!({"username": username, "password": password});
    json!({"query": query, "variables": {"input": input}})
}

#[tokio::test]
async fn guessing_is_slowed_down_and_others_are_not() {
    let seconds = Seconds::default();
    let (app, _scratch) = club_at("sign-in-slow", &seconds).await;
    account(&app, Role::Auditor, None).await;
    let router = router(room_of(&app));
    for _ in 0..5 {
        let reply = ask(&router, log_in("coordinator", "guess"), None).await;
        let errors = &reply.json()["data"]["logIn"]["userErrors"];
        assert_eq!(errors[0]["code"], "BAD_CREDENTIALS");
    }
    let limited = ask(&router, log_in("coordinator", "correct horse"), None).await;
    assert_eq!(
        (limited.status.as_u16(), limited.code().as_str()),
        (429, "RATE_LIMITED")
    );
    assert_eq!(limited.header("retry-after"), Some("1"));
    let other = ask(&router, log_in("auditor", "correct horse"), None).await;
    assert!(other.json()["data"]["logIn"]["token"].is_string());
    seconds.pass(1);
    let later = ask(&router, log_in("coordinator", "correct horse"), None).await;
    assert!(
        later.json()["data"]["logIn"]["token"].is_string(),
        "nobody is locked out: {}",
        later.text
    );
}

#[tokio::test]
async fn tries_in_one_request_are_refused_and_tries_at_once_all_count() {
    let (app, _scratch) = club_at("sign-in-at-once", &Seconds::default()).await;
    let router = router(room_of(&app));
    let one = "logIn(input: {username: \"coordinator\", password: \"guess\"}) { token }";
    let twice = json!({"query": format!("mutation {{ a: {one} b: {one} }}")});
    assert_eq!(ask(&router, twice, None).await.code(), "QUERY_TOO_COSTLY");
    let tries = (0..20).map(|_| {
        let router = router.clone();
        tokio::spawn(async move {
            ask(&router, log_in("coordinator", "guess"), None)
                .await
                .status
        })
    });
    let tries: Vec<_> = tries.collect();
    let mut checked = 0;
    for attempt in tries {
        checked += usize::from(attempt.await.unwrap() == 200);
    }
    assert_eq!(checked, 5);
}

#[tokio::test]
async fn a_token_is_exchanged_and_the_old_one_ends() {
    let seconds = Seconds::default();
    let (app, _scratch) = club_at("sign-in-rotate", &seconds).await;
    let router = router(room_of(&app));
    let old = token(&app, "coordinator").await;
    seconds.pass(3_600);
    let rotate =
        json!({"query": "mutation { tokenRotate { token expiresAt viewer { username } } }"});
    let reply = ask(&router, rotate.clone(), Some(&old)).await.json();
    let payload = &reply["data"]["tokenRotate"];
    assert_eq!(payload["viewer"]["username"], "coordinator");
    let day = app.clock.now() + TimeDelta::days(1);
    let expires = payload["expiresAt"].as_str().unwrap();
    assert_eq!(chrono::DateTime::parse_from_rfc3339(expires).unwrap(), day);
    let who = json!({"query": "{ viewer { username } }"});
    assert_eq!(ask(&router, who.clone(), Some(&old)).await.status, 401);
    let new = payload["token"].as_str().unwrap();
    assert_eq!(ask(&router, who, Some(new)).await.status, 200);
    assert_eq!(ask(&router, rotate, Some(&old)).await.status, 401);
}

#[tokio::test]
async fn tokens_that_expired_long_ago_are_forgotten() {
    let seconds = Seconds::default();
    let (app, _scratch) = club_at("sign-in-swept", &seconds).await;
    let issue = async || {
        let day = TimeDelta::days(1);
        let session = accounts::issue_token(&app, "coordinator", day).await;
        session.unwrap().viewer.token_id
    };
    let first = issue().await;
    let known = async |id| token_by_id(app.store.reader(), id).await.unwrap().is_some();
    seconds.pass(86_400 * 30);
    issue().await;
    assert!(known(first).await, "expired, and still told from unknown");
    seconds.pass(86_400 * 2);
    issue().await;
    assert!(!known(first).await);
}
