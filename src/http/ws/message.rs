//! The messages of graphql-transport-ws and the codes that close a socket.

use async_graphql::{Response, ServerError};
use axum::extract::ws::{CloseFrame, Message};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a client may say.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ClientMessage {
    /// The first message; the payload may carry `Authorization`.
    ConnectionInit { payload: Option<Map<String, Value>> },
    /// Are you there?
    Ping {},
    /// The answer to our ping.
    Pong {},
    /// Starts an operation.
    Subscribe { id: String, payload: Value },
    /// The client has had enough of an operation.
    Complete { id: String },
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ServerMessage<'a> {
    /// The connection may be used.
    ConnectionAck,
    /// The answer to a client's ping.
    Pong,
    /// One result of an operation.
    Next { id: &'a str, payload: &'a Response },
    /// The operation never ran; ends it.
    Error {
        id: &'a str,
        payload: &'a [ServerError],
    },
    /// The operation is over.
    Complete { id: &'a str },
}

impl ServerMessage<'_> {
    /// The frame to send; `None` where it cannot be written, which is logged.
    pub fn frame(&self) -> Option<Message> {
        match serde_json::to_string(self) {
            Ok(text) => Some(Message::Text(text.into())),
            Err(error) => {
                tracing::error!(%error, "a socket message could not be written");
                None
            }
        }
    }
}

/// Why a socket is closed; codes 44xx are those of the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Close {
    /// The process stops.
    GoingAway,
    /// The message is not one of the protocol.
    Malformed,
    /// An operation before the connection was acknowledged.
    NotInitialised,
    /// The token is not accepted, or no longer.
    Forbidden,
    /// The client does not read what it asked for.
    TooSlow,
    /// Nothing was said for too long.
    InitialisationTimeout,
    /// The id is in use.
    DuplicateId(String),
    /// A second `connection_init`.
    TooManyInitialisations,
}

impl Close {
    /// The frame to send.
    pub fn frame(&self) -> Message {
        let (code, reason) = match self {
            Self::GoingAway => (1001, "Going away".to_owned()),
            Self::Malformed => (4400, "Invalid message".to_owned()),
            Self::NotInitialised => (4401, "Unauthorized".to_owned()),
            Self::Forbidden => (4403, "Forbidden".to_owned()),
            Self::TooSlow => (
                1013,
                "Too slow; subscribe again after the last cursor".to_owned(),
            ),
            Self::InitialisationTimeout => (4408, "Connection initialisation timeout".to_owned()),
            // A close reason may have 123 bytes.
            Self::DuplicateId(id) if id.len() <= 80 => {
                (4409, format!("Subscriber for {id} already exists"))
            }
            Self::DuplicateId(_) => (4409, "Subscriber already exists".to_owned()),
            Self::TooManyInitialisations => (4429, "Too many initialisation requests".to_owned()),
        };
        Message::Close(Some(CloseFrame {
            code,
            reason: reason.into(),
        }))
    }
}
