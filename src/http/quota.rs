//! How many places one token holds; a place is given back when it is dropped.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Places that are taken, by token id.
#[derive(Debug, Clone, Default)]
pub struct Quota {
    open: Arc<Mutex<BTreeMap<i64, usize>>>,
}

/// One place.
#[derive(Debug)]
pub struct Place {
    quota: Quota,
    token_id: i64,
}

impl Quota {
    /// Takes a place, or `None` where `limit` are taken.
    #[must_use]
    pub fn take(&self, token_id: i64, limit: usize) -> Option<Place> {
        let mut open = self.lock();
        let count = open.entry(token_id).or_default();
        if *count >= limit {
            return None;
        }
        *count += 1;
        Some(Place {
            quota: self.clone(),
            token_id,
        })
    }

    /// Places taken now, over all tokens.
    #[must_use]
    pub fn total(&self) -> usize {
        self.lock().values().sum()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<i64, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.quota.lock();
        if let Some(count) = open.get_mut(&self.token_id) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.token_id);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        let quota = Quota::default();
        let first = quota.take(7, 2).unwrap();
        let second = quota.take(7, 2).unwrap();
        assert!(quota.take(7, 2).is_none());
        assert!(quota.take(8, 2).is_some());
        drop(first);
        assert!(quota.take(7, 2).is_some());
        drop(second);
        assert_eq!(quota.total(), 0);
    }
}
