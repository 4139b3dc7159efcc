//! A problem's text as it may be stored: cleaned of what nobody can see, within its limits.

use matching::text;

use crate::fault::{Complaint, ComplaintCode};

/// Longer than any headline.
pub const TITLE_MAX: usize = 200;
/// About five pages.
pub const DESCRIPTION_MAX: usize = 10_000;

/// A title and a description that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub title: String,
    pub description: String,
}

impl Text {
    /// Cleans both texts and measures them in characters.
    pub fn parse(title: &str, description: &str) -> Result<Self, Vec<Complaint>> {
        let text = Self {
            title: clean(title, false),
            description: clean(description, true),
        };
        let mut complaints = Vec::new();
        if text.title.is_empty() {
            complaints.push(empty_title());
        }
        for (field, text, max) in [
            ("title", &text.title, TITLE_MAX),
            ("description", &text.description, DESCRIPTION_MAX),
        ] {
            let length = text.chars().count();
            if length > max {
                complaints.push(too_long(field, length, max));
            }
        }
        if complaints.is_empty() {
            Ok(text)
        } else {
            Err(complaints)
        }
    }

    /// The stems of both texts with spaces around each, for search.
    #[must_use]
    pub fn search_key(&self) -> String {
        let stems = text::stems(&format!("{} {}", self.title, self.description));
        format!(" {} ", stems.join(" "))
    }
}

/// A text of 1 to `max` characters that may be stored.
pub fn passage(field: &'static str, text: &str, max: usize) -> Result<String, Complaint> {
    let text = clean(text, true);
    match text.chars().count() {
        0 => Err(Complaint::new(
            field,
            ComplaintCode::Required,
            format!("Write 1 to {max} characters here."),
            format!("این متن باید ۱ تا {max} نویسه داشته باشد."),
        )),
        length if length > max => Err(too_long(field, length, max)),
        _ => Ok(text),
    }
}

/// Without control characters and without the marks that make text show in another order than
/// it is stored; a half-space stays, since it is spelling.
fn clean(text: &str, lines: bool) -> String {
    let visible = text.chars().filter_map(|c| match c {
        '\n' | '\t' if lines => Some(c),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        '\n' | '\t' => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    });
    let cleaned: String = visible.collect();
    // A text of invisible characters alone is empty.
    let blank = cleaned
        .chars()
        .all(|c| c.is_whitespace() || is_invisible(c));
    if blank {
        String::new()
    } else {
        cleaned.trim().to_owned()
    }
}

/// Joiners, marks of direction, byte-order marks, variation selectors, and the letters and the
/// Braille cell that look like nothing.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    )
}

fn empty_title() -> Complaint {
    Complaint::new(
        "title",
        ComplaintCode::Required,
        "A problem needs a title.",
        "مسئله باید عنوان داشته باشد.",
    )
}

fn too_long(field: &'static str, length: usize, max: usize) -> Complaint {
    Complaint::new(
        field,
        ComplaintCode::TooLong,
        format!("The {field} has {length} characters; {max} are allowed."),
        format!("این متن {length} نویسه دارد؛ حداکثر {max} نویسه مجاز است."),
    )
}

#[cfg(test)]
mod tests {
    use super::{DESCRIPTION_MAX, Text};

    #[test]
    fn invisible_characters_do_not_make_a_title() {
        for title in [
            "",
            "  \n",
            "\u{200c}\u{200c}",
            "\u{202e}\u{0}",
            "\u{feff} \u{200f}",
        ] {
            assert!(Text::parse(title, "توضیح").is_err(), "{title:?}");
        }
    }

    #[test]
    fn order_overrides_and_nul_are_removed_and_half_spaces_kept() {
        let text = Text::parse("\u{202e}می‌شود\u{0}", "خط اول\nخط دوم").unwrap();
        assert_eq!(text.title, "می‌شود");
        assert_eq!(text.description, "خط اول\nخط دوم");
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        let exact = "پ".repeat(DESCRIPTION_MAX);
        assert!(Text::parse("عنوان", &exact).is_ok());
        let complaints = Text::parse("عنوان", &format!("{exact}پ")).unwrap_err();
        assert_eq!(complaints[0].field, "description");
    }
}
