//! What is known of the terms of a collection: their numbers, how rare each is, and weighted texts.
//!
//! A text becomes a unit vector of `(1 + ln count) × idf^RARITY`, the classic sublinear tf–idf.

use std::collections::{BTreeMap, HashMap};

use super::terms::{is_pair, terms};

/// Power on the idf: rare terms tell more than the plain logarithm says.
const RARITY: f64 = 1.2;

/// Share of the terms that the collection lacks in the length of a query's vector.
///
/// A text that is mostly unknown words is less like everything; counting them in full
/// would punish the merely unusual wording.
const UNKNOWN_SHARE: f64 = 0.3;

/// What a pair counts against a single word of the same rarity, part of whose evidence it repeats.
const PAIR_WEIGHT: f64 = 0.7;

/// A pair of words that stands in one text only is no subject of the collection.
const LEAST_TEXTS_OF_PAIR: u32 = 2;

/// Number of a term, in the order of the terms.
pub type Term = u32;

/// A text as a unit vector, sorted by term.
pub type Vector = Vec<(Term, f64)>;

/// Terms and their rarity over one collection of texts.
#[derive(Clone, Debug)]
pub struct Statistics {
    numbers: HashMap<String, Term>,
    names: Vec<String>,
    rarity: Vec<f64>,
    unknown: f64,
}

fn pair_weight(term: &str) -> f64 {
    if is_pair(term) { PAIR_WEIGHT } else { 1.0 }
}

impl Statistics {
    /// Counts the texts, each a pair of subject and body; returns their vectors too.
    pub fn with_texts(texts: &[(String, String)]) -> (Self, Vec<Vector>) {
        let counts: Vec<BTreeMap<String, f64>> = texts
            .iter()
            .map(|(subject, body)| terms(subject, body))
            .collect();
        let mut spread: BTreeMap<&str, u32> = BTreeMap::new();
        for term in counts.iter().flat_map(BTreeMap::keys) {
            *spread.entry(term).or_default() += 1;
        }
        spread.retain(|term, texts| !is_pair(term) || *texts >= LEAST_TEXTS_OF_PAIR);
        let total = f64::from(u32::try_from(texts.len()).unwrap_or(u32::MAX)) + 1.0;
        let rarity = |texts: u32| ((total / (f64::from(texts) + 1.0)).ln() + 1.0).powf(RARITY);
        let statistics = Self {
            numbers: (0..)
                .zip(spread.keys())
                .map(|(number, term)| ((*term).to_owned(), number))
                .collect(),
            names: spread.keys().map(|term| (*term).to_owned()).collect(),
            rarity: spread
                .iter()
                .map(|(term, texts)| pair_weight(term) * rarity(*texts))
                .collect(),
            unknown: rarity(0),
        };
        let vectors = counts
            .iter()
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
            match self.numbers.get(term) {
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
