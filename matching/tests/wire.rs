//! The JSON Lines forms, black-box.

use matching::routing::{Router, Weights};
use matching::vocabulary::Vocabulary;
use matching::wire::route_line;

fn router() -> Router {
    Router::new(Vocabulary::embedded(), Weights::default(), &[])
}

#[test]
fn a_line_in_gives_six_desks_out() {
    let line =
        r#"{"id":"a","title":"لایروبی جوی‌ها","description":"جمع‌آوری زباله از معابر انجام شود."}"#;
    let out = route_line(&router(), line).unwrap();
    let value: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(value["id"], "a");
    assert_eq!(value["desks"].as_array().unwrap().len(), 6);
    assert_eq!(value["desks"][0]["desk"], "URBAN_SERVICES");
}

#[test]
fn a_line_that_is_no_statement_is_an_error() {
    for line in ["", "{}", "[1]", "{\"id\": 3}", "\u{202E}"] {
        assert!(route_line(&router(), line).is_err(), "{line:?}");
    }
}
