//! The transport: GraphQL over HTTP and WebSocket, GraphiQL, health and metrics.
//! Nothing here knows the business; nothing outside knows axum.

pub mod accept;
pub mod admission;
pub mod asset;
pub mod graphiql;
pub mod house;
pub mod limits;
pub mod metrics;
pub mod refusal;
pub mod settings;

mod body;
mod caller;
mod documents;
mod graphql;
mod headers;
mod layout;
mod masking;
mod origin;
mod pace;
mod params;
mod probes;
mod quota;
mod reply;
mod room;
mod serve;
mod service;
mod sockets;
mod ws;

#[cfg(test)]
mod tests;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::SizeAbove;
use tower_http::compression::{CompressionLayer, CompressionLevel};

pub use house::House;
pub use room::Room;
pub use serve::serve;
pub use service::Service;
pub use settings::HttpSettings;

use accept::Media;
use refusal::{Code, Refusal};

/// Answers below this many bytes fit one packet as they are.
const WORTH_PACKING: u64 = 1_024;

/// All routes of the service.
pub fn router(room: Arc<Room>) -> Router {
    Router::new()
        .route(
            "/graphql",
            post(graphql::handle)
                .get(graphql::handle)
                .fallback(graphql::wrong_method),
        )
        .route("/graphql/ws", get(ws::upgrade))
        .route("/schema.graphql", get(probes::schema))
        .route("/healthz", get(probes::healthz))
        .route("/readyz", get(probes::readyz))
        .route("/metrics", get(probes::metrics))
        .merge(graphiql::routes())
        .fallback(nothing_here)
        .layer(packing())
        .layer(CatchPanicLayer::custom(|panic: Box<dyn Any + Send>| {
            panicked(panic.as_ref())
        }))
        .layer(from_fn_with_state(Arc::clone(&room), headers::exchange))
        .with_state(room)
}

/// Packs long answers for callers who can unpack them; what is packed already goes as it is.
/// No cookie ever comes along, so the length of an answer tells another site nothing.
fn packing() -> CompressionLayer<SizeAbove> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(WORTH_PACKING))
}

async fn nothing_here() -> Response<Body> {
    let refusal = Refusal::new(
        StatusCode::NOT_FOUND,
        Code::NotFound,
        "There is nothing at this address.",
        "در این نشانی چیزی نیست.",
    );
    reply::refused(&refusal, Media::Json)
}

/// The last net, for a panic in this room; those of resolvers are caught around execution.
fn panicked(panic: &(dyn Any + Send)) -> Response<Body> {
    reply::refused(&masking::panicked("-", panic), Media::Json)
}
