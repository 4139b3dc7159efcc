//! Space-free phrase keys, where حمل‌ونقل, حمل و نقل and حملونقل meet.

use super::affixes::DETACHED;
use super::stem::stems;

/// The stems of a phrase without spaces and without inflection that a space cut off.
///
/// A phrase of nothing but such inflection keeps it, so that no word has an empty key.
#[must_use]
pub fn phrase_key(text: &str) -> String {
    let stems = stems(text);
    let key: String = stems
        .iter()
        .filter(|s| !is_detached_affix(s))
        .map(String::as_str)
        .collect();
    if key.is_empty() { stems.concat() } else { key }
}

/// True for inflection that stands as a token of its own, such as the plural ها after a space.
#[must_use]
pub fn is_detached_affix(stem: &str) -> bool {
    DETACHED.contains(&stem)
}
