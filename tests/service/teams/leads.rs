//! What becomes of a team when somebody gives up their place and nobody can stand in.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{INVITE, answer, invite, login_as};
use crate::{
    problems::{WASTE, posted},
    support::{World, global_id, on_both, row_of, sql, user_codes},
};

const STAFFING: &str = "query($id: ID!) { problem(id: $id) { status version
  staffing { state message messageFa missing { code } }
  team { member { id } status role }
  timeline { kind } } }";

async fn look(world: &World, problem: &Value) -> Value {
    let mut data = world
        .coordinator()
        .data(STAFFING, json!({"id": problem}))
        .await;
    let staffing = &data["problem"]["staffing"];
    for message in ["message", "messageFa"] {
        assert!(!staffing[message].as_str().unwrap().is_empty());
    }
    data["problem"].take()
}

/// Nobody else may be asked any more; answers with a process that knows.
async fn nobody_else(world: &World, but: i64) -> World {
    world
        .sql(&format!(
            "UPDATE member SET standing = 'SUSPENDED' WHERE tier = 'PLANNER' AND id <> {but}
               AND id NOT IN (SELECT member_id FROM team_member)"
        ))
        .await;
    world.beside().await
}

/// Puts somebody into a team who has accepted, with these concepts.
async fn accepted(world: &World, problem: &Value, concepts: &str) -> Value {
    let member = world
        .number("SELECT max(id) FROM member WHERE tier = 'PLANNER' AND id NOT IN (SELECT member_id FROM team_member)")
        .await;
    world
        .sql(&format!(
            "INSERT INTO team_member (problem_id, member_id, status, role, score, contributions, concepts,
               invited_at, expires_at, answered_at)
             SELECT {}, {member}, 'ACCEPTED', 'MEMBER', 1, '[]', {concepts}, posted_at, posted_at, posted_at
             FROM problem",
            row_of(problem.as_str().unwrap())
        ))
        .await;
    json!(global_id("Member", member))
}

fn kinds(problem: &Value) -> Vec<&str> {
    let timeline = problem["timeline"].as_array().unwrap().iter();
    timeline
        .map(|event| event["kind"].as_str().unwrap())
        .collect()
}

fn role_of<'a>(problem: &'a Value, member: &Value) -> &'a Value {
    let team = problem["team"].as_array().unwrap();
    &team
        .iter()
        .find(|one| one["member"]["id"] == *member)
        .unwrap()["role"]
}

/// Everybody who is asked says no.
async fn all_decline(world: &World, problem: &Value) {
    let invited = "SELECT member_id FROM team_member WHERE status = 'INVITED' ORDER BY id";
    for row in sql::rows(&world.db, invited).await {
        let member = global_id("Member", row["member_id"].as_i64().unwrap());
        let asked = login_as(world, &member).await;
        answer(&asked, problem, false).await;
    }
}

#[test]
fn when_nobody_is_left_the_coordinator_is_told_what_is_missing() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let id = &problem["id"];
        let unasked = look(&world, id).await;
        assert_eq!(unasked["staffing"]["state"], "UNASKED");
        invite(&world, id, 1, false).await;
        assert_eq!(look(&world, id).await["staffing"]["state"], "ASKING");
        let other = nobody_else(&world, 0).await;
        all_decline(&other, id).await;
        let after = look(&world, id).await;
        assert_eq!(after["status"], "ROUTED", "{after:#}");
        assert_eq!(after["staffing"]["state"], "EXHAUSTED");
        assert!(!after["staffing"]["missing"].as_array().unwrap().is_empty());
        assert!(kinds(&after).contains(&"TEAM_PLACE_LEFT_OPEN"));
        let last =
            "SELECT data FROM audit_event WHERE kind = 'TEAM_PLACE_LEFT_OPEN' ORDER BY id DESC";
        let data = sql::rows(&world.db, last).await[0]["data"].clone();
        let data: Value = serde_json::from_str(data.as_str().unwrap()).unwrap();
        assert_eq!(data["remaining"], 0);
        assert!(!data["concepts"].as_array().unwrap().is_empty(), "{data}");
        let again = json!({"input": {"problem": id, "expectedVersion": after["version"]}});
        let refused = other.coordinator().data(INVITE, again).await;
        assert_eq!(
            user_codes(&refused["expertsInvite"]),
            ["problem: INFEASIBLE"]
        );
        let message = refused["expertsInvite"]["userErrors"][0]["message"]
            .as_str()
            .unwrap();
        let asked = world.number("SELECT count(*) FROM team_member").await;
        assert!(
            message.contains(&format!("asked so far: {asked}")),
            "{message}"
        );
    });
}

#[test]
fn silence_uses_up_the_alternates_too() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        invite(&world, &problem["id"], 1, false).await;
        let other = nobody_else(&world, 0).await;
        world.advance(TimeDelta::days(5));
        mizan::teams::sweep::sweep(&other.app).await.unwrap();
        let after = look(&world, &problem["id"]).await;
        assert_eq!(after["staffing"]["state"], "EXHAUSTED");
        assert_eq!(after["status"], "ROUTED");
        assert!(kinds(&after).contains(&"TEAM_PLACE_LEFT_OPEN"));
    });
}

#[test]
fn a_lead_without_a_stand_in_hands_on_to_who_has_accepted() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let id = &problem["id"];
        let invited = invite(&world, id, 1, false).await;
        let lead = invited["team"][0]["member"]["id"].clone();
        let member = accepted(&world, id, "'[]'").await;
        let other = nobody_else(&world, 0).await;
        all_decline(&other, id).await;
        let after = look(&world, id).await;
        assert_eq!(role_of(&after, &member), "LEAD", "{after:#}");
        assert_eq!(after["status"], "STAFFED");
        assert_eq!(after["staffing"]["state"], "SHORT");
        assert!(!after["staffing"]["missing"].as_array().unwrap().is_empty());
        let changed = sql::rows(
            &world.db,
            "SELECT data FROM audit_event WHERE kind = 'TEAM_LEAD_CHANGED' ORDER BY id DESC",
        )
        .await;
        let data: Value = serde_json::from_str(changed[0]["data"].as_str().unwrap()).unwrap();
        assert_eq!(data["memberId"], row_of(member.as_str().unwrap()));
        assert!(changed.len() > 1 || data["before"] == row_of(lead.as_str().unwrap()));
    });
}

#[test]
fn a_lead_whom_the_others_cover_hands_on_and_nothing_is_missing() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let id = &problem["id"];
        invite(&world, id, 1, false).await;
        let all = "(SELECT concepts FROM team_member WHERE role = 'LEAD')";
        world
            .sql("DELETE FROM team_member WHERE role <> 'LEAD'")
            .await;
        let member = accepted(&world, id, all).await;
        all_decline(&world, id).await;
        let after = look(&world, id).await;
        assert_eq!(role_of(&after, &member), "LEAD");
        assert_eq!(after["staffing"]["state"], "COMPLETE");
        assert_eq!(after["staffing"]["missing"], json!([]));
        assert!(!kinds(&after).contains(&"TEAM_PLACE_LEFT_OPEN"));
        assert!(kinds(&after).contains(&"TEAM_LEAD_CHANGED"));
        let trail = mizan::events::verify(world.app.store.reader(), None)
            .await
            .unwrap();
        assert!(
            matches!(trail, mizan::events::Verdict::Intact { .. }),
            "{trail:?}"
        );
    });
}
