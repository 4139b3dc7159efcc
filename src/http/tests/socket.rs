//! The WebSocket, from its greeting to its end.

use async_graphql::futures_util::SinkExt;
use serde_json::json;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::*;
use crate::http::serve;

pub type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

pub struct Server {
    pub address: std::net::SocketAddr,
    stop: tokio::sync::oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<std::io::Result<()>>,
}

async fn start() -> Server {
    start_with(room()).await
}

pub async fn start_with(room: Arc<Room>) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let ended = tokio::spawn(serve(listener, room, async {
        drop(stopped.await);
    }));
    Server {
        address,
        stop,
        ended,
    }
}

async fn connect(
    server: &Server,
    headers: &[(&'static str, &'static str)],
) -> Result<Socket, Error> {
    let mut request = format!("ws://{}/graphql/ws", server.address)
        .into_client_request()
        .unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().unwrap());
    }
    connect_async(request).await.map(|(socket, _)| socket)
}

pub async fn socket(server: &Server) -> Socket {
    connect(
        server,
        &[("sec-websocket-protocol", "graphql-transport-ws")],
    )
    .await
    .unwrap()
}

pub async fn say(socket: &mut Socket, message: Value) {
    socket
        .send(Message::text(message.to_string()))
        .await
        .unwrap();
}

pub async fn hear(socket: &mut Socket) -> Value {
    match socket.next().await.unwrap().unwrap() {
        Message::Text(text) => serde_json::from_str(&text).unwrap(),
        Message::Close(Some(frame)) => json!(u16::from(frame.code)),
        other => panic!("{other:?}"),
    }
}

async fn signed_in(server: &Server) -> Socket {
    signed_in_with(server, "one").await
}

pub async fn signed_in_with(server: &Server, token: &str) -> Socket {
    let mut socket = socket(server).await;
    let payload = json!({"Authorization": format!("Bearer {token}")});
    say(
        &mut socket,
        json!({"type": "connection_init", "payload": payload}),
    )
    .await;
    assert_eq!(hear(&mut socket).await, json!({"type": "connection_ack"}));
    socket
}

pub async fn subscribe(socket: &mut Socket, id: &str, query: &str) {
    say(
        socket,
        json!({"type": "subscribe", "id": id, "payload": {"query": query}}),
    )
    .await;
}

#[tokio::test]
async fn events_come_in_order_and_end() {
    let server = start().await;
    let mut socket = signed_in(&server).await;
    subscribe(&mut socket, "1", "subscription { count(to: 2) }").await;
    for count in 1..=2 {
        let next = json!({"type": "next", "id": "1", "payload": {"data": {"count": count}}});
        assert_eq!(hear(&mut socket).await, next);
    }
    assert_eq!(
        hear(&mut socket).await,
        json!({"type": "complete", "id": "1"})
    );
    subscribe(&mut socket, "1", "{ tokenId }").await;
    assert_eq!(
        hear(&mut socket).await["payload"]["data"]["tokenId"],
        0,
        "the id is free again"
    );
    assert_eq!(hear(&mut socket).await["type"], "complete");
    say(&mut socket, json!({"type": "ping"})).await;
    assert_eq!(hear(&mut socket).await, json!({"type": "pong"}));
}

#[tokio::test]
async fn faulty_operations_get_an_error_message() {
    let server = start().await;
    let mut socket = signed_in(&server).await;
    for (query, code) in [
        ("{", "BAD_USER_INPUT"),
        ("subscription { nothing }", "BAD_USER_INPUT"),
        (
            "{ a { a { a { a { a { a { a { a { a { a { a { a { a } } } } } } } } } } } } }",
            "QUERY_TOO_DEEP",
        ),
    ] {
        subscribe(&mut socket, "1", query).await;
        let error = hear(&mut socket).await;
        assert_eq!(
            (&error["type"], &error["id"]),
            (&json!("error"), &json!("1")),
            "{error}"
        );
        assert_eq!(error["payload"][0]["extensions"]["code"], code, "{error}");
    }
}

#[tokio::test]
async fn a_token_holds_five_subscriptions() {
    let server = start().await;
    let mut sockets = [signed_in(&server).await, signed_in(&server).await];
    for id in 0..5 {
        let socket = &mut sockets[id % 2];
        subscribe(socket, &id.to_string(), "subscription { forever }").await;
        assert_eq!(hear(socket).await["type"], "next");
    }
    let [first, second] = &mut sockets;
    subscribe(first, "6", "subscription { forever }").await;
    assert_eq!(
        hear(first).await["payload"][0]["extensions"]["code"],
        "RATE_LIMITED"
    );
    say(first, json!({"type": "complete", "id": "0"})).await;
    say(first, json!({"type": "ping"})).await;
    assert_eq!(hear(first).await["type"], "pong");
    subscribe(second, "6", "subscription { forever }").await;
    assert_eq!(hear(second).await["type"], "next");
}

#[tokio::test]
async fn the_protocol_is_kept() {
    let server = start().await;
    let init = json!({"type": "connection_init"});
    let forever =
        json!({"type": "subscribe", "id": "1", "payload": {"query": "subscription { forever }"}});
    let wrong = json!({"type": "connection_init", "payload": {"Authorization": "Bearer three"}});
    for (messages, code) in [
        (vec![forever.clone()], 4401),
        (vec![wrong], 4403),
        (vec![init.clone(), init.clone()], 4429),
        (vec![json!({"type": "other"})], 4400),
    ] {
        let mut socket = socket(&server).await;
        for message in messages {
            say(&mut socket, message).await;
        }
        let mut heard = hear(&mut socket).await;
        if heard["type"] == "connection_ack" {
            heard = hear(&mut socket).await;
        }
        assert_eq!(heard, json!(code));
    }
    let mut socket = signed_in(&server).await;
    say(&mut socket, forever.clone()).await;
    assert_eq!(hear(&mut socket).await["type"], "next");
    say(&mut socket, forever.clone()).await;
    assert_eq!(hear(&mut socket).await, json!(4409));
    let mut anonymous = self::socket(&server).await;
    say(&mut anonymous, init).await;
    assert_eq!(hear(&mut anonymous).await["type"], "connection_ack");
    say(&mut anonymous, forever).await;
    assert_eq!(
        hear(&mut anonymous).await["payload"][0]["extensions"]["code"],
        "UNAUTHENTICATED"
    );
}

#[tokio::test]
async fn strange_pages_and_protocols_are_refused() {
    let server = start().await;
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    for (headers, status) in [
        (vec![protocol, ("origin", "https://evil.example")], 403),
        (vec![("sec-websocket-protocol", "graphql-ws")], 400),
        (vec![], 400),
    ] {
        match connect(&server, &headers).await {
            Err(Error::Http(response)) => assert_eq!(response.status().as_u16(), status),
            other => panic!("{other:?}"),
        }
    }
    assert!(
        connect(&server, &[protocol, ("origin", "https://club.example")])
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn stopping_says_goodbye() {
    let server = start().await;
    let mut socket = signed_in(&server).await;
    subscribe(&mut socket, "1", "subscription { forever }").await;
    assert_eq!(hear(&mut socket).await["type"], "next");
    server.stop.send(()).unwrap();
    assert_eq!(hear(&mut socket).await, json!(1001));
    server.ended.await.unwrap().unwrap();
}
