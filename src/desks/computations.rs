//! The rounds that this process computes, and how many it computes at once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Semaphore, SemaphorePermit};

use super::gauge::Gauge;

/// Solving keeps a processor busy; callers who wait take turns beyond this.
const CALLERS: usize = 4;
/// Rounds that nobody waits for leave the machine to those who do.
const BACKGROUND: usize = 2;

/// What this process computes.
pub struct Computations {
    owner: String,
    running: Mutex<BTreeMap<i64, Arc<Gauge>>>,
    callers: Semaphore,
    background: Semaphore,
}

impl Computations {
    /// None yet, for the process with this name.
    #[must_use]
    pub fn of(owner: String) -> Self {
        Self {
            owner,
            running: Mutex::default(),
            callers: Semaphore::new(CALLERS),
            background: Semaphore::new(BACKGROUND),
        }
    }

    /// The name that tells this process from others on the same database.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Waits for a turn to compute while a caller waits.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // Nobody closes it.
        self.callers.acquire().await.ok()
    }

    /// Waits for a turn to compute in the background.
    pub async fn background_turn(&self) -> Option<SemaphorePermit<'_>> {
        self.background.acquire().await.ok()
    }

    /// The gauge of a round that this process computes.
    #[must_use]
    pub fn gauge(&self, round_id: i64) -> Option<Arc<Gauge>> {
        self.running().get(&round_id).cloned()
    }

    /// The rounds that this process computes.
    #[must_use]
    pub fn rounds(&self) -> Vec<i64> {
        self.running().keys().copied().collect()
    }

    /// Begins to show a round's gauge.
    pub fn enter(&self, round_id: i64) -> Arc<Gauge> {
        let gauge = Arc::<Gauge>::default();
        self.running().insert(round_id, Arc::clone(&gauge));
        gauge
    }

    /// The round is computed no more.
    pub fn leave(&self, round_id: i64) {
        self.running().remove(&round_id);
    }

    /// Stops a round's computation, if it is one of this process.
    pub fn stop(&self, round_id: i64) {
        if let Some(gauge) = self.gauge(round_id) {
            gauge.stop();
        }
    }

    fn running(&self) -> MutexGuard<'_, BTreeMap<i64, Arc<Gauge>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
