//! Filters of members: every operator, joined in every way, blind to spelling variants.

use entity::member::MemberStanding;
use serde_json::{Value, json};

use super::{members, names, newcomers};
use crate::support::{World, code, on_both};

/// Four people who differ in everything that a filter can ask for.
async fn four(world: &World) {
    let expert = world
        .expert("الف کریمی")
        .knows(["مدیریت پسماند", "BRT"])
        .free(1);
    expert.studied("شهرسازی").since(2024, 4, 1).join().await;
    let colleague = world.expert("ب یزدی‌نژاد").of_unit("ORG-BUS").free(2);
    colleague.studied("اقتصاد").since(2024, 9, 1).join().await;
    let plain = world.expert("پ کاظمی").plain().free(3);
    plain.studied("مدیریت دولتی").since(2025, 1, 1).join().await;
    let left = world
        .expert("ت صدیقی")
        .standing(MemberStanding::Left)
        .free(4);
    left.studied("برق").since(2026, 1, 1).join().await;
}

#[test]
fn every_operator_tests_what_it_says() {
    on_both(async |world| {
        four(&world).await;
        for (filter, expected) in operators() {
            let filter = json!({"and": [newcomers(), filter]});
            assert_eq!(found(&world, &filter).await, expected, "{filter}");
        }
    });
}

fn operators() -> Vec<(Value, &'static str)> {
    let mut cases = scalar_operators();
    cases.extend(text_operators());
    cases
}

fn scalar_operators() -> Vec<(Value, &'static str)> {
    vec![
        (json!({"memberNo": {"eq": 5001}}), "ا"),
        (json!({"memberNo": {"ne": 5001}}), "بپت"),
        (json!({"memberNo": {"in": [5001, 5004, 9]}}), "ات"),
        (json!({"memberNo": {"notIn": [5001, 5004]}}), "بپ"),
        (json!({"memberNo": {"lt": 5002}}), "ا"),
        (json!({"memberNo": {"lte": 5002}}), "اب"),
        (json!({"memberNo": {"gt": 5003}}), "ت"),
        (json!({"memberNo": {"gte": 5003}}), "پت"),
        (json!({"memberNo": {"gte": 5002, "lt": 5004}}), "بپ"),
        (json!({"memberNo": {"isNull": true}}), ""),
        (json!({"maxLoad": {"gt": 2}}), "پت"),
        (json!({"maxLoad": {"in": []}}), ""),
        (json!({"maxLoad": {"notIn": []}}), "ابپت"),
        (json!({"joinedOn": {"lt": "2024-09-01"}}), "ا"),
        (
            json!({"joinedOn": {"gte": "2024-09-01", "lte": "2025-01-01"}}),
            "بپ",
        ),
        (
            json!({"joinedOn": {"gte": "1403-06-11", "lte": "۱۴۰۳/۱۰/۱۲"}}),
            "بپ",
        ),
        (json!({"joinedOn": {"eq": "1403/06/11"}}), "ب"),
        (json!({"kind": {"eq": "INTERNAL"}}), "ب"),
        (json!({"kind": {"ne": "INTERNAL"}}), "اپت"),
        (json!({"tier": {"in": ["MEMBER"]}}), "پ"),
        (json!({"standing": {"notIn": ["ACTIVE", "APPLICANT"]}}), "ت"),
        (json!({"orgUnit": {"eq": "ORG-BUS"}}), "ب"),
        (json!({"orgUnit": {"ne": "ORG-BUS"}}), "اپت"),
        (json!({"orgUnit": {"notIn": ["ORG-BUS"]}}), "اپت"),
        (json!({"not": {"orgUnit": {"eq": "ORG-BUS"}}}), "اپت"),
        (json!({"orgUnit": {"isNull": true}}), "اپت"),
        (json!({"orgUnit": {"isNull": false}}), "ب"),
        (json!({"field": {"isNull": true}}), ""),
        (json!({"field": {"isNull": false}}), "ابپت"),
        (json!({"expertise": {"isNull": false, "eq": "BRT"}}), "ا"),
        (json!({"desk": {"isNull": true}}), "ابپت"),
        (json!({"desk": {"isNull": false}}), ""),
        (json!({"desk": {"eq": "CULTURAL"}}), ""),
        (json!({"desk": {"ne": "CULTURAL"}}), "ابپت"),
        (json!({"desk": {"notIn": ["CULTURAL"]}}), "ابپت"),
        (json!({}), "ابپت"),
    ]
}

fn text_operators() -> Vec<(Value, &'static str)> {
    vec![
        (json!({"fullName": {"eq": "الف كريمي"}}), "ا"),
        (json!({"fullName": {"eq": "الف"}}), ""),
        (json!({"fullName": {"ne": "الف كريمي"}}), "بپت"),
        (json!({"fullName": {"in": ["الف کریمی", "پ کاظمی"]}}), "اپ"),
        (
            json!({"fullName": {"notIn": ["الف کریمی", "پ کاظمی"]}}),
            "بت",
        ),
        (json!({"fullName": {"contains": "كاظم"}}), "پ"),
        (json!({"fullName": {"contains": "یزدی نژاد"}}), "ب"),
        (json!({"fullName": {"contains": "يزدي‌نژاد"}}), "ب"),
        (json!({"fullName": {"contains": "یزدینژاد"}}), "ب"),
        (json!({"fullName": {"startsWith": "الف"}}), "ا"),
        (json!({"fullName": {"startsWith": "کریمی"}}), ""),
        (json!({"fullName": {"contains": "%"}}), ""),
        (json!({"fullName": {"contains": "_"}}), ""),
        (json!({"fullName": {"startsWith": "%"}}), ""),
        (json!({"fullName": {"contains": "ک%م"}}), ""),
        (json!({"fullName": {"contains": "ک_م"}}), ""),
        (json!({"fullName": {"contains": "\\"}}), ""),
        (json!({"field": {"contains": "مديريت"}}), "پ"),
        (json!({"expertise": {"eq": "brt"}}), "ا"),
        (json!({"expertise": {"contains": "پسماند"}}), "ا"),
        (json!({"not": {"expertise": {"contains": "پسماند"}}}), "بپت"),
    ]
}

