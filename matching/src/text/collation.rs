//! Sort keys that put Persian text in dictionary order in any database.
//!
//! Code points will not do: پ, چ, ژ, ک, گ and ی stand after the Arabic letters there.

use std::fmt::Write as _;

use super::fold;

/// Stands for آ, which folding would turn into ا; no text that people write holds it.
const MADDA: char = '\u{E000}';
/// The Persian alphabet in dictionary order, after the digits; Latin letters follow it.
const ORDER: &str = "0123456789\u{E000}اءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیabcdefghijklmnopqrstuvwxyz";
/// Rank of a character that is in no alphabet here: after all that are.
const OTHER: usize = 0xff;

/// A key of ASCII digits and letters whose byte order is the dictionary order of `text`.
///
/// Two hexadecimal digits a letter, `00` between words, so a shorter word sorts before a
/// longer one that begins with it. Equal for texts that [`fold`] makes equal, but that آ
/// stands before ا.
#[must_use]
pub fn collation_key(text: &str) -> String {
    let mut key = String::new();
    let marked = text
        .replace("ا\u{653}", "آ")
        .replace('آ', MADDA.encode_utf8(&mut [0; 4]));
    for character in fold(&marked)
        .chars()
        .filter(|c| *c != super::letters::HALF_SPACE)
    {
        // Writing to a string cannot fail.
        let _ = write!(key, "{:02x}", rank(character));
    }
    key
}

fn rank(character: char) -> usize {
    if character == ' ' {
        return 0;
    }
    ORDER
        .chars()
        .position(|known| known == character)
        .map_or(OTHER, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::collation_key;

    #[test]
    fn persian_names_sort_as_in_a_dictionary() {
        let mut names = [
            "یاوری",
            "گلستانی",
            "پارسا",
            "ابراهیم",
            "آذر",
            "خواجه",
            "خوش‌آمد",
            "خوشاب",
            "کریمی",
            "بهار",
            "چمنی",
            "علی زاده",
            "علی",
        ];
        names.sort_by_key(|name| collation_key(name));
        assert_eq!(
            names,
            [
                "آذر",
                "ابراهیم",
                "بهار",
                "پارسا",
                "چمنی",
                "خواجه",
                "خوش‌آمد",
                "خوشاب",
                "علی",
                "علی زاده",
                "کریمی",
                "گلستانی",
                "یاوری"
            ]
        );
    }

    #[test]
    fn letters_of_either_keyboard_meet() {
        assert_eq!(collation_key("كريمي"), collation_key("کریمی"));
        assert_eq!(collation_key("ا\u{653}ذر"), collation_key("آذر"));
    }
}
