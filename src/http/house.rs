//! What the transport needs of the house behind it; the tests of this room stand in for it.

use async_graphql::futures_util::future::BoxFuture;
use async_graphql::futures_util::stream::BoxStream;
use async_graphql::{Request, Response};
use tokio::sync::broadcast;

use crate::auth::Viewer;

/// One sample for `/metrics`.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Name of the metric, `mizan_…_total` for counters.
    pub name: &'static str,
    /// What it counts.
    pub help: &'static str,
    /// Label and its value; `None` for a metric without labels.
    pub label: Option<(&'static str, &'static str)>,
    /// The count so far.
    pub value: u64,
}

/// The house, as its front door sees it.
pub trait House: Send + Sync + 'static {
    /// The schema in SDL.
    fn sdl(&self) -> String;

    /// Who holds this token: `None` where it is unknown or expired; the error is for the log.
    fn viewer_of<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<Viewer>, String>>;

    /// Runs a query or a mutation; the [`Viewer`], if any, is in the request's data.
    fn execute(&self, request: Request) -> BoxFuture<'_, Response>;

    /// Runs a subscription; the same.
    fn subscribe(&self, request: Request) -> BoxStream<'static, Response>;

    /// The ids of tokens as they are revoked; their sockets close at once.
    fn revoked(&self) -> broadcast::Receiver<i64>;

    /// Asks whether the tokens of these viewers still hold, and still make the same viewers of
    /// their holders; those that do not are told by [`House::revoked`]. The error is for the log.
    fn recheck(&self, viewers: Vec<Viewer>) -> BoxFuture<'_, Result<(), String>>;

    /// Whether the database answers and its migrations are done; the error is for the log.
    fn ready(&self) -> BoxFuture<'_, Result<(), String>>;

    /// What the house counts itself, grouped by name; the error is for the log.
    fn samples(&self) -> BoxFuture<'_, Result<Vec<Sample>, String>>;
}
