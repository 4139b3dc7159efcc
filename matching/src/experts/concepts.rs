//! Concepts of the vocabulary named in a text, so that different words for one thing meet.

use std::sync::OnceLock;

use crate::routing::keyhash::KeyMap;
use crate::routing::terms::{OFFSET, extend};
use crate::text::{is_detached_affix, phrase_key};
use crate::vocabulary::{Facet, Vocabulary};

/// Longest phrase in words that a text is searched for.
const LONGEST: usize = 5;

/// The Persian names of the concepts that a text names, given its stems in order.
///
/// Texts without a Persian letter are left to their own words: the vocabulary speaks of
/// municipal work, and its English phrases mean other things elsewhere.
pub fn concepts(stems: &[String]) -> Vec<&'static str> {
    if !stems.iter().any(|stem| stem.chars().any(is_persian)) {
        return Vec::new();
    }
    let words: Vec<&str> = stems
        .iter()
        .map(String::as_str)
        .filter(|stem| !is_detached_affix(stem))
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut key = OFFSET;
        let mut longest = None;
        for (length, word) in (1..=LONGEST).zip(&words[at..]) {
            key = extend(key, word);
            longest = table().get(&key).map(|name| (length, *name)).or(longest);
        }
        found.extend(longest.map(|(_, name)| name));
        at += longest.map_or(1, |(length, _)| length);
    }
    found
}

/// Whether a letter is of the Arabic script.
pub fn is_persian(letter: char) -> bool {
    ('\u{600}'..='\u{6ff}').contains(&letter)
}

/// Phrase keys to concepts; a phrase of two concepts stands for the first by id.
fn table() -> &'static KeyMap<&'static str> {
    static TABLE: OnceLock<KeyMap<&'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = KeyMap::default();
        // A mere object is shared by many desks' work; its own words tell enough.
        let told = Vocabulary::embedded()
            .concepts()
            .iter()
            .filter(|concept| concept.facet != Facet::Object);
        for concept in told {
            for phrase in concept.phrases() {
                table
                    .entry(extend(OFFSET, &phrase_key(phrase)))
                    .or_insert(concept.fa.as_str());
            }
        }
        table
    })
}
