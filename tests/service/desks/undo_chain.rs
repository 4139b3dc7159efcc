//! Undoing rounds that others have followed: newest first all is as it was, and nobody ever ends
//! up with a seat too many.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    DESKS, close, propose, round_input,
    undo::{SEATED, hand, revert},
};
use crate::support::{World, global_id, on_both, sql};

#[test]
fn rounds_that_are_undone_newest_first_leave_seats_and_roles_as_they_were() {
    on_both(async |world| {
        let (external, [left, right]) = external_at_two_desks(&world).await;
        hand(&world, "seat", &seat(external, &right), Some("SECRETARY")).await;
        let chair = world.number(&somebody_at("CULTURAL", "INTERNAL")).await;
        hand(&world, "seat", &seat(chair, "CULTURAL"), Some("CHAIR")).await;
        let one = json!([{"member": global_id("Member", external), "min": 0, "max": 1}]);
        let nowhere = DESKS.map(|desk| banned(external, desk));
        let ended = json!([banned(chair, "CULTURAL"), nowhere[0]]);
        let conditions = [
            json!({"bans": [banned(external, &left)], "people": one}),
            json!({"bans": nowhere, "people": one}),
            json!({"bans": ended, "people": one}),
        ];
        let mut rounds = Vec::new();
        for conditions in conditions {
            let before = sql::rows(&world.db, SEATED).await;
            rounds.push((applied(&world, conditions).await, before));
        }
        for (round, before) in rounds.into_iter().rev() {
            assert_ne!(sql::rows(&world.db, SEATED).await, before);
            let reverted = revert(&world, &round, 2, false).await;
            assert_eq!(reverted["conflicts"], json!([]));
            assert_eq!(sql::rows(&world.db, SEATED).await, before);
            world.advance(TimeDelta::minutes(1));
        }
    });
}

#[test]
fn another_role_at_a_desk_that_stayed_does_not_keep_a_seat_from_coming_back() {
    on_both(async |world| {
        let (external, [left, right]) = external_at_two_desks(&world).await;
        let mut conditions = json!({"bans": [banned(external, &left)], "continuity": 10_000});
        conditions["people"] =
            json!([{"member": global_id("Member", external), "min": 0, "max": 1}]);
        let round = applied(&world, conditions).await;
        hand(&world, "seat", &seat(external, &right), Some("SECRETARY")).await;
        world.advance(TimeDelta::minutes(1));
        let reverted = revert(&world, &round, 2, false).await;
        assert_eq!(reverted["conflicts"], json!([]));
        assert_eq!(desks_of(&world, external).await.len(), 2);
    });
}

#[test]
fn nobody_gets_a_seat_back_beside_the_one_that_a_later_round_kept() {
    on_both(async |world| {
        let member = world.number(&somebody_at("URBANISM", "INTERNAL")).await;
        let pin = json!([{"member": global_id("Member", member), "desk": "CULTURAL"}]);
        let conditions = json!({"pins": pin, "continuity": 10_000});
        let first = applied(&world, conditions.clone()).await;
        applied(&world, conditions).await;
        assert_eq!(desks_of(&world, member).await, ["CULTURAL"]);
        let reverted = revert(&world, &first, 2, false).await;
        let conflicts = reverted["conflicts"].as_array().unwrap();
        for (kind, desk) in [
            ("KEPT_BY_LATER_ROUND", "CULTURAL"),
            ("SEATED_ELSEWHERE", "URBANISM"),
        ] {
            let id = global_id("Member", member);
            let named =
                |conflict: &&Value| conflict["member"]["id"] == *id && conflict["desk"] == desk;
            let found = conflicts.iter().find(named).unwrap();
            assert_eq!(found["kind"], kind, "{conflicts:#?}");
        }
        assert_eq!(desks_of(&world, member).await, ["CULTURAL"]);
    });
}

/// A round over the small club under more conditions, applied; time goes on.
async fn applied(world: &World, conditions: Value) -> String {
    let mut input = round_input(2);
    for (name, condition) in conditions.as_object().unwrap() {
        input[name] = condition.clone();
    }
    let proposed = propose(&world.coordinator(), input).await;
    let id = proposed["round"]["id"].as_str().unwrap().to_owned();
    close(&world.coordinator(), "Apply", &json!(id), 1).await;
    world.advance(TimeDelta::minutes(1));
    id
}

fn banned(member: i64, desk: &str) -> Value {
    json!({"member": global_id("Member", member), "desk": desk})
}

fn seat(member: i64, desk: &str) -> (String, String) {
    (global_id("Member", member), desk.to_owned())
}

/// Asks for the member with the lowest id among those of a kind at a desk.
fn somebody_at(desk: &str, kind: &str) -> String {
    format!(
        "SELECT min(m.id) FROM member m JOIN seat s ON s.member_id = m.id
         JOIN desk d ON d.id = s.desk_id
         WHERE s.until IS NULL AND s.role = 'MEMBER' AND d.code = '{desk}' AND m.kind = '{kind}'"
    )
}

/// Somebody from outside, with another seat given by hand.
async fn external_at_two_desks(world: &World) -> (i64, [String; 2]) {
    let member = world.number(&somebody_at("URBANISM", "EXTERNAL")).await;
    hand(
        world,
        "seat",
        &seat(member, "CIVIL_TRANSPORT"),
        Some("MEMBER"),
    )
    .await;
    (member, desks_of(world, member).await.try_into().unwrap())
}

async fn desks_of(world: &World, member: i64) -> Vec<String> {
    let query = format!(
        "SELECT d.code FROM seat s JOIN desk d ON d.id = s.desk_id
         WHERE s.until IS NULL AND s.member_id = {member} ORDER BY d.id"
    );
    let rows = sql::rows(&world.db, &query).await;
    let code = |row: &Value| row["code"].as_str().unwrap().to_owned();
    rows.iter().map(code).collect()
}
