//! A coordinator's word: another desk with a reason, or yes.

use async_graphql::futures_util::future::join_all;
use serde_json::{Value, json};

use super::{VAGUE, WASTE, confirm, posted, reroute};
use crate::support::{World, code, on_both, row_of, user_codes};

const REASON: &str = "موضوع، بودجهٔ قرارداد است";

#[test]
fn a_coordinator_sends_a_problem_elsewhere_and_says_why() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), VAGUE, "a").await;
        let to = ("FINANCE_ECONOMY", REASON);
        let body = reroute(&world.coordinator(), &problem["id"], to, 1).await;
        let moved = &body["data"]["problemReroute"]["problem"];
        assert_eq!(moved["status"], "ROUTED");
        assert_eq!(moved["version"], 2);
        assert_eq!(moved["desk"]["code"], "FINANCE_ECONOMY");
        assert_eq!(moved["routing"]["source"], "COORDINATOR");
        assert_eq!(moved["routing"]["reason"], REASON);
        assert_eq!(moved["routing"]["desks"].as_array().unwrap().len(), 6);
        let event = last_event(&world).await;
        assert_eq!(event["kind"], "PROBLEM_REROUTED");
        assert_eq!(event["subject_id"], row_of(problem["id"].as_str().unwrap()));
        let data: Value = serde_json::from_str(event["data"].as_str().unwrap()).unwrap();
        assert_eq!(data["desk"], "FINANCE_ECONOMY");
        assert_eq!(data["reason"], REASON);
    });
}

#[test]
fn both_decisions_stay_in_the_history() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        reroute(
            &world.coordinator(),
            &problem["id"],
            ("CULTURAL", REASON),
            1,
        )
        .await;
        let query = "query($id: ID!) { problem(id: $id) {
          routing { source } routings { source decision desk decidedBy } } }";
        let seen = world
            .coordinator()
            .data(query, json!({"id": problem["id"]}))
            .await;
        assert_eq!(seen["problem"]["routing"]["source"], "COORDINATOR");
        assert_eq!(
            seen["problem"]["routings"],
            json!([
                {"source": "ENGINE", "decision": "ROUTED", "desk": "URBAN_SERVICES", "decidedBy": null},
                {"source": "COORDINATOR", "decision": "ROUTED", "desk": "CULTURAL", "decidedBy": "coordinator"},
            ])
        );
        let seen = world
            .deputy()
            .data(query, json!({"id": problem["id"]}))
            .await;
        assert_eq!(seen["problem"]["routings"][1]["decidedBy"], Value::Null);
    });
}

#[test]
fn a_reason_is_needed() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let before = world.number("SELECT count(*) FROM audit_event").await;
        let long = "ب".repeat(1_001);
        for (reason, complaint) in [
            ("", "reason: REQUIRED"),
            (" \n ", "reason: REQUIRED"),
            ("\u{200c}\u{200f}", "reason: REQUIRED"),
            ("\u{0}", "reason: REQUIRED"),
            (&long, "reason: TOO_LONG"),
        ] {
            let to = ("CULTURAL", reason);
            let body = reroute(&world.coordinator(), &problem["id"], to, 1).await;
            let codes = user_codes(&body["data"]["problemReroute"]);
            assert_eq!(codes, [complaint], "{reason:?}");
        }
        assert_eq!(
            world.number("SELECT count(*) FROM audit_event").await,
            before
        );
    });
}

#[test]
fn a_reason_is_kept_without_what_nobody_can_see() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let to = ("CULTURAL", " \u{202e}آموزش می‌خواهد\u{7} ");
        let body = reroute(&world.coordinator(), &problem["id"], to, 1).await;
        let routing = &body["data"]["problemReroute"]["problem"]["routing"];
        assert_eq!(routing["reason"], "آموزش می‌خواهد");
    });
}

#[test]
fn a_stale_version_is_a_conflict_that_tells_the_present_one() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let coordinator = world.coordinator();
        reroute(&coordinator, &problem["id"], ("CULTURAL", REASON), 1).await;
        for body in [
            reroute(&coordinator, &problem["id"], ("URBANISM", REASON), 1).await,
            confirm(&coordinator, &problem["id"], 1).await,
        ] {
            let error = &body["errors"][0];
            assert_eq!(code(error), "CONFLICT");
            assert_eq!(error["extensions"]["currentVersion"], 2);
        }
    });
}

