//! Which names are worth scoring for a query: the surest kinds first, until there are enough.

use super::dictionary::{Dictionary, Near, Word};
use super::postings::{Place, Postings};
use super::walk::Allowance;
use super::whole::{WholeNames, whole};

/// Names taken from one list; beyond it a query says too little to choose among its names.
const LIST_CAP: usize = 24;

/// The same for words that were guessed.
const SHORT_LIST_CAP: usize = 8;

/// Names handed on to be scored.
const SCORED_CAP: usize = 96;

/// Words near one part that are followed.
const WORDS_CAP: usize = 8;

/// Orders of the parts that are tried.
const ORDERS_CAP: usize = 4;

/// What a search runs over.
#[derive(Clone, Debug)]
pub struct Tables {
    pub whole: WholeNames,
    pub words: Dictionary,
    pub postings: Postings,
}

/// The names to score for the parts typed, each once, the surest kinds first.
///
/// A further kind is looked for only while the kinds before it leave room among `limit` hits,
/// since it would be scored below them.
pub fn candidates(tables: &Tables, parts: &[Vec<char>], limit: usize) -> Vec<Place> {
    let orders = orders(parts);
    let mut found: Vec<(u8, Place)> = Vec::new();
    let exact = orders.iter().any(|order| tables.whole.knows(order));
    for order in &orders {
        add(&mut found, 1, tables.whole.opening_with(order, LIST_CAP));
        add(&mut found, 1, tables.whole.closing_with(order, LIST_CAP));
    }
    if parts.len() <= 2 {
        add(&mut found, 2, tables.holding(parts));
    }
    found.extend(orders.iter().flat_map(|order| tables.whole.one_off(order)));
    for order in &orders {
        if exact || settle(&mut found) >= limit {
            break;
        }
        found.extend(tables.whole.two_off(order));
    }
    if !exact && settle(&mut found) < limit {
        add(&mut found, 3, tables.holding(parts));
        add(&mut found, 3, tables.holding_near(parts));
    }
    settle(&mut found);
    found.sort_unstable();
    found.truncate(SCORED_CAP.max(limit));
    found.into_iter().map(|(_, place)| place).collect()
}

/// The parts as one string, begun at each of them in turn.
fn orders(parts: &[Vec<char>]) -> Vec<Vec<char>> {
    let mut orders: Vec<Vec<char>> = (0..parts.len())
        .map(|turn| whole(&[&parts[turn..], &parts[..turn]].concat()))
        .collect();
    orders.truncate(ORDERS_CAP);
    orders
}

fn add(found: &mut Vec<(u8, Place)>, edits: u8, places: Vec<Place>) {
    found.extend(places.into_iter().map(|place| (edits, place)));
}

/// Keeps each name once, with its fewest edits; returns how many there are.
fn settle(found: &mut Vec<(u8, Place)>) -> usize {
    found.sort_unstable_by_key(|(edits, place)| (*place, *edits));
    found.dedup_by_key(|(_, place)| *place);
    found.len()
}

impl Tables {
    /// Names that hold two of the parts as typed, the last perhaps unfinished; or the only part.
    fn holding(&self, parts: &[Vec<char>]) -> Vec<Place> {
        let Some((last, others)) = parts.split_last() else {
            return Vec::new();
        };
        let range = self.words.prefixed(last);
        if others.is_empty() {
            return range
                .flat_map(|word| self.postings.holding(word))
                .copied()
                .take(LIST_CAP)
                .collect();
        }
        let known: Vec<Word> = others
            .iter()
            .filter_map(|part| self.words.exact(part))
            .collect();
        let mut places: Vec<Place> = Vec::new();
        for (at, word) in known.iter().enumerate() {
            places.extend(
                self.postings
                    .holding_both(*word, range.clone())
                    .take(LIST_CAP),
            );
            for other in &known[at + 1..] {
                places.extend(
                    self.postings
                        .holding_both(*word, *other..*other + 1)
                        .take(LIST_CAP),
                );
            }
        }
        places
    }

    /// Names that hold words near two of the parts, or near the only one.
    fn holding_near(&self, parts: &[Vec<char>]) -> Vec<Place> {
        let near: Vec<Vec<Near>> = parts.iter().map(|part| self.near(part)).collect();
        let mut places: Vec<Place> = Vec::new();
        for (at, one) in near.iter().enumerate() {
            for other in &near[at + 1..] {
                for (from, to) in one
                    .iter()
                    .flat_map(|from| other.iter().map(move |to| (from.word, to.word)))
                {
                    places.extend(
                        self.postings
                            .holding_both(from, to..to + 1)
                            .take(SHORT_LIST_CAP),
                    );
                }
            }
        }
        if places.is_empty() {
            let words = near.iter().flatten().map(|near| near.word);
            places.extend(
                words.flat_map(|word| self.postings.holding(word).iter().take(SHORT_LIST_CAP)),
            );
        }
        places
    }

    fn near(&self, part: &[char]) -> Vec<Near> {
        let mut near = self.words.near(part, Allowance::of(1));
        near.truncate(WORDS_CAP);
        near
    }
}
