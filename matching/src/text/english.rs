//! Light English stemming: plurals and -ing, where cutting them costs no distinction.

/// The stem of one lower-case token of a script other than Arabic.
pub(super) fn stem(token: String) -> String {
    if !token.bytes().all(|b| b.is_ascii_lowercase()) || token.len() < 4 {
        return token;
    }
    let singular = singular(&token);
    gerund(&singular).unwrap_or(singular)
}

/// Harman's S-stemmer: -ies, -es and -s, with the exceptions that the ending itself shows.
fn singular(token: &str) -> String {
    if let Some(base) = token.strip_suffix("ies") {
        if base.len() >= 2 && !base.ends_with(['a', 'e']) {
            return format!("{base}y");
        }
    } else if let Some(base) = token.strip_suffix("sses") {
        return format!("{base}ss");
    } else if let Some(base) = token.strip_suffix('s')
        && !base.ends_with(['s', 'u', 'i'])
    {
        return base.to_owned();
    }
    token.to_owned()
}

/// Cuts -ing from a base of four letters or more with a vowel, and undoubles its consonant.
fn gerund(token: &str) -> Option<String> {
    let base = token.strip_suffix("ing")?;
    let vowel = base.bytes().any(|b| b"aeiouy".contains(&b));
    if base.len() < 4 || !vowel {
        return None;
    }
    let bytes = base.as_bytes();
    let doubled = bytes[bytes.len() - 1] == bytes[bytes.len() - 2]
        && !b"lsz".contains(&bytes[bytes.len() - 1]);
    Some(base[..base.len() - usize::from(doubled)].to_owned())
}
