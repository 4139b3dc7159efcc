//! Whoever does not read is told so: what was sent arrives whole and in order, then the reason.

use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use super::socket::{Socket, hear, signed_in_with, start_with, subscribe};
use super::*;

/// Far more than the buffers of both ends hold.
const MANY: &str = "subscription { count(to: 2000000000) }";

/// So long the service waits for a reader, and then as long again to say that it has.
const PATIENCE: Duration = Duration::from_secs(2);

fn impatient() -> Arc<Room> {
    room_with(HttpSettings {
        patience: PATIENCE,
        ..HttpSettings::default()
    })
}

/// Waits until the service has lost its patience.
async fn given_up(room: &Room) {
    for _ in 0..6_000 {
        if room.quota.total() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the subscription is still held");
}

/// Reads to the end, from the second event: each is the one after the last. Answers with the
/// number of the last, and the closing code.
async fn read_to_the_end(socket: &mut Socket) -> (i64, Option<u16>) {
    let (mut count, mut code) = (1, None);
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
    assert_eq!(hear(&mut slow).await["payload"]["data"]["count"], 1);
    given_up(&room).await;
    let (count, code) = read_to_the_end(&mut slow).await;
    assert!(count > 1);
    assert_eq!(code, Some(1013));
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
    assert_eq!(hear(&mut gone).await["payload"]["data"]["count"], 1);
    given_up(&room).await;
    for _ in 0..6_000 {
        if room.sockets.viewers().is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the socket is still held");
}
