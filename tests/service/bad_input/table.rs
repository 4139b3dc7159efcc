//! The bad input itself: texts, fields, bodies and filters, each with a name.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::support::global_id;

/// Texts that no title should be, with a name for each.
pub fn texts() -> Vec<(&'static str, String)> {
    vec![
        ("empty", String::new()),
        ("blank", " \t\r\n\u{a0}\u{3000}".to_owned()),
        ("half-spaces", "\u{200c}".repeat(100)),
        ("marks of direction", "\u{200e}\u{200f}\u{61c}".to_owned()),
        (
            "overrides of direction",
            "\u{202e}\u{2066}\u{202c}".to_owned(),
        ),
        (
            "joiners and byte-order marks",
            "\u{200d}\u{feff}\u{2060}\u{ad}".to_owned(),
        ),
        (
            "variation selectors",
            "\u{fe0f}\u{fe00}\u{e0100}".to_owned(),
        ),
        ("fillers", "\u{3164}\u{115f}\u{2800}".to_owned()),
        ("NUL", "\u{0}\u{0}".to_owned()),
        ("control characters", "\u{1}\u{7}\u{1b}\u{7f}".to_owned()),
        ("201 letters", "ب".repeat(201)),
        ("100,000 letters", "ب".repeat(100_000)),
        ("100,000 half-spaces", "\u{200c}".repeat(100_000)),
        ("60,000 half-spaces", "\u{200c}".repeat(60_000)),
        ("100,000 emoji", "🙂".repeat(100_000)),
    ]
}

pub fn inputs() -> Vec<(&'static str, Value)> {
    vec![
        ("no title", json!({"title": null})),
        ("a number as title", json!({"title": 5})),
        ("a list as title", json!({"title": ["الف"]})),
        (
            "a title of NUL and an unknown unit",
            json!({"title": "\u{0}", "orgUnit": "?"}),
        ),
        (
            "10,001 letters of description",
            json!({"description": "ب".repeat(10_001)}),
        ),
        ("district 0", json!({"district": 0})),
        ("district 15", json!({"district": 15})),
        (
            "a district beyond 32 bits",
            json!({"district": 99_999_999_999_i64}),
        ),
        ("half a district", json!({"district": 1.5})),
        ("an unknown urgency", json!({"urgency": "VERY"})),
        ("an unknown unit", json!({"orgUnit": "NO-SUCH"})),
        (
            "an id of another type as unit",
            json!({"orgUnit": global_id("Member", 1)}),
        ),
        ("an unknown concept", json!({"conceptIds": ["no.such"]})),
        (
            "an id beyond the last concept",
            json!({"conceptIds": [global_id("Concept", i64::MAX)]}),
        ),
        (
            "too many concepts",
            json!({"conceptIds": (1..=21).map(|row| global_id("Concept", row)).collect::<Vec<_>>()}),
        ),
        ("an empty key", json!({"idempotencyKey": ""})),
        (
            "a key of 101 letters",
            json!({"idempotencyKey": "k".repeat(101)}),
        ),
        ("a key with NUL", json!({"idempotencyKey": "a\u{0}"})),
        ("no key", json!({"idempotencyKey": null})),
        ("an unknown field", json!({"colour": "red"})),
        ("draft in words", json!({"draft": "yes"})),
    ]
}

pub fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let query = |query: &str| json!({"query": query}).to_string().into_bytes();
    vec![
        ("nothing", Vec::new()),
        ("half a document", b"{\"query\": \"{ viewer".to_vec()),
        ("no UTF-8", vec![b'{', 0xff, 0xfe, b'}']),
        (
            "half a surrogate pair",
            b"{\"query\": \"\\ud800\"}".to_vec(),
        ),
        ("a number", b"7".to_vec()),
        ("a list", b"[{\"query\": \"{ viewer { role } }\"}]".to_vec()),
        ("no query", b"{}".to_vec()),
        ("a query that is none", query("nonsense")),
        ("an unbalanced query", query("{ viewer { role }")),
        ("an unknown field", query("{ viewer { shoeSize } }")),
        (
            "variables in a list",
            b"{\"query\": \"{ viewer { role } }\", \"variables\": [1]}".to_vec(),
        ),
        (
            "deep JSON",
            [b"[".repeat(100_000), b"]".repeat(100_000)].concat(),
        ),
        ("300 KB", query(&" ".repeat(300_000))),
        ("NUL in a query", query("{ viewer { role \u{0} } }")),
        (
            "a wrong id",
            query(
                "mutation { problemConfirmRouting(input: {id: 1.5, expectedVersion: 1}) { problem { id } } }",
            ),
        ),
        (
            "an operation that is not there",
            b"{\"query\": \"query A { viewer { role } }\", \"operationName\": \"B\"}".to_vec(),
        ),
    ]
}

