//! Folding: one spelling for letters, digits, marks, presentation forms and spaces.
//!
//! The result is a search key, not text to show: madda and hamza are lost on purpose.

use unicode_normalization::UnicodeNormalization;

use super::letters::{
    Folded, HALF_SPACE, fold_char, is_arabic_letter, is_invisible, is_isolated_mark, is_loose_mark,
};

/// Folds text to its search key: lower-case, composed, single-spaced, ASCII digits.
///
/// Half-spaces survive only between two letters. Total and linear in the input's length.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folding = Folding::with_capacity(text.len());
    let visible = text.chars().filter(|&c| !is_noise(c));
    if text.chars().all(is_composed) {
        visible.for_each(|c| folding.push(c));
    } else {
        visible
            .nfkc()
            .flat_map(char::to_lowercase)
            .for_each(|c| folding.push(c));
    }
    folding.finish()
}

fn is_noise(c: char) -> bool {
    is_isolated_mark(c) || is_invisible(c) || is_loose_mark(c)
}

/// True where composition and lower-casing change nothing: the common case, five times faster.
const fn is_composed(c: char) -> bool {
    matches!(c,
        '\0'..='@' | '['..='~' | '\u{00AB}' | '\u{00AC}' | '\u{00BB}' | '\u{060C}'..='\u{0652}'
        | '\u{0656}'..='\u{0674}' | '\u{0679}'..='\u{06FF}' | '\u{200B}'..='\u{200F}' | '\u{2066}'..='\u{2069}')
}

fn is_letter(c: char) -> bool {
    is_arabic_letter(c) || c.is_alphabetic()
}

/// The output so far, and what waits for the next letter to be decided.
struct Folding {
    out: String,
    last: Option<char>,
    gap: Gap,
    waw: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Half,
    Full,
}

impl Folding {
    fn with_capacity(bytes: usize) -> Self {
        Self {
            out: String::with_capacity(bytes),
            last: None,
            gap: Gap::None,
            waw: false,
        }
    }

    fn push(&mut self, c: char) {
        match fold_char(c) {
            Folded::Nothing => {}
            Folded::Keep(letter) => self.letter(letter),
            Folded::HamzaOnWaw => {
                self.settle_waw(false);
                self.waw = true;
            }
            Folded::Space => self.space(Gap::Full),
            Folded::HalfSpace => self.space(Gap::Half),
        }
    }

    fn space(&mut self, gap: Gap) {
        self.settle_waw(false);
        if self.gap != Gap::Full {
            self.gap = gap;
        }
    }

    fn letter(&mut self, letter: char) {
        self.settle_waw(letter == 'و');
        self.emit(letter);
    }

    /// Hamza on waw before another waw is the older spelling of a yeh seat: مسؤول is مسئول.
    fn settle_waw(&mut self, before_waw: bool) {
        if std::mem::take(&mut self.waw) {
            self.emit(if before_waw { 'ی' } else { 'و' });
        }
    }

    fn emit(&mut self, c: char) {
        match (std::mem::replace(&mut self.gap, Gap::None), self.last) {
            (Gap::Full, Some(_)) => self.out.push(' '),
            (Gap::Half, Some(last)) if is_letter(last) && is_letter(c) => {
                self.out.push(HALF_SPACE);
            }
            (Gap::None | Gap::Half | Gap::Full, _) => {}
        }
        self.out.push(c);
        self.last = Some(c);
    }

    fn finish(mut self) -> String {
        self.settle_waw(false);
        self.out
    }
}
