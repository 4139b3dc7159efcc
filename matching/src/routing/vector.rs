//! A reading as a weighted vector of terms, with the share that its request adds.

use super::model::Model;
use super::reading::{Reading, Zone};
use super::terms::{Kind, Occurrence, Terms};

/// How much more a term in the title counts: titles name the object more often than the request.
const TITLE: f64 = 0.3;
/// How much more a term in the request counts, in training and at a request weight of 1.
const REQUEST: f64 = 0.65;
/// Length that is added to every vector, so that one known word does not pass for certainty.
const SHRINKAGE: f64 = 2.0;

/// One distinct term of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub key: u64,
    pub kind: Kind,
    /// Position in the model; `None` for a term that training never saw.
    pub id: Option<usize>,
    /// Weight in the text, before what the request adds.
    pub x: f64,
    /// What standing in the request adds.
    pub request: f64,
    /// Where it stands first.
    pub place: Occurrence,
}

/// Every distinct term of a text, ordered by key.
#[derive(Clone, Debug, Default)]
pub(super) struct Vector {
    pub items: Vec<Item>,
}

/// A term before the model has weighed it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Counted {
    pub place: Occurrence,
    pub sublinear: f64,
    pub title: bool,
    pub request: bool,
}

/// The distinct terms of a text with their counts, ordered by key.
pub(super) fn count(mut terms: Vec<Occurrence>) -> Vec<Counted> {
    terms.sort_unstable_by_key(|term| (term.key, term.segment, term.start, term.length));
    terms
        .chunk_by(|a, b| a.key == b.key)
        .filter_map(counted)
        .collect()
}

fn counted(same: &[Occurrence]) -> Option<Counted> {
    let first = same.first()?;
    let times = u32::try_from(same.len()).unwrap_or(u32::MAX);
    Some(Counted {
        place: *first,
        sublinear: 1.0 + f64::from(times).ln(),
        title: same.iter().any(|o| o.zone == Zone::Title),
        request: same.iter().any(|o| o.zone == Zone::Request),
    })
}

impl Vector {
    pub fn of(model: &Model, reading: &Reading<'_>) -> (Self, Terms) {
        let mut terms = Terms::of(reading);
        let counted = count(std::mem::take(&mut terms.occurrences));
        (
            Self::weigh(&counted, |key| model.find(key), model.rarest),
            terms,
        )
    }

    /// Weighs counted terms by rarity and scales words with phrases, and fragments, to length 1.
    pub fn weigh(
        counted: &[Counted],
        find: impl Fn(u64) -> Option<(usize, f64)>,
        rarest: f64,
    ) -> Self {
        let mut items: Vec<Item> = counted
            .iter()
            .map(|term| item(term, find(term.place.key), rarest))
            .collect();
        scale(&mut items, |kind| kind != Kind::Gram);
        scale(&mut items, |kind| kind == Kind::Gram);
        Self { items }
    }
}

fn item(term: &Counted, found: Option<(usize, f64)>, rarest: f64) -> Item {
    let idf = found.map_or(rarest, |(_, idf)| idf);
    let base = idf * term.sublinear * term.place.certainty;
    Item {
        key: term.place.key,
        kind: term.place.kind,
        id: found.map(|(id, _)| id),
        x: base * if term.title { 1.0 + TITLE } else { 1.0 },
        request: if term.request { base * REQUEST } else { 0.0 },
        place: term.place,
    }
}

fn scale(items: &mut [Item], belongs: impl Fn(Kind) -> bool) {
    let known = items
        .iter()
        .filter(|item| item.id.is_some() && belongs(item.kind));
    let square: f64 = known.map(|item| (item.x + item.request).powi(2)).sum();
    let norm = SHRINKAGE.mul_add(SHRINKAGE, square).sqrt();
    for item in items.iter_mut().filter(|item| belongs(item.kind)) {
        item.x /= norm;
        item.request /= norm;
    }
}
