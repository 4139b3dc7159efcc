//! Reading problems: search, filter, order, and drafts.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{VAGUE, WASTE, post, posted, statement};
use crate::support::{Who, World, on_both};

const LIST: &str = "query($filter: ProblemFilter, $search: String, $order: [ProblemOrder!]) {
  problems(filter: $filter, search: $search, orderBy: $order, first: 100) {
    totalCount nodes { title }
  }
}";

#[test]
fn a_draft_is_kept_unrouted() {
    on_both(async |world| {
        let mut input = statement(WASTE, "a");
        input["draft"] = json!(true);
        let payload = post(&world.deputy(), input).await;
        let draft = &payload["problem"];
        assert_eq!(draft["status"], "DRAFT");
        for field in ["desk", "routing", "dueAt"] {
            assert_eq!(draft[field], Value::Null, "{field}");
        }
        assert_eq!(world.number("SELECT count(*) FROM routing").await, 0);
        let desks = "{ desks { openProblemCount } }";
        let desks = world.coordinator().data(desks, json!({})).await;
        let open = desks["desks"].as_array().unwrap();
        assert!(open.iter().all(|desk| desk["openProblemCount"] == 0));
    });
}

#[test]
fn newest_first_unless_asked_otherwise() {
    on_both(async |world| {
        for key in ["a", "b", "c"] {
            posted(&world.deputy(), (key, ""), key).await;
            world.advance(TimeDelta::milliseconds(1));
        }
        assert_eq!(titles(&world, json!({})).await, ["c", "b", "a"]);
        let oldest = json!({"order": [{"field": "POSTED_AT", "direction": "ASC"}]});
        assert_eq!(titles(&world, oldest).await, ["a", "b", "c"]);
    });
}

#[test]
fn times_are_told_in_both_calendars() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let query = "query($id: ID!) {
          problem(id: $id) { postedAtJalali dueAtJalali routing { decidedAtJalali } }
          desk(code: CULTURAL) { seats { sinceJalali untilJalali } }
          assignmentRounds(first: 1) { nodes { proposedAtJalali closedAtJalali } } }";
        let variables = json!({"id": problem["id"]});
        let seen = world.coordinator().data(query, variables).await;
        let now = "1405-09-01 11:30";
        assert_eq!(
            seen["problem"],
            json!({"postedAtJalali": now, "dueAtJalali": "1405-10-01 11:30",
                   "routing": {"decidedAtJalali": now}})
        );
        let seat = json!({"sinceJalali": now, "untilJalali": null});
        assert_eq!(seen["desk"]["seats"][0], seat);
        let round = json!({"proposedAtJalali": now, "closedAtJalali": now});
        assert_eq!(seen["assignmentRounds"]["nodes"][0], round);
    });
}

#[test]
fn a_code_finds_its_problem() {
    on_both(async |world| {
        posted(&world.deputy(), WASTE, "a").await;
        let other = posted(&world.caller(Who::OtherDeputy), VAGUE, "b").await;
        for search in ["MZ-00001", "mz-1", "MZ-۰۰۰۰۱", " MZ-00001 "] {
            let found = titles(&world, json!({"search": search})).await;
            assert_eq!(found, [WASTE.0], "{search}");
        }
        for search in ["MZ-00009", "MZ-"] {
            assert!(
                titles(&world, json!({"search": search})).await.is_empty(),
                "{search}"
            );
        }
        let query = "query($id: ID!) { problem(id: $id) { code } }";
        let variables = json!({"id": "MZ-۰۰۰۰۱"});
        let found = world.deputy().data(query, variables).await;
        assert_eq!(found["problem"]["code"], "MZ-00001");
        // A code opens no more than an id does.
        let hidden = world
            .deputy()
            .code(query, json!({"id": other["code"]}))
            .await;
        assert_eq!(hidden, "NOT_FOUND");
    });
}

#[test]
fn search_meets_every_spelling_and_inflection() {
    on_both(async |world| {
        posted(&world.deputy(), WASTE, "a").await;
        posted(&world.deputy(), VAGUE, "b").await;
        for search in ["زباله", "زباله ها", "زباله‌ها", "پسماند نظافت", "محله  جمع"]
        {
            let found = titles(&world, json!({"search": search})).await;
            assert_eq!(found, [WASTE.0], "{search}");
        }
        let nothing = titles(&world, json!({"search": "زباله مترو"})).await;
        assert!(nothing.is_empty());
    });
}

#[test]
fn filters_hold_one_by_one_and_together() {
    on_both(async |world| {
        for (key, district, urgency) in [
            ("a", json!(1), "LOW"),
            ("b", json!(14), "CRITICAL"),
            ("c", Value::Null, "NORMAL"),
        ] {
            let mut input = statement((key, WASTE.1), key);
            (input["district"], input["urgency"]) = (district, json!(urgency));
            post(&world.deputy(), input).await;
            world.advance(TimeDelta::hours(1));
        }
        let cases = [
            (json!({"district": {"eq": 1}}), "a"),
            (json!({"district": {"gt": 1}}), "b"),
            (json!({"district": {"isNull": true}}), "c"),
            (json!({"district": {"isNull": false}}), "ba"),
            (json!({"not": {"district": {"eq": 1}}}), "cb"),
            (json!({"district": {"ne": 1}}), "cb"),
            (json!({"district": {"notIn": [1, 2]}}), "cb"),
            (json!({"urgency": {"in": ["LOW", "CRITICAL"]}}), "ba"),
            (json!({"urgency": {"in": []}}), ""),
            (
                json!({"status": {"eq": "ROUTED"}, "urgency": {"eq": "LOW"}}),
                "a",
            ),
            (json!({"desk": {"eq": "URBAN_SERVICES"}}), "cba"),
            (json!({"desk": {"ne": "URBAN_SERVICES"}}), ""),
            (json!({"orgUnit": {"eq": "DEP-URBAN-SERVICES"}}), "cba"),
            (json!({"orgUnit": {"eq": "NO-SUCH-UNIT"}}), ""),
            (json!({"postedAt": {"lte": "2026-11-22T08:00:00Z"}}), "a"),
            (
                json!({"postedAt": {"gt": "2026-11-22T12:00:00+03:30"}}),
                "cb",
            ),
            (
                json!({"or": [{"district": {"eq": 1}}, {"urgency": {"eq": "NORMAL"}}]}),
                "ca",
            ),
            (
                json!({"and": [{"district": {"eq": 1}}, {"urgency": {"eq": "NORMAL"}}]}),
                "",
            ),
            (json!({"or": []}), ""),
            (json!({"and": []}), "cba"),
            (json!({"not": {}}), ""),
            (json!({}), "cba"),
        ];
        for (filter, expected) in cases {
            let found = titles(&world, json!({"filter": filter})).await;
            assert_eq!(found.concat(), expected, "{filter}");
        }
    });
}

async fn titles(world: &World, variables: Value) -> Vec<String> {
    let mut data = world.deputy().data(LIST, variables).await;
    let nodes = data["problems"]["nodes"].take();
    let nodes = nodes.as_array().unwrap();
    assert_eq!(data["problems"]["totalCount"], nodes.len());
    nodes
        .iter()
        .map(|node| node["title"].as_str().unwrap().to_owned())
        .collect()
}
