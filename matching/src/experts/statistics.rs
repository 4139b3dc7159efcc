//! What is known of the terms of a collection: their numbers, how rare each is, and weighted texts.
//!
//! A text becomes a unit vector of `(1 + ln count) × rarity`, the classic sublinear tf–idf but
//! for what rarity counts: experts who use the term, not texts that hold it.

use std::collections::{BTreeMap, HashSet};

use super::terms::{is_pair, terms};
use crate::routing::keyhash::KeyMap;
use crate::routing::terms::{OFFSET, extend};

/// Power on the rarity: rare terms tell more than the plain logarithm says.
const POWER: f64 = 1.2;

/// Share of the terms that the collection lacks in the length of a query's vector.
///
/// A text that is mostly unknown words is less like everything; counting them in full
/// would punish the merely unusual wording.
const UNKNOWN_SHARE: f64 = 0.3;

/// What a pair counts against a single word of the same rarity, part of whose evidence it repeats.
const PAIR_WEIGHT: f64 = 0.5;

/// A pair of words that stands in one text only is no subject of the collection.
const LEAST_TEXTS_OF_PAIR: u32 = 2;

/// Number of a term, in the order of the terms.
pub type Term = u32;

/// A text as a unit vector, sorted by term.
pub type Vector = Vec<(Term, f64)>;

/// Terms and their rarity over one collection of texts.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// By the hash of the term, which is never iterated.
    numbers: KeyMap<Term>,
    names: Vec<String>,
    rarity: Vec<f64>,
    unknown: f64,
}

/// How many texts hold a term, and of how many experts.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    texts: u32,
    experts: u32,
}

/// How much a term tells that so many of all experts use.
///
/// A term in many texts of few experts is a subject of theirs, one in as many texts of as
/// many experts a manner of speaking.
fn rarity(all: u32, users: u32) -> f64 {
    let ratio = (f64::from(all) + 1.0) / (f64::from(users) + 1.0);
    (ratio.ln() + 1.0).powf(POWER)
}

fn uses(counts: &[Vec<BTreeMap<String, f64>>]) -> BTreeMap<&str, Uses> {
    let mut uses: BTreeMap<&str, Uses> = BTreeMap::new();
    for own in counts {
        let mut told: HashSet<&str> = HashSet::new();
        for term in own.iter().flat_map(BTreeMap::keys) {
            let uses = uses.entry(term).or_default();
            uses.texts += 1;
            uses.experts += u32::from(told.insert(term));
        }
    }
    uses
}

fn whole(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

fn pair_weight(term: &str) -> f64 {
    if is_pair(term) { PAIR_WEIGHT } else { 1.0 }
}

impl Statistics {
    /// Counts the texts of each expert, pairs of subject and body; returns their vectors too,
    /// one expert's after the other's.
    pub fn with_texts(texts: &[Vec<(String, String)>]) -> (Self, Vec<Vector>) {
        let counts: Vec<Vec<BTreeMap<String, f64>>> = texts
            .iter()
            .map(|own| own.iter().map(|(subject, body)| terms(subject, body)))
            .map(Iterator::collect)
            .collect();
        let mut uses = uses(&counts);
        uses.retain(|term, uses| !is_pair(term) || uses.texts >= LEAST_TEXTS_OF_PAIR);
        let experts = whole(counts.iter().filter(|own| !own.is_empty()).count());
        let statistics = Self {
            numbers: (0..)
                .zip(uses.keys())
                .map(|(number, term)| (extend(OFFSET, term), number))
                .collect(),
            names: uses.keys().map(|term| (*term).to_owned()).collect(),
            rarity: uses
                .iter()
                .map(|(term, uses)| pair_weight(term) * rarity(experts, uses.experts))
                .collect(),
            unknown: rarity(experts, 0),
        };
        let vectors = counts
            .iter()
            .flatten()
            .map(|counts| statistics.vector(counts))
            .collect();
        (statistics, vectors)
    }

    /// The unit vector of a text; empty where no term is known.
    pub fn weigh(&self, subject: &str, body: &str) -> Vector {
        self.vector(&terms(subject, body))
    }

    /// The term as text.
    pub fn name(&self, term: Term) -> &str {
        &self.names[term as usize]
    }

    /// How many terms there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    fn vector(&self, counts: &BTreeMap<String, f64>) -> Vector {
        let mut vector = Vec::with_capacity(counts.len());
        let mut squares = 0.0;
        for (term, count) in counts {
            let damped = 1.0 + count.ln();
            match self.numbers.get(&extend(OFFSET, term)) {
                Some(number) => {
                    let weight = damped * self.rarity[*number as usize];
                    squares += weight * weight;
                    vector.push((*number, weight));
                }
                None if is_pair(term) => {}
                None => squares += UNKNOWN_SHARE * (damped * self.unknown).powi(2),
            }
        }
        let length = squares.sqrt();
        for entry in &mut vector {
            entry.1 /= length;
        }
        vector
    }
}

#[cfg(test)]
mod tests {
    use super::Statistics;

    #[test]
    fn a_subject_of_one_weighs_more_than_a_manner_of_speaking() {
        let text = |words: &str| (String::new(), words.to_owned());
        let texts = [
            vec![text("glacier moraine"), text("glacier outlook")],
            vec![text("canal outlook")],
            vec![text("canal harbour")],
        ];
        let (statistics, vectors) = Statistics::with_texts(&texts);
        assert_eq!(vectors.len(), 4);
        let weight = |word: &str| {
            let weighed = statistics.weigh("", &format!("{word} moraine"));
            let known = weighed
                .iter()
                .find(|entry| statistics.name(entry.0) == word);
            known.map_or(0.0, |entry| entry.1)
        };
        assert!(weight("glacier") > weight("canal"));
        assert!(weight("canal") > 0.0);
    }
}
