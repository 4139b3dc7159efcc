//! `/healthz`, `/readyz`, `/metrics` and `/schema.graphql`.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::IntoResponse;

use super::accept::Media;
use super::headers::RequestId;
use super::refusal::Refusal;
use super::reply;
use super::room::{Room, bearer};
use crate::auth::Viewer;

/// A database that does not answer for so long is not ready.
const PATIENCE: Duration = Duration::from_secs(3);

/// 200 while the process lives.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// 200 when the database answers and its migrations are done, 503 otherwise and while stopping.
pub async fn readyz(State(room): State<Arc<Room>>, request: Request) -> (StatusCode, &'static str) {
    if *room.stopping.borrow() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match tokio::time::timeout(PATIENCE, room.house.ready()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::error!(request_id = RequestId::of(&request), error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
        }
        Err(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        ),
    }
}

/// Prometheus text.
pub async fn metrics(State(room): State<Arc<Room>>) -> Response<Body> {
    // The page tells what it can even where the database cannot.
    let samples = room.house.samples().await.unwrap_or_else(|error| {
        tracing::error!(error, "the house could not be counted");
        Vec::new()
    });
    let page = room.metrics.text(&samples, room.quota.total());
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        page,
    )
        .into_response()
}

/// The schema in SDL; where the settings keep it private, for whoever is signed in.
pub async fn schema(State(room): State<Arc<Room>>, request: Request) -> Response<Body> {
    let request_id = RequestId::of(&request);
    // A body cannot be shared between threads, its headers can.
    let headers = request.headers().clone();
    drop(request);
    if room.settings.private_schema
        && let Err(refusal) = signed_in(&room, &headers, &request_id).await
    {
        return reply::refused(&refusal, Media::Json);
    }
    room.schema.reply(&headers)
}

async fn signed_in(room: &Room, headers: &HeaderMap, id: &str) -> Result<Viewer, Refusal> {
    let token = bearer(headers)?.ok_or_else(Refusal::unauthenticated)?;
    room.identify(token, id).await
}
