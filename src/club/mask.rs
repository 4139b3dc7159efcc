//! Personal fields as somebody sees them who may know that they are there, not what they say.

const COVER: char = '•';
/// Enough to tell two people apart, too little to reach one.
const SHOWN_END: usize = 2;

/// A number with its first and last two digits: `09•• ••• ••67` for eleven digits.
#[must_use]
pub fn number(text: &str) -> String {
    let digits: Vec<char> = text.chars().collect();
    let hidden = SHOWN_END..digits.len().saturating_sub(SHOWN_END);
    let mobile = digits.len() == 11;
    let mut masked = String::new();
    for (at, digit) in digits.iter().enumerate() {
        if mobile && matches!(at, 4 | 7) {
            masked.push(' ');
        }
        masked.push(if hidden.contains(&at) { COVER } else { *digit });
    }
    masked
}

/// An address with its first letter and its domain: `s•••@example.ir`.
#[must_use]
pub fn email(text: &str) -> String {
    let (local, domain) = text.rsplit_once('@').unwrap_or((text, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}{COVER}{COVER}{COVER}@{domain}")
}

#[cfg(test)]
mod tests {
    use super::{email, number};

    #[test]
    fn the_middle_is_covered() {
        assert_eq!(number("09151234567"), "09•• ••• ••67");
        assert_eq!(number("0499370899"), "04••••••99");
        assert_eq!(email("sara@example.ir"), "s•••@example.ir");
    }
}
