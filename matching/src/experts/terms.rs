//! A text as weighted terms: stems, pairs of neighbouring stems, and concepts of the vocabulary.
//!
//! The subject line counts more than the body.

use std::collections::BTreeMap;

use super::concepts::concepts;
use super::stops::is_stop;
use crate::text::stems;

/// What a word of the subject line counts for against one of the body.
const SUBJECT_WEIGHT: f64 = 2.0;

/// Between the two stems of a pair; no stem holds it.
const JOINT: char = '+';

/// Before the name of a concept; no stem holds it.
const CONCEPT: char = '#';

/// Counts of the terms of one text, in the order of the terms.
pub fn terms(subject: &str, body: &str) -> BTreeMap<String, f64> {
    let mut counts = BTreeMap::new();
    count(subject, SUBJECT_WEIGHT, &mut counts);
    count(body, 1.0, &mut counts);
    counts
}

/// Whether the term is a pair of stems.
pub fn is_pair(term: &str) -> bool {
    !term.starts_with(CONCEPT) && term.contains(JOINT)
}

/// The term as people read it.
pub fn readable(term: &str) -> String {
    term.trim_start_matches(CONCEPT).replace(JOINT, " ")
}

fn count(text: &str, weight: f64, counts: &mut BTreeMap<String, f64>) {
    let stems = stems(text);
    for name in concepts(&stems) {
        *counts.entry(format!("{CONCEPT}{name}")).or_default() += weight;
    }
    let words: Vec<String> = stems
        .into_iter()
        .filter(|stem| says_something(stem))
        .collect();
    for pair in words.windows(2) {
        *counts.entry(joined(&pair[0], &pair[1])).or_default() += weight;
    }
    for word in words {
        *counts.entry(word).or_default() += weight;
    }
}

fn joined(first: &str, second: &str) -> String {
    let mut pair = String::with_capacity(first.len() + second.len() + 1);
    pair.push_str(first);
    pair.push(JOINT);
    pair.push_str(second);
    pair
}

fn says_something(stem: &str) -> bool {
    stem.chars().nth(1).is_some() && !is_stop(stem)
}

#[cfg(test)]
mod tests {
    use super::{readable, terms};

    fn check(subject: &str, body: &str, expected: &[&str]) {
        let found: Vec<String> = terms(subject, body)
            .keys()
            .map(|term| readable(term))
            .collect();
        assert_eq!(found, expected, "{subject} / {body}");
    }

    #[test]
    fn stems_and_pairs_without_empty_words() {
        check("Routing of trams", "", &["rout", "rout tram", "tram"]);
        check("", "Routed routes", &["rout", "rout rout"]);
        check("", "", &[]);
    }

    #[test]
    fn different_words_for_one_thing_share_a_concept() {
        let names = |text: &str| {
            terms(text, "")
                .into_keys()
                .filter(|term| term.starts_with('#'))
                .collect::<Vec<_>>()
        };
        assert!(!names("بازیافت").is_empty());
        assert_eq!(names("بازیافت"), names("تفکیک از مبدأ"));
        assert!(
            names("recycling booth").is_empty(),
            "no Persian, no municipal vocabulary"
        );
    }
}
