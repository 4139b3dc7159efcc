//! Numbers in Persian sentences.

use std::fmt::Display;

/// A number as Persian writes it: `۱۲٫۵` for `12.5`.
#[must_use]
pub fn persian_number(number: impl Display) -> String {
    persian_digits(&number.to_string()).replace('.', "٫")
}

/// The text with Persian digits for Latin ones.
#[must_use]
pub fn persian_digits(text: &str) -> String {
    let written = |letter: char| {
        let digit = letter.to_digit(10);
        digit
            .and_then(|digit| char::from_u32(u32::from('۰') + digit))
            .unwrap_or(letter)
    };
    text.chars().map(written).collect()
}

#[cfg(test)]
mod tests {
    use super::{persian_digits, persian_number};

    #[test]
    fn digits_are_persian() {
        assert_eq!(persian_number(1_090), "۱۰۹۰");
        assert_eq!(persian_number(-3), "-۳");
        assert_eq!(persian_number(format!("{:.2}", 12.5)), "۱۲٫۵۰");
        assert_eq!(persian_digits("میز 12. کرسی"), "میز ۱۲. کرسی");
    }
}
