//! The vocabulary as an index: phrase keys and stems to the desks they speak for.

use std::collections::HashMap;

use super::reading::{ReadWord, Reading};
use crate::Desk;
use crate::text::{is_detached_affix, phrase_key, stems};
use crate::vocabulary::{Concept, Facet, Vocabulary};

/// Points of evidence for each desk, with the words behind them.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub value: [f64; Desk::COUNT],
    pub found: Vec<(String, [f64; Desk::COUNT])>,
}

impl Evidence {
    pub fn add(&mut self, name: &str, share: [f64; Desk::COUNT]) {
        for (value, part) in self.value.iter_mut().zip(share) {
            *value += part;
        }
        self.found.push((name.to_owned(), share));
    }
}

/// Longest phrase in words that a text is searched for.
const LONGEST: usize = 6;

#[derive(Clone, Debug)]
pub(super) struct Lexicon {
    phrases: HashMap<String, [f64; Desk::COUNT]>,
    words: HashMap<String, [f64; Desk::COUNT]>,
}

impl Lexicon {
    pub fn new(vocabulary: &Vocabulary) -> Self {
        let mut lexicon = Self {
            phrases: HashMap::new(),
            words: HashMap::new(),
        };
        for concept in vocabulary.concepts() {
            lexicon.add(concept);
        }
        lexicon
            .words
            .values_mut()
            .for_each(|share| *share = contrast(*share));
        lexicon
    }

    fn add(&mut self, concept: &Concept) {
        let share = share(concept);
        for phrase in concept.phrases() {
            let slot = self.phrases.entry(phrase_key(phrase)).or_default();
            *slot = std::array::from_fn(|d| slot[d].max(share[d]));
            let stems = stems(phrase);
            let each = 1.0 / f64::from(u32::try_from(stems.len()).unwrap_or(u32::MAX));
            for stem in stems.into_iter().filter(|stem| !is_detached_affix(stem)) {
                let slot = self.words.entry(stem).or_default();
                *slot = std::array::from_fn(|d| slot[d] + share[d] * each);
            }
        }
    }

    pub fn phrases_in(&self, words: &[ReadWord<'_>]) -> Evidence {
        let mut evidence = Evidence::default();
        let mut at = 0;
        while at < words.len() {
            at += self.longest_at(&words[at..], &mut evidence).unwrap_or(1);
        }
        evidence
    }

    /// Adds the longest phrase that starts here; its length in words, if there is one.
    fn longest_at(&self, words: &[ReadWord<'_>], evidence: &mut Evidence) -> Option<usize> {
        (1..=LONGEST.min(words.len())).rev().find_map(|length| {
            let key: String = words[..length]
                .iter()
                .map(|word| word.stem.as_str())
                .collect();
            let share = self.phrases.get(&key)?;
            let name: Vec<&str> = words[..length].iter().map(|word| word.surface).collect();
            evidence.add(&name.join(" "), *share);
            Some(length)
        })
    }

    pub fn words_in(&self, reading: &Reading<'_>) -> Evidence {
        let mut evidence = Evidence::default();
        for word in &reading.words {
            if let Some(share) = self.words.get(&word.stem) {
                evidence.add(word.surface, *share);
            }
        }
        evidence
    }
}

fn share(concept: &Concept) -> [f64; Desk::COUNT] {
    let facet = match concept.facet {
        Facet::Topic => 1.0,
        Facet::Object => 0.5,
        Facet::Function => 1.3,
    };
    let mut share = [0.0; Desk::COUNT];
    share[concept.desk.index()] = concept.weight * facet;
    for (desk, part) in &concept.also {
        share[desk.index()] = concept.weight * facet * part;
    }
    share
}

/// How far each desk's part exceeds an even split, times the certainty of that.
fn contrast(share: [f64; Desk::COUNT]) -> [f64; Desk::COUNT] {
    let total: f64 = share.iter().sum::<f64>() + 1.0;
    share.map(|part| (part / total).powi(2))
}
