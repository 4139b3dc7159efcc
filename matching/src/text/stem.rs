//! Stems: of Persian inflection only, guarded by closed lists; derivation stays.
//! English words have the stems of the Snowball project.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

use super::affixes::{
    ADJECTIVES, AN_PLURALS, NOT_GAN_PLURALS, NOT_HA_PLURALS, NOT_SUPERLATIVES, PLURAL_SUFFIXES,
    VERB_PREFIXES, VERBS,
};
use super::letters::is_arabic_letter;
use super::tokens::tokens;

/// The stem of every token of the text, in order.
#[must_use]
pub fn stems(text: &str) -> Vec<String> {
    tokens(text).iter().map(|token| stem(token)).collect()
}

/// The stem of one folded token.
#[must_use]
pub fn stem(token: &str) -> String {
    let token = collapse_runs(token);
    if token.chars().next().is_some_and(is_arabic_letter) {
        persian(&token)
    } else {
        english(token)
    }
}

/// Snowball's stem of a lower-case word; codes, numbers and short words stay whole.
fn english(token: Cow<'_, str>) -> String {
    let word = token.len() > 3 && token.bytes().all(|byte| byte.is_ascii_lowercase());
    if word {
        Stemmer::new(Algorithm::English).stem(&token).into_owned()
    } else {
        token.into_owned()
    }
}

/// Letters drawn out for emphasis (three or more of one) count once; digits stay.
fn collapse_runs(token: &str) -> Cow<'_, str> {
    if !has_run(token) {
        return Cow::Borrowed(token);
    }
    let mut out = String::with_capacity(token.len());
    let mut rest = token.chars().peekable();
    while let Some(c) = rest.next() {
        let mut count = 1;
        while rest.next_if_eq(&c).is_some() {
            count += 1;
        }
        let kept = if count > 2 && c.is_alphabetic() {
            1
        } else {
            count
        };
        out.extend(std::iter::repeat_n(c, kept));
    }
    Cow::Owned(out)
}

/// True if three characters in a row are the same.
fn has_run(token: &str) -> bool {
    let later = |skip| token.chars().skip(skip);
    let mut threes = token.chars().zip(later(1)).zip(later(2));
    threes.any(|((a, b), c)| a == b && b == c)
}

fn persian(token: &str) -> String {
    let word = without_verb_prefix(token);
    let word = without_plural(word);
    let word = without_comparison(word);
    human_plural(word).unwrap_or_else(|| word.to_owned())
}

fn without_verb_prefix(word: &str) -> &str {
    VERB_PREFIXES
        .iter()
        .rev()
        .find_map(|prefix| {
            word.strip_prefix(prefix)
                .filter(|verb| VERBS.contains(verb))
        })
        .unwrap_or(word)
}

fn without_plural(word: &str) -> &str {
    PLURAL_SUFFIXES
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .filter(|stem| has_letters(stem, 2) && !NOT_HA_PLURALS.contains(&word))
        .unwrap_or(word)
}

fn without_comparison(word: &str) -> &str {
    if let Some(stem) = word.strip_suffix("ترین") {
        let cut = has_letters(stem, 3) && !NOT_SUPERLATIVES.contains(&word);
        return if cut { stem } else { word };
    }
    word.strip_suffix("تر")
        .filter(|stem| ADJECTIVES.contains(stem))
        .unwrap_or(word)
}

fn human_plural(word: &str) -> Option<String> {
    let stem = word.strip_suffix("ان")?;
    if AN_PLURALS.contains(&stem) {
        return Some(stem.to_owned());
    }
    let heh = stem.strip_suffix('گ')?;
    (has_letters(heh, 3) && !NOT_GAN_PLURALS.contains(&word)).then(|| format!("{heh}ه"))
}

fn has_letters(word: &str, least: usize) -> bool {
    word.chars().nth(least - 1).is_some()
}
