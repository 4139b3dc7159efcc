//! Made-up experts and a statement of sixty words, out of the vocabulary's phrases.

#![allow(dead_code, reason = "each bench or example uses what it needs")]

use matching::corpus::{Labelled, exemplars};
use matching::experts::Profile;
use matching::routing::DecidedProblem;
use matching::vocabulary::{Concept, Vocabulary};

/// The `number`th of many phrases of the vocabulary, scattered over its concepts.
pub fn phrase(number: usize) -> String {
    let concepts = Vocabulary::embedded().concepts();
    let concept: &Concept = &concepts[number * 7 % concepts.len()];
    let phrases: Vec<&str> = std::iter::once(concept.fa.as_str())
        .chain(concept.variants_fa.iter().map(String::as_str))
        .collect();
    phrases[number / 5 % phrases.len()].to_owned()
}

/// One expert of ten phrases.
pub fn profile(number: usize) -> Profile {
    let phrases: Vec<String> = (0..10).map(|step| phrase(number * 3 + step)).collect();
    Profile {
        id: number.to_string(),
        field: phrases[0].clone(),
        job: phrases[1..3].join("، "),
        expertise: phrases[3..7].to_vec(),
        bio: phrases[7..].join(" و "),
        ..Profile::default()
    }
}

/// So many experts.
pub fn profiles(count: usize) -> Vec<Profile> {
    (0..count).map(profile).collect()
}

/// A statement of about sixty words.
pub fn statement() -> String {
    let phrases: Vec<String> = (0..26).map(|step| phrase(step * 11)).collect();
    let words = phrases.join(" در ");
    words.split(' ').take(60).collect::<Vec<_>>().join(" ")
}

/// Decided problems: exemplars, then pairs of them, so that texts differ.
pub fn history(count: usize) -> Vec<DecidedProblem> {
    let all: Vec<&Labelled> = exemplars().iter().filter(|e| e.desk.is_some()).collect();
    let decided = (0..count).filter_map(|at| {
        let (first, second) = (
            all[at % all.len()],
            all[(at / all.len() * 31 + at) % all.len()],
        );
        first.desk.map(|desk| DecidedProblem {
            id: at.to_string(),
            title: first.title.clone(),
            description: format!("{} {}", second.title, first.description),
            desk,
        })
    });
    decided.collect()
}
