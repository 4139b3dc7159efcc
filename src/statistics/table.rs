//! A table of counts as an audience may see it.

use super::{
    Audience,
    suppress::{LEAST, hidden},
};

/// One group; its count is hidden when it, or another one with it, is small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<K> {
    pub key: K,
    pub count: Option<i64>,
}

/// The groups of a partition in their order; none at all when even hiding every count would tell
/// too much.
pub fn cells<K>(groups: Vec<(K, i64)>, audience: Audience) -> Vec<Cell<K>> {
    if audience == Audience::Coordinators {
        return with_hidden(groups, &[]);
    }
    let counts: Vec<i64> = groups.iter().map(|(_, count)| *count).collect();
    match hidden(&counts, &[]) {
        Some(hidden) => with_hidden(groups, &hidden),
        None => Vec::new(),
    }
}

/// The groups without the counts of those that are `hidden`.
pub fn with_hidden<K>(groups: Vec<(K, i64)>, hidden: &[bool]) -> Vec<Cell<K>> {
    let numbered = groups.into_iter().enumerate();
    let cell = |(at, (key, count))| {
        let hides = hidden.get(at).copied().unwrap_or(false);
        let count = (!hides).then_some(count);
        Cell { key, count }
    };
    numbered.map(cell).collect()
}

/// A count that stands alone.
pub fn alone(count: i64, audience: Audience) -> Option<i64> {
    let small = (1..LEAST).contains(&count);
    (audience == Audience::Coordinators || !small).then_some(count)
}

/// How many there are of each key, in the order of `keys`; of other keys nothing is said.
pub fn tally<K: PartialEq + Copy, R>(
    keys: impl IntoIterator<Item = K>,
    rows: &[R],
    count: impl Fn(&R) -> (K, i64),
) -> Vec<(K, i64)> {
    let of = |key: K| {
        let counts = rows.iter().map(&count);
        counts
            .filter(|(other, _)| *other == key)
            .map(|(_, n)| n)
            .sum()
    };
    keys.into_iter().map(|key| (key, of(key))).collect()
}
