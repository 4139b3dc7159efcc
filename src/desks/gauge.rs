//! What a running computation shows of itself, and the word that stops it.

use std::{
    ops::ControlFlow,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use entity::round_computation::RoundPhase;
use matching::assignment::Progress;

use crate::{fault::Fault, store::computations::Reading};

/// Shared by a computation and those who watch it.
pub struct Gauge {
    stopped: AtomicBool,
    reading: Mutex<Reading>,
}

impl Default for Gauge {
    fn default() -> Self {
        Self {
            stopped: AtomicBool::new(false),
            reading: Mutex::new(Reading {
                phase: RoundPhase::Waiting,
                steps: 0,
                best: None,
                bound: None,
            }),
        }
    }
}

impl Gauge {
    /// How far the computation is.
    #[must_use]
    pub fn reading(&self) -> Reading {
        *self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says what is being done now.
    pub fn enter(&self, phase: RoundPhase) {
        self.reading
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .phase = phase;
    }

    /// Notes how far the solver is, whose scores are `scale` times ours; tells it whether to go on.
    pub fn tell(&self, progress: Progress, scale: i64) -> ControlFlow<()> {
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        reading.steps = i64::try_from(progress.steps).unwrap_or(i64::MAX);
        reading.best = progress.best.map(|best| best / scale);
        reading.bound = progress.bound.map(|bound| bound / scale);
        if self.is_stopped() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    /// Tells the computation to stop; it does within some milliseconds.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it was told to stop; what it has found then depends on when, and is of no use.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// Runs `work` on a thread of its own; it is stopped when nobody waits for it any more.
pub async fn on_a_thread<T: Send + 'static>(
    gauge: &Arc<Gauge>,
    work: impl FnOnce(&Gauge) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let mut leash = Leash(Some(Arc::clone(gauge)));
    let gauge = Arc::clone(gauge);
    let done = tokio::task::spawn_blocking(move || work(&gauge)).await;
    leash.0 = None;
    done.map_err(|error| Fault::Internal(format!("computing a round: {error}")))?
}

/// Stops a computation when it is dropped before the end.
struct Leash(Option<Arc<Gauge>>);

impl Drop for Leash {
    fn drop(&mut self) {
        if let Some(gauge) = &self.0 {
            gauge.stop();
        }
    }
}
