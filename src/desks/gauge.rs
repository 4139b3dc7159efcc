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

use super::computations::Turn;
use crate::{fault::Fault, store::computations::Reading};

/// Shared by a computation and those who watch it.
pub struct Gauge {
    stopped: AtomicBool,
    /// Steps after which the computation is to stop.
    limit: i64,
    reading: Mutex<Reading>,
}

impl Default for Gauge {
    fn default() -> Self {
        Self::within(i64::MAX)
    }
}

impl Gauge {
    /// For a computation that is of no use if it takes more than so many steps.
    ///
    /// Unlike the solver's budget, which it shares out among its means, this does not change what
    /// is found: either the very answer that the budget leads to, or none.
    #[must_use]
    pub fn within(limit: i64) -> Self {
        Self {
            limit,
            stopped: AtomicBool::new(false),
            reading: Mutex::new(Reading {
                phase: RoundPhase::Waiting,
                steps: 0,
                best: None,
                bound: None,
            }),
        }
    }

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
        if reading.steps > self.limit {
            self.stop();
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

    /// Whether it was stopped because its steps were used up.
    #[must_use]
    pub fn is_spent(&self) -> bool {
        self.reading().steps > self.limit
    }

    /// Whether it was told to stop; what it has found then depends on when, and is of no use.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// Runs `work` on a thread of its own; it is stopped when nobody waits for it any more, and only
/// its end gives the turn back.
pub async fn on_a_thread<T: Send + 'static>(
    (gauge, turn): (&Arc<Gauge>, Option<Turn>),
    work: impl FnOnce(&Gauge) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let mut leash = Leash(Some(Arc::clone(gauge)));
    let gauge = Arc::clone(gauge);
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work(&gauge)
    })
    .await;
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
    use tokio::sync::Semaphore;

    use super::{Gauge, on_a_thread};

    const PROGRESS: Progress = Progress {
        steps: 9,
        best: Some(70),
        bound: None,
    };

    /// Works until it is told to stop.
    fn endless(gauge: &Gauge) {
        while gauge.tell(PROGRESS, Some(7)) == ControlFlow::Continue(()) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[tokio::test]
    async fn a_computation_ends_when_nobody_waits_for_it_any_more() {
        let gauge = Arc::<Gauge>::default();
        let places = Arc::new(Semaphore::new(1));
        let turn = Arc::clone(&places).try_acquire_owned().ok();
        let (end, ending) = mpsc::channel();
        let work = on_a_thread((&gauge, turn), move |gauge| {
            endless(gauge);
            ending.recv().unwrap();
            Ok(())
        });
        let waited = tokio::time::timeout(Duration::from_millis(50), work).await;
        assert!(waited.is_err());
        assert_eq!(places.available_permits(), 0, "a thread still runs");
        end.send(()).unwrap();
        let free = tokio::time::timeout(Duration::from_secs(10), places.acquire()).await;
        assert!(free.is_ok());
        assert_eq!(gauge.reading().best, Some(10));
    }

    #[test]
    fn one_that_has_used_up_its_steps_is_stopped() {
        let gauge = Gauge::within(8);
        assert!(!gauge.is_spent());
        assert_eq!(gauge.tell(PROGRESS, None), ControlFlow::Break(()));
        assert!(gauge.is_spent() && gauge.is_stopped());
        assert!(Gauge::within(9).tell(PROGRESS, None).is_continue());
    }

    #[tokio::test]
    async fn one_that_comes_to_its_end_is_not_stopped() {
        let gauge = Arc::<Gauge>::default();
        let done = on_a_thread((&gauge, None), |gauge| Ok(gauge.tell(PROGRESS, None))).await;
        assert_eq!(done.unwrap(), ControlFlow::Continue(()));
        assert!(!gauge.is_stopped());
    }
}
