//! Texts that hostile and tired people write, in every field of a problem's life.

use serde_json::{Value, json};

use super::{call, done, versioned};
use crate::{
    problems::{WASTE, posted},
    support::{on_both, sql, user_codes},
};

#[test]
fn every_text_has_its_limits() {
    on_both(async |world| {
        let routed = posted(&world.deputy(), WASTE, "a").await;
        let other = posted(&world.deputy(), WASTE, "b").await;
        let answer = versioned(&other, json!({"resolution": "پاسخ"}));
        let resolved = done(&world.coordinator(), "problemResolve", answer).await;
        let before = sql::everything(&world.db).await;
        for (operation, field, max) in [
            ("withdrawProblem", "reason", 1_000),
            ("problemResolve", "resolution", 10_000),
            ("problemReopen", "reason", 1_000),
            ("problemRate", "comment", 2_000),
            ("problemComment", "body", 4_000),
            ("updateProblem", "title", 200),
            ("updateProblem", "description", 10_000),
        ] {
            let at = if ["problemReopen", "problemRate"].contains(&operation) {
                &resolved
            } else {
                &routed
            };
            let caller = if operation == "problemResolve" {
                world.coordinator()
            } else {
                world.deputy()
            };
            let mut texts = vec![("پ".repeat(max + 1), "TOO_LONG")];
            if max < 10_000 && operation != "problemRate" {
                texts.push(("\u{200c}".repeat(10_000), "REQUIRED"));
            }
            if !["comment", "description"].contains(&field) {
                for empty in ["", " \n\t", "\u{200c}\u{200f}\u{202e}", "\u{0}", "\u{feff}"] {
                    texts.push((empty.to_owned(), "REQUIRED"));
                }
            }
            for (text, complaint) in texts {
                let body = call(&caller, operation, input(operation, at, field, &text)).await;
                let codes = user_codes(&body["data"][operation]);
                assert_eq!(
                    codes,
                    [format!("{field}: {complaint}")],
                    "{operation} {body:#}"
                );
            }
        }
        assert_eq!(sql::everything(&world.db).await, before);
    });
}

#[test]
fn texts_are_kept_without_what_nobody_can_see() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let said = input(
            "problemComment",
            &problem,
            "body",
            " \u{202e}كار \u{0}می‌كند ۱۲\u{2066} ",
        );
        let seen = done(&world.deputy(), "problemComment", said).await;
        assert_eq!(seen["comments"][0]["body"], "كار می‌كند ۱۲");
    });
}

#[test]
fn stars_are_one_to_five() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let answer = versioned(&problem, json!({"resolution": "پاسخ"}));
        let resolved = done(&world.coordinator(), "problemResolve", answer).await;
        for stars in [0, 6, -1, i32::MAX] {
            let input = versioned(&resolved, json!({"stars": stars}));
            let body = call(&world.deputy(), "problemRate", input).await;
            assert_eq!(user_codes(&body["data"]["problemRate"]), ["stars: INVALID"]);
        }
        let input = versioned(&resolved, json!({"stars": 1, "comment": "\u{200c}"}));
        let rated = done(&world.deputy(), "problemRate", input).await;
        assert_eq!(rated["rating"]["comment"], Value::Null);
    });
}

fn input(operation: &str, problem: &Value, field: &str, text: &str) -> Value {
    let mut input = json!({"id": problem["id"]});
    if operation == "problemComment" {
        input["idempotencyKey"] = json!("texts");
    } else {
        input["expectedVersion"] = problem["version"].clone();
    }
    if operation == "problemRate" {
        input["stars"] = json!(3);
    }
    input[field] = json!(text);
    input
}
