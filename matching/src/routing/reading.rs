//! A statement as the features see it: its words in order, each in the zone where it stands.

use super::statement::Statement;
use crate::text::{is_detached_affix, words};

/// Which part of a statement a word stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Title,
    Situation,
    /// The sentences that ask for something.
    Request,
}

/// One word that can carry meaning.
#[derive(Clone, Debug)]
pub(super) struct ReadWord<'a> {
    pub surface: &'a str,
    pub stem: String,
    pub zone: Zone,
}

/// A statement's words, without inflection that stands apart.
#[derive(Clone, Debug)]
pub(super) struct Reading<'a> {
    pub words: Vec<ReadWord<'a>>,
}

impl<'a> Reading<'a> {
    pub fn of(statement: &Statement<'a>) -> Self {
        let mut words = Vec::new();
        read(statement.title, Zone::Title, &mut words);
        let sentences = sentences(statement.description);
        let last = sentences.len().saturating_sub(1);
        for (at, sentence) in sentences.into_iter().enumerate() {
            let zone = if at == last {
                Zone::Request
            } else {
                Zone::Situation
            };
            read(sentence, zone, &mut words);
        }
        Self { words }
    }

    /// The words of one zone, which stand together.
    pub fn zone(&self, zone: Zone) -> &[ReadWord<'a>] {
        let start = self
            .words
            .iter()
            .position(|word| word.zone == zone)
            .unwrap_or(0);
        let length = self.words[start..]
            .iter()
            .take_while(|word| word.zone == zone)
            .count();
        &self.words[start..start + length]
    }
}

fn read<'a>(text: &'a str, zone: Zone, into: &mut Vec<ReadWord<'a>>) {
    let kept = words(text)
        .into_iter()
        .filter(|word| !is_detached_affix(&word.stem));
    into.extend(kept.map(|word| ReadWord {
        surface: word.surface,
        stem: word.stem,
        zone,
    }));
}

/// The sentences of a text: cut at full stops, question marks, semicolons and line breaks.
fn sentences(text: &str) -> Vec<&str> {
    let ends = ['.', '!', '?', '؟', '؛', ';', '\n', '…'];
    text.split(ends)
        .filter(|part| part.chars().any(char::is_alphanumeric))
        .collect()
}
