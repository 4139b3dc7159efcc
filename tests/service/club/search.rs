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
fn an_empty_search_is_none_and_signs_find_nobody() {
    on_both(async |world| {
        for (search, expected) in [
            ("", 72),
            (" ", 72),
            ("\u{200c}", 0),
            ("%", 0),
            ("_", 0),
            ("؟!", 0),
            ("🙂", 0),
        ] {
            let found = members(&world, json!({"search": search})).await;
            assert_eq!(found["totalCount"], expected, "{search:?}");
        }
    });
}

#[test]
fn who_joins_meanwhile_makes_nobody_appear_twice_in_a_search() {
    on_both(async |world| {
        for name in ["محمدرضا نامی", "محمدرضا نامور", "محمدرضا ناموری"]
        {
            world.expert(name).join().await;
        }
        let search = "محمدرضا نام";
        let page = members(&world, json!({"search": search, "first": 2})).await;
        let mut seen = super::numbers(&page);
        world.expert("محمدرضا نام").join().await;
        let after = &page["pageInfo"]["endCursor"];
        let rest = members(
            &world,
            json!({"search": search, "first": 50, "after": after}),
        )
        .await;
        seen.extend(super::numbers(&rest));
        for number in 5_001..=5_003 {
            assert_eq!(
                seen.iter().filter(|seen| **seen == number).count(),
                1,
                "{seen:?}"
            );
        }
        let other = json!({"search": "محمد", "after": after});
        let refused = world.coordinator().code(super::MEMBERS, other).await;
        assert_eq!(refused, "BAD_USER_INPUT");
    });
}

#[test]
fn a_membership_number_finds_its_member() {
    on_both(async |world| {
        world.expert("شکوفه ملک‌آبادی").join().await;
        for search in ["5001", "۵۰۰۱", " 5001 "] {
            let found = members(&world, json!({"search": search})).await;
            assert_eq!(names(&found), ["شکوفه ملک‌آبادی"], "{search}");
        }
    });
}

#[test]
fn a_concept_is_found_under_each_of_its_names() {
    on_both(async |world| {
        world.expert("شکوفه ملک‌آبادی").knows(["BRT"]).join().await;
        world
            .expert("کاوه دشتی")
            .knows(["اتوبوس تندرو"])
            .join()
            .await;
        world.expert("بی‌بی آرانی").join().await;
        for search in ["BRT", "brt", "اتوبوس تندرو", "بی آر تی", "بی‌آرتی"]
        {
            let found = members(&world, json!({"search": search, "first": 100})).await;
            let mut numbers = super::numbers(&found);
            numbers.sort_unstable();
            assert!(numbers.ends_with(&[5_001, 5_002]), "{search}: {numbers:?}");
        }
    });
}

#[test]
fn exact_words_come_before_words_that_are_like_them() {
    on_both(async |world| {
        world.expert("سید محمود").join().await;
        world.expert("سید محمد رضایی‌نژاد بهبهانی").join().await;
        let found = members(&world, json!({"search": "سید محمد", "first": 100})).await;
        let names = names(&found);
        let place = |name| names.iter().position(|found| *found == name);
        let exact = place("سید محمد رضایی‌نژاد بهبهانی").unwrap();
        assert!(
            place("سید محمود").is_none_or(|like| like > exact),
            "{names:?}"
        );
    });
}
