//! One socket from its upgrade to its end.  Everything that can be said is said in one loop,
//! so that the order of messages is the order of events.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use async_graphql::futures_util::stream::BoxStream;
use axum::extract::ws::{Message, WebSocket};
use serde_json::{Map, Value};
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tokio_stream::{StreamExt, StreamMap};

use super::message::{ClientMessage, Close, ServerMessage};
use super::operation::{Event, start};
use crate::auth::Viewer;
use crate::http::caller::Caller;
use crate::http::masking::is_request_error;
use crate::http::pace::BASE;
use crate::http::params;
use crate::http::refusal::Refusal;
use crate::http::room::{Room, token_of};
use crate::http::sockets::OpenSocket;

/// Time to say `connection_init`.
const INITIALISATION: Duration = Duration::from_secs(10);
/// Proxies close silent sockets after a minute.
const KEEPALIVE: Duration = Duration::from_secs(30);
/// Operations at once on one socket, subscriptions included.
const OPERATIONS: usize = 20;

/// The state of a socket.
pub struct Session {
    room: Arc<Room>,
    address: Option<IpAddr>,
    request_id: String,
    stage: Stage,
    operations: StreamMap<String, BoxStream<'static, Event>>,
}

enum Stage {
    /// `connection_init` has not come yet.
    New,
    /// The connection is acknowledged.
    Ready {
        token: Option<String>,
        caller: Caller,
        /// Lets the token be looked up again with all others.
        _open: Option<OpenSocket>,
    },
}

/// What the loop waits for.
enum Turn {
    Received(Option<Message>),
    Produced(String, Event),
    Revoked(Result<i64, RecvError>),
    Tick,
    Stop,
}

impl Session {
    pub fn new(room: Arc<Room>, address: Option<IpAddr>) -> Self {
        let request_id = room.request_id();
        Self {
            room,
            address,
            request_id,
            stage: Stage::New,
            operations: StreamMap::new(),
        }
    }

    /// Serves the socket until either side ends it.
    pub async fn run(mut self, mut socket: WebSocket) {
        if let Err(close) = self.serve(&mut socket).await {
            let patience = self.room.settings.patience;
            // Nothing more is going to be said, so that nothing need be worked out.
            self.operations.clear();
            // The other side may be gone already.
            let _ = timeout(patience, socket.send(close.frame())).await;
        }
    }

