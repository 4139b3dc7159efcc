//! Invented Persian names with a Khorasani colour, and their Latin spelling for addresses.
//! Invariant: no full name is given twice in one club.

mod tables;

use std::collections::BTreeSet;

use super::random::Random;
use tables::{FAMILIES, FEMALE, MALE, PLACES};

/// Out of a hundred members, how many are women.
const WOMEN: u32 = 42;
/// Out of a hundred family names, how many carry a place as a second part.
const WITH_PLACE: u32 = 9;

/// Persian and Latin spelling of one part of a name.
type Part = (&'static str, &'static str);

/// A full name.
pub(super) struct Name {
    pub(super) persian: String,
    /// `given.family` in lower-case ASCII letters.
    pub(super) latin: String,
}

/// Hands out names and remembers those given.
pub(super) struct Names {
    random: Random,
    given: BTreeSet<String>,
}

impl Names {
    pub(super) fn with_seed(seed: u64) -> Self {
        Self {
            random: Random::for_part(seed, "names"),
            given: BTreeSet::new(),
        }
    }

    /// A name that was not given before; there are more than twenty thousand.
    pub(super) fn next(&mut self) -> Name {
        loop {
            let name = draw(&mut self.random);
            if self.given.insert(name.persian.clone()) {
                return name;
            }
        }
    }
}

fn draw(random: &mut Random) -> Name {
    let givens: &[Part] = if random.chance(WOMEN) { FEMALE } else { MALE };
    let (given, given_latin) = *random.pick(givens);
    // A family name that already is a place takes no second one.
    let bare = random.index(FAMILIES.len() + PLACES.len());
    let (family, family_latin, place) = match FAMILIES.get(bare) {
        Some(&(family, latin)) if random.chance(WITH_PLACE) => {
            (family, latin, Some(random.pick(PLACES).0))
        }
        Some(&(family, latin)) => (family, latin, None),
        None => {
            let (family, latin) = *random.pick(PLACES);
            (family, latin, None)
        }
    };
    let persian = match place {
        Some(place) => format!("{given} {family} {place}"),
        None => format!("{given} {family}"),
    };
    Name {
        persian,
        latin: format!("{given_latin}.{family_latin}"),
    }
}
