//! The listening loop: serves until told to stop, then lets what runs come to its end.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::room::Room;
use super::router;

/// Serves until `stop` is done; then takes no new connections, closes the sockets, and waits
/// for running requests at most as long as the settings say.
///
/// # Errors
///
/// What the operating system says of the listener.
pub async fn serve(
    listener: TcpListener,
    room: Arc<Room>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let drain = room.settings.drain;
    let service = router(Arc::clone(&room)).into_make_service_with_connect_info::<SocketAddr>();
    let signal = {
        let room = Arc::clone(&room);
        async move {
            stop.await;
            room.stopping.send_replace(true);
        }
    };
    let overdue = async {
        let mut stopping = room.stopping.subscribe();
        // The sender lives in the room, which outlives this wait.
        let _ = stopping.wait_for(|stopping| *stopping).await;
        tokio::time::sleep(drain).await;
    };
    tokio::select! {
        ended = axum::serve(listener, service).with_graceful_shutdown(signal).into_future() => ended,
        () = recheck(&room) => Ok(()),
        () = overdue => {
            tracing::warn!("stopped with requests still running");
            Ok(())
        }
    }
}

/// Closes the sockets whose tokens have expired or were taken back elsewhere, and those of people
/// whose role, unit or membership is another now; never ends. One statement serves all sockets of
/// the process.
async fn recheck(room: &Room) {
    let mut ticks = tokio::time::interval(room.settings.recheck);
    loop {
        ticks.tick().await;
        let viewers = room.sockets.viewers();
        if viewers.is_empty() {
            continue;
        }
        if let Err(error) = room.house.recheck(viewers).await {
            tracing::error!(error, "the tokens of sockets could not be looked up");
        }
    }
}