    async fn serve(&mut self, socket: &mut WebSocket) -> Result<(), Close> {
        let mut stopping = self.room.stopping.subscribe();
        let mut revoked = self.room.house.revoked();
        let mut ticks = interval_at(Instant::now() + INITIALISATION, KEEPALIVE);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let turn = tokio::select! {
                received = socket.recv() => Turn::Received(received.and_then(Result::ok)),
                Some((id, event)) = self.operations.next() => Turn::Produced(id, event),
                token = revoked.recv() => Turn::Revoked(token),
                _ = ticks.tick() => Turn::Tick,
                _ = stopping.wait_for(|stopping| *stopping) => Turn::Stop,
            };
            let frame = match turn {
                Turn::Received(Some(Message::Text(text))) => self.receive(text.as_str()).await?,
                Turn::Received(Some(Message::Binary(_))) => return Err(Close::Malformed),
                Turn::Received(Some(Message::Close(_)) | None) => return Ok(()),
                Turn::Produced(id, event) => self.produce(&id, &event),
                Turn::Revoked(Ok(token_id)) if self.holds(token_id) => {
                    return Err(Close::Forbidden);
                }
                Turn::Received(Some(Message::Ping(_) | Message::Pong(_)))
                | Turn::Revoked(Ok(_)) => None,
                Turn::Tick => Some(self.tick()?),
                // Some were missed, and ours may be among them.
                Turn::Revoked(Err(RecvError::Lagged(_))) => {
                    self.identify_again().await?;
                    None
                }
                Turn::Stop | Turn::Revoked(Err(RecvError::Closed)) => {
                    return Err(Close::GoingAway);
                }
            };
            let Some(frame) = frame else { continue };
            match timeout(self.room.settings.patience, socket.send(frame)).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Ok(()),
                Err(_) => return Err(self.too_slow()),
            }
        }
    }

    async fn receive(&mut self, text: &str) -> Result<Option<Message>, Close> {
        let message = serde_json::from_str(text).map_err(|_| Close::Malformed)?;
        match message {
            ClientMessage::ConnectionInit { payload } => self.initialise(payload).await,
            ClientMessage::Ping {} => Ok(ServerMessage::Pong.frame()),
            ClientMessage::Pong {} => Ok(None),
            ClientMessage::Subscribe { id, payload } => self.subscribe(id, &payload),
            ClientMessage::Complete { id } => {
                self.operations.remove(&id);
                Ok(None)
            }
        }
    }

    async fn initialise(
        &mut self,
        payload: Option<Map<String, Value>>,
    ) -> Result<Option<Message>, Close> {
        if !matches!(self.stage, Stage::New) {
            return Err(Close::TooManyInitialisations);
        }
        let token = token_in(&payload.unwrap_or_default())?;
        let viewer = match &token {
            Some(token) => Some(identify(&self.room, token, &self.request_id).await?),
            None => None,
        };
        self.stage = Stage::Ready {
            token,
            _open: viewer.clone().map(|viewer| self.room.sockets.open(viewer)),
            caller: Caller {
                viewer,
                address: self.address,
            },
        };
        Ok(ServerMessage::ConnectionAck.frame())
    }

    fn subscribe(&mut self, id: String, payload: &Value) -> Result<Option<Message>, Close> {
        let Stage::Ready { caller, .. } = &self.stage else {
            return Err(Close::NotInitialised);
        };
        if self.operations.contains_key(&id) {
            return Err(Close::DuplicateId(id));
        }
        match self.begin(payload, caller) {
            Ok(stream) => {
                self.operations.insert(id, stream);
                Ok(None)
            }
            Err(refusal) => {
                self.room.metrics.count(None, refusal.code.as_str());
                let errors = [refusal.server_error()];
                Ok(ServerMessage::Error {
                    id: &id,
                    payload: &errors,
                }
                .frame())
            }
        }
    }

    fn begin(
        &self,
        payload: &Value,
        caller: &Caller,
    ) -> Result<BoxStream<'static, Event>, Refusal> {
        self.room.charge(caller, BASE)?;
        if self.operations.len() >= OPERATIONS {
            return Err(Refusal::rate_limited(1));
        }
        let params = params::from_value(payload.clone())?;
        start(&self.room, params, caller, self.request_id.clone())
    }

    fn produce(&mut self, id: &str, event: &Event) -> Option<Message> {
        match event {
            Event::Next(response) if is_request_error(response) => {
                self.operations.remove(id);
                ServerMessage::Error {
                    id,
                    payload: &response.errors,
                }
                .frame()
            }
            Event::Next(response) => ServerMessage::Next {
                id,
                payload: response,
            }
            .frame(),
            Event::Complete => {
                self.operations.remove(id);
                ServerMessage::Complete { id }.frame()
            }
        }
    }

    fn holds(&self, token_id: i64) -> bool {
        match &self.stage {
            Stage::New => false,
            Stage::Ready { caller, .. } => caller
                .viewer
                .as_ref()
                .is_some_and(|viewer| viewer.token_id == token_id),
        }
    }

    /// Nothing is lost: the client subscribes again after the last cursor that it has read.
    fn too_slow(&self) -> Close {
        tracing::warn!(request_id = self.request_id, "a socket was not read from");
        Close::TooSlow
    }

    fn tick(&self) -> Result<Message, Close> {
        match &self.stage {
            Stage::New => Err(Close::InitialisationTimeout),
            Stage::Ready { .. } => Ok(Message::Ping(Vec::new().into())),
        }
    }

    /// A token that was revoked must not go on listening.
    async fn identify_again(&mut self) -> Result<(), Close> {
        if let Stage::Ready {
            token: Some(token), ..
        } = &self.stage
        {
            identify(&self.room, token, &self.request_id).await?;
        }
        Ok(())
    }
}

/// Borrows the room alone: the session's streams are not shared between threads.
async fn identify(room: &Room, token: &str, request_id: &str) -> Result<Viewer, Close> {
    room.identify(token, request_id)
        .await
        .map_err(|_| Close::Forbidden)
}

/// The token in the payload of `connection_init`, under the name of the header.
fn token_in(payload: &Map<String, Value>) -> Result<Option<String>, Close> {
    let mut entries = payload.iter();
    let Some((_, value)) = entries.find(|(name, _)| name.eq_ignore_ascii_case("authorization"))
    else {
        return Ok(None);
    };
    let text = value.as_str().ok_or(Close::Forbidden)?;
    token_of(text)
        .map(|token| Some(token.to_owned()))
        .map_err(|_| Close::Forbidden)
}
