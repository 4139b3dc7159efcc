//! How often one caller may call: a token bucket each, refilled with time.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Instant;

/// Callers remembered before those at rest are forgotten; a bucket is about a hundred bytes.
const REMEMBERED: usize = 10_000;

/// Who a bucket belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// Somebody signed in, by the id of the token.
    Token(i64),
    /// Everybody else, by address.
    Address(Option<std::net::IpAddr>),
}

/// The buckets of all callers.
#[derive(Debug)]
pub struct Pace {
    burst: f64,
    per_second: f64,
    buckets: Mutex<BTreeMap<Caller, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Pace {
    /// `burst` requests at once, `per_second` in the long run; both at least 1.
    #[must_use]
    pub fn new(burst: u32, per_second: u32) -> Self {
        Self {
            burst: f64::from(burst.max(1)),
            per_second: f64::from(per_second.max(1)),
            buckets: Mutex::default(),
        }
    }

    /// Counts one request.
    ///
    /// # Errors
    ///
    /// The whole seconds to wait, at least 1, where the bucket is empty.
    pub fn step(&self, caller: Caller, now: Instant) -> Result<(), u64> {
        let mut buckets = self
            .buckets
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| self.filled(*bucket, now) < self.burst);
        }
        let full = Bucket {
            left: self.burst,
            at: now,
        };
        let bucket = buckets.entry(caller).or_insert(full);
        *bucket = Bucket {
            left: self.filled(*bucket, now),
            at: now,
        };
        if bucket.left < 1.0 {
            return Err(1);
        }
        bucket.left -= 1.0;
        Ok(())
    }

    fn filled(&self, bucket: Bucket, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(bucket.at).as_secs_f64();
        (bucket.left + seconds * self.per_second).min(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_passes_and_time_refills() {
        let pace = Pace::new(2, 4);
        let start = Instant::now();
        let step = |caller, millis| pace.step(caller, start + Duration::from_millis(millis));
        assert_eq!(step(Caller::Token(1), 0), Ok(()));
        assert_eq!(step(Caller::Token(1), 0), Ok(()));
        assert_eq!(step(Caller::Token(1), 0), Err(1));
        assert_eq!(step(Caller::Token(2), 0), Ok(()), "others are not held up");
        assert_eq!(step(Caller::Token(1), 250), Ok(()));
        assert_eq!(step(Caller::Token(1), 250), Err(1));
    }
}