#[test]
fn filters_join_by_and_or_and_not_to_any_shape() {
    on_both(async |world| {
        four(&world).await;
        let (a, b) = (
            json!({"memberNo": {"lte": 5002}}),
            json!({"maxLoad": {"gte": 2}}),
        );
        for (filter, expected) in [
            (json!({"and": [a, b]}), "ب"),
            (json!({"or": [a, b]}), "ابپت"),
            (json!({"not": a}), "پت"),
            (json!({"not": {"and": [a, b]}}), "اپت"),
            (json!({"or": [{"not": a}, {"not": b}]}), "اپت"),
            (json!({"not": {"or": [a, b]}}), ""),
            (json!({"not": {"not": a}}), "اب"),
            (json!({"maxLoad": {"eq": 2}, "or": [a, b]}), "ب"),
            (json!({"or": []}), ""),
            (json!({"and": []}), "ابپت"),
        ] {
            let filter = json!({"and": [newcomers(), filter]});
            assert_eq!(found(&world, &filter).await, expected, "{filter}");
        }
    });
}

#[test]
fn the_seated_are_found_by_their_desk() {
    on_both(async |world| {
        let filter = json!({"filter": {"desk": {"eq": "CULTURAL"}}, "first": 100});
        let found = members(&world, filter).await;
        let seats = "SELECT count(DISTINCT member_id) FROM seat WHERE until IS NULL
          AND desk_id = (SELECT id FROM desk WHERE code = 'CULTURAL')";
        assert_eq!(found["totalCount"], world.number(seats).await);
        let unseated = json!({"filter": {"desk": {"isNull": true}}, "first": 100});
        assert_eq!(members(&world, unseated).await["totalCount"], 12);
        let seated = json!({"filter": {"desk": {"isNull": false}}, "first": 100});
        assert_eq!(members(&world, seated).await["totalCount"], 60);
    });
}

#[test]
fn ne_and_not_in_are_the_opposites_of_eq_and_in() {
    on_both(async |world| {
        four(&world).await;
        let count = async |filter: &Value| {
            let found = members(&world, json!({"filter": filter, "first": 1})).await;
            found["totalCount"].as_i64().unwrap()
        };
        for (field, value) in [
            ("desk", json!("CULTURAL")),
            ("expertise", json!("BRT")),
            ("orgUnit", json!("ORG-BUS")),
            ("fullName", json!("الف کریمی")),
            ("tier", json!("PLANNER")),
        ] {
            for (is, is_not, value) in
                [("eq", "ne", value.clone()), ("in", "notIn", json!([value]))]
            {
                let negated = count(&json!({"not": {field: {is: value}}})).await;
                assert_eq!(
                    count(&json!({field: {is_not: value}})).await,
                    negated,
                    "{field}"
                );
                let both = json!({field: {is: value, is_not: value}});
                assert_eq!(count(&both).await, 0, "{field}");
            }
        }
    });
}

#[test]
fn days_and_times_of_no_year_of_ours_are_refused_in_both_languages() {
    on_both(async |world| {
        for day in ["1199-01-01", "1800-01-01", "1404-13-01", "+262142-12-31"] {
            let variables = json!({"filter": {"joinedOn": {"gte": day}}});
            let body = world.coordinator().run(super::MEMBERS, variables).await;
            let error = &body["errors"][0];
            assert_eq!(code(error), "BAD_USER_INPUT", "{day}");
            assert!(
                error["message"].as_str().unwrap().contains("1403-06-11"),
                "{error}"
            );
            let message = error["extensions"]["messageFa"].as_str().unwrap();
            assert!(message.contains("۱۴۰۳"), "{error}");
        }
        let query =
            "{ problems(filter: {postedAt: {gte: \"1404-01-01T00:00:00Z\"}}) { totalCount } }";
        assert_eq!(
            world.coordinator().code(query, json!({})).await,
            "BAD_USER_INPUT"
        );
    });
}

#[test]
fn a_filter_nests_six_levels() {
    on_both(async |world| {
        let mut filter = json!({"maxLoad": {"gte": 0}});
        for _ in 1..6 {
            filter = json!({"and": [filter]});
        }
        assert_eq!(
            members(&world, json!({"filter": filter})).await["totalCount"],
            72
        );
        let deeper = json!({"filter": {"and": [filter]}});
        let refused = world.coordinator().code(super::MEMBERS, deeper).await;
        assert_eq!(refused, "BAD_USER_INPUT");
    });
}

/// The first letters of those whom a filter lets through, by number.
async fn found(world: &World, filter: &Value) -> String {
    let order = json!([{"field": "MEMBER_NO"}]);
    let found = members(world, json!({"filter": filter, "order": order})).await;
    let names = names(&found);
    assert_eq!(found["totalCount"], names.len(), "{filter}");
    names
        .iter()
        .filter_map(|name| name.chars().next())
        .collect()
}
