//! How much one caller may ask for: a bucket of points each, refilled with time.
//! A request costs its analysed cost and a base; callers behind one address share a larger
//! bucket, so that many tokens in one hand do not multiply what it gets.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::caller::Caller;

/// Points of any request, for reading, identifying and parsing it.
pub const BASE: u64 = 10;
/// How many callers' worth an address may use: an office behind one address.
const CALLERS_AN_ADDRESS: f64 = 4.0;
/// Buckets remembered before those at rest are forgotten; a bucket is about a hundred bytes.
const REMEMBERED: usize = 10_000;

/// Who a bucket belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    /// Somebody signed in, by the id of the token.
    Token(i64),
    /// A stranger at an address.
    Stranger(Option<IpAddr>),
    /// Everybody at an address.
    Address(IpAddr),
}

/// The buckets of all callers.
#[derive(Debug)]
pub struct Pace {
    burst: f64,
    per_second: f64,
    buckets: Mutex<BTreeMap<Owner, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

/// How a caller stands, for the rate headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Points of a full bucket.
    pub limit: u64,
    /// Whole points left.
    pub left: u64,
    /// Seconds until the bucket is full again, rounded up.
    pub reset: u64,
}

impl Pace {
    /// `burst` points at once, `per_second` in the long run; both at least 1.
    #[must_use]
    pub fn new(burst: u32, per_second: u32) -> Self {
        Self {
            burst: f64::from(burst.max(1)),
            per_second: f64::from(per_second.max(1)),
            buckets: Mutex::default(),
        }
    }

    /// Takes points from the caller's own bucket and from that of the address, or from neither.
    ///
    /// # Errors
    ///
    /// The whole seconds to wait, at least 1, where a bucket has not enough.
    pub fn take(&self, caller: &Caller, points: u64, now: Instant) -> Result<(), u64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            buckets
                .retain(|owner, bucket| self.left(*owner, Some(*bucket), now) < self.full(*owner));
        }
        let owners = owners(caller);
        let waits = owners.iter().map(|owner| {
            let left = self.left(*owner, buckets.get(owner).copied(), now);
            (self.price(points) - left) / self.rate(*owner)
        });
        let wait = waits.fold(0.0, f64::max);
        if wait > 0.0 {
            return Err(whole(wait.ceil()).max(1));
        }
        for owner in owners {
            let left = self.left(owner, buckets.get(&owner).copied(), now) - self.price(points);
            buckets.insert(owner, Bucket { left, at: now });
        }
        Ok(())
    }

    /// How the caller's own bucket stands.
    #[must_use]
    pub fn standing(&self, caller: &Caller, now: Instant) -> Standing {
        let owner = owner(caller);
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let left = self.left(owner, buckets.get(&owner).copied(), now);
        Standing {
            limit: whole(self.burst),
            left: whole(left.floor()),
            reset: whole(((self.burst - left) / self.per_second).ceil()),
        }
    }

    /// A request that costs more than a full bucket empties it.
    fn price(&self, points: u64) -> f64 {
        let points = u32::try_from(points).unwrap_or(u32::MAX);
        f64::from(points).min(self.burst)
    }

    fn left(&self, owner: Owner, bucket: Option<Bucket>, now: Instant) -> f64 {
        bucket.map_or(self.full(owner), |bucket| {
            let seconds = now.saturating_duration_since(bucket.at).as_secs_f64();
            (bucket.left + seconds * self.rate(owner)).min(self.full(owner))
        })
    }

    fn full(&self, owner: Owner) -> f64 {
        self.burst * share(owner)
    }

    fn rate(&self, owner: Owner) -> f64 {
        self.per_second * share(owner)
    }
}

fn share(owner: Owner) -> f64 {
    match owner {
        Owner::Token(_) | Owner::Stranger(_) => 1.0,
        Owner::Address(_) => CALLERS_AN_ADDRESS,
    }
}

fn owner(caller: &Caller) -> Owner {
    match &caller.viewer {
        Some(viewer) => Owner::Token(viewer.token_id),
        None => Owner::Stranger(caller.address),
    }
}

fn owners(caller: &Caller) -> Vec<Owner> {
    let address = caller.address.map(Owner::Address);
    std::iter::once(owner(caller)).chain(address).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number of points or seconds between 0 and a few billion"
)]
fn whole(number: f64) -> u64 {
    number.max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::auth::Viewer;

    fn caller(token_id: i64, address: Option<IpAddr>) -> Caller {
        let viewer = Viewer {
            account_id: 1,
            token_id,
            username: String::new(),
            role: crate::auth::Role::Expert,
            org_unit_id: None,
            member_id: None,
        };
        Caller {
            viewer: Some(viewer),
            address,
        }
    }

    #[test]
    fn a_burst_passes_and_time_refills() {
        let pace = Pace::new(20, 40);
        let start = Instant::now();
        let take = |token, millis| {
            let now = start + Duration::from_millis(millis);
            pace.take(&caller(token, None), 10, now)
        };
        assert_eq!(take(1, 0), Ok(()));
        assert_eq!(take(1, 0), Ok(()));
        assert_eq!(take(1, 0), Err(1));
        assert_eq!(take(2, 0), Ok(()), "others are not held up");
        assert_eq!(take(1, 250), Ok(()));
        assert_eq!(take(1, 250), Err(1));
    }

    #[test]
    fn dear_requests_wait_longer_and_none_waits_for_ever() {
        let pace = Pace::new(100, 10);
        let now = Instant::now();
        let one = caller(1, None);
        assert_eq!(pace.take(&one, 100, now), Ok(()));
        assert_eq!(pace.take(&one, 45, now), Err(5));
        assert_eq!(
            pace.take(&one, 1_000, now),
            Err(10),
            "a full bucket will do"
        );
        assert_eq!(
            pace.standing(&one, now + Duration::from_secs(5)),
            Standing {
                limit: 100,
                left: 50,
                reset: 5
            }
        );
    }

    #[test]
    fn many_tokens_in_one_hand_share_the_address() {
        let pace = Pace::new(10, 1);
        let now = Instant::now();
        let at = |token, last| caller(token, Some(IpAddr::from([10, 0, 0, last])));
        for token in 0..4 {
            assert_eq!(pace.take(&at(token, 1), 10, now), Ok(()));
        }
        assert_eq!(pace.take(&at(4, 1), 10, now), Err(3));
        assert_eq!(pace.take(&at(4, 2), 10, now), Ok(()), "nothing was taken");
    }
}
