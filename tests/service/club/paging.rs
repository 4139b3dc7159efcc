//! Pages of members: stable in both directions, whoever joins meanwhile.

use serde_json::{Value, json};

use super::{MEMBERS, members, names, newcomers, numbers};
use crate::{
    problems::{WASTE, posted},
    support::{World, code, on_both},
};

const ORDERS: [&str; 3] = ["FULL_NAME", "MEMBER_NO", "JOINED_ON"];

#[test]
fn pages_forwards_and_backwards_are_the_whole_list() {
    on_both(async |world| {
        for field in ORDERS {
            for direction in ["ASC", "DESC"] {
                let order = json!([{"field": field, "direction": direction}]);
                let whole = numbers(&members(&world, json!({"order": order, "first": 100})).await);
                assert_eq!(whole.len(), 72);
                let forwards = walk(&world, &order, ("first", "after")).await;
                assert_eq!(forwards.concat(), whole, "{order}");
                let mut backwards = walk(&world, &order, ("last", "before")).await;
                backwards.reverse();
                assert_eq!(backwards.concat(), whole, "{order}");
            }
        }
    });
}

#[test]
fn ties_are_broken_the_same_way_on_every_page() {
    on_both(async |world| {
        for _ in 0..7 {
            world.expert("همنام همسان").since(2025, 1, 1).join().await;
        }
        let order = json!([{"field": "FULL_NAME"}, {"field": "JOINED_ON", "direction": "DESC"}]);
        let mut seen = Vec::new();
        let mut after = Value::Null;
        for _ in 0..4 {
            let variables =
                json!({"filter": newcomers(), "order": order, "first": 2, "after": after});
            let page = members(&world, variables).await;
            seen.extend(numbers(&page));
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen, (5_001..5_008).collect::<Vec<_>>());
    });
}

#[test]
fn names_run_in_the_order_of_a_persian_dictionary() {
    on_both(async |world| {
        let sorted = [
            "ارسلان",
            "پروین",
            "تقی",
            "چنگیز",
            "ژاله",
            "سارا",
            "کیان",
            "گلی",
            "لاله",
            "مینا",
            "نادر",
            "وحید",
            "هما",
            "یاسر",
        ];
        for name in sorted.iter().rev() {
            world.expert(name).join().await;
        }
        let order = json!([{"field": "FULL_NAME"}]);
        let page = members(&world, json!({"filter": newcomers(), "order": order})).await;
        assert_eq!(names(&page), sorted);
    });
}

#[test]
fn who_joins_meanwhile_makes_nobody_appear_twice_or_vanish() {
    on_both(async |world| {
        for name in ["ب", "ت", "ث", "ج", "چ", "ح"] {
            world.expert(&format!("{name}هرام")).join().await;
        }
        let mut seen = Vec::new();
        let mut after = Value::Null;
        for joins in ["آهو", "پری", "خجسته"] {
            let variables = json!({"filter": newcomers(), "first": 2, "after": after});
            let page = members(&world, variables).await;
            seen.extend(names(&page).into_iter().map(str::to_owned));
            after = page["pageInfo"]["endCursor"].clone();
            world.expert(joins).join().await;
        }
        assert_eq!(seen, ["بهرام", "تهرام", "ثهرام", "جهرام", "چهرام", "حهرام"]);
        let rest = json!({"filter": newcomers(), "first": 10, "after": after});
        assert_eq!(names(&members(&world, rest).await), ["خجسته"]);
    });
}

#[test]
fn the_total_counts_the_filter_and_not_the_page() {
    on_both(async |world| {
        for variables in [
            json!({"first": 1}),
            json!({"last": 1}),
            json!({"first": 100}),
        ] {
            assert_eq!(members(&world, variables).await["totalCount"], 72);
        }
        let planners = json!({"filter": {"tier": {"eq": "PLANNER"}}, "first": 3});
        assert_eq!(members(&world, planners).await["totalCount"], 60);
    });
}

#[test]
fn a_total_that_nobody_asks_for_is_not_counted() {
    on_both(async |world| {
        let cost = async |query| {
            let before = world.app.store.statements();
            world.coordinator().data(query, json!({})).await;
            world.app.store.statements() - before
        };
        let without = cost("{ members(first: 2) { nodes { id } } }").await;
        let with = cost("{ members(first: 2) { totalCount nodes { id } } }").await;
        assert_eq!(with, without + 1);
    });
}

