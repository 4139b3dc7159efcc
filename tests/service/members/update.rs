//! `updateMember`: what is given changes, what is left out stays, and each changes their own.

use serde_json::{Value, json};

use super::{UPDATE, events, newest, update};
use crate::support::{Who, global_id, on_both, sql, user_codes};

#[test]
fn null_empties_and_absence_keeps() {
    on_both(async |world| {
        let member = world.expert("سارا").knows(["BRT", "طراحی پل"]).join().await;
        let id = global_id("Member", member.id);
        let coordinator = world.coordinator();
        let input = json!({"id": id, "expectedVersion": 1, "email": null, "job": "مشاور",
            "expertise": [{"phrase": "طراحی پل"}, {"phrase": "تونل", "level": 4}]});
        let payload = update(&coordinator, input).await;
        assert!(user_codes(&payload).is_empty(), "{payload:#}");
        let after = &payload["member"];
        assert_eq!(after["email"], Value::Null);
        assert_eq!(after["mobile"], "09•• ••• ••01");
        assert_eq!(after["job"], "مشاور");
        assert_eq!(after["version"], 2);
        let phrases = json!([
            {"phrase": "طراحی پل", "level": 3, "source": "STATED"},
            {"phrase": "تونل", "level": 4, "source": "STATED"}
        ]);
        assert_eq!(after["expertise"], phrases);
        // Nothing personal comes back that was not written.
        let nothing = json!({"nationalId": null, "mobile": null, "email": null});
        assert_eq!(payload["personal"], nothing);
        let event = newest(&world, "MEMBER_UPDATED").await;
        assert_eq!(event["fields"], json!(["job", "expertise", "email"]));
        assert!(!event.to_string().contains("مشاور"));
    });
}

#[test]
fn what_says_the_same_is_not_written() {
    on_both(async |world| {
        let member = world.expert("سارا").knows(["BRT"]).join().await;
        let before = sql::everything(&world.db).await;
        let input = json!({"id": global_id("Member", member.id), "expectedVersion": 1,
            "fullName": "سارا", "expertise": [{"phrase": "BRT"}], "mobile": member.mobile});
        let payload = update(&world.coordinator(), input).await;
        assert_eq!(payload["member"]["version"], 1);
        assert_eq!(sql::everything(&world.db).await, before);
    });
}

#[test]
fn a_stale_edit_is_a_conflict_and_a_wrong_one_changes_nothing() {
    on_both(async |world| {
        let known = world.expert("شکوفه").join().await;
        let member = world.expert("سارا").join().await;
        let id = global_id("Member", member.id);
        let coordinator = world.coordinator();
        let stale = json!({"input": {"id": id, "expectedVersion": 2, "job": "x"}});
        let error = coordinator.error(UPDATE, stale).await;
        assert_eq!(error["extensions"]["currentVersion"], 1);
        let before = sql::everything(&world.db).await;
        for (change, expected) in [
            (json!({"fullName": null}), vec!["fullName: REQUIRED"]),
            (json!({"kind": "INTERNAL"}), vec!["orgUnit: REQUIRED"]),
            (json!({"orgUnit": "ORG-BUS"}), vec!["orgUnit: INVALID"]),
            (
                json!({"nationalId": known.national_id}),
                vec!["nationalId: TAKEN"],
            ),
            (
                json!({"mobile": "۰۹۱۵", "maxLoad": -1}),
                vec!["maxLoad: INVALID", "mobile: INVALID"],
            ),
        ] {
            let mut input = json!({"id": id, "expectedVersion": 1});
            for (field, value) in change.as_object().unwrap() {
                input[field] = value.clone();
            }
            let payload = update(&coordinator, input).await;
            assert_eq!(user_codes(&payload), expected);
        }
        assert_eq!(sql::everything(&world.db).await, before);
        let both =
            json!({"id": id, "expectedVersion": 1, "kind": "INTERNAL", "orgUnit": "ORG-BUS"});
        let payload = update(&coordinator, both).await;
        assert_eq!(payload["member"]["orgUnit"]["code"], "ORG-BUS");
    });
}

#[test]
fn an_expert_edits_their_own_profile_alone() {
    on_both(async |world| {
        let own = "SELECT member_id FROM account WHERE username = 'expert'";
        let own = global_id("Member", world.number(own).await);
        let expert = world.caller(Who::Expert);
        let input = json!({"id": own, "expectedVersion": 1, "bio": "تازه", "maxLoad": 2,
            "mobile": "00989151234567", "email": "me@example.ir", "expertise": [{"phrase": "BRT"}]});
        let payload = update(&expert, input).await;
        assert!(user_codes(&payload).is_empty(), "{payload:#}");
        assert_eq!(payload["member"]["mobile"], "09151234567");
        assert_eq!(events(&world, "MEMBER_UPDATED").await, 1);
        let input =
            json!({"id": own, "expectedVersion": 2, "tier": "MEMBER", "job": null, "bio": "x"});
        let payload = update(&expert, input).await;
        assert_eq!(
            user_codes(&payload),
            ["tier: NOT_ALLOWED", "job: NOT_ALLOWED"]
        );
        let public = global_id("Member", 2);
        let hidden = world.expert("عضو ساده").plain().join().await;
        for (id, expected) in [
            (public, "FORBIDDEN"),
            (global_id("Member", hidden.id), "NOT_FOUND"),
        ] {
            let input = json!({"input": {"id": id, "expectedVersion": 1, "bio": "x"}});
            assert_eq!(expert.code(UPDATE, input).await, expected);
        }
        assert_eq!(events(&world, "MEMBER_UPDATED").await, 1);
    });
}

#[test]
fn a_new_name_is_found_and_an_old_one_is_not() {
    on_both(async |world| {
        let member = world.expert("کیمیا زرین‌دشت").join().await;
        let search = "query($s: String!) { members(search: $s) { nodes { fullName } } }";
        let coordinator = world.coordinator();
        let found = coordinator
            .data(search, json!({"s": "کیمیا زرین‌دشت"}))
            .await;
        assert_eq!(found["members"]["nodes"][0]["fullName"], "کیمیا زرین‌دشت");
        let input = json!({"id": global_id("Member", member.id), "expectedVersion": 1,
            "fullName": "هنگامه ونداد"});
        update(&coordinator, input).await;
        let found = coordinator.data(search, json!({"s": "هنگامه ونداد"})).await;
        assert_eq!(found["members"]["nodes"][0]["fullName"], "هنگامه ونداد");
        let gone = coordinator
            .data(search, json!({"s": "کیمیا زرین‌دشت"}))
            .await;
        let names = gone["members"]["nodes"].to_string();
        assert!(!names.contains("هنگامه"), "{names}");
    });
}
