//! Words as they stand in a text, each with the stems that the pipeline sees in it.

use super::letters::{is_arabic_letter, is_word_character};
use super::stem::stem;
use super::tokens::tokens;

/// One stem and the spelling that it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The piece of the text, without punctuation at its ends.
    pub surface: &'a str,
    pub stem: String,
}

/// The words of a text in order; their stems are those of [`super::stems`].
#[must_use]
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    for (_, piece) in pieces(text) {
        let surface = bare(piece);
        out.extend(tokens(piece).iter().map(|token| Word {
            surface,
            stem: stem(token),
        }));
    }
    out
}

/// The words of a text as it writes them, each with the byte at which it begins.
pub(crate) fn surfaces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    pieces(text).filter_map(|(at, piece)| {
        let before = piece.find(is_word_character)?;
        Some((at + before, bare(piece)))
    })
}

fn bare(piece: &str) -> &str {
    piece.trim_matches(|c| !is_word_character(c))
}

/// Parts of a text that hold whole words, with their places: cut at spaces, and where Persian
/// often goes without one, as in «پل/تونل» and «۵منطقه».
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut last = ' ';
    let cuts = text.char_indices().filter_map(move |(at, c)| {
        let before = std::mem::replace(&mut last, c);
        is_cut(before, c).then_some(at)
    });
    let mut start = 0;
    cuts.chain([text.len()]).map(move |end| {
        let piece = (start, &text[start..end]);
        start = end;
        piece
    })
}

/// Whether a piece ends between two characters. Cuts must fall where tokens end anyway.
fn is_cut(before: char, c: char) -> bool {
    if is_arabic_letter(before) && is_arabic_letter(c) {
        return false;
    }
    let after_letter = is_letter(before) || before.is_ascii_alphabetic();
    is_mark(c)
        || (after_letter && matches!(c, '.' | ','))
        || (is_letter(before) && is_plain(c))
        || (is_plain(before) && is_letter(c))
}

/// Letters of the Arabic script, but the hamza that folding drops.
fn is_letter(c: char) -> bool {
    is_arabic_letter(c) && c != 'ء'
}

/// White space, and marks that are part of neither a word nor a number.
fn is_mark(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '،' | '؛' | '؟' | '«' | '»' | '…' | '–' | '—')
        || (c.is_ascii_punctuation() && !matches!(c, '.' | ','))
}

/// Letters and digits that never stand in one word with letters of the Arabic script.
const fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '۰'..='۹' | '٠'..='٩')
}

#[cfg(test)]
mod tests {
    use super::{surfaces, words};

    #[test]
    fn words_are_cut_where_persian_goes_without_a_space() {
        let cases = [
            ("آمار،پسماند", vec!["آمار", "پسماند"]),
            ("پل/تونل (عابر)", vec!["پل", "تونل", "عابر"]),
            ("پایان.شهر", vec!["پایان", "شهر"]),
            ("۵منطقه", vec!["۵", "منطقه"]),
            ("اتوبوسBRT،", vec!["اتوبوس", "BRT"]),
            ("1,000.5 ریال", vec!["1,000.5", "ریال"]),
            ("می‌روند", vec!["می‌روند"]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = words(text).iter().map(|word| word.surface).collect();
            assert_eq!(found, expected);
            let places: Vec<_> = surfaces(text).collect();
            assert_eq!(places.len(), expected.len());
            for (at, surface) in places {
                assert!(text[at..].starts_with(surface), "{text}: {at} {surface}");
            }
        }
    }
}
