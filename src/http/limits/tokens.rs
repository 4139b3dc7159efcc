//! A cheap count of lexical tokens, before the parser sees the source.
//! It never fails: what is not GraphQL is left to the parser to refuse.

/// What a source holds; each value is at least what the parser would meet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lexemes {
    /// Punctuators, names, numbers and strings.
    pub tokens: u64,
    /// The most braces, brackets and parentheses open at once.
    pub nesting: u64,
    /// `@` signs outside strings and comments.
    pub directives: u64,
}

/// Counts in one pass over the bytes; every delimiter of GraphQL is ASCII.
#[must_use]
pub fn lex(source: &str) -> Lexemes {
    let bytes = source.as_bytes();
    let mut lexemes = Lexemes::default();
    let mut open = 0_u64;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let length = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => 1,
            b'#' => run(&bytes[at..], |byte| byte != b'\n' && byte != b'\r'),
            _ => {
                lexemes.tokens += 1;
                open = nest(open, byte);
                lexemes.nesting = lexemes.nesting.max(open);
                lexemes.directives += u64::from(byte == b'@');
                token_length(&bytes[at..])
            }
        };
        at += length;
    }
    lexemes
}

fn nest(open: u64, byte: u8) -> u64 {
    match byte {
        b'{' | b'[' | b'(' => open + 1,
        b'}' | b']' | b')' => open.saturating_sub(1),
        _ => open,
    }
}

fn token_length(rest: &[u8]) -> usize {
    if rest.starts_with(b"\"\"\"") {
        block_string_length(rest)
    } else if rest.starts_with(b"\"") {
        string_length(rest)
    } else if rest.starts_with(b"...") {
        3
    } else {
        run(rest, is_word).max(1)
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+')
}

fn run(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| belongs(**byte)).count()
}

fn string_length(rest: &[u8]) -> usize {
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            b'\n' | b'\r' => return at,
            _ => at += 1,
        }
    }
    at
}

fn block_string_length(rest: &[u8]) -> usize {
    let mut at = 3;
    while at < rest.len() {
        if rest[at..].starts_with(b"\\\"\"\"") {
            at += 4;
        } else if rest[at..].starts_with(b"\"\"\"") {
            return at + 3;
        } else {
            at += 1;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_nesting_and_directives_are_counted() {
        for (source, tokens, nesting, directives) in [
            ("", 0, 0, 0),
            ("# only { a } comment\n , ,", 0, 0, 0),
            ("{ a }", 3, 1, 0),
            ("{ a: b(first: 10) @skip(if: $x) { c } }", 21, 2, 1),
            ("{ a(s: \"} { \\\" @x\") }", 8, 2, 0),
            ("{ a(s: \"\"\" \\\"\"\" } @ \"\"\") }", 8, 2, 0),
            ("{ ...F ... on T { x } }", 10, 2, 0),
            ("{ a(n: -1) }", 8, 2, 0),
            ("{ a(s: \"unterminated\n) }", 8, 2, 0),
            ("{ a(s: \"میز #۱\") }", 8, 2, 0),
        ] {
            let expected = Lexemes {
                tokens,
                nesting,
                directives,
            };
            assert_eq!(lex(source), expected, "{source}");
        }
    }

    #[test]
    fn broken_sources_end() {
        for source in [
            "\"",
            "\"\\",
            "\"\"\"",
            "\"\"\"\\\"\"\"",
            "}}}",
            "\u{feff}{",
            "😀",
        ] {
            assert!(lex(source).tokens < 10, "{source}");
        }
    }
}
