//! Asking the engine without posting.

use serde_json::json;

use super::{WASTE, posted};
use crate::support::{on_both, sql};

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
