//! What may be configured of the transport.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use super::limits::Limits;

/// Settings of the transport, with the defaults that the contract promises.
#[derive(Debug, Clone)]
pub struct HttpSettings {
    /// What a document may ask for.
    pub limits: Limits,
    /// Greatest body of a JSON request and of a WebSocket message, in bytes.
    pub body_bytes: usize,
    /// Greatest body of an upload, in bytes.
    pub upload_bytes: usize,
    /// Time that a request may take to arrive, once its headers are read.
    pub arrival: Duration,
    /// Time that an execution may take.
    pub execution: Duration,
    /// Time that running requests get to end after the signal to stop.
    pub drain: Duration,
    /// How long a token that another process took back may still be listened with.
    pub recheck: Duration,
    /// Time that a socket's client may leave a message unread.
    pub patience: Duration,
    /// Subscriptions open at once for one token.
    pub subscriptions_per_token: usize,
    /// Points that one caller may spend at once: 10 a request, and its cost.
    pub burst: u32,
    /// Points a second that one caller may spend in the long run.
    pub points_per_second: u32,
    /// Proxies that are believed when they say whom they speak for.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether `/schema.graphql` is for signed-in callers alone, as introspection always is.
    pub private_schema: bool,
    /// Documents by id; with them, the role `FRONTEND` may run no others.
    pub trusted_documents: Option<BTreeMap<String, String>>,
    /// Pages of other origins that may call, such as `https://club.example`.
    pub allowed_origins: Vec<String>,
    /// Distinguishes the request ids of this process from those of others.
    pub instance: String,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            body_bytes: 256 * 1024,
            upload_bytes: 10 * 1024 * 1024,
            arrival: Duration::from_secs(30),
            execution: Duration::from_secs(10),
            drain: Duration::from_secs(15),
            recheck: Duration::from_secs(5),
            patience: Duration::from_secs(30),
            subscriptions_per_token: 5,
            burst: 30_000,
            points_per_second: 3_000,
            trusted_proxies: Vec::new(),
            private_schema: false,
            trusted_documents: None,
            allowed_origins: Vec::new(),
            instance: "mizan".to_owned(),
        }
    }
}
