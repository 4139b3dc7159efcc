//! `GET /graphql/ws`: GraphQL over WebSocket by the protocol graphql-transport-ws.
//! Browsers send no preflight for a socket, so that the origin is checked here.

mod message;
mod operation;
mod session;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::{Extensions, HeaderMap, HeaderValue, Response};

use super::accept::Media;
use super::caller;
use super::origin::may_call;
use super::refusal::Refusal;
use super::reply;
use super::room::Room;
use session::Session;

/// The one protocol spoken; the older `graphql-ws` is not.
const PROTOCOL: &str = "graphql-transport-ws";

/// Upgrades to a socket, or says why not.
pub async fn upgrade(
    State(room): State<Arc<Room>>,
    headers: HeaderMap,
    extensions: Extensions,
    upgrade: WebSocketUpgrade,
) -> Response<Body> {
    if !may_call(&headers, &room.settings.allowed_origins) {
        return reply::refused(&Refusal::foreign_origin(), Media::Json);
    }
    let limit = room.settings.body_bytes;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .max_message_size(limit)
        .max_frame_size(limit);
    if upgrade.selected_protocol() != Some(&HeaderValue::from_static(PROTOCOL)) {
        return reply::refused(&unknown_protocol(), Media::Json);
    }
    let address = caller::address(&extensions, &headers, &room.settings.trusted_proxies);
    upgrade.on_upgrade(move |socket| Session::new(room, address).run(socket))
}

fn unknown_protocol() -> Refusal {
    Refusal::bad_request(
        format!("The socket must offer the protocol {PROTOCOL}."),
        format!("قرارداد سوکت باید {PROTOCOL} باشد."),
    )
}
