//! The sockets that are open, each with the viewer as whom it was opened.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::auth::Viewer;

/// Open sockets of those who are signed in.
#[derive(Debug, Clone, Default)]
pub struct Sockets {
    open: Arc<Mutex<BTreeMap<u64, Viewer>>>,
}

/// One open socket, until it is dropped.
#[derive(Debug)]
pub struct OpenSocket {
    sockets: Sockets,
    number: u64,
}

impl Sockets {
    /// Counts a socket in.
    #[must_use]
    pub fn open(&self, viewer: Viewer) -> OpenSocket {
        let mut open = self.lock();
        let number = open.last_key_value().map_or(0, |(last, _)| last + 1);
        open.insert(number, viewer);
        OpenSocket {
            sockets: self.clone(),
            number,
        }
    }

    /// The viewers as whom sockets were opened, one for each socket.
    #[must_use]
    pub fn viewers(&self) -> Vec<Viewer> {
        self.lock().values().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Viewer>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.sockets.lock().remove(&self.number);
    }
}
