//! Whoever does not read is told so: what was sent arrives whole and in order, then the reason.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::socket::{Socket, hear, signed_in_with, start_with, subscribe};
use super::*;

/// Far more than the buffers of both ends hold.
const MANY: &str = "subscription { count(to: 2000000000) }";

fn impatient() -> Arc<Room> {
    room_with(HttpSettings {
        patience: Duration::from_millis(300),
        ..HttpSettings::default()
    })
}

/// Reads to the end: how many events came, each the one after the last, and the closing code.
async fn read_to_the_end(socket: &mut Socket) -> (i64, Option<u16>) {
    let (mut count, mut code) = (0, None);
    while let Some(Ok(message)) = socket.next().await {
        match message {
            Message::Text(text) => {
                let message: Value = serde_json::from_str(&text).unwrap();
                count += 1;
                assert_eq!(
                    message["payload"]["data"]["count"], count,
                    "none is left out"
                );
            }
            Message::Close(frame) => code = frame.map(|frame| u16::from(frame.code)),
            _ => {}
        }
    }
    (count, code)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_is_told_after_what_was_sent() {
    let room = impatient();
    let server = start_with(Arc::clone(&room)).await;
    let mut slow = signed_in_with(&server, "one").await;
    subscribe(&mut slow, "1", MANY).await;
    tokio::time::sleep(Duration::from_millis(450)).await;
    // The service has lost its patience and waits as long again to say so.
    let (count, code) = read_to_the_end(&mut slow).await;
    assert!(count > 0);
    assert_eq!(code, Some(1013));
    assert_eq!(room.quota.total(), 0, "its place is free");
    let mut quick = signed_in_with(&server, "one").await;
    subscribe(&mut quick, "1", "subscription { count(to: 1) }").await;
    assert_eq!(
        hear(&mut quick).await["payload"]["data"],
        json!({"count": 1})
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_never_reads_again_is_given_up() {
    let room = impatient();
    let server = start_with(Arc::clone(&room)).await;
    let mut gone = signed_in_with(&server, "one").await;
    subscribe(&mut gone, "1", MANY).await;
    for _ in 0..200 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if room.quota.total() == 0 && room.sockets.total() == 0 {
            return;
        }
    }
    panic!("the socket is still held");
}
