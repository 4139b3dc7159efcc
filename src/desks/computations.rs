//! The rounds that this process computes, and how many it computes at once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::gauge::Gauge;

/// Solving keeps a processor busy; callers who wait take turns beyond this.
const CALLERS: usize = 4;
/// Everybody may ask why, so that those who answer must not stand in a coordinator's way.
const EXPLANATIONS: usize = 2;
/// Rounds that nobody waits for leave the machine to those who do.
const BACKGROUND: usize = 2;

/// What this process computes.
pub struct Computations {
    owner: String,
    running: Mutex<BTreeMap<i64, Arc<Gauge>>>,
    callers: Arc<Semaphore>,
    explanations: Arc<Semaphore>,
    background: Arc<Semaphore>,
}

/// A place among those who compute, until it is dropped.
pub type Turn = OwnedSemaphorePermit;

impl Computations {
    /// None yet, for the process with this name.
    #[must_use]
    pub fn of(owner: String) -> Self {
        Self {
            owner,
            running: Mutex::default(),
            callers: Arc::new(Semaphore::new(CALLERS)),
            explanations: Arc::new(Semaphore::new(EXPLANATIONS)),
            background: Arc::new(Semaphore::new(BACKGROUND)),
        }
    }

    /// The name that tells this process from others on the same database.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Waits for a turn to compute while a coordinator waits.
    pub async fn turn(&self) -> Option<Turn> {
        taken(&self.callers).await
    }

    /// Waits for a turn to compute what an explanation needs.
    pub async fn explanation_turn(&self) -> Option<Turn> {
        taken(&self.explanations).await
    }

    /// Waits for a turn to compute in the background.
    pub async fn background_turn(&self) -> Option<Turn> {
        taken(&self.background).await
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

async fn taken(turns: &Arc<Semaphore>) -> Option<Turn> {
    // Nobody closes them.
    Arc::clone(turns).acquire_owned().await.ok()
}