#[test]
fn a_page_size_is_1_to_100_and_from_one_end() {
    on_both(async |world| {
        for page in [
            json!({"first": 0}),
            json!({"first": 101}),
            json!({"first": -1}),
            json!({"last": 0}),
            json!({"last": 101}),
            json!({"first": 1, "last": 1}),
        ] {
            let refused = world.coordinator().code(MEMBERS, page.clone()).await;
            assert!(
                ["BAD_USER_INPUT", "QUERY_TOO_COSTLY"].contains(&refused.as_str()),
                "{page}"
            );
        }
    });
}

#[test]
fn a_cursor_of_another_order_or_list_is_refused() {
    on_both(async |world| {
        let by_name = members(&world, json!({"first": 1})).await;
        let by_name = by_name["pageInfo"]["endCursor"].clone();
        let found = members(&world, json!({"first": 1, "search": "محمد"})).await;
        let found = found["pageInfo"]["endCursor"].clone();
        let number = json!([{"field": "MEMBER_NO"}]);
        for variables in [
            json!({"after": by_name, "order": number}),
            json!({"before": by_name, "order": [{"field": "JOINED_ON"}]}),
            json!({"after": by_name, "search": "محمد"}),
            json!({"after": found}),
            json!({"after": "nonsense"}),
            json!({"before": "W10"}),
            json!({"after": ""}),
        ] {
            let refused = world.coordinator().code(MEMBERS, variables.clone()).await;
            assert_eq!(refused, "BAD_USER_INPUT", "{variables}");
        }
    });
}

/// Lists and orders, many of them over values of the same type.
const LISTS: [(&str, &str); 11] = [
    ("members", "orderBy: [{field: MEMBER_NO}]"),
    ("members", "orderBy: [{field: MEMBER_NO, direction: DESC}]"),
    ("problems", "orderBy: [{field: POSTED_AT}]"),
    ("problems", "orderBy: [{field: POSTED_AT, direction: ASC}]"),
    ("problems", "orderBy: [{field: UPDATED_AT}]"),
    ("problems", "orderBy: [{field: UPDATED_AT, direction: ASC}]"),
    ("auditEvents", "last: 1"),
    ("assignmentRounds", "last: 1"),
    ("backtests", "last: 1"),
    ("orgUnits", "last: 1"),
    ("concepts", "last: 1"),
];

#[test]
fn a_cursor_is_good_in_its_own_list_and_order_alone() {
    on_both(async |world| {
        posted(&world.deputy(), WASTE, "a").await;
        for own in LISTS {
            let (list, order) = own;
            let query = format!("{{ {list}({order}) {{ pageInfo {{ endCursor }} }} }}");
            let data = world.coordinator().data(&query, json!({})).await;
            let Some(cursor) = data[list]["pageInfo"]["endCursor"].as_str() else {
                continue;
            };
            for other in LISTS {
                let (name, order) = other;
                let query = format!(
                    "{{ {name}({order}, after: \"{cursor}\") {{ pageInfo {{ endCursor }} }} }}"
                );
                let body = world.coordinator().run(&query, json!({})).await;
                let fits = own == other;
                assert_eq!(body["errors"].is_null(), fits, "{list} {query}\n{body:#}");
                if !fits {
                    assert_eq!(code(&body["errors"][0]), "BAD_USER_INPUT");
                }
            }
        }
    });
}

#[test]
fn an_order_that_names_a_field_twice_is_the_order_of_the_first() {
    on_both(async |world| {
        let twice = json!([{"field": "MEMBER_NO"}, {"field": "MEMBER_NO", "direction": "DESC"}]);
        let many = Value::Array(vec![json!({"field": "MEMBER_NO"}); 300]);
        let once = walk(&world, &json!([{"field": "MEMBER_NO"}]), ("first", "after")).await;
        for order in [twice, many] {
            assert_eq!(walk(&world, &order, ("first", "after")).await, once);
        }
    });
}

/// The numbers on every page, in the order of reading, checking what each page says of others.
async fn walk(world: &World, order: &Value, (size, from): (&str, &str)) -> Vec<Vec<i64>> {
    let mut pages: Vec<Vec<i64>> = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let page = members(world, json!({"order": order, size: 17, from: cursor})).await;
        pages.push(numbers(&page));
        let info = &page["pageInfo"];
        let (ahead, behind) = match size {
            "first" => ("hasNextPage", "hasPreviousPage"),
            _ => ("hasPreviousPage", "hasNextPage"),
        };
        assert_eq!(info[behind], pages.len() > 1, "{info}");
        assert_eq!(info["startCursor"], page["edges"][0]["cursor"]);
        if info[ahead] == false {
            return pages;
        }
        cursor = info[if size == "first" {
            "endCursor"
        } else {
            "startCursor"
        }]
        .clone();
    }
}
