//! Text as people meant it: without what nobody can see, digits of one script.

/// Without control characters, marks of direction and invisible marks, each run of white space
/// one space; a half-space stays between letters, where it is spelling.
#[must_use]
pub fn tidy(text: &str) -> String {
    tidied(text, " ")
}

/// The same line by line, without empty lines.
#[must_use]
pub fn tidy_lines(text: &str) -> String {
    tidied(text, "\n")
}

fn tidied(text: &str, between: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for line in text.lines() {
        let mut words = String::with_capacity(line.len());
        for word in line.split(|c: char| c.is_whitespace() || c.is_control()) {
            let shown: String = word.chars().filter(|c| !is_hidden(*c)).collect();
            let word = shown.trim_matches(|c| matches!(c, '\u{200c}' | '\u{200d}'));
            if !word.is_empty() {
                words.push_str(if words.is_empty() { "" } else { " " });
                words.push_str(word);
            }
        }
        if !words.is_empty() {
            tidy.push_str(if tidy.is_empty() { "" } else { between });
            tidy.push_str(&words);
        }
    }
    tidy
}

/// The digit in Latin script; anything else as it is.
#[must_use]
pub fn latin_digit(c: char) -> char {
    let zero = match c {
        '\u{06f0}'..='\u{06f9}' => '\u{06f0}',
        '\u{0660}'..='\u{0669}' => '\u{0660}',
        other => return other,
    };
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
}

/// Marks of direction, joiners that join nothing, byte-order marks, fillers.
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}' | '\u{0}'
    )
}

#[cfg(test)]
mod tests {
    use super::{latin_digit, tidy, tidy_lines};

    #[test]
    fn what_cannot_be_seen_is_gone_and_half_spaces_inside_words_stay() {
        for (text, expected) in [
            (
                "  سارا \u{202e}\t ملک\u{200c}آبادی\u{200c} ",
                "سارا ملک\u{200c}آبادی",
            ),
            ("الف\nب", "الف ب"),
            ("\u{200c}\u{feff}\u{0}", ""),
        ] {
            assert_eq!(tidy(text), expected, "{text:?}");
        }
        assert_eq!(tidy_lines("الف\r\n\n ب"), "الف\nب");
        assert_eq!(tidy_lines("\u{200c} \u{200d}"), "");
        assert_eq!("۰٩5x".chars().map(latin_digit).collect::<String>(), "095x");
    }
}
