//! The room against a tiny house: everything but the business.

#![expect(
    clippy::unused_async,
    reason = "the schema macros want every resolver async"
)]

mod documents;
mod exchange;
mod graphql;
mod hostile;
mod house;
mod sign_in;
mod slow;
mod socket;

use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::future::BoxFuture;
use async_graphql::futures_util::stream::{self, BoxStream, StreamExt};
use async_graphql::{Context, Object, Request, Response, Schema, Subscription, Upload};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{self, HeaderMap, StatusCode};
use serde_json::Value;
use tokio::sync::broadcast;
use tower::ServiceExt;

use super::house::{House, Sample};
use super::{HttpSettings, Room, router};
use crate::auth::{Role, Viewer};

pub struct Query;
pub struct Mutation;
pub struct Events;

#[Object]
impl Query {
    async fn token_id(&self, context: &Context<'_>) -> Option<i64> {
        context.data_opt::<Viewer>().map(|viewer| viewer.token_id)
    }

    async fn echo(&self, #[graphql(default)] first: i32) -> i32 {
        first
    }

    async fn secret(&self) -> async_graphql::Result<Option<i32>> {
        Err(async_graphql::Error::new("password=hunter2"))
    }

    async fn limited(&self) -> async_graphql::Result<i32> {
        let mut error = async_graphql::Error::new("slow down");
        error.extensions = Some(async_graphql::ErrorExtensionValues::default());
        if let Some(extensions) = &mut error.extensions {
            extensions.set("code", "RATE_LIMITED");
            extensions.set("retryAfter", 7);
        }
        Err(error)
    }

    async fn panic(&self, number: Option<i32>) -> i32 {
        number.expect("hunter2")
    }

    async fn slow(&self) -> i32 {
        tokio::time::sleep(Duration::from_mins(1)).await;
        1
    }
}

#[Object]
impl Mutation {
    async fn ping(&self) -> i32 {
        1
    }

    async fn size(&self, context: &Context<'_>, file: Upload) -> async_graphql::Result<usize> {
        Ok(file.value(context)?.content.len())
    }
}

#[Subscription]
impl Events {
    async fn count(&self, to: i32) -> stream::Iter<std::ops::RangeInclusive<i32>> {
        stream::iter(1..=to)
    }

    async fn forever(&self) -> BoxStream<'static, i32> {
        stream::once(async { 0 }).chain(stream::pending()).boxed()
    }
}

/// Knows the tokens `one` and `two`.
pub struct Tiny {
    schema: Schema<Query, Mutation, Events>,
    revoked: broadcast::Sender<i64>,
}

impl House for Tiny {
    fn sdl(&self) -> String {
        self.schema.sdl()
    }

    fn viewer_of<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<Viewer>, String>> {
        let token_id = ["one", "two"].iter().position(|known| *known == token);
        let viewer = token_id.and_then(|id| i64::try_from(id).ok()).map(viewer);
        Box::pin(async move {
            if token == "down" {
                Err("hunter2".to_owned())
            } else {
                Ok(viewer)
            }
        })
    }

    fn execute(&self, request: Request) -> BoxFuture<'_, Response> {
        Box::pin(self.schema.execute(request))
    }

    fn subscribe(&self, request: Request) -> BoxStream<'static, Response> {
        self.schema.execute_stream(request)
    }

    fn revoked(&self) -> broadcast::Receiver<i64> {
        self.revoked.subscribe()
    }

    fn recheck(&self, _: Vec<Viewer>) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }

    fn ready(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async { Ok(()) })
    }

    fn samples(&self) -> BoxFuture<'_, Result<Vec<Sample>, String>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

fn viewer(token_id: i64) -> Viewer {
    Viewer {
        account_id: 1,
        token_id,
        username: "somebody".to_owned(),
        role: Role::Coordinator,
        org_unit_id: None,
        member_id: None,
    }
}

pub fn room() -> Arc<Room> {
    let settings = HttpSettings {
        execution: Duration::from_millis(200),
        allowed_origins: vec!["https://club.example".to_owned()],
        burst: 2_000,
        ..HttpSettings::default()
    };
    room_with(settings)
}

pub fn room_with(settings: HttpSettings) -> Arc<Room> {
    let schema = Schema::new(Query, Mutation, Events);
    let revoked = broadcast::Sender::new(1);
    Arc::new(Room::new(Arc::new(Tiny { schema, revoked }), settings).unwrap())
}

/// A reply, read whole.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// `extensions.code` of the first error.
    pub fn code(&self) -> String {
        let errors = self.json()["errors"].clone();
        assert!(errors[0]["extensions"]["messageFa"].is_string(), "{errors}");
        errors[0]["extensions"]["code"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

pub async fn send(router: &Router, request: http::Request<Body>) -> Reply {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Reply {
        status: parts.status,
        headers: parts.headers,
        text,
    }
}

pub async fn get(path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = http::Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(&router(room()), request.body(Body::empty()).unwrap()).await
}

/// Posts JSON as a caller of `graphql-response+json`; `headers` replace these.
pub async fn post(body: impl Into<Body>, headers: &[(&str, &str)]) -> Reply {
    let mut request = http::Request::post("/graphql")
        .header("content-type", "application/json")
        .header("accept", "application/graphql-response+json");
    for (name, value) in headers {
        if let Some(map) = request.headers_mut() {
            map.insert(
                http::HeaderName::try_from(*name).unwrap(),
                value.parse().unwrap(),
            );
        }
    }
    send(&router(room()), request.body(body.into()).unwrap()).await
}

pub async fn query(document: &str) -> Reply {
    post(serde_json::json!({ "query": document }).to_string(), &[]).await
}
