//! Which characters count as one letter, which as none, and which as a half-space.

/// What folding does with one character that compatibility composition has already seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folded {
    Keep(char),
    /// A space, a line break or a control character.
    Space,
    /// A zero-width non-joiner or one of its legacy stand-ins.
    HalfSpace,
    /// Waw with hamza: its seat depends on the next letter.
    HamzaOnWaw,
    Nothing,
}

/// The zero-width non-joiner, the half-space of Persian.
pub(super) const HALF_SPACE: char = '\u{200C}';

/// Classifies one composed, lower-case character.
pub(super) fn fold_char(c: char) -> Folded {
    match c {
        'ي' | 'ى' | 'ے' | 'ۍ' | 'ې' | 'ێ' | 'ئ' | 'ۓ' => Folded::Keep('ی'),
        'ك' | 'ڪ' | 'ګ' => Folded::Keep('ک'),
        'ة' | 'ۀ' | 'ہ' | 'ۂ' | 'ۃ' | 'ھ' | 'ە' => Folded::Keep('ه'),
        'أ' | 'إ' | 'ٱ' | 'آ' | 'ٲ' | 'ٳ' => Folded::Keep('ا'),
        'ؤ' => Folded::HamzaOnWaw,
        '٫' => Folded::Keep('.'),
        '٬' => Folded::Keep(','),
        '\u{200B}' | HALF_SPACE | '¬' => Folded::HalfSpace,
        _ if is_dropped(c) => Folded::Nothing,
        _ if c.is_whitespace() || c.is_control() => Folded::Space,
        _ => Folded::Keep(ascii_digit(c)),
    }
}

/// True for isolated presentation forms of marks, which composition would turn into spaces.
pub(super) const fn is_isolated_mark(c: char) -> bool {
    matches!(c, '\u{FE70}'..='\u{FE7F}')
}

/// Invisible characters that join or direct letters without being any.
pub(super) const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200D}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0000}'..='\u{E01EF}')
}

/// Marks that composition never needs: vowels, shadda, Quranic signs, tatweel.
///
/// Madda and the two hamzas (U+0653 to U+0655) are not here: they compose with their letter.
pub(super) const fn is_loose_mark(c: char) -> bool {
    matches!(c,
        '\u{0610}'..='\u{061A}' | '\u{0640}' | '\u{064B}'..='\u{0652}' | '\u{0656}'..='\u{065F}'
        | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}' | '\u{06EA}'..='\u{06ED}'
        | '\u{08D3}'..='\u{08FF}')
}

const fn is_dropped(c: char) -> bool {
    is_loose_mark(c)
        || is_invisible(c)
        || matches!(c, 'ء' | '\u{0653}'..='\u{0655}' | '\u{0300}'..='\u{036F}')
}

/// Persian and Arabic-Indic digits become ASCII; all else stays.
fn ascii_digit(c: char) -> char {
    let zero = match c {
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        _ => return c,
    };
    let digit = u32::from(c) - u32::from(zero);
    char::from_digit(digit, 10).unwrap_or(c)
}

/// True for letters of the Arabic script, after folding.
///
/// The ranges are those of the alphabetic characters that folding keeps; asking the Unicode tables
/// for each letter took a fifth of the time of training.
pub(super) const fn is_arabic_letter(c: char) -> bool {
    matches!(c,
        '\u{0620}'..='\u{063F}' | '\u{0641}'..='\u{064A}' | '\u{066E}' | '\u{066F}'
        | '\u{0671}'..='\u{06D3}' | '\u{06D5}' | '\u{06EE}' | '\u{06EF}'
        | '\u{06FA}'..='\u{06FC}' | '\u{06FF}' | '\u{0750}'..='\u{077F}'
        | '\u{08A0}'..='\u{08B4}' | '\u{08B6}'..='\u{08C7}')
}

/// True for letters and digits of any script; the common ones first.
pub(crate) fn is_word_character(c: char) -> bool {
    is_arabic_letter(c) || c.is_alphanumeric()
}