pub fn audit_variables() -> Vec<Value> {
    [
        json!({"actor": {"eq": "\u{0}"}}),
        json!({"subject": {"notIn": ["Problem", "a\u{0}"]}}),
        json!({"or": vec![json!({"kind": {"eq": "SIGNED_IN"}}); 3_000]}),
        json!({"and": vec![json!({"actor": {"in": vec!["a"; 1_000]}}); 40]}),
        nested(&json!({"kind": {"eq": "SIGNED_IN"}}), 5),
    ]
    .map(|filter| json!({"f": filter}))
    .into()
}

/// As wide and as deep as a filter may be.
fn nested(test: &Value, levels: usize) -> Value {
    (0..levels).fold(test.clone(), |inner, _| {
        let mut list = vec![test.clone(); 99];
        list.insert(0, inner);
        json!({"or": list})
    })
}

/// Searches and cursors that should trouble nobody.
pub fn text_variables() -> Vec<Value> {
    let mut variables = Vec::new();
    for (_, text) in texts() {
        if text.len() < 250_000 {
            variables.push(json!({"s": text}));
        }
    }
    variables.push(json!({"s": "زباله\u{0} پل\u{0}"}));
    // Cursors that are well-formed and mean nothing, of every list that takes these variables.
    for mark in [
        "member+name_sort+id",
        "problem-posted_at-id",
        "audit_event+id",
        "concept",
    ] {
        for place in [
            "\"\\u0000\",1",
            "\"a\",1.5",
            "9223372036854775807",
            "18446744073709551615",
            "\"+262142-01-01T00:00:00Z\",1",
            "\"-262143-01-01T00:00:00Z\",1",
            "[],1",
        ] {
            let cursor = format!("[\"{mark}\",{place}]");
            variables.push(json!({"a": URL_SAFE_NO_PAD.encode(cursor)}));
        }
    }
    variables.push(json!({"a": URL_SAFE_NO_PAD.encode("{}")}));
    variables
}

pub fn member_variables() -> Vec<Value> {
    let long = "ب".repeat(60_000);
    let mut variables: Vec<Value> = [
        json!({"fullName": {"contains": long}}),
        json!({"field": {"startsWith": "\u{0}"}}),
        json!({"expertise": {"eq": "\u{0}a"}}),
        json!({"memberNo": {"in": (0..40_000).collect::<Vec<_>>()}}),
        json!({"fullName": {"in": vec!["a"; 50_000]}}),
        json!({"orgUnit": {"eq": "\u{0}"}}),
        json!({"orgUnit": {"in": vec!["ORG-BUS"; 20_000]}}),
        json!({"joinedOn": {"lt": "-262143-01-01"}}),
        json!({"joinedOn": {"lt": "+262142-12-31"}}),
        json!({"joinedOn": {"lt": "1405-13-01"}}),
        json!({"or": vec![json!({"maxLoad": {"eq": 1}}); 3_000]}),
        json!({"and": vec![json!({"expertise": {"contains": "ب"}}); 1_000]}),
        json!({"or": vec![json!({"memberNo": {"in": (0..1_000).collect::<Vec<_>>()}}); 40]}),
        nested(&json!({"expertise": {"ne": "ب"}}), 5),
    ]
    .map(|filter| json!({"f": filter}))
    .into();
    variables.push(json!({"o": []}));
    variables
}

pub fn problem_variables() -> Vec<Value> {
    [
        json!({"postedAt": {"lt": "-262143-01-01T00:00:00Z"}}),
        json!({"postedAt": {"gt": "+262142-12-31T23:59:59Z"}}),
        json!({"district": {"in": (0..40_000).collect::<Vec<_>>()}}),
        json!({"or": vec![json!({"district": {"eq": 1}}); 3_000]}),
    ]
    .map(|filter| json!({"f": filter}))
    .into()
}
