//! Undoing a round, and seats by hand.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{close, propose, round_input};
use crate::support::{World, global_id, on_both, row_of, sql, user_codes};

const REVERT: &str = "mutation($input: AssignmentRoundRevertInput!) {
  assignmentRoundRevert(input: $input) {
    round { status version }
    ended { desk { code } member { id } } restored { desk { code } member { id } role }
    conflicts { kind desk member { id } message messageFa }
    userErrors { code field message messageFa } } }";

/// Who sits where and as what, now.
pub const SEATED: &str =
    "SELECT desk_id, member_id, role FROM seat WHERE until IS NULL ORDER BY desk_id, member_id";

#[test]
fn a_reverted_round_leaves_the_seats_as_they_were() {
    on_both(async |world| {
        let before = sql::rows(&world.db, SEATED).await;
        let id = applied(&world).await;
        assert_ne!(sql::rows(&world.db, SEATED).await, before);
        world.advance(TimeDelta::minutes(1));
        let stored = sql::everything(&world.db).await;
        let dry = revert(&world, &id, 2, true).await;
        assert_eq!(sql::everything(&world.db).await, stored);
        let real = revert(&world, &id, 2, false).await;
        for part in ["ended", "restored", "conflicts"] {
            assert_eq!(dry[part], real[part], "{part}");
        }
        assert_eq!(real["round"], json!({"status": "REVERTED", "version": 3}));
        assert_eq!(sql::rows(&world.db, SEATED).await, before);
        let again = revert(&world, &id, 3, false).await;
        assert_eq!(user_codes(&again), ["id: WRONG_STATE"]);
    });
}

#[test]
fn what_a_hand_has_changed_since_is_named_and_left() {
    on_both(async |world| {
        let id = applied(&world).await;
        world.advance(TimeDelta::minutes(1));
        let given = added(&world, &id).await;
        let (gone, chair) = (&given[0], &given[1]);
        hand(&world, "unseat", gone, None).await;
        hand(&world, "seat", chair, Some("CHAIR")).await;
        let by_hand = sql::rows(&world.db, "SELECT member_id FROM seat WHERE role = 'CHAIR'").await;
        world.advance(TimeDelta::minutes(1));
        let reverted = revert(&world, &id, 2, false).await;
        let conflicts = reverted["conflicts"].as_array().unwrap();
        let named = |seat: &(String, String), kind: &str| {
            conflicts.iter().any(|conflict| {
                conflict["kind"] == kind
                    && conflict["member"]["id"] == seat.0
                    && conflict["desk"] == seat.1
            })
        };
        assert!(named(gone, "ENDED_SINCE"), "{conflicts:#?}");
        assert!(named(chair, "CHANGED_SINCE"), "{conflicts:#?}");
        let still = sql::rows(
            &world.db,
            "SELECT member_id FROM seat WHERE role = 'CHAIR' AND until IS NULL",
        )
        .await;
        assert_eq!(still, by_hand);
    });
}

#[test]
fn what_a_later_round_kept_stays() {
    on_both(async |world| {
        let first = applied(&world).await;
        world.advance(TimeDelta::minutes(1));
        let mut input = round_input(2);
        input["continuity"] = json!(10_000);
        let second = propose(&world.coordinator(), input).await;
        close(&world.coordinator(), "Apply", &second["round"]["id"], 1).await;
        world.advance(TimeDelta::minutes(1));
        let before = sql::rows(&world.db, SEATED).await;
        let reverted = revert(&world, &first, 2, true).await;
        assert_eq!(reverted["ended"], json!([]));
        let conflicts = reverted["conflicts"].as_array().unwrap();
        assert!(
            conflicts
                .iter()
                .any(|conflict| conflict["kind"] == "KEPT_BY_LATER_ROUND")
        );
        assert_eq!(sql::rows(&world.db, SEATED).await, before);
    });
}

#[test]
fn a_proposal_computed_from_other_seats_is_not_applied_after_a_hand() {
    on_both(async |world| {
        let round = propose(&world.coordinator(), round_input(3)).await;
        let newcomer = world.expert("تازه‌وارد").join().await;
        let seat = (global_id("Member", newcomer.id), "CULTURAL".to_owned());
        hand(&world, "seat", &seat, Some("MEMBER")).await;
        let refused = close(&world.coordinator(), "Apply", &round["round"]["id"], 1).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "CONFLICT");
        assert_eq!(
            refused["errors"][0]["extensions"]["currentStatus"],
            "PROPOSED"
        );
    });
}

