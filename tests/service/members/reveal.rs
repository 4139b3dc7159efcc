//! Personal fields show their ends to coordinators; all of them only for a reason that is kept.

use serde_json::{Value, json};

use super::{events, newest};
use crate::support::{Who, global_id, on_both, sql, user_codes};

const REVEAL: &str = "mutation($input: MemberRevealInput!) { memberReveal(input: $input) {
  member { id } personal { nationalId mobile email } userErrors { code field message messageFa } } }";

#[test]
fn a_reason_opens_and_is_kept() {
    on_both(async |world| {
        let member = world.expert("سارا").join().await;
        let id = global_id("Member", member.id);
        let coordinator = world.coordinator();
        let query = "query($id: ID!) { member(id: $id) { nationalId mobile email } }";
        let shown = coordinator.data(query, json!({"id": id})).await;
        for value in shown["member"].as_object().unwrap().values() {
            assert!(value.as_str().unwrap().contains('•'), "{shown:#}");
        }
        let input = json!({"input": {"id": id, "reason": " تماس برای دعوت "}});
        let data = coordinator.data(REVEAL, input).await;
        let personal = &data["memberReveal"]["personal"];
        assert_eq!(personal["nationalId"], json!(member.national_id));
        assert_eq!(personal["mobile"], json!(member.mobile));
        assert_eq!(personal["email"], json!(member.email));
        let event = newest(&world, "MEMBER_REVEALED").await;
        assert_eq!(event["reason"], "تماس برای دعوت");
        assert_eq!(event["memberId"], member.id);
    });
}

#[test]
fn without_a_reason_nothing_opens() {
    on_both(async |world| {
        let before = sql::everything(&world.db).await;
        let coordinator = world.coordinator();
        for (reason, expected) in [("\u{200c} ", "REQUIRED"), (&"ب".repeat(1_001), "INVALID")] {
            let input = json!({"input": {"id": global_id("Member", 1), "reason": reason}});
            let data = coordinator.data(REVEAL, input).await;
            assert_eq!(
                user_codes(&data["memberReveal"]),
                [format!("reason: {expected}")]
            );
            assert_eq!(data["memberReveal"]["personal"], Value::Null);
        }
        let nobody = json!({"input": {"id": global_id("Member", 9_999), "reason": "x"}});
        assert_eq!(coordinator.code(REVEAL, nobody).await, "NOT_FOUND");
        let own = json!({"input": {"id": global_id("Member", 1), "reason": "x"}});
        assert_eq!(
            world.caller(Who::Expert).code(REVEAL, own).await,
            "FORBIDDEN"
        );
        assert_eq!(events(&world, "MEMBER_REVEALED").await, 0);
        assert_eq!(sql::everything(&world.db).await, before);
    });
}
