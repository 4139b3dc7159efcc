//! Global ids: what they find, and what they do not tell.

use serde_json::{Value, json};

use crate::{
    desks::{propose, round_input},
    problems::{WASTE, posted},
    support::{Who, World, global_id, on_both},
};

const NODE: &str = "query($id: ID!) { node(id: $id) { __typename id } }";
const NODES: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";

/// One object of each type.
async fn one_of_each(world: &World) -> Vec<(&'static str, Value)> {
    let round = propose(&world.coordinator(), round_input(2)).await;
    let problem = posted(&world.deputy(), WASTE, "a").await;
    vec![
        ("AssignmentRound", round["round"]["id"].clone()),
        ("Concept", json!(global_id("Concept", 1))),
        ("Desk", json!(global_id("Desk", 1))),
        ("Member", json!(global_id("Member", 1))),
        ("OrgUnit", json!(global_id("OrgUnit", 1))),
        ("Problem", problem["id"].clone()),
    ]
}

#[test]
fn every_type_is_found_by_its_id() {
    on_both(async |world| {
        let objects = one_of_each(&world).await;
        for (kind, id) in &objects {
            let data = world.coordinator().data(NODE, json!({"id": id})).await;
            assert_eq!(data["node"], json!({"__typename": kind, "id": id}));
        }
        let ids: Vec<_> = objects.iter().map(|(_, id)| id).collect();
        let data = world.coordinator().data(NODES, json!({"ids": ids})).await;
        let found: Vec<_> = objects.iter().map(|(_, id)| json!({"id": id})).collect();
        assert_eq!(data["nodes"], json!(found));
    });
}

#[test]
fn what_there_is_not_and_what_one_may_not_know_look_alike() {
    on_both(async |world| {
        let objects = one_of_each(&world).await;
        let strangers = ["Problem", "AssignmentRound", "Member"];
        let mut ids: Vec<(Who, Value)> = Vec::new();
        for (_, id) in objects.iter().filter(|(kind, _)| strangers.contains(kind)) {
            ids.extend([Who::Frontend, Who::Auditor].map(|who| (who, id.clone())));
        }
        ids.push((Who::OtherDeputy, objects[5].1.clone()));
        ids.push((Who::Deputy, objects[0].1.clone()));
        for id in unknown() {
            ids.extend(Who::ALL.map(|who| (who, json!(id))));
        }
        let missing = json!({"id": global_id("Problem", 999_999)});
        let expected = world.coordinator().error(NODE, missing).await;
        for (who, id) in ids {
            let error = world.caller(who).error(NODE, json!({"id": id})).await;
            assert_eq!(error["extensions"], expected["extensions"], "{who:?} {id}");
            assert_eq!(error["message"], expected["message"]);
            let data = world.caller(who).data(NODES, json!({"ids": [id]})).await;
            assert_eq!(data["nodes"], json!([null]));
        }
    });
}

fn unknown() -> Vec<String> {
    vec![
        global_id("Member", 0),
        global_id("Member", -1),
        global_id("Problem", i64::MAX),
        global_id("Desk", 7),
        global_id("Concept", 1_000_000),
        global_id("OrgUnit", 1_000_000),
        global_id("AssignmentRound", 1_000_000),
        global_id("Account", 1),
        "Member:1".to_owned(),
        String::new(),
        "\u{0}".to_owned(),
        "شناسه".to_owned(),
        "A".repeat(10_000),
    ]
}

#[test]
fn a_typed_field_takes_ids_of_its_type_only() {
    on_both(async |world| {
        let objects = one_of_each(&world).await;
        for (field, kind) in [
            ("member", "Member"),
            ("problem", "Problem"),
            ("assignmentRound", "AssignmentRound"),
        ] {
            let query = format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}");
            for (other, id) in &objects {
                let variables = json!({"id": id});
                if *other == kind {
                    world.coordinator().data(&query, variables).await;
                } else {
                    let refused = world.coordinator().code(&query, variables).await;
                    assert_eq!(refused, "NOT_FOUND", "{field} {other}");
                }
            }
        }
    });
}

#[test]
fn at_most_a_hundred_ids_a_call() {
    on_both(async |world| {
        let ids = vec![global_id("Desk", 1); 101];
        let refused = world.coordinator().code(NODES, json!({"ids": ids})).await;
        assert_eq!(refused, "BAD_USER_INPUT");
        let ids = vec![global_id("Desk", 1); 100];
        let data = world.coordinator().data(NODES, json!({"ids": ids})).await;
        assert_eq!(data["nodes"].as_array().unwrap().len(), 100);
    });
}