#[test]
fn a_round_is_not_applied_when_somebody_in_it_is_no_longer_what_it_was_computed_from() {
    on_both(async |world| {
        let round = moving(&world).await;
        let added = added(&world, round["round"]["id"].as_str().unwrap()).await;
        let row = row_of(&added[0].0);
        for (change, back) in [
            ("standing = 'LEFT'", "standing = 'ACTIVE'"),
            ("tier = 'MEMBER'", "tier = 'PLANNER'"),
            ("kind = 'EXTERNAL'", "kind = 'INTERNAL'"),
        ] {
            let set = async |what| {
                let statement = format!("UPDATE member SET {what} WHERE id = {row}");
                world.sql(&statement).await;
            };
            set(change).await;
            let refused = close(&world.coordinator(), "Apply", &round["round"]["id"], 1).await;
            let code = &refused["errors"][0]["extensions"]["code"];
            assert_eq!(code, "CONFLICT", "{change}: {refused}");
            set(back).await;
        }
        let applied = close(&world.coordinator(), "Apply", &round["round"]["id"], 1).await;
        assert_eq!(applied["data"]["done"]["round"]["status"], "APPLIED");
    });
}

#[test]
fn a_desk_has_one_chair_and_a_hand_leaves_a_trail() {
    on_both(async |world| {
        let one = global_id("Member", world.expert("نخست").join().await.id);
        let two = global_id("Member", world.expert("دوم").join().await.id);
        let (one, two) = ((one, "URBANISM".to_owned()), (two, "URBANISM".to_owned()));
        assert_eq!(
            user_codes(&hand(&world, "seat", &one, Some("CHAIR")).await),
            [""; 0]
        );
        let refused = hand(&world, "seat", &two, Some("CHAIR")).await;
        assert_eq!(user_codes(&refused), ["role: WRONG_STATE"]);
        hand(&world, "seat", &two, Some("SECRETARY")).await;
        // The same again changes nothing.
        let stored = sql::everything(&world.db).await;
        hand(&world, "seat", &two, Some("SECRETARY")).await;
        assert_eq!(sql::everything(&world.db).await, stored);
        hand(&world, "unseat", &one, None).await;
        assert_eq!(
            user_codes(&hand(&world, "unseat", &one, None).await),
            ["member: WRONG_STATE"]
        );
        let events =
            "SELECT count(*) FROM audit_event WHERE kind IN ('MEMBER_SEATED', 'MEMBER_UNSEATED')";
        assert_eq!(world.number(events).await, 3);
    });
}

/// A round that moves some people, applied.
async fn applied(world: &World) -> String {
    let proposed = moving(world).await;
    let id = proposed["round"]["id"].as_str().unwrap().to_owned();
    close(&world.coordinator(), "Apply", &json!(id), 1).await;
    id
}

/// A proposal that moves some people.
async fn moving(world: &World) -> Value {
    let query = "SELECT s.member_id, d.code FROM seat s JOIN desk d ON d.id = s.desk_id
        JOIN member m ON m.id = s.member_id
        WHERE s.until IS NULL AND m.kind = 'INTERNAL' ORDER BY s.id LIMIT 3";
    let rows = sql::rows(&world.db, query).await;
    let bans = rows.iter().map(|row| {
        let member = global_id("Member", row["member_id"].as_i64().unwrap());
        json!({"member": member, "desk": row["code"]})
    });
    let mut input = round_input(2);
    input["bans"] = bans.collect();
    propose(&world.coordinator(), input).await
}

pub async fn revert(world: &World, id: &str, version: i64, dry_run: bool) -> Value {
    let input = json!({"id": id, "expectedVersion": version, "dryRun": dry_run});
    let mut data = world
        .coordinator()
        .data(REVERT, json!({"input": input}))
        .await;
    data["assignmentRoundRevert"].take()
}

/// Gives or ends a seat by hand and answers with the payload.
pub async fn hand(world: &World, how: &str, seat: &(String, String), role: Option<&str>) -> Value {
    let kind = if how == "seat" { "Seat" } else { "Unseat" };
    let query = format!(
        "mutation($input: {kind}MemberInput!) {{ done: {how}Member(input: $input) {{
           seat {{ role }} userErrors {{ code field message messageFa }} }} }}"
    );
    let mut input = json!({"member": seat.0, "desk": seat.1});
    if let Some(role) = role {
        input["role"] = json!(role);
    }
    let mut data = world
        .coordinator()
        .data(&query, json!({"input": input}))
        .await;
    data["done"].take()
}

/// Members and desks of the seats that a round adds, in a stable order.
async fn added(world: &World, id: &str) -> Vec<(String, String)> {
    let query = "query($id: ID!) { assignmentRound(id: $id) {
      proposals { change desk { code } member { id } } } }";
    let data = world.coordinator().data(query, json!({"id": id})).await;
    let lines = data["assignmentRound"]["proposals"]
        .as_array()
        .unwrap()
        .clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let added = lines.iter().filter(|line| line["change"] == "ADDED");
    let added: Vec<_> = added
        .map(|line| (text(&line["member"]["id"]), text(&line["desk"]["code"])))
        .collect();
    assert!(added.len() > 1, "the round must change something");
    added
}
