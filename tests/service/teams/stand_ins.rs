//! A lost place is taken by the fewest who know all that was lost, and the team waits for them.

use serde_json::{Value, json};

use super::{answer, codes, invite, login_as, of};
use crate::{
    problems::posted,
    support::{World, global_id, on_both, row_of, sql, user_codes},
};

/// Four things to know.
pub const FOUR: (&str, &str) = (
    "کمپوست و شیرابه زباله در محله",
    "درخواست برف‌روبی کوچه‌ها و رسیدگی به پسماند الکترونیک را داریم.",
);

const LOOK: &str = "query($id: ID!) { problem(id: $id) { status version
  staffing { state message messageFa missing { code } }
  team { member { id } status role isAlternate reason } timeline { kind } } }";

pub async fn look(world: &World, problem: &Value) -> Value {
    let mut data = world.coordinator().data(LOOK, json!({"id": problem})).await;
    data["problem"].take()
}

/// A problem of four needs, and nobody to ask but one who knows all of them and two who know two
/// each; a process that knows of them.
pub struct Crew {
    pub world: World,
    pub problem: Value,
    pub all: String,
    pub halves: [String; 2],
}

impl Crew {
    pub async fn of(world: &World) -> Self {
        let problem = posted(&world.deputy(), FOUR, "a").await;
        world
            .sql("UPDATE member SET standing = 'SUSPENDED' WHERE tier = 'PLANNER'")
            .await;
        let all = world.expert("همه‌دان");
        let all = all.knows(["کمپوست", "شیرابه زباله", "برف‌روبی", "پسماند الکترونیک"]);
        let one = world.expert("نیمهٔ یکم").knows(["کمپوست", "شیرابه زباله"]);
        let two = world
            .expert("نیمهٔ دوم")
            .knows(["برف‌روبی", "پسماند الکترونیک"]);
        let mut members = Vec::new();
        for newcomer in [all, one, two] {
            members.push(global_id("Member", newcomer.join().await.id));
        }
        let [all, one, two] = members.try_into().unwrap();
        Self {
            world: world.beside().await,
            problem: problem["id"].clone(),
            all,
            halves: [one, two],
        }
    }

    /// The one who knows all is asked, by the name of whom the answer says that they come next.
    pub async fn invite(&self) -> Value {
        let mut invited = invite(&self.world, &self.problem, 1, false).await;
        assert_eq!(codes(&invited["needed"]).len(), 4, "{invited:#}");
        let team = invited["team"].as_array().unwrap();
        assert_eq!(team.len(), 1, "{invited:#}");
        assert_eq!(team[0]["member"]["id"], self.all);
        invited["team"][0]["alternate"]["id"].take()
    }

    pub async fn answers(&self, member: &str, accept: bool) {
        let asked = login_as(&self.world, member).await;
        let payload = answer(&asked, &self.problem, accept).await;
        assert_eq!(payload["userErrors"], json!([]));
    }

    pub async fn look(&self) -> Value {
        look(&self.world, &self.problem).await
    }

    /// The second half works on as many problems as they agreed to, or not any more.
    pub async fn second_is_free(&mut self, problems: i32) {
        let row = row_of(&self.halves[1]);
        let change = format!("UPDATE member SET max_load = {problems} WHERE id = {row}");
        self.world.sql(&change).await;
        self.world = self.world.beside().await;
    }
}

/// Where the problem stands, and its team.
pub fn state(problem: &Value) -> (&str, &str) {
    let text = |value: &'_ Value| value.as_str().unwrap_or_default().len();
    assert!(
        text(&problem["staffing"]["message"]) > 0 && text(&problem["staffing"]["messageFa"]) > 0
    );
    let state = &problem["staffing"]["state"];
    (problem["status"].as_str().unwrap(), state.as_str().unwrap())
}

fn left_open(problem: &Value) -> usize {
    let events = problem["timeline"].as_array().unwrap().iter();
    events
        .filter(|event| event["kind"] == "TEAM_PLACE_LEFT_OPEN")
        .count()
}

#[test]
fn two_come_in_the_stead_of_one_who_knew_all() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        let next = crew.invite().await;
        assert!(crew.halves.iter().any(|half| next == **half), "{next}");
        crew.answers(&crew.all, false).await;
        let asked = crew.look().await;
        let places: Vec<Value> = crew
            .halves
            .iter()
            .map(|half| of(&asked["team"], &json!(half)))
            .collect();
        for place in &places {
            assert_eq!(place["status"], "INVITED");
            assert_eq!(place["isAlternate"], true);
        }
        let leads = places.iter().filter(|place| place["role"] == "LEAD");
        assert_eq!(leads.count(), 1, "{asked:#}");
        assert_eq!(left_open(&asked), 0);
        crew.answers(&crew.halves[0], true).await;
        assert_eq!(state(&crew.look().await), ("ROUTED", "ASKING"));
        crew.answers(&crew.halves[1], true).await;
        let staffed = crew.look().await;
        assert_eq!(state(&staffed), ("STAFFED", "COMPLETE"));
        assert_eq!(staffed["staffing"]["missing"], json!([]));
    });
}

#[test]
fn a_team_waits_for_whoever_could_be_asked_by_now() {
    on_both(async |world| {
        let mut crew = Crew::of(&world).await;
        crew.second_is_free(0).await;
        crew.invite().await;
        crew.answers(&crew.all, false).await;
        let asked = crew.look().await;
        assert_eq!(state(&asked), ("ROUTED", "ASKING"));
        assert_eq!(codes(&asked["staffing"]["missing"]).len(), 2);
        assert_eq!(left_open(&asked), 1);
        crew.second_is_free(3).await;
        crew.answers(&crew.halves[0], true).await;
        let waiting = crew.look().await;
        assert_eq!(state(&waiting), ("ROUTED", "ASKING"), "{waiting:#}");
        let place = of(&waiting["team"], &json!(crew.halves[1]));
        assert_eq!(place["status"], "INVITED");
        crew.answers(&crew.halves[1], true).await;
        assert_eq!(state(&crew.look().await), ("STAFFED", "COMPLETE"));
    });
}

#[test]
fn a_team_stands_short_where_nobody_could_be_asked() {
    on_both(async |world| {
        let mut crew = Crew::of(&world).await;
        crew.second_is_free(0).await;
        crew.invite().await;
        crew.answers(&crew.all, false).await;
        crew.answers(&crew.halves[0], true).await;
        let short = crew.look().await;
        assert_eq!(state(&short), ("STAFFED", "SHORT"));
        assert_eq!(codes(&short["staffing"]["missing"]).len(), 2);
    });
}

#[test]
fn asking_again_for_what_nobody_knows_asks_nobody() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        world
            .sql("DELETE FROM member_expertise WHERE phrase = 'برف‌روبی'")
            .await;
        let other = world.beside().await;
        let first = invite(&other, &crew.problem, 1, false).await;
        assert_eq!(codes(&first["uncovered"]).len(), 1, "{first:#}");
        let before = sql::everything(&world.db).await;
        for dry_run in [true, false] {
            let again = invite(&other, &crew.problem, 2, dry_run).await;
            assert_eq!(user_codes(&again), ["problem: INFEASIBLE"]);
        }
        assert_eq!(sql::everything(&world.db).await, before);
    });
}
