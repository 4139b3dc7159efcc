//! Evidence: what each feature found, for which desks, and in which words.

use super::decision::Feature;
use super::model::{Model, PerDesk};
use super::reading::Reading;
use super::terms::{Kind, Terms};
use super::vector::{Item, Vector};
use crate::Desk;

/// Named pieces of evidence in one contribution.
const NAMED: usize = 5;
/// Letters in one piece of evidence: a piece of a text without spaces may be a page long.
const NAME_LETTERS: usize = 60;

/// What a feature says of each desk, before weighing.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub value: PerDesk,
    pieces: Vec<(Source, PerDesk)>,
}

/// Where a piece of evidence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Position in the vector.
    Term(usize),
    /// Position among the decided problems.
    Precedent(usize),
    Unit(Desk),
}

impl Evidence {
    /// Nothing found yet, with room for so many pieces.
    fn with_room(pieces: usize) -> Self {
        Self {
            value: PerDesk::default(),
            pieces: Vec::with_capacity(pieces),
        }
    }

    pub fn add(&mut self, source: Source, share: PerDesk) {
        for (value, part) in self.value.iter_mut().zip(share) {
            *value += part;
        }
        self.pieces.push((source, share));
    }

    /// What one source adds.
    pub fn share(&self, source: Source) -> PerDesk {
        let piece = self.pieces.iter().find(|(other, _)| *other == source);
        piece.map(|(_, share)| *share).unwrap_or_default()
    }

    /// The strongest sources for one desk, strongest first, ties in order of discovery.
    pub fn strongest(&self, desk: Desk) -> Vec<Source> {
        let mut best: Vec<(f64, Source)> = Vec::with_capacity(NAMED + 1);
        for (source, share) in &self.pieces {
            let part = share[desk.index()];
            let rank = best.iter().take_while(|(other, _)| *other >= part).count();
            if part > 0.0 && rank < NAMED {
                best.insert(rank, (part, *source));
                best.truncate(NAMED);
            }
        }
        best.into_iter().map(|(_, source)| source).collect()
    }
}

/// What the term weights say: words, fragments, phrases and the request apart.
pub(super) fn of_terms(model: &Model, vector: &Vector) -> [(Feature, Evidence); 4] {
    let room = vector.items.len();
    let mut words = Evidence::with_room(room / 4);
    let mut phrases = Evidence::with_room(room / 4);
    let mut grams = Evidence::with_room(room);
    let mut request = Evidence::with_room(room / 4);
    for (at, item) in vector.items.iter().enumerate() {
        let Some(id) = item.id else { continue };
        let weight = model.weight(id);
        let part = |x: f64| weight.map(|w| w * x);
        let into = match item.kind {
            Kind::Word => &mut words,
            Kind::Phrase => &mut phrases,
            Kind::Gram => &mut grams,
        };
        into.add(Source::Term(at), part(item.x));
        if item.request > 0.0 && item.kind != Kind::Gram {
            request.add(Source::Term(at), part(item.request));
        }
    }
    [
        (Feature::Words, words),
        (Feature::Grams, grams),
        (Feature::Phrases, phrases),
        (Feature::Request, request),
    ]
}

/// The term as the text writes it.
pub(super) fn name(item: &Item, reading: &Reading<'_>, terms: &Terms) -> String {
    let (segment, start) = (item.place.segment as usize, item.place.start as usize);
    let end = start + item.place.length as usize;
    if item.kind == Kind::Gram {
        let letters = terms
            .letters
            .get(segment)
            .and_then(|letters| letters.get(start..end));
        return letters
            .map(|letters| letters.iter().collect())
            .unwrap_or_default();
    }
    let words = reading
        .segments
        .get(segment)
        .and_then(|s| s.words.get(start..end));
    let mut name = String::new();
    for word in words.unwrap_or_default() {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(beginning(word.surface));
    }
    name
}

/// A word as far as it is shown.
fn beginning(word: &str) -> &str {
    let end = word.char_indices().nth(NAME_LETTERS);
    end.map_or(word, |(end, _)| &word[..end])
}
