//! Weights: proposed, put in force, and taken back, in every process.

use std::time::Duration;

use matching::routing::Weights;
use serde_json::{Value, json};

use super::{WASTE, posted};
use crate::support::{World, code, on_both, user_codes};

const PUBLISH: &str = "mutation($version: Int!) { weightsPublish(input: {version: $version}) {
  weights { version status } inForce { version features { feature weight } }
  userErrors { code field message messageFa } } }";

#[test]
fn weights_can_be_taken_back_to_any_that_were_in_force() {
    on_both(async |world| {
        let beside = world.beside().await;
        assert_eq!(in_force(&beside).await, (json!(1), json!(2.9)));
        proposed(&world, 2, 1).await;
        for (version, words) in [(2, 2.5), (1, 2.9), (2, 2.5)] {
            let body = publish(&world, version).await;
            let published = &body["data"]["weightsPublish"];
            assert_eq!(published["userErrors"], json!([]), "{body:#}");
            assert_eq!(published["inForce"]["version"], version);
            let row = json!({"version": 2, "status": "PUBLISHED"});
            let stored = if version == 1 { Value::Null } else { row };
            assert_eq!(published["weights"], stored);
            for process in [&world, &beside] {
                assert_eq!(in_force(process).await, (json!(version), json!(words)));
            }
        }
        let fresh = world.beside().await;
        assert_eq!(in_force(&fresh).await, (json!(2), json!(2.5)));
    });
}

#[test]
fn what_cannot_be_published_says_why() {
    on_both(async |world| {
        proposed(&world, 2, 1).await;
        proposed(&world, 3, 1).await;
        let again = publish(&world, 1).await;
        let complaints = user_codes(&again["data"]["weightsPublish"]);
        assert_eq!(complaints, ["version: WRONG_STATE"]);
        publish(&world, 2).await;
        for (version, refusal) in [(3, "CONFLICT"), (4, "NOT_FOUND"), (0, "NOT_FOUND")] {
            let body = publish(&world, version).await;
            assert_eq!(code(&body["errors"][0]), refusal, "{version}");
        }
        // Back at what it was fitted to, the other proposal can be published.
        publish(&world, 1).await;
        publish(&world, 3).await;
        assert_eq!(in_force(&world).await.0, 3);
    });
}

#[test]
fn a_proposal_is_about_the_weights_that_it_was_fitted_to() {
    on_both(async |world| {
        decided(&world).await;
        proposed(&world, 2, 1).await;
        let meanwhile = async {
            quiet(&world).await;
            publish(&world, 2).await;
        };
        let (fitted, ()) = tokio::join!(propose(&world), meanwhile);
        assert_eq!(fitted["weights"]["version"], 3, "{fitted:#}");
        assert_eq!(fitted["weights"]["baseVersion"], 1);
        let body = publish(&world, 3).await;
        assert_eq!(code(&body["errors"][0]), "CONFLICT", "{body:#}");
    });
}

#[test]
fn too_few_decisions_are_no_fault_of_a_field() {
    on_both(async |world| {
        let query = "mutation { weightsPropose(input: {dryRun: true}) {
          weights { version } userErrors { code field messageFa } } }";
        let data = world.coordinator().data(query, json!({})).await;
        let error = &data["weightsPropose"]["userErrors"][0];
        assert_eq!(
            (&error["code"], &error["field"]),
            (&json!("WRONG_STATE"), &json!([]))
        );
    });
}

async fn publish(world: &World, version: i64) -> Value {
    let variables = json!({"version": version});
    world.coordinator().run(PUBLISH, variables).await
}

/// The version in force and its weight of words.
async fn in_force(world: &World) -> (Value, Value) {
    let query = "{ weightsInForce { version features { feature weight } } weights { weight } }";
    let mut seen = world.coordinator().data(query, json!({})).await;
    let words = &seen["weightsInForce"]["features"][0];
    assert_eq!(words["feature"], "WORDS");
    assert_eq!(words["weight"], seen["weights"][0]["weight"]);
    let weight = words["weight"].clone();
    (seen["weightsInForce"]["version"].take(), weight)
}

/// A proposal as `weightsPropose` would store it, for which it wants thirty decisions.
async fn proposed(world: &World, version: u32, base: u32) {
    let weights = Weights {
        version,
        words: 2.5,
        ..Weights::default()
    };
    let features = serde_json::to_string(&weights).unwrap();
    let insert = format!(
        "INSERT INTO weights (version, base_version, status, feature_weights, back_test, decisions,
           proposed_by, proposed_at)
         SELECT {version}, {base}, 'PROPOSED', '{features}', '{{}}', 30, id, created_at
         FROM account WHERE username = 'coordinator'"
    );
    world.sql(&insert).await;
}

async fn propose(world: &World) -> Value {
    let query = "mutation { weightsPropose(input: {}) {
      weights { version baseVersion } userErrors { code } } }";
    let mut data = world.coordinator().data(query, json!({})).await;
    data["weightsPropose"].take()
}

/// A coordinator's decisions, enough that a fit takes a while.
async fn decided(world: &World) {
    posted(&world.deputy(), WASTE, "a").await;
    for _ in 0..9 {
        world
            .sql(
                "INSERT INTO problem (title, description, search_key, org_unit_id, urgency, status,
                   desk_id, version, posted_by, posted_at, updated_at)
                 SELECT title, description, search_key, org_unit_id, urgency, status,
                   desk_id, version, posted_by, posted_at, updated_at FROM problem",
            )
            .await;
    }
    world
        .sql(
            "INSERT INTO audit_event (at, kind, subject, subject_id, data, previous_hash, hash)
             SELECT posted_at, 'ROUTING_CONFIRMED', 'Problem', id, '{\"desk\":\"URBAN_SERVICES\"}',
               'before ' || CAST(id AS TEXT), 'of ' || CAST(id AS TEXT) FROM problem ORDER BY id",
        )
        .await;
}

/// Until nobody has asked the database anything for a moment.
async fn quiet(world: &World) {
    let mut asked = 0;
    while asked != world.app.store.statements() {
        asked = world.app.store.statements();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
