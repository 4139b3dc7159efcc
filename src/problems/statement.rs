//! A problem's text as it may be stored: cleaned of what nobody can see, within its limits.

use matching::text;

use crate::fault::{Complaint, ComplaintCode};
use crate::{club::tidy::is_hidden, persian::persian_number};

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
            title: clean_line(title),
            description: clean(description),
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
                complaints.push(Complaint::too_long(field, length, max));
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

/// A reason's longest form; longer ones are comments.
pub const REASON_MAX: usize = 1_000;

/// A text of 1 to `max` characters that may be stored.
pub fn passage(field: &'static str, text: &str, max: usize) -> Result<String, Complaint> {
    let text = clean(text);
    match text.chars().count() {
        0 => Err(Complaint::new(
            field,
            ComplaintCode::Required,
            format!("Write 1 to {max} characters here."),
            format!(
                "این متن باید ۱ تا {} نویسه داشته باشد.",
                persian_number(max)
            ),
        )),
        length if length > max => Err(Complaint::too_long(field, length, max)),
        _ => Ok(text),
    }
}

/// Without control characters and without what nobody can see, lines as they are; a half-space
/// stays, since it is spelling.
fn clean(text: &str) -> String {
    let shows = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || is_hidden(c));
    let cleaned: String = text.chars().filter(|c| shows(*c)).collect();
    // Joiners join nothing at the ends; a text of them alone is empty.
    let ends = |c: char| c.is_whitespace() || matches!(c, '\u{200c}' | '\u{200d}');
    cleaned.trim_matches(ends).to_owned()
}

/// The same on one line.
fn clean_line(text: &str) -> String {
    clean(&text.replace(['\n', '\t'], " "))
}

fn empty_title() -> Complaint {
    Complaint::new(
        "title",
        ComplaintCode::Required,
        "A problem needs a title.",
        "مسئله باید عنوان داشته باشد.",
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
