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

#[test]
fn a_unit_is_known_by_a_desk_in_its_name() {
    for (unit, known) in [
        ("FINANCE_ECONOMY", true),
        ("معاونت مالي و اقتصادي", true),
        ("معاونت مالی‌و‌اقتصادی", true),
        ("DEP-FINANCE", false),
        ("", false),
    ] {
        let line = serde_json::json!({"id": "a", "title": "خرید دستگاه", "orgUnit": unit});
        let out = route_line(&router(), &line.to_string()).unwrap();
        let value: serde_json::Value = serde_json::from_str(&out).unwrap();
        let desks = value["desks"].as_array().unwrap();
        let told = desks.iter().find(|desk| {
            let parts = desk["contributions"].as_array().unwrap();
            parts.iter().any(|part| part["feature"] == "UNIT")
        });
        let desk = told.map(|desk| desk["desk"].as_str().unwrap());
        assert_eq!(desk, known.then_some("FINANCE_ECONOMY"), "{unit}");
    }
}
