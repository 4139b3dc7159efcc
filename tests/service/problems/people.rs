//! Finding experts: what they work on and what they have solved speak in the ranking.

use entity::member;
use serde_json::{Value, json};

use super::{WASTE, confirm, posted, reroute};
use crate::{
    support::{World, global_id, on_both, row_of},
    teams::login_as,
};

const FIND: &str = "query($input: ExpertFinderInput!) { expertFinder(input: $input, first: 100) {
  experts { member { id } score contributions { feature value points evidence } }
  ineligible { member { id } reason } } }";
/// Shares nothing with [`WASTE`].
const OTHER: (&str, &str) = (
    "کتابخانه‌های کودکان",
    "برنامه قصه‌گویی و جشنواره کتاب برای خانواده‌ها تدوین شود.",
);

#[test]
fn an_open_problem_costs_points_and_a_solved_one_earns_them() {
    on_both(async |world| {
        let past = posted(&world.deputy(), WASTE, "past").await;
        confirm(&world.coordinator(), &past["id"], 1).await;
        let expert = world.expert("آزموده").free(4).join().await;
        let fresh = world.expert("تازه‌کار").free(4).join().await;
        joined(&world, &past, &expert).await;
        let now = posted(&world.deputy(), WASTE, "now").await;

        let busy = contributions(&find(&world, &now).await, &expert);
        assert_eq!(busy["LOAD"]["value"], 0.25);
        assert_eq!(busy["LOAD"]["points"], -0.125);
        assert_eq!(busy["AVAILABILITY"]["value"], 0.75);
        assert!(busy.get("SOLVED").is_none(), "{busy:#}");

        resolved(&world, &past).await;
        let found = find(&world, &now).await;
        let free = contributions(&found, &expert);
        assert!(free.get("LOAD").is_none(), "{free:#}");
        assert_eq!(free["SOLVED"]["evidence"], json!([past["code"]]));
        let value = free["SOLVED"]["value"].as_f64().unwrap();
        assert!(
            (0.5..=0.6).contains(&value),
            "the very text, unrated: {value}"
        );
        assert!(contributions(&found, &fresh).get("SOLVED").is_none());
        assert!(score(&found, &expert) > score(&found, &fresh) + 0.5);
    });
}

#[test]
fn a_solved_problem_speaks_for_its_like_alone() {
    on_both(async |world| {
        let past = posted(&world.deputy(), WASTE, "past").await;
        confirm(&world.coordinator(), &past["id"], 1).await;
        let expert = world.expert("آزموده").join().await;
        joined(&world, &past, &expert).await;
        resolved(&world, &past).await;
        let other = posted(&world.deputy(), OTHER, "other").await;
        let found = contributions(&find(&world, &other).await, &expert);
        assert!(found.get("SOLVED").is_none(), "{found:#}");
        // Whoever has solved it is on its team.
        let found = find(&world, &past).await;
        let own = json!({"member": {"id": global_id("Member", expert.id)}, "reason": "SAME_TEAM"});
        assert_eq!(found["ineligible"], json!([own]));
    });
}

#[test]
fn who_has_all_the_problems_they_agreed_to_is_not_asked() {
    on_both(async |world| {
        let past = posted(&world.deputy(), WASTE, "past").await;
        let expert = world.expert("پرکار").free(1).join().await;
        joined(&world, &past, &expert).await;
        let now = posted(&world.deputy(), WASTE, "now").await;
        let found = find(&world, &now).await;
        let left_out = found["ineligible"].as_array().unwrap();
        let own = json!({"member": {"id": global_id("Member", expert.id)}, "reason": "OVER_LOAD"});
        assert!(left_out.contains(&own), "{left_out:#?}");
        resolved(&world, &past).await;
        contributions(&find(&world, &now).await, &expert);
    });
}

#[test]
fn the_desk_that_was_decided_speaks_for_its_people() {
    on_both(async |world| {
        let expert = world.expert("فرهنگی").studied("مدیریت فرهنگی").join().await;
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let at_home = async || {
            let parts = contributions(&find(&world, &problem).await, &expert);
            parts["DESK"]["value"].as_f64().unwrap_or_default()
        };
        let before = at_home().await;
        let to = ("CULTURAL", "آموزش شهروندان است");
        reroute(&world.coordinator(), &problem["id"], to, 1).await;
        let after = at_home().await;
        assert!(after > before + 0.1, "{before} to {after}");
    });
}

#[test]
fn those_on_a_team_see_its_problem_among_precedents() {
    on_both(async |world| {
        let past = posted(&world.deputy(), WASTE, "past").await;
        confirm(&world.coordinator(), &past["id"], 1).await;
        let now = posted(&world.deputy(), WASTE, "now").await;
        let expert = world.expert("کارشناس").join().await;
        let asked = login_as(&world, &global_id("Member", expert.id)).await;
        let query = "query($id: ID!) { problemPrecedents(id: $id) { problem { id } } }";
        joined(&world, &now, &expert).await;
        let near = asked.data(query, json!({"id": now["id"]})).await;
        assert_eq!(near["problemPrecedents"], json!([]));
        joined(&world, &past, &expert).await;
        let near = asked.data(query, json!({"id": now["id"]})).await;
        assert_eq!(near["problemPrecedents"][0]["problem"]["id"], past["id"]);
    });
}

async fn find(world: &World, problem: &Value) -> Value {
    let input = json!({"input": {"problem": problem["id"]}});
    let mut data = world.coordinator().data(FIND, input).await;
    data["expertFinder"].take()
}

/// The member's contributions by feature; they must be among the experts.
fn contributions(found: &Value, member: &member::Model) -> Value {
    let parts = of(found, member)["contributions"].as_array().unwrap();
    let named = parts.iter().map(|part| {
        let feature = part["feature"].as_str().unwrap().to_owned();
        (feature, part.clone())
    });
    Value::Object(named.collect())
}

fn score(found: &Value, member: &member::Model) -> f64 {
    of(found, member)["score"].as_f64().unwrap()
}

fn of<'v>(found: &'v Value, member: &member::Model) -> &'v Value {
    let id = json!(global_id("Member", member.id));
    let experts = found["experts"].as_array().unwrap();
    let own = experts.iter().find(|expert| expert["member"]["id"] == id);
    own.unwrap_or_else(|| panic!("{id} is not found: {found:#}"))
}

/// The member has said yes to a place in the problem's team.
pub async fn joined(world: &World, problem: &Value, member: &member::Model) {
    let insert = format!(
        "INSERT INTO team_member (problem_id, member_id, status, role, score, contributions,
           concepts, invited_at, expires_at, answered_at)
         SELECT id, {}, 'ACCEPTED', 'LEAD', 0, '[]', '[]', posted_at, posted_at, posted_at
         FROM problem WHERE id = {}",
        member.id,
        row_of(problem["id"].as_str().unwrap()),
    );
    world.sql(&insert).await;
}

pub async fn resolved(world: &World, problem: &Value) {
    let row = row_of(problem["id"].as_str().unwrap());
    let update = format!("UPDATE problem SET status = 'RESOLVED' WHERE id = {row}");
    world.sql(&update).await;
}
