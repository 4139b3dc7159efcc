//! Asking the engine without posting.

use matching::corpus::exemplars;
use serde_json::{Value, json};

use super::{VAGUE, WASTE, posted};
use crate::support::{World, on_both, sql};

const PREVIEW: &str = "query($input: RoutingPreviewInput!) { routingPreview(input: $input) {
  decision desk reason confidence routability weightsVersion
  desks { desk score confidence contributions { feature value weight points evidence } }
} }";

#[test]
fn a_preview_is_what_posting_would_answer_and_stores_nothing() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        let input = json!({"title": WASTE.0, "description": WASTE.1});
        let preview = world.deputy().data(PREVIEW, json!({"input": input})).await;
        assert_eq!(sql::everything(&world.db).await, before);
        let problem = posted(&world.deputy(), WASTE, "a").await;
        for field in [
            "decision",
            "desk",
            "reason",
            "confidence",
            "desks",
            "weightsVersion",
        ] {
            assert_eq!(
                preview["routingPreview"][field], problem["routing"][field],
                "{field}"
            );
        }
    });
}

#[test]
fn a_preview_for_an_unknown_unit_is_refused() {
    on_both(async |world| {
        let input = json!({"title": WASTE.0, "orgUnit": "NO-SUCH-UNIT"});
        let refused = world
            .coordinator()
            .code(PREVIEW, json!({"input": input}))
            .await;
        assert_eq!(refused, "BAD_USER_INPUT");
    });
}

/// Between two desks: staff, or green space?
const BETWEEN: (&str, &str) = ("نیروی فضای سبز", "رسیدگی شود");
const BAKING: (&str, &str) = (
    "طرز تهیهٔ کیک شکلاتی",
    "سه تخم‌مرغ را با شکر هم بزنید، آرد و کاکائو را الک کنید و قالب را در فر داغ بگذارید.",
);

#[test]
fn why_a_text_is_left_to_a_person_is_told_in_parts_and_in_both_languages() {
    on_both(async |world| {
        for (text, reason, desks, message) in [
            (
                VAGUE,
                json!("TOO_LITTLE_EVIDENCE"),
                json!([]),
                "متن برای تشخیص میز",
            ),
            (
                BAKING,
                json!("OFF_TOPIC"),
                json!([]),
                "به مسئله‌ای شهری نمی‌ماند",
            ),
            (
                BETWEEN,
                json!("TOO_CLOSE"),
                json!(["PLANNING_HR", "URBAN_SERVICES"]),
                "میز «برنامه‌ریزی و منابع انسانی» و میز «خدمات شهری»",
            ),
            (WASTE, Value::Null, json!([]), ""),
        ] {
            let fields = "decision reason triageReason triageDesks triageMessage triageMessageFa";
            let seen = previewed(&world, text, fields).await;
            assert_eq!(seen["triageReason"], reason, "{seen:#}");
            assert_eq!(seen["triageDesks"], desks, "{seen:#}");
            let kept = seen["decision"] == "TRIAGE";
            let messages = [&seen["triageMessage"], &seen["triageMessageFa"]];
            assert_eq!(messages.map(Value::is_string), [kept; 2], "{seen:#}");
            let persian = messages[1].as_str().unwrap_or_default();
            assert!(persian.contains(message), "{seen:#}");
            let problem = posted(&world.deputy(), text, text.0).await;
            let query =
                format!("query($id: ID!) {{ problem(id: $id) {{ routing {{ {fields} }} }} }}");
            let stored = world
                .deputy()
                .data(&query, json!({"id": problem["id"]}))
                .await;
            if stored["problem"]["routing"]["reason"] == seen["reason"] {
                assert_eq!(stored["problem"]["routing"], seen);
            }
        }
    });
}

#[test]
fn a_counterfactual_leaves_something_of_the_text_and_names_concepts_by_their_code() {
    on_both(async |world| {
        let fields = "counterfactual { change { kind text conceptCode from to } newTop }";
        let concept = json!("CONCEPT_IN");
        let seen = previewed(&world, ("شهر", ""), fields).await;
        let change = &seen["counterfactual"]["change"];
        assert_eq!(change["kind"], concept, "{seen:#}");
        let code = change["conceptCode"].as_str().unwrap();
        let concepts = world.app.reference();
        let known = concepts.concepts().iter().find(|known| known.code == code);
        assert_eq!(change["text"], known.unwrap().name_fa);
    });
}

#[test]
fn a_concept_that_would_lead_elsewhere_does_when_it_is_named() {
    on_both(async |world| {
        let fields = "counterfactual { change { kind conceptCode } newTop }";
        let mut named = 0;
        for exemplar in exemplars().iter().step_by(101) {
            let text = (exemplar.title.as_str(), exemplar.description.as_str());
            let other = &previewed(&world, text, fields).await["counterfactual"];
            if other["change"]["kind"] != json!("CONCEPT_IN") {
                continue;
            }
            named += 1;
            let problem = posted(&world.deputy(), text, text.0).await;
            let input = json!({
                "id": problem["id"], "expectedVersion": problem["version"],
                "conceptIds": [other["change"]["conceptCode"]],
            });
            let edit = "mutation($input: UpdateProblemInput!) { updateProblem(input: $input) {
                problem { routing { desks { desk } } } userErrors { message } } }";
            let edited = world.deputy().data(edit, json!({"input": input})).await;
            let desks = &edited["updateProblem"]["problem"]["routing"]["desks"];
            assert_eq!(desks[0]["desk"], other["newTop"], "{edited:#}");
        }
        assert!(named > 0);
    });
}

#[test]
fn features_have_names() {
    on_both(async |world| {
        let fields = "desks { contributions { feature name nameFa } }";
        let seen = previewed(&world, WASTE, fields).await;
        let parts = seen["desks"][0]["contributions"].as_array().unwrap();
        let words = json!({"feature": "WORDS", "name": "Words", "nameFa": "واژه‌ها"});
        assert!(parts.contains(&words), "{parts:#?}");
        assert!(parts.iter().all(|part| part["nameFa"] != part["feature"]));
    });
}

async fn previewed(world: &World, (title, description): (&str, &str), fields: &str) -> Value {
    let query = format!(
        "query($input: RoutingPreviewInput!) {{ routingPreview(input: $input) {{ {fields} }} }}"
    );
    let input = json!({"title": title, "description": description});
    let mut data = world
        .coordinator()
        .data(&query, json!({"input": input}))
        .await;
    data["routingPreview"].take()
}

#[test]
fn a_refusal_gives_its_reason_in_both_languages() {
    on_both(async |world| {
        let variables = json!({"input": {"title": ""}});
        let body = world.coordinator().run(PREVIEW, variables).await;
        let error = &body["errors"][0];
        assert_eq!(error["message"], "A problem needs a title.");
        assert_eq!(
            error["extensions"]["messageFa"],
            "مسئله باید عنوان داشته باشد."
        );
    });
}
