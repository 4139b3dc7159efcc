//! Slows guessing down: after some failures, each further try has to wait, and longer each time.
//! Nobody is locked out for ever, and a stranger's tries from elsewhere hardly hold up an owner.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

/// Failures are forgotten after so long without another.
const MEMORY: TimeDelta = TimeDelta::hours(1);
/// Keys remembered before those that are over are forgotten; a key is about a hundred bytes.
const REMEMBERED: usize = 10_000;

/// Who is told to wait: each rule counts for itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// One name from one address: somebody who tries passwords, or has forgotten theirs.
    Pair(String, Option<IpAddr>),
    /// One name from anywhere: many machines that try one account.
    Name(String),
    /// One address with any name: one machine that tries many accounts.
    Address(IpAddr),
}

/// How many failures are free, and how long the wait may grow.
struct Rule {
    free: u32,
    longest: TimeDelta,
}

impl Key {
    const fn rule(&self) -> Rule {
        match self {
            Self::Pair(..) => Rule {
                free: 5,
                longest: TimeDelta::minutes(5),
            },
            // Short, because it also holds up the owner of the name.
            Self::Name(_) => Rule {
                free: 30,
                longest: TimeDelta::seconds(10),
            },
            // Whole offices share an address.
            Self::Address(_) => Rule {
                free: 50,
                longest: TimeDelta::minutes(1),
            },
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Failures {
    count: u32,
    last: DateTime<Utc>,
}

/// The failures that are remembered, in this process.
#[derive(Debug, Default)]
pub struct Slowdown {
    failures: Mutex<BTreeMap<Key, Failures>>,
}

/// A try that may go on; it counts as a failure until it is told to have succeeded.
#[derive(Debug)]
#[must_use]
pub struct Try<'s> {
    slowdown: &'s Slowdown,
    keys: Vec<Key>,
}

impl Slowdown {
    /// Counts a try to sign in as `username`.
    ///
    /// # Errors
    ///
    /// The whole seconds to wait, at least 1; the try is not counted then.
    pub fn attempt(
        &self,
        username: &str,
        address: Option<IpAddr>,
        now: DateTime<Utc>,
    ) -> Result<Try<'_>, u64> {
        let keys = keys(username, address);
        let mut failures = self.lock();
        if failures.len() >= REMEMBERED {
            failures.retain(|_, failures| failures.last + MEMORY > now);
        }
        let waits = keys
            .iter()
            .filter_map(|key| Some(wait(key, failures.get(key)?, now)));
        if let Some(wait) = waits.max().filter(|wait| *wait > TimeDelta::zero()) {
            return Err(whole_seconds(wait));
        }
        for key in &keys {
            count(&mut failures, key, now);
        }
        Ok(Try {
            slowdown: self,
            keys,
        })
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Key, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Try<'_> {
    /// Forgets the failures of this name; the address only gets this try back, so that one good
    /// account does not pay for tries at others.
    pub fn succeeded(self) {
        let mut failures = self.slowdown.lock();
        for key in self.keys {
            match (&key, failures.get_mut(&key)) {
                (Key::Address(_), Some(entry)) => entry.count = entry.count.saturating_sub(1),
                (Key::Pair(..) | Key::Name(_), _) => {
                    failures.remove(&key);
                }
                (Key::Address(_), None) => {}
            }
        }
    }
}

fn keys(username: &str, address: Option<IpAddr>) -> Vec<Key> {
    // A name longer than any account's is cut: the map must not keep what a caller sends.
    let name: String = username.chars().take(64).collect();
    let pair = Key::Pair(name.clone(), address);
    let mut keys = vec![pair, Key::Name(name)];
    keys.extend(address.map(Key::Address));
    keys
}

fn count(failures: &mut BTreeMap<Key, Failures>, key: &Key, now: DateTime<Utc>) {
    let entry = failures.entry(key.clone()).or_insert(Failures {
        count: 0,
        last: now,
    });
    if entry.last + MEMORY <= now {
        entry.count = 0;
    }
    entry.count = entry.count.saturating_add(1);
    entry.last = now;
}

/// Nothing within the free failures; then 1 s, doubled with each failure up to the rule's longest.
fn wait(key: &Key, failures: &Failures, now: DateTime<Utc>) -> TimeDelta {
    let rule = key.rule();
    if failures.count < rule.free || failures.last + MEMORY <= now {
        return TimeDelta::zero();
    }
    let doublings = (failures.count - rule.free).min(10);
    let full = TimeDelta::seconds(1 << doublings).min(rule.longest);
    (failures.last + full - now).max(TimeDelta::zero())
}

fn whole_seconds(wait: TimeDelta) -> u64 {
    let milliseconds = u64::try_from(wait.num_milliseconds()).unwrap_or(0);
    milliseconds.div_ceil(1_000).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([10, 0, 0, last])
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn fail(slowdown: &Slowdown, name: &str, from: u8, seconds: i64) -> Result<(), u64> {
        let attempt = slowdown.attempt(name, Some(address(from)), at(seconds));
        attempt.map(drop)
    }

    #[test]
    fn a_guesser_waits_longer_each_time_and_never_for_ever() {
        let slowdown = Slowdown::default();
        for _ in 0..5 {
            assert_eq!(fail(&slowdown, "sara", 1, 0), Ok(()));
        }
        let mut now = 0;
        let mut waits = Vec::new();
        for _ in 0..11 {
            let wait = fail(&slowdown, "sara", 1, now).unwrap_err();
            waits.push(wait);
            now += i64::try_from(wait).unwrap();
            assert_eq!(fail(&slowdown, "sara", 1, now), Ok(()));
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(fail(&slowdown, "sara", 1, now + 3_600), Ok(()), "forgotten");
    }

    #[test]
    fn others_are_not_held_up() {
        let slowdown = Slowdown::default();
        for _ in 0..5 {
            assert_eq!(fail(&slowdown, "sara", 1, 0), Ok(()));
        }
        assert!(fail(&slowdown, "sara", 1, 0).is_err());
        assert_eq!(fail(&slowdown, "sara", 2, 0), Ok(()), "from elsewhere");
        assert_eq!(fail(&slowdown, "reza", 1, 0), Ok(()), "another name");
    }

    #[test]
    fn many_names_from_one_address_slow_the_address_down() {
        let slowdown = Slowdown::default();
        for number in 0..50 {
            assert_eq!(fail(&slowdown, &format!("user-{number}"), 1, 0), Ok(()));
        }
        assert_eq!(fail(&slowdown, "user-50", 1, 0), Err(1));
        assert_eq!(fail(&slowdown, "user-50", 2, 0), Ok(()));
    }

    #[test]
    fn success_forgets_the_failures_of_the_name() {
        let slowdown = Slowdown::default();
        for _ in 0..4 {
            assert_eq!(fail(&slowdown, "sara", 1, 0), Ok(()));
        }
        slowdown
            .attempt("sara", Some(address(1)), at(0))
            .unwrap()
            .succeeded();
        for _ in 0..5 {
            assert_eq!(fail(&slowdown, "sara", 1, 0), Ok(()));
        }
        assert_eq!(fail(&slowdown, "sara", 1, 0), Err(1));
    }
}
