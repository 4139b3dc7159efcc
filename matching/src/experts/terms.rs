//! A text as weighted terms: stems and pairs of neighbouring stems, the subject line counting more.

use std::collections::BTreeMap;

use super::stops::is_stop;
use crate::text::stems;

/// What a word of the subject line counts for against one of the body.
const SUBJECT_WEIGHT: f64 = 2.0;

/// Between the two stems of a pair; no stem holds it.
const JOINT: char = ' ';

/// Counts of the terms of one text, in the order of the terms.
pub fn terms(subject: &str, body: &str) -> BTreeMap<String, f64> {
    let mut counts = BTreeMap::new();
    count(subject, SUBJECT_WEIGHT, &mut counts);
    count(body, 1.0, &mut counts);
    counts
}

/// Whether the term is a pair of stems.
pub fn is_pair(term: &str) -> bool {
    term.contains(JOINT)
}

fn count(text: &str, weight: f64, counts: &mut BTreeMap<String, f64>) {
    let words: Vec<String> = stems(text)
        .into_iter()
        .filter(|stem| says_something(stem))
        .collect();
    for pair in words.windows(2) {
        *counts
            .entry(format!("{}{JOINT}{}", pair[0], pair[1]))
            .or_default() += weight;
    }
    for word in words {
        *counts.entry(word).or_default() += weight;
    }
}

fn says_something(stem: &str) -> bool {
    stem.chars().nth(1).is_some() && !is_stop(stem)
}