#[test]
fn of_two_decisions_at_once_one_wins_and_the_other_learns_the_version() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let coordinator = world.coordinator();
        let call = |desk| reroute(&coordinator, &problem["id"], (desk, REASON), 1);
        let answers = join_all([call("CULTURAL"), call("URBANISM"), call("PLANNING_HR")]).await;
        let refused: Vec<_> = answers
            .iter()
            .filter_map(|answer| answer["errors"].get(0))
            .collect();
        assert_eq!(refused.len(), 2, "{answers:#?}");
        for error in refused {
            assert_eq!(code(error), "CONFLICT");
            assert_eq!(error["extensions"]["currentVersion"], 2);
        }
        assert_eq!(world.number("SELECT count(*) FROM routing").await, 2);
    });
}

#[test]
fn a_coordinator_confirms_the_desk() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let body = confirm(&world.coordinator(), &problem["id"], 1).await;
        let confirmed = &body["data"]["problemConfirmRouting"]["problem"];
        assert_eq!(confirmed["status"], "CONFIRMED");
        assert_eq!(confirmed["version"], 2);
        assert_eq!(confirmed["desk"]["code"], "URBAN_SERVICES");
        assert_eq!(last_event(&world).await["kind"], "ROUTING_CONFIRMED");
    });
}

#[test]
fn in_triage_there_is_nothing_to_confirm() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), VAGUE, "a").await;
        let body = confirm(&world.coordinator(), &problem["id"], 1).await;
        let codes = user_codes(&body["data"]["problemConfirmRouting"]);
        assert_eq!(codes, ["id: WRONG_STATE"]);
    });
}

#[test]
fn the_engine_learns_from_a_decision() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        reroute(
            &world.coordinator(),
            &problem["id"],
            ("FINANCE_ECONOMY", REASON),
            1,
        )
        .await;
        let again = posted(&world.deputy(), WASTE, "b").await;
        let score = |problem: &Value| {
            let desks = problem["routing"]["desks"].as_array().unwrap();
            let desk = desks.iter().find(|desk| desk["desk"] == "FINANCE_ECONOMY");
            desk.unwrap()["score"].as_f64().unwrap()
        };
        assert!(score(&again) > score(&problem), "{problem:#}\n{again:#}");
    });
}

#[test]
fn a_decision_is_no_precedent_of_itself() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let coordinator = world.coordinator();
        let to = ("CULTURAL", REASON);
        let moved = reroute(&coordinator, &problem["id"], to, 1).await;
        let moved = &moved["data"]["problemReroute"]["problem"]["routing"];
        let confirmed = confirm(&coordinator, &problem["id"], 2).await;
        let confirmed = &confirmed["data"]["problemConfirmRouting"]["problem"]["routing"];
        assert_eq!(confirmed["confidence"], moved["confidence"]);
        assert_eq!(confirmed["desks"], problem["routing"]["desks"]);
    });
}

#[test]
fn a_confirmation_keeps_the_words_of_whoever_sent_the_problem_there() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let problem = posted(&world.deputy(), VAGUE, "a").await;
        let to = ("FINANCE_ECONOMY", REASON);
        reroute(&coordinator, &problem["id"], to, 1).await;
        confirm(&coordinator, &problem["id"], 2).await;
        assert_eq!(last_event(&world).await["kind"], "ROUTING_CONFIRMED");
        let query = "query($id: ID!) { problem(id: $id) {
          routings { reason triageReason triageDesks } } }";
        let seen = coordinator.data(query, json!({"id": problem["id"]})).await;
        let by_person = json!({"reason": REASON, "triageReason": null, "triageDesks": []});
        let routings = seen["problem"]["routings"].as_array().unwrap();
        let vague = &routings[0]["triageReason"];
        assert_eq!(&routings[0]["reason"], vague);
        assert_ne!(*vague, Value::Null);
        assert_eq!(routings[1..], [by_person.clone(), by_person]);
        let sure = posted(&world.deputy(), WASTE, "b").await;
        let body = confirm(&coordinator, &sure["id"], 1).await;
        let routing = &body["data"]["problemConfirmRouting"]["problem"]["routing"];
        assert_eq!(routing["reason"], Value::Null);
    });
}

async fn last_event(world: &World) -> Value {
    let query = "SELECT kind, subject_id, data FROM audit_event ORDER BY id DESC LIMIT 1";
    crate::support::sql::rows(&world.db, query).await.remove(0)
}
