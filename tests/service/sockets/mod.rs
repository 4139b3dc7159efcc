//! Sockets over a served club: what they tell, and when they close.

mod closing;
mod events;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use async_graphql::futures_util::{SinkExt, StreamExt};
use mizan::{
    app::App,
    http::{HttpSettings, Room, Service, serve},
};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::support::{Who, World};

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;
/// Longer than anything takes that is going to happen.
const SOON: Duration = Duration::from_secs(20);

/// A serving process in the test's own; it ends with the test's runtime.
pub struct Server {
    address: SocketAddr,
}

impl Server {
    pub async fn start(app: &Arc<App>, settings: HttpSettings) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = Arc::new(Service::new(Arc::clone(app)));
        let room = Arc::new(Room::new(service, settings).unwrap());
        tokio::spawn(serve(listener, room, std::future::pending()));
        Self { address }
    }

    /// A socket whose `connection_init` carries this token, and what is answered to that.
    pub async fn greet(&self, token: &str) -> (Socket, Value) {
        let mut request = format!("ws://{}/graphql/ws", self.address)
            .into_client_request()
            .unwrap();
        let protocol = "graphql-transport-ws".parse().unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol);
        let (mut socket, _) = connect_async(request).await.unwrap();
        let payload = json!({"authorization": format!("Bearer {token}")});
        say(
            &mut socket,
            json!({"type": "connection_init", "payload": payload}),
        )
        .await;
        let answer = hear(&mut socket).await;
        (socket, answer)
    }

    /// A socket that is signed in.
    pub async fn socket(&self, token: &str) -> Socket {
        let (socket, answer) = self.greet(token).await;
        assert_eq!(answer, json!({"type": "connection_ack"}));
        socket
    }
}

/// The token of somebody of the small club.
pub fn token(world: &World, who: Who) -> String {
    world.caller(who).token.unwrap()
}

pub async fn say(socket: &mut Socket, message: Value) {
    let message = Message::text(message.to_string());
    socket.send(message).await.unwrap();
}

/// The next message, or the code with which the socket was closed.
pub async fn hear(socket: &mut Socket) -> Value {
    loop {
        let heard = tokio::time::timeout(SOON, socket.next()).await;
        match heard.unwrap().unwrap().unwrap() {
            Message::Text(text) => return serde_json::from_str(&text).unwrap(),
            Message::Close(Some(frame)) => return json!(u16::from(frame.code)),
            Message::Ping(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

pub async fn subscribe(socket: &mut Socket, id: &str, query: &str) {
    let payload = json!({"query": query});
    say(
        socket,
        json!({"type": "subscribe", "id": id, "payload": payload}),
    )
    .await;
}

/// Checks that a socket is open, and that nothing was said on it.
pub async fn assert_quiet(socket: &mut Socket) {
    say(socket, json!({"type": "ping"})).await;
    assert_eq!(hear(socket).await, json!({"type": "pong"}));
}
