//! Concepts of the vocabulary named in a text, so that different words for one thing meet.

use std::collections::HashMap;
use std::sync::OnceLock;

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
    let mut key = String::new();
    while at < words.len() {
        let longest = (1..=LONGEST.min(words.len() - at))
            .rev()
            .find_map(|length| {
                key.clear();
                words[at..at + length]
                    .iter()
                    .for_each(|word| key.push_str(word));
                table().get(key.as_str()).map(|name| (length, *name))
            });
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
fn table() -> &'static HashMap<String, &'static str> {
    static TABLE: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        // A mere object is shared by many desks' work; its own words tell enough.
        let told = Vocabulary::embedded()
            .concepts()
            .iter()
            .filter(|concept| concept.facet != Facet::Object);
        for concept in told {
            for phrase in concept.phrases() {
                table
                    .entry(phrase_key(phrase))
                    .or_insert(concept.fa.as_str());
            }
        }
        table
    })
}
