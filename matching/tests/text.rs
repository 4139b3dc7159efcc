//! The table of text cases: one row a rule, `(stage, input, expected)`.

use matching::text::{fold, phrase_key, stems, tokens};

const CASES: &str = include_str!("data/normalisation_cases.tsv");

#[test]
fn every_row_of_the_table_holds() {
    let mut failures = Vec::new();
    let rows: Vec<Vec<&str>> = CASES
        .lines()
        .skip(1)
        .map(|l| l.split('\t').collect())
        .collect();
    for row in &rows {
        let (input, expected) = (unescape(row[2]), unescape(row[3]));
        let actual = stage(row[1], &input);
        if actual != expected {
            failures.push(format!(
                "{} {}: {actual:?}, expected {expected:?}",
                row[0], row[4]
            ));
        }
    }
    assert!(rows.len() >= 148, "the table has {} rows", rows.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn stage(name: &str, input: &str) -> String {
    match name {
        "fold" => fold(input),
        "tokens" => tokens(input).join("|"),
        "stems" => stems(input).join("|"),
        "key" => phrase_key(input),
        other => panic!("unknown stage {other}"),
    }
}

#[expect(clippy::unwrap_used, reason = "a broken escape is a broken table")]
fn unescape(cell: &str) -> String {
    let mut out = String::new();
    let mut rest = cell;
    while let Some(at) = rest.find("\\u") {
        out.push_str(&rest[..at]);
        let code = u32::from_str_radix(&rest[at + 2..at + 6], 16).unwrap();
        out.push(char::from_u32(code).unwrap());
        rest = &rest[at + 6..];
    }
    out + rest
}

#[test]
fn hostile_input_is_a_value() {
    let patterns = [
        "\u{200C}",
        "\u{202B}\u{202C}",
        "🏗\u{FE0F}\u{200D}",
        "\u{0654}",
        "\u{0301}",
        "ؤ",
        "ها",
        "1,",
        ".",
    ];
    for pattern in patterns {
        let text = pattern.repeat(100_000);
        let _ = (fold(&text), tokens(&text), stems(&text), phrase_key(&text));
    }
}
