//! Personal numbers and addresses that look right and belong to nobody on purpose.
//! Invariant: no two members of one club share any of them.

use std::collections::BTreeSet;

use super::random::Random;
use crate::club::fields::check_digit;

/// National ids start with a place's code; codes from 900 on are above the range in use,
/// so that a valid check digit still names nobody.
const FIRST_UNUSED_PLACE: u32 = 900;
const UNUSED_PLACES: u32 = 99;

/// One narrow block of the Khorasan prefix, so that few real lines could ever be meant.
const MOBILE_BLOCK: &str = "0915000";

/// Hands out numbers and remembers those given.
pub(super) struct Identities {
    random: Random,
    given: BTreeSet<String>,
}

impl Identities {
    pub(super) fn with_seed(seed: u64) -> Self {
        Self {
            random: Random::for_part(seed, "identity"),
            given: BTreeSet::new(),
        }
    }

    /// Ten digits, the last of which is the check digit.
    pub(super) fn national_id(&mut self) -> String {
        self.fresh(|random| {
            let place = FIRST_UNUSED_PLACE + random.below(UNUSED_PLACES);
            let serial = random.below(1_000_000);
            let body = format!("{place:03}{serial:06}");
            let check = check_digit(&body);
            format!("{body}{check}")
        })
    }

    /// Eleven digits that start with 0915.
    pub(super) fn mobile(&mut self) -> String {
        self.fresh(|random| format!("{MOBILE_BLOCK}{:04}", random.below(10_000)))
    }

    fn fresh(&mut self, draw: impl Fn(&mut Random) -> String) -> String {
        loop {
            let candidate = draw(&mut self.random);
            if self.given.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}
