//! Which names are worth scoring for a query: fewest edits first, until there are enough.

use super::dictionary::{Dictionary, Near};
use super::postings::{Place, Postings};
use super::reading::{Reading, readings};

/// Edits over the whole name that the search bears.
const MOST_EDITS: u8 = 2;

/// Names taken from one list; beyond it a query says too little to choose among its names.
const LIST_CAP: usize = 512;

/// Names handed on to be scored.
const SCORED_CAP: usize = 192;

/// A query on its way through the index.
pub struct Query<'a> {
    dictionary: &'a Dictionary,
    postings: &'a Postings,
    readings: Vec<Reading>,
    near: Vec<(Vec<char>, u8, Vec<Near>)>,
    found: Vec<Found>,
}

/// A sighting of a name: the edits it took and how many parts it leaves unexplained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    place: Place,
    cost: u8,
}

impl<'a> Query<'a> {
    /// Prepares the readings of the parts typed.
    pub fn with_parts(
        parts: &[Vec<char>],
        dictionary: &'a Dictionary,
        postings: &'a Postings,
    ) -> Self {
        let readings = readings(parts, dictionary);
        Self {
            dictionary,
            postings,
            readings,
            near: Vec::new(),
            found: Vec::new(),
        }
    }

    /// The places to score: enough for `limit` hits where there are so many, each once.
    pub fn places(mut self, limit: usize) -> Vec<Place> {
        for cost in 0..=MOST_EDITS {
            self.collect(cost);
            if self.is_enough(cost, limit) {
                break;
            }
        }
        if self.settle().len() < limit {
            self.collect_single_parts();
        }
        let mut found = self.settle();
        found.sort_unstable_by_key(|sighting| (sighting.cost, sighting.place));
        found.truncate(SCORED_CAP.max(limit));
        found.into_iter().map(|sighting| sighting.place).collect()
    }

    /// With the very name at hand, one more round fills the list; two would only cost time.
    fn is_enough(&mut self, cost: u8, limit: usize) -> bool {
        let full = self.settle().len();
        full >= limit || (cost > 0 && self.found.first().is_some_and(|_| self.has_exact()))
    }

    fn has_exact(&self) -> bool {
        self.found.iter().any(|sighting| sighting.cost == 0)
    }

    /// Each name once, with its least cost.
    fn settle(&mut self) -> Vec<Found> {
        self.found.sort_unstable();
        self.found.dedup_by_key(|sighting| sighting.place);
        self.found.clone()
    }

    /// The names found with exactly this cost under any reading.
    fn collect(&mut self, cost: u8) {
        for which in 0..self.readings.len() {
            let moves = self.readings[which].moves;
            if moves > cost {
                continue;
            }
            let parts = self.readings[which].parts.clone();
            let budget = cost - moves;
            match parts.as_slice() {
                [] => {}
                [only] => self.collect_one(only, budget, cost),
                several => self.collect_pairs(several, budget, cost),
            }
            if cost == 0 {
                self.collect_prefix(&parts);
            }
        }
    }

    fn collect_one(&mut self, part: &[char], budget: u8, cost: u8) {
        for near in self.near(part, budget) {
            if near.edits == budget {
                self.note(self.postings.holding(near.word).iter().copied(), cost);
            }
        }
    }

    /// Every two parts, in every division of the budget; with three and more parts, a name
    /// that holds only two of them costs one for each part left over.
    fn collect_pairs(&mut self, parts: &[Vec<char>], budget: u8, cost: u8) {
        let near: Vec<Vec<Near>> = parts.iter().map(|part| self.near(part, budget)).collect();
        for first in 0..parts.len() {
            for second in first + 1..parts.len() {
                for edits in 0..=budget {
                    self.collect_pair(
                        &with_edits(&near[first], edits),
                        &with_edits(&near[second], budget - edits),
                        cost,
                    );
                }
            }
        }
    }

    fn collect_pair(&mut self, one: &[Near], other: &[Near], cost: u8) {
        let (few, many) = if one.len() <= other.len() {
            (one, other)
        } else {
            (other, one)
        };
        for from in few {
            for to in many {
                self.note(
                    self.postings.holding_both(from.word, to.word..to.word + 1),
                    cost,
                );
            }
        }
    }

    /// The last part as the beginning of a word, the others as they stand.
    fn collect_prefix(&mut self, parts: &[Vec<char>]) {
        let Some((last, others)) = parts.split_last() else {
            return;
        };
        let range = self.dictionary.prefixed(last);
        if others.is_empty() {
            for word in range.take(LIST_CAP) {
                self.note(self.postings.holding(word).iter().copied(), 0);
            }
            return;
        }
        for other in others {
            if let Some(word) = self.dictionary.exact(other) {
                self.note(self.postings.holding_both(word, range.clone()), 0);
            }
        }
    }

    /// The last resort: names that share one part, rarer parts first.
    fn collect_single_parts(&mut self) {
        let mut lists: Vec<&[Place]> = Vec::new();
        for part in self.readings.iter().flat_map(|reading| &reading.parts) {
            lists.extend(
                self.dictionary
                    .exact(part)
                    .map(|word| self.postings.holding(word)),
            );
        }
        lists.sort_by_key(|list| list.len());
        if let Some(rarest) = lists.first() {
            self.note(rarest.iter().copied(), MOST_EDITS + 1);
        }
    }

    fn note(&mut self, places: impl Iterator<Item = Place>, cost: u8) {
        self.found
            .extend(places.take(LIST_CAP).map(|place| Found { place, cost }));
    }

    fn near(&mut self, part: &[char], most: u8) -> Vec<Near> {
        let known = self
            .near
            .iter()
            .find(|entry| entry.1 == most && entry.0 == part);
        if let Some(entry) = known {
            return entry.2.clone();
        }
        let found = self.dictionary.near(part, most);
        self.near.push((part.to_vec(), most, found.clone()));
        found
    }
}

fn with_edits(near: &[Near], edits: u8) -> Vec<Near> {
    near.iter()
        .filter(|near| near.edits == edits)
        .copied()
        .collect()
}
