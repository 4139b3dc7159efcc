//! Following problems over a socket: nothing lost, nothing twice, nothing of other people's.

use chrono::TimeDelta;
use serde_json::json;

use super::house::{Scratch, account, ask, club, room_of, units};
use super::socket::{Server, Socket, hear, say, signed_in_with, start_with, subscribe};
use super::*;
use crate::app::App;
use crate::auth::{accounts, sign_in};
use crate::problems::post::{self, PostProblem};
use crate::store::page::Cursor;

const FOLLOW: &str =
    "subscription { problemEvents { cursor kind actorRole actor problem { id } } }";

/// A coordinator and a deputy of `U1`, each with a token, and a served club.
struct World {
    app: Arc<App>,
    server: Server,
    coordinator: sign_in::Session,
    deputy: sign_in::Session,
    _scratch: Scratch,
}

async fn world(name: &str) -> World {
    let (app, scratch) = club(name).await;
    units(&app, &["U1", "U2"]).await;
    account(&app, Role::Deputy, Some("U1")).await;
    let session = async |name| {
        let day = TimeDelta::days(1);
        accounts::issue_token(&app, name, day).await.unwrap()
    };
    World {
        coordinator: session("coordinator").await,
        deputy: session("deputy").await,
        server: start_with(room_of(&app)).await,
        app,
        _scratch: scratch,
    }
}

impl World {
    /// Posts a problem of this unit as the coordinator, and answers with its row.
    async fn post(&self, unit: &str, key: &str) -> i64 {
        let unit = self.app.reference().org_unit_by_code(unit).unwrap().id;
        let input = PostProblem {
            title: "لکه‌گیری آسفالت خیابان".to_owned(),
            description: "چاله‌های روکش آسفالت رفت‌وآمد را دشوار کرده است.".to_owned(),
            org_unit_id: Some(unit),
            district: None,
            urgency: entity::problem::Urgency::Normal,
            concept_ids: Vec::new(),
            draft: false,
            idempotency_key: key.to_owned(),
        };
        let viewer = &self.coordinator.viewer;
        post::post(&self.app, viewer, input).await.unwrap().id
    }

    /// Subscribes after the place at which the trail stands now.
    async fn listen(&self, token: &str) -> Socket {
        self.listen_with(token, &format!("after: {:?}", self.place().await))
            .await
    }

    async fn listen_with(&self, token: &str, arguments: &str) -> Socket {
        let mut socket = signed_in_with(&self.server, token).await;
        let query = FOLLOW.replace("problemEvents", &format!("problemEvents({arguments})"));
        subscribe(&mut socket, "1", &query).await;
        socket
    }

    async fn place(&self) -> String {
        let newest = crate::store::audit::newest_id(self.app.store.reader()).await;
        Cursor::row(newest.unwrap()).encode()
    }
}

async fn event(socket: &mut Socket) -> Value {
    let heard = hear(socket).await;
    let event = heard["payload"]["data"]["problemEvents"].clone();
    assert!(event.is_object(), "{heard}");
    event
}

#[tokio::test]
async fn a_new_problem_is_told_once_committed() {
    let world = world("events-live").await;
    let token = &world.coordinator.token;
    let mut socket = world.listen(token).await;
    world.post("U1", "a").await;
    let posted = event(&mut socket).await;
    assert_eq!(posted["kind"], "PROBLEM_POSTED");
    assert_eq!(posted["actorRole"], "COORDINATOR");
    assert_eq!(posted["actor"], "coordinator");
    let routed = event(&mut socket).await;
    assert_eq!(routed["kind"], "PROBLEM_ROUTED");
    assert_eq!(routed["actorRole"], Value::Null, "the engine did it");
}

#[tokio::test]
async fn a_reader_who_comes_back_misses_nothing_and_sees_nothing_twice() {
    let world = world("events-resume").await;
    let token = &world.coordinator.token;
    let mut socket = world.listen(token).await;
    let mut seen = Vec::new();
    for round in 0..4 {
        for key in 0..3 {
            world.post("U1", &format!("{round}-{key}")).await;
        }
        // Six events have come; the socket dies after some of them.
        for _ in 0..=round {
            seen.push(event(&mut socket).await["cursor"].clone());
        }
        drop(socket);
        world.post("U1", &format!("{round}-away")).await;
        let after = format!("after: {}", seen.last().unwrap());
        socket = world.listen_with(token, &after).await;
    }
    while seen.len() < 4 * 4 * 2 {
        seen.push(event(&mut socket).await["cursor"].clone());
    }
    let timeline = "{ auditEvents(first: 100, filter: {subject: {eq: \"Problem\"}}) { totalCount nodes { cursor } } }";
    let whole = ask(
        &router(room_of(&world.app)),
        json!({"query": timeline}),
        Some(token),
    )
    .await
    .json();
    let whole = &whole["data"]["auditEvents"];
    assert_eq!(whole["totalCount"], 32);
    let expected: Vec<_> = whole["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["cursor"].clone())
        .collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn a_deputy_hears_of_their_own_units_problems_alone() {
    let world = world("events-deputy").await;
    let mut socket = world.listen(&world.deputy.token).await;
    world.post("U2", "theirs").await;
    world.post("U1", "ours").await;
    let told = event(&mut socket).await;
    let own = crate::graphql::problem_id(2);
    assert_eq!(told["problem"]["id"], own.as_str());
    assert_eq!(told["actorRole"], "COORDINATOR");
    assert_eq!(told["actor"], Value::Null, "names are for coordinators");
}

#[tokio::test]
async fn a_desk_can_be_followed_alone() {
    let world = world("events-desk").await;
    let place = world.place().await;
    let at = |desk| format!("after: {place:?}, desk: {desk}");
    let token = &world.coordinator.token;
    let mut roads = world.listen_with(token, &at("CIVIL_TRANSPORT")).await;
    let mut money = world.listen_with(token, &at("FINANCE_ECONOMY")).await;
    let id = world.post("U1", "a").await;
    let problem = crate::store::problems::by_id(world.app.store.reader(), id).await;
    let desk = problem.unwrap().unwrap().desk_id.unwrap();
    let desk = world.app.reference().engine_desk(desk).unwrap();
    assert_eq!(desk.code(), "CIVIL_TRANSPORT");
    assert_eq!(event(&mut roads).await["kind"], "PROBLEM_POSTED");
    say(&mut money, json!({"type": "ping"})).await;
    assert_eq!(hear(&mut money).await["type"], "pong", "nothing for it");
}

#[tokio::test]
async fn a_foreign_place_is_refused() {
    let world = world("events-place").await;
    let far = Cursor::row(1_000_000).encode();
    for place in [far.as_str(), "nonsense", ""] {
        let after = format!("after: {place:?}");
        let mut socket = world.listen_with(&world.coordinator.token, &after).await;
        let heard = hear(&mut socket).await;
        let error = &heard["payload"]["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{heard}");
    }
}

#[tokio::test]
async fn signing_out_closes_the_socket_at_once() {
    let world = world("events-revoked").await;
    let mut socket = world.listen(&world.deputy.token).await;
    let mut other = world.listen(&world.coordinator.token).await;
    sign_in::log_out(&world.app, &world.deputy.viewer)
        .await
        .unwrap();
    assert_eq!(hear(&mut socket).await, json!(4403));
    say(&mut other, json!({"type": "ping"})).await;
    assert_eq!(hear(&mut other).await["type"], "pong");
}
