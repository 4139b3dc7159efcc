//! Tokens: words and numbers, with half-space inflection removed and compounds joined.

use super::affixes::{SUFFIX_SEGMENTS, VERB_PREFIXES};
use super::fold::fold;
use super::letters::{HALF_SPACE, is_arabic_letter};

/// Splits text into folded tokens.
///
/// Arabic-script letters, and other letters with digits, form tokens; a change of script splits.
/// Decimal points stay, thousands separators go, and a half-space joins a compound.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let folded = fold(text);
    if !folded.is_empty() && folded.chars().all(is_arabic_letter) {
        return vec![folded];
    }
    let mut scan = Scan {
        rest: &folded,
        out: Vec::new(),
    };
    while scan.step() {}
    scan.out
}

struct Scan<'a> {
    rest: &'a str,
    out: Vec<String>,
}

impl<'a> Scan<'a> {
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else {
            return false;
        };
        if is_arabic_letter(first) {
            let word = self.take(|c| is_arabic_letter(c) || c == HALF_SPACE);
            self.out.push(join_segments(word));
        } else if first.is_alphanumeric() {
            self.number_or_word();
        } else {
            self.rest = &self.rest[first.len_utf8()..];
        }
        true
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !belongs(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn number_or_word(&mut self) {
        let mut token = self
            .take(|c| c.is_alphanumeric() && !is_arabic_letter(c))
            .to_owned();
        if is_number(&token) {
            while let Some(group) = self.separated(',').filter(|group| group.len() == 3) {
                token.push_str(group);
                self.rest = &self.rest[1 + group.len()..];
            }
            if let Some(fraction) = self.separated('.') {
                token.push('.');
                token.push_str(fraction);
                self.rest = &self.rest[1 + fraction.len()..];
            }
        }
        self.out.push(token);
    }

    /// The digits that follow `separator` at once, if it is next.
    fn separated(&self, separator: char) -> Option<&'a str> {
        let tail = self.rest.strip_prefix(separator)?;
        let end = tail
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(tail.len());
        (end > 0).then(|| &tail[..end])
    }
}

fn is_number(token: &str) -> bool {
    token.bytes().all(|b| b.is_ascii_digit())
}

/// Joins a compound at its half-spaces, without its verb prefix and inflection suffixes.
fn join_segments(word: &str) -> String {
    if !word.contains(HALF_SPACE) {
        return word.to_owned();
    }
    let mut segments: Vec<&str> = word.split(HALF_SPACE).filter(|s| !s.is_empty()).collect();
    if segments.len() > 1 && VERB_PREFIXES.contains(&segments[0]) {
        segments.remove(0);
    }
    while let [.., stem, suffix] = segments.as_slice() {
        if !is_suffix(stem, suffix) {
            break;
        }
        segments.pop();
    }
    segments.concat()
}

fn is_suffix(stem: &str, suffix: &str) -> bool {
    SUFFIX_SEGMENTS.contains(&suffix) || (suffix == "ای" && stem.ends_with('ه'))
}
