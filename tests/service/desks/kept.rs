//! Seats that a round keeps unless it is told otherwise: chairs', secretaries' and those of people
//! whom it does not consider.

use serde_json::{Value, json};

use super::{close, propose, round_input};
use crate::support::{World, code, global_id, on_both};

#[test]
fn chairs_and_people_whom_a_round_does_not_consider_keep_their_seats() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let chair = world.expert("رئیس بی‌رده").plain().join().await.id;
        seat(&world, (chair, "CULTURAL"), "CHAIR").await;
        let planner = world
            .number("SELECT min(member_id) FROM seat WHERE until IS NULL")
            .await;
        unseat(&world, planner).await;
        seat(&world, (planner, "FINANCE_ECONOMY"), "SECRETARY").await;
        let plain = world.expert("عضو ساده").plain().join().await.id;
        seat(&world, (plain, "URBANISM"), "MEMBER").await;
        let proposed = propose(&coordinator, round_input(3)).await;
        let id = &proposed["round"]["id"];
        for (who, desk, role, reason) in [
            (chair, "CULTURAL", "CHAIR", "OFFICE"),
            (planner, "FINANCE_ECONOMY", "SECRETARY", "OFFICE"),
            (plain, "URBANISM", "MEMBER", "NOT_CANDIDATE"),
        ] {
            let line = line(&world, id, (who, desk)).await;
            assert_eq!(line["change"], "KEPT", "{desk}: {line}");
            assert_eq!(
                (&line["role"], &line["reason"]),
                (&json!(role), &json!(reason))
            );
        }
        assert_eq!(warnings(&world, id).await, json!([]));
        let applied = close(&coordinator, "Apply", id, 1).await;
        assert_eq!(
            applied["data"]["done"]["round"]["status"], "APPLIED",
            "{applied}"
        );
        let chairs = "SELECT count(*) FROM seat WHERE until IS NULL AND role = 'CHAIR'";
        assert_eq!(world.number(chairs).await, 1);
        assert_eq!(
            world
                .coordinator()
                .data(RECOMPUTES, json!({"id": id}))
                .await,
            json!({"assignmentRound": {"recomputes": true}})
        );
    });
}

#[test]
fn a_ban_ends_a_chairs_seat_and_is_warned_of() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let chair = world.expert("رئیس بی‌رده").plain().join().await.id;
        seat(&world, (chair, "CULTURAL"), "CHAIR").await;
        let mut input = round_input(3);
        let member = global_id("Member", chair);
        input["bans"] = json!([{"member": member, "desk": "CULTURAL"}]);
        let proposed = propose(&coordinator, input.clone()).await;
        let id = &proposed["round"]["id"];
        let line = line(&world, id, (chair, "CULTURAL")).await;
        assert_eq!(line["change"], "REMOVED");
        assert_eq!(
            (&line["role"], &line["reason"]),
            (&json!("CHAIR"), &json!("BANNED"))
        );
        let warned = json!([{"code": "CHAIR_LOST", "desk": "CULTURAL", "member": {"id": member},
          "message": "Culture would be left without a chair.",
          "messageFa": "میز فرهنگی بی‌رئیس می‌ماند."}]);
        assert_eq!(warnings(&world, id).await, warned);
        // Nobody is pinned whom the round does not consider, but to a seat that they hold.
        input["bans"] = json!([]);
        input["pins"] = json!([{"member": member, "desk": "URBANISM"}]);
        assert_eq!(
            propose(&coordinator, input).await["userErrors"][0]["code"],
            "UNKNOWN"
        );
    });
}

#[test]
fn a_seat_that_has_become_a_chairs_meanwhile_is_a_conflict() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let first = propose(&coordinator, round_input(3)).await;
        close(&coordinator, "Apply", &first["round"]["id"], 1).await;
        let seat_of = "SELECT min(member_id) FROM seat WHERE until IS NULL AND desk_id =
          (SELECT id FROM desk WHERE code = 'CULTURAL')";
        let member = world.number(seat_of).await;
        let mut input = round_input(3);
        input["bans"] = json!([{"member": global_id("Member", member), "desk": "CULTURAL"}]);
        let second = propose(&coordinator, input).await;
        seat(&world, (member, "CULTURAL"), "CHAIR").await;
        let applied = close(&coordinator, "Apply", &second["round"]["id"], 1).await;
        assert_eq!(code(&applied["errors"][0]), "CONFLICT", "{applied}");
    });
}

const RECOMPUTES: &str = "query($id: ID!) { assignmentRound(id: $id) { recomputes } }";

pub async fn seat(world: &World, (member, desk): (i64, &str), role: &str) {
    let query = "mutation($input: SeatMemberInput!) {
      seatMember(input: $input) { seat { role } userErrors { field message } } }";
    let input = json!({"member": global_id("Member", member), "desk": desk, "role": role});
    let data = world
        .coordinator()
        .data(query, json!({"input": input}))
        .await;
    assert_eq!(data["seatMember"]["seat"]["role"], role, "{data}");
}

async fn unseat(world: &World, member: i64) {
    let desks = "query($id: ID!) { member(id: $id) { seats { desk { code } until } } }";
    let id = global_id("Member", member);
    let found = world.coordinator().data(desks, json!({"id": id})).await;
    for seat in found["member"]["seats"].as_array().unwrap() {
        let query = "mutation($input: UnseatMemberInput!) {
          unseatMember(input: $input) { userErrors { field } } }";
        let input = json!({"member": id, "desk": seat["desk"]["code"]});
        world
            .coordinator()
            .data(query, json!({"input": input}))
            .await;
    }
}

/// A round's line about one seat.
async fn line(world: &World, round: &Value, (member, desk): (i64, &str)) -> Value {
    let query = "query($id: ID!) { assignmentRound(id: $id) { proposals {
      change role reason member { id } desk { code } } } }";
    let data = world.coordinator().data(query, json!({"id": round})).await;
    let lines = data["assignmentRound"]["proposals"].as_array().unwrap();
    let member = global_id("Member", member);
    let mut lines = lines.iter();
    let found = lines.find(|line| line["member"]["id"] == *member && line["desk"]["code"] == desk);
    found.unwrap().clone()
}

async fn warnings(world: &World, round: &Value) -> Value {
    let query = "query($id: ID!) { assignmentRound(id: $id) { report { warnings {
      code desk member { id } message messageFa } } } }";
    let mut data = world.coordinator().data(query, json!({"id": round})).await;
    data["assignmentRound"]["report"]["warnings"].take()
}
