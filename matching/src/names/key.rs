//! What a name looks like to the index: folded parts of letters and digits, titles left out.

use crate::text::fold;

/// Parts beyond this count are not indexed; no real name has more.
const MAX_PARTS: usize = 8;

/// Letters of a part, or of a whole name, beyond this count are not compared.
pub const MAX_LETTERS: usize = 48;

/// Forms of address that say nothing about who is meant.
const TITLES: [&str; 12] = [
    "اقا",
    "اقای",
    "خانم",
    "دکتر",
    "مهندس",
    "جناب",
    "سرکار",
    "استاد",
    "dr",
    "mr",
    "mrs",
    "eng",
];

/// The searchable parts of a name or of a query.
///
/// A zero-width non-joiner parts words just as a space does, since people type either.
/// Titles are dropped unless nothing else is left.
pub fn parts(name: &str) -> Vec<Vec<char>> {
    let folded = fold(name);
    let words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let named = words.iter().any(|word| !is_title(word));
    words
        .into_iter()
        .filter(|word| !named || !is_title(word))
        .take(MAX_PARTS)
        .map(|word| word.chars().take(MAX_LETTERS).collect())
        .collect()
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::parts;

    fn check(name: &str, expected: &[&str]) {
        let found: Vec<String> = parts(name).into_iter().map(String::from_iter).collect();
        assert_eq!(found, expected, "{name}");
    }

    #[test]
    fn parts_are_folded_words_without_titles() {
        check("علي  كريمي", &["علی", "کریمی"]);
        check("حسینی\u{200c}نژاد", &["حسینی", "نژاد"]);
        check("دکتر مریم رضایی", &["مریم", "رضایی"]);
        check("دکتر", &["دکتر"]);
        check("  ", &[]);
    }
}
