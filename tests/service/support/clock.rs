//! A clock that stands still until a test moves it.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use mizan::clock::Clock;

/// 2026-11-22 08:00 UTC, 1 Azar 1405 in Mashhad.
const START_SECONDS: i64 = 1_795_334_400;

/// The time of one world.
#[derive(Clone)]
pub struct StoppedClock(Arc<AtomicI64>);

impl StoppedClock {
    /// A clock at the start of all tests.
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(START_SECONDS * 1_000_000)))
    }

    /// The clock as the service reads it.
    pub fn clock(&self) -> Clock {
        let this = self.clone();
        Clock::with(move || this.now())
    }

    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0.load(Ordering::SeqCst)).unwrap()
    }

    pub fn advance(&self, by: TimeDelta) {
        let microseconds = by.num_microseconds().unwrap();
        self.0.fetch_add(microseconds, Ordering::SeqCst);
    }
}
