//! Words as they stand in a text, each with the stems that the pipeline sees in it.

use super::letters::is_word_character;
use super::stem::stem;
use super::tokens::tokens;

/// One stem and the spelling that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The whitespace-separated piece of the text, without punctuation at its ends.
    pub surface: &'a str,
    pub stem: String,
}

/// The words of a text in order; their stems are those of [`super::stems`].
#[must_use]
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    for piece in text.split_whitespace() {
        let surface = piece.trim_matches(|c| !is_word_character(c));
        out.extend(tokens(piece).iter().map(|token| Word {
            surface,
            stem: stem(token),
        }));
    }
    out
}
