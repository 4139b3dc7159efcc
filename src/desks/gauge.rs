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

    /// Notes how far the solver is, and tells it whether to go on.
    ///
    /// `scale` is what its scores are multiplied by; none where its goal is not the plain total, so
    /// that its values mean nothing to others.
    pub fn tell(&self, progress: Progress, scale: Option<i64>) -> ControlFlow<()> {
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        reading.steps = i64::try_from(progress.steps).unwrap_or(i64::MAX);
        if let Some(scale) = scale {
            let (best, bound) = (progress.best, progress.bound);
            reading.best = reading.best.max(best.map(|best| best / scale));
            let known = reading.bound.into_iter();
            reading.bound = known.chain(bound.map(|bound| bound / scale)).min();
        }
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

#[cfg(test)]
mod tests {
    use std::{
        ops::ControlFlow,
        sync::{Arc, mpsc},
        time::Duration,
    };

    use matching::assignment::Progress;

    use super::{Gauge, on_a_thread};

    const PROGRESS: Progress = Progress {
        steps: 9,
        best: Some(70),
        bound: None,
    };

    /// Works until it is told to stop, and says so.
    fn endless(gauge: &Gauge, stopped: &mpsc::Sender<()>) {
        while gauge.tell(PROGRESS, Some(7)) == ControlFlow::Continue(()) {
            std::thread::sleep(Duration::from_millis(1));
        }
        stopped.send(()).unwrap();
    }

    #[tokio::test]
    async fn a_computation_ends_when_nobody_waits_for_it_any_more() {
        let gauge = Arc::<Gauge>::default();
        let (stopped, heard) = mpsc::channel();
        let work = on_a_thread(&gauge, move |gauge| {
            endless(gauge, &stopped);
            Ok(())
        });
        let waited = tokio::time::timeout(Duration::from_millis(50), work).await;
        assert!(waited.is_err());
        heard.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(gauge.reading().best, Some(10));
    }

    #[tokio::test]
    async fn one_that_comes_to_its_end_is_not_stopped() {
        let gauge = Arc::<Gauge>::default();
        let done = on_a_thread(&gauge, |gauge| Ok(gauge.tell(PROGRESS, None))).await;
        assert_eq!(done.unwrap(), ControlFlow::Continue(()));
        assert!(!gauge.is_stopped());
    }
}
