//! The transport: GraphQL over HTTP and WebSocket, GraphiQL, health and metrics.
//! Nothing here knows the business; nothing outside knows axum.

pub mod fault;
pub mod limits;
