//! Following problems over a socket: nothing lost, nothing twice, nothing of other people's.

use mizan::{
    http::HttpSettings,
    store::{audit, page::Cursor},
};
use serde_json::{Value, json};

use super::{Server, Socket, assert_quiet, hear, subscribe, token};
use crate::{
    problems::{WASTE, posted, reroute},
    support::{Who, World, on_both},
};

const FOLLOW: &str =
    "subscription { problemEvents { cursor kind actorRole actor problem { id } } }";

/// A served world.
struct Served<'w> {
    world: &'w World,
    server: Server,
}

impl<'w> Served<'w> {
    async fn start(world: &'w World) -> Self {
        let server = Server::start(&world.app, HttpSettings::default()).await;
        Self { world, server }
    }

    /// Subscribes after the place at which the trail stands now.
    async fn listen(&self, who: Who) -> Socket {
        let after = format!("after: {:?}", self.place().await);
        self.listen_with(who, &after).await
    }

    async fn listen_with(&self, who: Who, arguments: &str) -> Socket {
        let mut socket = self.server.socket(&token(self.world, who)).await;
        let query = FOLLOW.replace("problemEvents", &format!("problemEvents({arguments})"));
        subscribe(&mut socket, "1", &query).await;
        socket
    }

    async fn place(&self) -> String {
        let newest = audit::newest_id(self.world.app.store.reader()).await;
        Cursor::row(newest.unwrap(), &audit::order_keys()).encode()
    }
}

async fn event(socket: &mut Socket) -> Value {
    let heard = hear(socket).await;
    let event = heard["payload"]["data"]["problemEvents"].clone();
    assert!(event.is_object(), "{heard}");
    event
}

#[test]
fn a_new_problem_is_told_once_committed() {
    on_both(async |world| {
        let served = Served::start(&world).await;
        let mut socket = served.listen(Who::Coordinator).await;
        posted(&world.deputy(), WASTE, "a").await;
        let told = event(&mut socket).await;
        assert_eq!(told["kind"], "PROBLEM_POSTED");
        assert_eq!(
            (&told["actorRole"], &told["actor"]),
            (&json!("DEPUTY"), &json!("deputy"))
        );
        let routed = event(&mut socket).await;
        assert_eq!(routed["kind"], "PROBLEM_ROUTED");
        assert_eq!(routed["actorRole"], Value::Null, "the engine did it");
    });
}

#[test]
fn a_reader_who_comes_back_misses_nothing_and_sees_nothing_twice() {
    on_both(async |world| {
        let served = Served::start(&world).await;
        let mut socket = served.listen(Who::Coordinator).await;
        let mut seen = Vec::new();
        for round in 0..4 {
            for key in 0..3 {
                posted(&world.deputy(), WASTE, &format!("{round}-{key}")).await;
            }
            // Six events have come; the socket dies after some of them.
            for _ in 0..=round {
                seen.push(event(&mut socket).await["cursor"].clone());
            }
            drop(socket);
            posted(&world.deputy(), WASTE, &format!("{round}-away")).await;
            let after = format!("after: {}", seen.last().unwrap());
            socket = served.listen_with(Who::Coordinator, &after).await;
        }
        while seen.len() < 4 * 4 * 2 {
            seen.push(event(&mut socket).await["cursor"].clone());
        }
        let query = "{ auditEvents(first: 100, filter: {subject: {eq: \"Problem\"}}) {
          totalCount nodes { cursor } } }";
        let whole = &world.coordinator().data(query, json!({})).await["auditEvents"];
        assert_eq!(whole["totalCount"], 32);
        let whole = whole["nodes"].as_array().unwrap();
        let expected: Vec<_> = whole.iter().map(|node| node["cursor"].clone()).collect();
        assert_eq!(seen, expected);
    });
}

#[test]
fn everybody_hears_of_the_problems_that_they_may_know_of() {
    on_both(async |world| {
        let served = Served::start(&world).await;
        let mut deputy = served.listen(Who::Deputy).await;
        let mut other = served.listen(Who::OtherDeputy).await;
        let before = format!("after: {:?}", served.place().await);
        let theirs = posted(&world.caller(Who::OtherDeputy), WASTE, "theirs").await;
        let ours = posted(&world.deputy(), WASTE, "ours").await;
        let told = event(&mut deputy).await;
        assert_eq!(told["problem"]["id"], ours["id"]);
        assert_eq!(told["actorRole"], "DEPUTY");
        assert_eq!(told["actor"], Value::Null, "names are for coordinators");
        assert_eq!(event(&mut other).await["problem"]["id"], theirs["id"]);
        // Both are at the expert's own desk, until one is sent elsewhere.
        let mut expert = served.listen_with(Who::Expert, &before).await;
        for problem in [&theirs, &ours] {
            for _ in ["posted", "routed"] {
                assert_eq!(event(&mut expert).await["problem"]["id"], problem["id"]);
            }
        }
        reroute(&world.coordinator(), &theirs["id"], ("CULTURAL", "دلیل"), 1).await;
        let mut expert = served.listen_with(Who::Expert, &before).await;
        for _ in ["posted", "routed"] {
            assert_eq!(event(&mut expert).await["problem"]["id"], ours["id"]);
        }
        assert_quiet(&mut expert).await;
    });
}

#[test]
fn roles_without_problems_hear_nothing() {
    on_both(async |world| {
        let served = Served::start(&world).await;
        for who in [Who::Frontend, Who::Auditor] {
            let mut socket = served.listen(who).await;
            let heard = hear(&mut socket).await;
            let errors = if heard["type"] == "error" {
                &heard["payload"]
            } else {
                &heard["payload"]["errors"]
            };
            assert_eq!(
                errors[0]["extensions"]["code"], "FORBIDDEN",
                "{who:?} {heard}"
            );
        }
    });
}

#[test]
fn a_desk_can_be_followed_alone() {
    on_both(async |world| {
        let served = Served::start(&world).await;
        let place = served.place().await;
        let at = |desk| format!("after: {place:?}, desk: {desk}");
        let mut waste = served
            .listen_with(Who::Coordinator, &at("URBAN_SERVICES"))
            .await;
        let mut money = served
            .listen_with(Who::Coordinator, &at("FINANCE_ECONOMY"))
            .await;
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let query = "query($id: ID!) { problem(id: $id) { desk { code } } }";
        let data = world
            .deputy()
            .data(query, json!({"id": problem["id"]}))
            .await;
        assert_eq!(data["problem"]["desk"]["code"], "URBAN_SERVICES");
        assert_eq!(event(&mut waste).await["kind"], "PROBLEM_POSTED");
        assert_quiet(&mut money).await;
    });
}

#[test]
fn a_foreign_place_is_refused() {
    on_both(async |world| {
        let served = Served::start(&world).await;
        let far = Cursor::row(1_000_000, &audit::order_keys()).encode();
        for place in [far.as_str(), "nonsense", ""] {
            let after = format!("after: {place:?}");
            let mut socket = served.listen_with(Who::Coordinator, &after).await;
            let heard = hear(&mut socket).await;
            let error = &heard["payload"]["errors"][0];
            assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{heard}");
        }
    });
}
