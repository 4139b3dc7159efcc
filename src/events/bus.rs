//! The live end of the trail. A commit only wakes; what happened is read from the rows after
//! the follower's place, so that nothing is lost however slowly somebody reads.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use entity::audit_event;
use tokio::sync::{Mutex, broadcast, watch};

use crate::{
    app::App,
    store::{StoreError, audit},
};

/// How long a commit of another process may stay unseen. All followers share one look.
const LOOK: Duration = Duration::from_secs(1);
/// Rows read at once.
const PAGE: u64 = 100;
/// Revoked tokens that a socket may fall behind by; beyond that it asks the database.
const REVOCATIONS: usize = 64;

/// What wakes those who follow.
pub struct Bus {
    seen: Mutex<Option<Seen>>,
    revoked: broadcast::Sender<i64>,
}

struct Seen {
    newest_id: i64,
    at: Instant,
}

impl Default for Bus {
    fn default() -> Self {
        Self {
            seen: Mutex::default(),
            revoked: broadcast::Sender::new(REVOCATIONS),
        }
    }
}

impl Bus {
    /// Says that a token is worth nothing any more; only after that is committed.
    pub fn revoke(&self, token_id: i64) {
        // Nobody need be listening.
        let _ = self.revoked.send(token_id);
    }

    /// The ids of tokens as they are revoked in this process.
    #[must_use]
    pub fn revoked(&self) -> broadcast::Receiver<i64> {
        self.revoked.subscribe()
    }

    /// The newest event's id, at most [`LOOK`] old.
    async fn newest_id(&self, app: &App) -> Result<i64, StoreError> {
        let mut seen = self.seen.lock().await;
        if let Some(seen) = seen.as_ref().filter(|seen| seen.at.elapsed() < LOOK) {
            return Ok(seen.newest_id);
        }
        let newest_id = audit::newest_id(app.store.reader()).await?;
        *seen = Some(Seen {
            newest_id,
            at: Instant::now(),
        });
        Ok(newest_id)
    }
}

/// Reads the trail from a place on, and waits at its end.
pub struct Follower {
    app: Arc<App>,
    commits: watch::Receiver<u64>,
    place: i64,
}

impl Follower {
    /// Follows after the event with this id.
    #[must_use]
    pub fn after(app: Arc<App>, place: i64) -> Self {
        Self {
            commits: app.store.commits(),
            app,
            place,
        }
    }

    /// The service that is followed.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The next events, at least one, in the order in which they happened.
    pub async fn next(&mut self) -> Result<Vec<audit_event::Model>, StoreError> {
        loop {
            // A commit between the read and the wait must still wake.
            self.commits.mark_unchanged();
            let rows = audit::after(self.app.store.reader(), self.place, PAGE).await?;
            if let Some(last) = rows.last() {
                self.place = last.id;
                return Ok(rows);
            }
            self.wait().await?;
        }
    }

    async fn wait(&mut self) -> Result<(), StoreError> {
        loop {
            tokio::select! {
                // The sender lives in the store, which `app` keeps.
                _ = self.commits.changed() => return Ok(()),
                () = tokio::time::sleep(LOOK) => {}
            }
            if self.app.bus.newest_id(&self.app).await? > self.place {
                return Ok(());
            }
        }
    }
}
