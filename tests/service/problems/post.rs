//! Posting: stored, routed and explained in one step.

use serde_json::{Value, json};

use super::{VAGUE, WASTE, post, posted, statement};
use crate::support::{OTHER_UNIT, on_both, user_codes};

#[test]
fn a_clear_statement_goes_to_its_desk_with_reasons() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        assert_eq!(problem["status"], "ROUTED");
        assert_eq!(problem["desk"]["code"], "URBAN_SERVICES");
        assert_eq!(problem["version"], 1);
        assert_eq!(problem["orgUnit"]["code"], "DEP-URBAN-SERVICES");
        assert_eq!(problem["postedAtJalali"], "1405-09-01 11:30");
        assert_eq!(problem["routing"]["decision"], "ROUTED");
        assert_eq!(problem["routing"]["source"], "ENGINE");
        assert_eq!(problem["routing"]["reason"], Value::Null);
        assert_explained(&problem["routing"]);
        let evidence = &problem["routing"]["desks"][0]["contributions"][0]["evidence"];
        assert!(!evidence.as_array().unwrap().is_empty());
    });
}

#[test]
fn a_vague_statement_waits_for_a_person_with_a_reason() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), VAGUE, "a").await;
        assert_eq!(problem["status"], "TRIAGE");
        assert_eq!(problem["desk"], Value::Null);
        assert_eq!(problem["routing"]["decision"], "TRIAGE");
        assert!(!problem["routing"]["reason"].as_str().unwrap().is_empty());
        assert_explained(&problem["routing"]);
    });
}

#[test]
fn urgency_sets_the_day_on_which_an_answer_is_due() {
    on_both(async |world| {
        for (urgency, due) in [
            ("LOW", "2027-01-21"),
            ("NORMAL", "2026-12-22"),
            ("HIGH", "2026-12-02"),
            ("CRITICAL", "2026-11-25"),
        ] {
            let mut input = statement(WASTE, urgency);
            input["urgency"] = json!(urgency);
            let payload = post(&world.deputy(), input).await;
            let due_at = payload["problem"]["dueAt"].as_str().unwrap();
            assert!(due_at.starts_with(due), "{urgency}: {due_at}");
        }
    });
}

#[test]
fn a_coordinator_names_the_unit_and_a_deputy_reports_for_their_own() {
    on_both(async |world| {
        let mut input = statement(WASTE, "a");
        let payload = post(&world.coordinator(), input.clone()).await;
        assert_eq!(user_codes(&payload), ["orgUnit: REQUIRED"]);
        input["orgUnit"] = json!("NO-SUCH-UNIT");
        let payload = post(&world.coordinator(), input.clone()).await;
        assert_eq!(user_codes(&payload), ["orgUnit: UNKNOWN"]);
        input["orgUnit"] = json!(OTHER_UNIT);
        let payload = post(&world.coordinator(), input.clone()).await;
        assert_eq!(payload["problem"]["orgUnit"]["code"], OTHER_UNIT);
        let query =
            "mutation($input: PostProblemInput!) { postProblem(input: $input) { problem { id } } }";
        let refused = world.deputy().code(query, json!({"input": input})).await;
        assert_eq!(refused, "FORBIDDEN");
    });
}

#[test]
fn a_concept_that_is_named_twice_counts_once() {
    on_both(async |world| {
        let code = world.app.reference().concepts()[0].code.clone();
        let mut input = statement(WASTE, "a");
        input["conceptIds"] = json!([code, code]);
        let payload = post(&world.deputy(), input).await;
        assert_eq!(user_codes(&payload), [""; 0]);
        assert_eq!(
            world.number("SELECT count(*) FROM problem_concept").await,
            1
        );
    });
}

/// Six desks, best first; each score is the sum of its points, the confidences sum to one.
fn assert_explained(routing: &Value) {
    let desks = routing["desks"].as_array().unwrap();
    assert_eq!(desks.len(), 6, "{routing:#}");
    let number = |value: &Value| value.as_f64().unwrap();
    let sum: f64 = desks.iter().map(|desk| number(&desk["confidence"])).sum();
    assert!((sum - 1.0).abs() < 1e-9, "the confidences sum to {sum}");
    assert!(
        desks
            .windows(2)
            .all(|pair| number(&pair[0]["score"]) >= number(&pair[1]["score"]))
    );
    for desk in desks {
        let parts = desk["contributions"].as_array().unwrap();
        let points: f64 = parts.iter().map(|part| number(&part["points"])).sum();
        assert!(points - number(&desk["score"]) == 0.0, "{desk:#}");
        for part in parts {
            let product = number(&part["value"]) * number(&part["weight"]);
            assert!(product - number(&part["points"]) == 0.0, "{part:#}");
        }
    }
    assert_eq!(desks[0]["confidence"], routing["confidence"]);
    assert_ne!(routing["weightsVersion"], json!(null));
}
