//! Fuzzy search through names, then through what people know.

use serde_json::json;

use super::{members, names};
use crate::support::{Who, on_both};

#[test]
fn a_name_is_found_under_typing_errors_and_variants() {
    on_both(async |world| {
        world.expert("شکوفه ملک‌آبادی").join().await;
        world.expert("مرتضی کوهسنگی‌پور").join().await;
        for search in [
            "شکوفه ملک‌آبادی",
            "شكوفه ملك آبادي",
            "شکوفه ملکابادی",
            "شکوفه ملک‌ابدی",
            "شکوقه ملک‌آبادی",
            "ملک‌آبادی",
            "ملک‌آبادی شکوفه",
        ] {
            let found = members(&world, json!({"search": search, "first": 5})).await;
            assert_eq!(names(&found).first(), Some(&"شکوفه ملک‌آبادی"), "{search}");
        }
    });
}

#[test]
fn names_come_before_those_who_know_the_word() {
    on_both(async |world| {
        world
            .expert("ناهید سپیده‌دم")
            .knows(["گلسنگ‌شناسی شهری"])
            .join()
            .await;
        world.expert("بهزاد گلسنگ").join().await;
        let found = members(&world, json!({"search": "گلسنگ", "first": 5})).await;
        assert_eq!(names(&found), ["بهزاد گلسنگ", "ناهید سپیده‌دم"]);
        assert_eq!(found["totalCount"], 2);
    });
}

#[test]
fn a_search_keeps_to_the_filter_and_to_what_the_viewer_may_see() {
    on_both(async |world| {
        world.expert("پرستو کوچ‌نشین").join().await;
        world.expert("پرستو کوچ‌نشین").plain().join().await;
        let all = members(&world, json!({"search": "پرستو کوچ‌نشین", "first": 5})).await;
        assert_eq!(all["totalCount"], 2);
        let planners = json!({"search": "پرستو کوچ‌نشین", "filter": {"tier": {"eq": "PLANNER"}}});
        assert_eq!(members(&world, planners).await["totalCount"], 1);
        let query = "{ members(search: \"پرستو کوچ‌نشین\") { totalCount nodes { tier } } }";
        let seen = world.caller(Who::Deputy).data(query, json!({})).await;
        assert_eq!(
            seen["members"],
            json!({"totalCount": 1, "nodes": [{"tier": "PLANNER"}]})
        );
    });
}

#[test]
fn pages_of_a_search_are_its_whole() {
    on_both(async |world| {
        for _ in 0..5 {
            world.expert("هم‌نام بی‌همتا").join().await;
        }
        let (mut seen, mut after) = (Vec::new(), json!(null));
        for _ in 0..3 {
            let variables = json!({"search": "هم‌نام بی‌همتا", "first": 2, "after": after});
            let page = members(&world, variables).await;
            assert_eq!(page["totalCount"], 5);
            seen.extend(super::numbers(&page));
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen, [5_001, 5_002, 5_003, 5_004, 5_005]);
    });
}

#[test]
fn a_member_who_has_just_joined_is_found() {
    on_both(async |world| {
        assert_eq!(
            members(&world, json!({"search": "قاصدک"})).await["totalCount"],
            0
        );
        world.expert("فرناز قاصدک").join().await;
        assert_eq!(
            members(&world, json!({"search": "قاصدک"})).await["totalCount"],
            1
        );
    });
}

#[test]
fn a_search_for_nothing_finds_nobody() {
    on_both(async |world| {
        for search in ["", " ", "\u{200c}", "%", "_", "؟!", "🙂"] {
            let found = members(&world, json!({"search": search})).await;
            assert_eq!(found["totalCount"], 0, "{search:?}");
        }
    });
}
