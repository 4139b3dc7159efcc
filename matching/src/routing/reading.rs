//! A statement as the features see it: segments of words, each segment in its zone.

use super::statement::{Mention, Statement};
use super::stopwords::is_stop;
use crate::text::{is_detached_affix, is_word_character, words};
use crate::vocabulary::Facet;

/// Which part of a statement a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Title,
    Situation,
    /// What is asked for: the last sentence, and functions that the reporter names.
    Request,
}

/// One word that may carry meaning.
#[derive(Clone, Debug)]
pub(super) struct ReadWord<'a> {
    pub surface: &'a str,
    pub stem: String,
    /// 1 as written; less where it was read as a likely misspelling of another word.
    pub certainty: f64,
    /// True for a word without a topic.
    pub stop: bool,
    /// True for a word that training saw; known only after the model has corrected the reading.
    pub known: bool,
}

/// One title or sentence, without inflection that stands apart.
#[derive(Clone, Debug)]
pub(super) struct Segment<'a> {
    pub zone: Zone,
    pub words: Vec<ReadWord<'a>>,
}

/// The segments of a statement, in order.
#[derive(Clone, Debug)]
pub(super) struct Reading<'a> {
    pub segments: Vec<Segment<'a>>,
}

impl<'a> Reading<'a> {
    pub fn of(statement: &Statement<'a>) -> Self {
        let mut segments = vec![Segment::read(statement.title, Zone::Title)];
        segments.extend(statement.concepts.iter().map(mentioned));
        let sentences = sentences(statement.description);
        segments.extend(
            sentences
                .into_iter()
                .map(|s| Segment::read(s, Zone::Situation)),
        );
        if let [_, .., last] = segments.as_mut_slice() {
            last.zone = Zone::Request;
        }
        Self { segments }
    }

    /// One phrase on its own.
    pub fn of_phrase(phrase: &'a str) -> Self {
        Self {
            segments: vec![Segment::read(phrase, Zone::Situation)],
        }
    }
}

impl<'a> Segment<'a> {
    fn read(text: &'a str, zone: Zone) -> Self {
        let kept = words(text)
            .into_iter()
            .filter(|word| !is_detached_affix(&word.stem));
        let words = kept
            .map(|word| ReadWord {
                surface: word.surface,
                stop: is_stop(&word.stem),
                stem: word.stem,
                certainty: 1.0,
                known: false,
            })
            .collect();
        Self { zone, words }
    }
}

fn mentioned<'a>(concept: &Mention<'a>) -> Segment<'a> {
    let zone = match concept.facet {
        Facet::Function => Zone::Request,
        Facet::Object | Facet::Topic => Zone::Situation,
    };
    Segment::read(concept.name, zone)
}

/// The sentences of a text: cut at full stops, question marks, semicolons and line breaks.
///
/// A full stop between two digits is a decimal point.
fn sentences(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '.' | '!' | '?' | '؟' | '؛' | ';' | '\n' | '…') && !is_decimal(text, at)
        {
            out.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    out.push(&text[start..]);
    out.retain(|sentence| sentence.chars().any(is_word_character));
    out
}

fn is_decimal(text: &str, at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| matches!(c, '0'..='9' | '۰'..='۹' | '٠'..='٩'));
    let (before, after) = text.split_at(at);
    let mut rest = after.chars();
    rest.next() == Some('.') && digit(before.chars().next_back()) && digit(rest.next())
}
