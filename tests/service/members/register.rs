//! `registerMember`: one member a key, in one form, and nobody twice.

use async_graphql::futures_util::future::join_all;
use serde_json::{Value, json};

use super::{REGISTER, events, external, register};
use crate::support::{World, code, national_id, on_both, sql, user_codes};

#[test]
fn a_member_is_stored_in_one_form() {
    on_both(async |world| {
        let id = national_id(49_937_089);
        let persian: String = id.chars().map(persian_digit).collect();
        let input = json!({
            "fullName": " سارا\u{200f}  ملک\u{200c}آبادی ", "kind": "INTERNAL", "orgUnit": "ORG-BUS",
            "tier": "PLANNER", "field": "شهرسازی", "degree": "DOCTORATE", "job": "کارشناس",
            "bio": "خط اول\nخط دوم", "maxLoad": 5, "joinedOn": "۱۴۰۳/۰۶/۱۱",
            "nationalId": persian, "mobile": "+۹۸ (۹۱۵) ۱۲۳-۴۵۶۷", "email": "Sara.M@Example.IR",
            "expertise": [{"phrase": "BRT", "level": 5}, {"concept": concept(&world)}, {"phrase": "brt"}],
            "idempotencyKey": "a",
        });
        let payload = register(&world.coordinator(), input).await;
        assert_eq!(user_codes(&payload), [""; 0]);
        let member = &payload["member"];
        assert_eq!(member["fullName"], "سارا ملک\u{200c}آبادی");
        assert_eq!(member["joinedOn"], "2024-09-01");
        assert_eq!(member["joinedOnJalali"], "1403-06-11");
        assert_eq!(member["orgUnit"]["code"], "ORG-BUS");
        assert_eq!(member["expertise"].as_array().unwrap().len(), 2);
        assert_eq!(member["expertise"][0]["level"], 5);
        assert_eq!(member["expertise"][1]["concept"]["code"], concept(&world));
        let personal =
            json!({"nationalId": id, "mobile": "09151234567", "email": "Sara.M@example.ir"});
        assert_eq!(payload["personal"], personal);
        // Beside the answer to what was just written, a coordinator sees no more than the ends.
        assert_eq!(member["mobile"], "09•• ••• ••67");
        let stored = "SELECT count(*) FROM member WHERE mobile = '09151234567' AND version = 1";
        assert_eq!(world.number(stored).await, 1);
        assert_eq!(events(&world, "MEMBER_REGISTERED").await, 1);
    });
}

#[test]
fn every_field_is_checked_and_all_complaints_come_at_once() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let before = sql::counts(&world.db).await;
        for (name, change, expected) in wrong().into_iter().chain(wrong_beside()) {
            let mut input = external("نام کامل");
            for (field, value) in change.as_object().unwrap() {
                input[field] = value.clone();
            }
            let payload = register(&coordinator, input).await;
            assert_eq!(user_codes(&payload), expected, "{name}");
            assert_eq!(payload["member"], Value::Null, "{name}");
        }
        assert_eq!(sql::counts(&world.db).await, before);
    });
}

fn wrong() -> Vec<(&'static str, Value, Vec<&'static str>)> {
    let national = vec!["nationalId: INVALID"];
    vec![
        (
            "no name",
            json!({"fullName": "\u{200c} \u{202e}"}),
            vec!["fullName: REQUIRED"],
        ),
        (
            "one letter",
            json!({"fullName": "ا"}),
            vec!["fullName: INVALID"],
        ),
        (
            "digits",
            json!({"fullName": "سارا ۲"}),
            vec!["fullName: INVALID"],
        ),
        (
            "a formula",
            json!({"fullName": "=سارا()"}),
            vec!["fullName: INVALID"],
        ),
        (
            "100,000 letters",
            json!({"fullName": "ب".repeat(100_000)}),
            vec!["fullName: TOO_LONG"],
        ),
        (
            "a long bio",
            json!({"bio": "ب".repeat(2_001)}),
            vec!["bio: TOO_LONG"],
        ),
        (
            "check digit",
            json!({"nationalId": "0499370890"}),
            national.clone(),
        ),
        (
            "nine digits",
            json!({"nationalId": "049937089"}),
            national.clone(),
        ),
        (
            "one digit ten times",
            json!({"nationalId": "1111111111"}),
            national,
        ),
        (
            "a landline",
            json!({"mobile": "05138412345"}),
            vec!["mobile: INVALID"],
        ),
        (
            "a short mobile",
            json!({"mobile": "0915123456"}),
            vec!["mobile: INVALID"],
        ),
        (
            "no address",
            json!({"email": "sara@"}),
            vec!["email: INVALID"],
        ),
        (
            "two ats",
            json!({"email": "a@b@c.ir"}),
            vec!["email: INVALID"],
        ),
    ]
}

