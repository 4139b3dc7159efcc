//! The whole service behind the door, over a database of its own.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta};
use entity::org_unit::OrgUnitKind;
use serde_json::json;

use super::socket::{hear, signed_in_with, start_with, subscribe};
use super::*;
use crate::app::App;
use crate::auth::Role;
use crate::auth::accounts::{self, NewAccount};
use crate::clock::Clock;
use crate::club::add::{self, OrgUnit};
use crate::http::Service;
use crate::http::graphiql::{OPERATIONS, SESSION_OPERATIONS};

/// A directory that goes with the test.
pub struct Scratch(std::path::PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A clock that stands until the test moves it, in seconds.
#[derive(Clone, Default)]
pub struct Seconds(Arc<AtomicI64>);

impl Seconds {
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }

    fn clock(&self) -> Clock {
        let seconds = Arc::clone(&self.0);
        Clock::with(move || {
            DateTime::from_timestamp(1_800_000_000 + seconds.load(Ordering::Relaxed), 0).unwrap()
        })
    }
}

/// An empty club whose coordinator has the password `correct horse`.
pub async fn club(name: &str) -> (Arc<App>, Scratch) {
    club_at(name, &Seconds::default()).await
}

pub async fn club_at(name: &str, seconds: &Seconds) -> (Arc<App>, Scratch) {
    let scratch =
        Scratch(std::env::temp_dir().join(format!("mizan-{name}-{}", std::process::id())));
    std::fs::create_dir_all(&scratch.0).unwrap();
    let url = format!("sqlite://{}/club.db?mode=rwc", scratch.0.display());
    let app = Arc::new(App::open(&url, seconds.clock()).await.unwrap());
    account(&app, Role::Coordinator, None).await;
    (app, scratch)
}

/// Adds an account named after its role, with the password `correct horse`.
pub async fn account(app: &App, role: Role, org_unit: Option<&str>) {
    let new = NewAccount {
        username: format!("{role:?}").to_lowercase(),
        password: Some("correct horse".to_owned()),
        role,
        org_unit: org_unit.map(str::to_owned),
        member_no: None,
    };
    accounts::add(app, new).await.unwrap();
}

pub fn room_of(app: &Arc<App>) -> Arc<Room> {
    room_of_with(app, HttpSettings::default())
}

pub fn room_of_with(app: &Arc<App>, settings: HttpSettings) -> Arc<Room> {
    let house = Arc::new(Service::new(Arc::clone(app)));
    Arc::new(Room::new(house, settings).unwrap())
}

/// Adds organisational units with these codes.
pub async fn units(app: &App, codes: &[&str]) {
    let unit = |code: &&str| OrgUnit {
        code: (*code).to_owned(),
        name_fa: (*code).to_owned(),
        name_en: (*code).to_owned(),
        kind: OrgUnitKind::Deputy,
        parent_code: None,
        nearest_desk: None,
    };
    let units = codes.iter().map(unit).collect();
    add::org_units(app, units).await.unwrap();
}

/// A token for a day.
pub async fn token(app: &App, username: &str) -> String {
    let session = accounts::issue_token(app, username, TimeDelta::days(1)).await;
    session.unwrap().token
}

async fn service(name: &str) -> (Router, Scratch) {
    let (app, scratch) = club(name).await;
    (router(room_of(&app)), scratch)
}

pub async fn ask(router: &Router, body: Value, token: Option<&str>) -> Reply {
    let mut request = http::Request::post("/graphql").header("content-type", "application/json");
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    send(router, request.body(body.to_string().into()).unwrap()).await
}

#[tokio::test]
async fn the_page_signs_in_runs_its_operations_and_signs_out() {
    let (app, _scratch) = club("operations").await;
    units(&app, &["ORG-WASTE", "ORG-CIVIL"]).await;
    let router = router(room_of(&app));
    let [log_in, log_out] = SESSION_OPERATIONS;
    let credentials = |password| json!({"username": "coordinator", "password": password});
    let body = |password| json!({"query": log_in.query, "variables": credentials(password)});
    let refused = ask(&router, body("wrong"), None).await.json();
    assert!(
        refused["data"]["logIn"]["userErrors"][0]["messageFa"].is_string(),
        "{refused}"
    );
    let session = ask(&router, body("correct horse"), None).await.json();
    let token = session["data"]["logIn"]["token"].as_str().unwrap();
    assert_eq!(session["data"]["logIn"]["viewer"]["role"], "COORDINATOR");

    let server = start_with(room_of(&app)).await;
    for operation in OPERATIONS {
        let answer = if operation.query.contains("\nsubscription ") {
            let mut socket = signed_in_with(&server, token).await;
            subscribe(&mut socket, "1", operation.query).await;
            hear(&mut socket).await["payload"].take()
        } else {
            let body = json!({"query": operation.query});
            ask(&router, body, Some(token)).await.json()
        };
        assert!(answer["data"].is_object(), "{}: {answer}", operation.name);
        assert!(
            answer.get("errors").is_none(),
            "{}: {answer}",
            operation.name
        );
    }
    ask(&router, json!({"query": log_out.query}), Some(token)).await;
    let after = ask(
        &router,
        json!({"query": "{ viewer { username } }"}),
        Some(token),
    )
    .await;
    assert_eq!(
        (after.status.as_u16(), after.code().as_str()),
        (401, "UNAUTHENTICATED")
    );
}

#[tokio::test]
async fn strangers_see_nothing() {
    let (router, _scratch) = service("strangers").await;
    for query in [
        "{ __schema { queryType { name } } }",
        "{ __type(name: \"Member\") { name } }",
        "query { ...F } fragment F on Query { x: __schema { types { name } } }",
    ] {
        let refused = ask(&router, json!({"query": query}), None).await;
        assert_eq!(refused.code(), "UNAUTHENTICATED", "{query}");
    }
    let shape = ask(&router, json!({"query": "{ __typename }"}), None).await;
    assert_eq!(shape.json()["data"]["__typename"], "Query");
    let guess = ask(&router, json!({"query": "{ memberz { id } }"}), None).await;
    assert!(!guess.text.contains("members"), "{}", guess.text);
    let members = ask(
        &router,
        json!({"query": "{ members { totalCount } }"}),
        None,
    )
    .await;
    assert_eq!(members.code(), "UNAUTHENTICATED");
    let get = |path: &str| http::Request::get(path).body(Body::empty()).unwrap();
    assert_eq!(send(&router, get("/readyz")).await.text, "ready\n");
    let metrics = send(&router, get("/metrics")).await.text;
    assert!(
        metrics.contains("mizan_routings_total{decision=\"ROUTED\"} 0"),
        "{metrics}"
    );
}

#[tokio::test]
async fn a_full_page_of_members_is_within_the_limits() {
    let (router, _scratch) = service("page").await;
    let query = "{ members(first: 100) { totalCount pageInfo { hasNextPage endCursor } nodes {
        id memberNo fullName kind tier standing field degree
        expertise { phrase level } seats { role desk { code nameFa } } } } }";
    let reply = ask(&router, json!({"query": query}), None).await;
    assert_eq!(
        reply.code(),
        "UNAUTHENTICATED",
        "let in, and asked who is there"
    );
    let twice = format!(
        "{{ a: {} b: {} }}",
        &query[1..query.len() - 1],
        &query[1..query.len() - 1]
    );
    assert_eq!(
        ask(&router, json!({"query": twice}), None).await.code(),
        "QUERY_TOO_COSTLY"
    );
}
