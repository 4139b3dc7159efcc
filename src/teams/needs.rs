//! Which concepts of the vocabulary a text names: the longest phrases, word by word.

use std::collections::{BTreeSet, HashMap};

use entity::concept::Facet;
use matching::text;

use crate::reference::Reference;

/// Longest phrase in words that a text is searched for.
const LONGEST: usize = 6;
/// More than this many needs no team can be found for, nor is any text so rich.
pub const NEEDS_MAX: usize = 12;

/// Finds concepts in texts.
pub struct Spotter<'r>(HashMap<&'r str, i64>);

impl<'r> Spotter<'r> {
    /// A spotter for the vocabulary in the database.
    #[must_use]
    pub fn new(reference: &'r Reference) -> Self {
        Self(reference.concept_by_key())
    }

    /// The concepts that `text` names, each once, in the order of their first mention.
    #[must_use]
    pub fn spot(&self, text: &str) -> Vec<i64> {
        let words = text::words(text).into_iter().map(|word| word.stem);
        let stems: Vec<String> = words
            .filter(|stem| !text::is_detached_affix(stem))
            .collect();
        let (mut at, mut found, mut seen) = (0, Vec::new(), BTreeSet::new());
        while at < stems.len() {
            let Some((length, concept)) = self.longest(&stems[at..]) else {
                at += 1;
                continue;
            };
            at += length;
            found.extend(seen.insert(concept).then_some(concept));
        }
        found
    }

    fn longest(&self, stems: &[String]) -> Option<(usize, i64)> {
        let lengths = (1..=LONGEST.min(stems.len())).rev();
        lengths.into_iter().find_map(|length| {
            let concept = self.0.get(stems[..length].concat().as_str())?;
            Some((length, *concept))
        })
    }
}

/// The concepts that a team should know: those that the reporter named, then those that the text
/// names, the weightiest first. Things that many desks touch count only where nothing else does.
#[must_use]
pub fn needs(reference: &Reference, spotter: &Spotter<'_>, named: &[i64], text: &str) -> Vec<i64> {
    let mut found: Vec<_> = spotter
        .spot(text)
        .into_iter()
        .filter_map(|id| reference.concept(id))
        .collect();
    let telling = |facet| facet != Facet::Object;
    if found.iter().any(|concept| telling(concept.facet)) {
        found.retain(|concept| telling(concept.facet));
    }
    found.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then_with(|| a.code.cmp(&b.code))
    });
    let mut needs = named.to_vec();
    needs.extend(found.iter().map(|concept| concept.id));
    let mut seen = BTreeSet::new();
    needs.retain(|id| seen.insert(*id));
    needs.truncate(NEEDS_MAX);
    needs
}