fn wrong_beside() -> Vec<(&'static str, Value, Vec<&'static str>)> {
    vec![
        ("load", json!({"maxLoad": 21}), vec!["maxLoad: INVALID"]),
        (
            "a leap day that is none",
            json!({"joinedOn": "1404-12-30"}),
            vec!["joinedOn: INVALID"],
        ),
        (
            "before the club",
            json!({"joinedOn": "1402-12-29"}),
            vec!["joinedOn: INVALID"],
        ),
        (
            "tomorrow",
            json!({"joinedOn": "2026-11-23"}),
            vec!["joinedOn: INVALID"],
        ),
        (
            "no unit",
            json!({"kind": "INTERNAL"}),
            vec!["orgUnit: REQUIRED"],
        ),
        (
            "a unit",
            json!({"orgUnit": "ORG-BUS"}),
            vec!["orgUnit: INVALID"],
        ),
        (
            "another unit",
            json!({"orgUnit": "NO-SUCH"}),
            vec!["orgUnit: UNKNOWN"],
        ),
        ("number", json!({"memberNo": 0}), vec!["memberNo: INVALID"]),
        (
            "standing",
            json!({"standing": "LEFT"}),
            vec!["standing: INVALID"],
        ),
        (
            "level",
            json!({"expertise": [{"phrase": "پل", "level": 6}]}),
            vec!["expertise.0: INVALID"],
        ),
        (
            "nothing known",
            json!({"expertise": [{"phrase": "پل"}, {"level": 2}]}),
            vec!["expertise.1: REQUIRED"],
        ),
        (
            "concept",
            json!({"expertise": [{"concept": "no.such"}]}),
            vec!["expertise.0.concept: UNKNOWN"],
        ),
        (
            "key",
            json!({"idempotencyKey": ""}),
            vec!["idempotencyKey: INVALID"],
        ),
        (
            "a number, and what it must not hide",
            json!({"memberNo": 0, "fullName": "", "mobile": "1", "email": "x", "maxLoad": 21}),
            vec![
                "memberNo: INVALID",
                "fullName: REQUIRED",
                "maxLoad: INVALID",
                "mobile: INVALID",
                "email: INVALID",
            ],
        ),
        (
            "three at once",
            json!({"fullName": "", "mobile": "1", "email": "x"}),
            vec!["fullName: REQUIRED", "mobile: INVALID", "email: INVALID"],
        ),
    ]
}

#[test]
fn a_second_record_of_one_person_is_refused_by_name() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let known = world.expert("شکوفه ملک‌آبادی").join().await;
        let mut input = external("کس دیگر");
        input["nationalId"] = json!(known.national_id);
        input["memberNo"] = json!(known.member_no);
        let payload = register(&coordinator, input).await;
        assert_eq!(
            user_codes(&payload),
            ["memberNo: TAKEN", "nationalId: TAKEN"]
        );
        let message = payload["userErrors"][1]["messageFa"].as_str().unwrap();
        assert!(message.contains("شکوفه ملک‌آبادی"), "{message}");
        let like = register(&coordinator, external("شكوفه ملک آبادی")).await;
        assert_eq!(like["similar"][0]["member"]["memberNo"], known.member_no);
        assert_eq!(like["similar"].as_array().unwrap().len(), 1);
        assert!(like["member"]["memberNo"].as_i64().unwrap() > known.member_no);
    });
}

#[test]
fn a_dry_run_checks_and_stores_nothing() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        let mut input = external("سارا کوهستانی");
        input["dryRun"] = json!(true);
        let payload = register(&world.coordinator(), input.clone()).await;
        assert_eq!(payload["member"], Value::Null);
        assert!(user_codes(&payload).is_empty());
        assert_eq!(sql::everything(&world.db).await, before);
        input["dryRun"] = json!(false);
        let real = register(&world.coordinator(), input).await;
        assert_eq!(real["similar"], payload["similar"]);
        assert!(real["member"]["id"].is_string());
    });
}

#[test]
fn fifty_calls_with_one_key_register_one_member() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let variables = json!({"input": external("سارا کوهستانی")});
        let calls = (0..50).map(|_| coordinator.run(REGISTER, variables.clone()));
        let answers = join_all(calls).await;
        assert!(answers[0]["data"]["registerMember"]["member"]["id"].is_string());
        for answer in &answers {
            assert_eq!(answer, &answers[0]);
        }
        assert_eq!(events(&world, "MEMBER_REGISTERED").await, 1);
        let mut other = external("سارا کوهستانی");
        other["bio"] = json!("دیگر");
        let refused = coordinator.error(REGISTER, json!({"input": other})).await;
        assert_eq!(code(&refused), "CONFLICT");
    });
}

#[test]
fn numbers_given_at_once_are_distinct_and_search_finds_the_new_names() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let names = ["ارغوان کهندژ", "بنفشه کهندژ", "پونه کهندژ", "ترانه کهندژ"];
        let calls = names.map(|name| register(&coordinator, external(name)));
        let payloads = join_all(calls).await;
        let mut numbers: Vec<_> = payloads
            .iter()
            .map(|payload| payload["member"]["memberNo"].as_i64().unwrap())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), names.len());
        let query = "{ members(search: \"پونه کهندژ\") { nodes { fullName } } }";
        let data = coordinator.data(query, json!({})).await;
        assert_eq!(data["members"]["nodes"][0]["fullName"], "پونه کهندژ");
    });
}

fn concept(world: &World) -> String {
    let reference = world.app.reference();
    reference.concepts()[3].code.clone()
}

fn persian_digit(digit: char) -> char {
    char::from_u32(digit as u32 - '0' as u32 + '۰' as u32).unwrap()
}
