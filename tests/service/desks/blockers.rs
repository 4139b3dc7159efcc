//! Whatever is said to keep somebody from a desk is so in the round, over many people and desks.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{DESKS, kept::seat, propose, round_input};
use crate::support::{World, global_id, on_both, sql};

const WHY: &str = "seated score blocker lowestSeated scoreNeeded otherDesks message messageFa
  keptApartFrom { id }";
const ROUND: &str = "query($id: ID!) { assignmentRound(id: $id) { optimal
  proposals { change reason score desk { code } member { id kind } } } }";
const FREE: usize = 30;

/// A round as a reader of it knows it.
struct Facts {
    input: Value,
    optimal: bool,
    /// The seats that people hold after it.
    lines: Vec<Value>,
}

/// Somebody who asks about a desk.
#[derive(Clone)]
struct Asker {
    id: String,
    external: bool,
}

#[test]
fn what_is_said_to_keep_somebody_away_does() {
    on_both(async |world| {
        let askers = planners(&world).await;
        let chair = world.expert("رئیس بی‌رده").plain().join().await.id;
        seat(&world, (chair, "CIVIL_TRANSPORT"), "CHAIR").await;
        let bent = bent(&askers);
        let mut floor = bent.clone();
        floor["fairness"] = json!("FLOOR");
        let mut seen = BTreeSet::new();
        for input in [round_input(3), bent, floor] {
            let payload = propose(&world.coordinator(), input.clone()).await;
            let facts = facts(&world, &payload["round"]["id"], input).await;
            for asker in askers.iter().step_by(5).chain(&special(&askers)) {
                let told = told(&world, &payload["round"]["id"], asker).await;
                for (desk, why) in DESKS.iter().zip(told) {
                    facts.check(asker, desk, &why);
                    seen.extend(why["blocker"].as_str().map(str::to_owned));
                }
            }
        }
        for blocker in [
            "BANNED",
            "DESK_CLOSED",
            "DESK_FULL",
            "DESK_RESERVED",
            "EXTERNALS_NEEDED",
            "KEPT_APART",
            "LOAD_REACHED",
        ] {
            assert!(seen.contains(blocker), "{blocker} of {seen:?}");
        }
    });
}

/// Six internals and an external on whom the conditions of [`bent`] are.
fn special(askers: &[Asker]) -> Vec<Asker> {
    let internals = askers.iter().filter(|one| !one.external).take(6);
    let externals = askers.iter().filter(|one| one.external).take(1);
    internals.chain(externals).cloned().collect()
}

/// A closed desk, one whose seats are all pinned, one that needs its externals, one that is small
/// and has a chair, and two without limits that matter.
fn bent(askers: &[Asker]) -> Value {
    let who: Vec<String> = special(askers).into_iter().map(|one| one.id).collect();
    let desk = |code, most, externals| json!({"desk": code, "seatsMin": 0, "seatsMax": most, "externalsMin": externals});
    let pin = |at: usize, desk| json!({"member": who[at], "desk": desk});
    json!({
        "desks": [
            desk("CULTURAL", 0, 0),
            desk("URBANISM", 2, 0),
            desk("FINANCE_ECONOMY", 4, 3),
            desk("CIVIL_TRANSPORT", 6, 0),
            desk("URBAN_SERVICES", FREE, 0),
            desk("PLANNING_HR", FREE, 0),
        ],
        "pins": [pin(0, "URBANISM"), pin(1, "URBANISM"), pin(2, "FINANCE_ECONOMY")],
        "bans": [pin(3, "PLANNING_HR")],
        "apart": [{"one": who[4], "other": who[2]}],
        "people": [
            {"member": who[5], "min": 0, "max": 0},
            {"member": who[6], "min": 0, "max": 0},
        ],
        "external": {"min": 0, "max": 2},
    })
}

impl Facts {
    fn check(&self, asker: &Asker, desk: &str, why: &Value) {
        let told = || format!("{} at {desk}: {why:#}", asker.id);
        for message in ["message", "messageFa"] {
            assert!(!why[message].as_str().unwrap().contains("()"), "{}", told());
        }
        let own = self
            .lines
            .iter()
            .filter(|line| line["member"]["id"] == *asker.id);
        let own: Vec<&Value> = own.map(|line| &line["desk"]["code"]).collect();
        assert_eq!(
            why["seated"],
            own.iter().any(|at| **at == desk),
            "{}",
            told()
        );
        if why["seated"] == true {
            assert_eq!(why["blocker"], Value::Null);
            return;
        }
        let here: Vec<&Value> = self
            .lines
            .iter()
            .filter(|line| line["desk"]["code"] == desk)
            .collect();
        let (most, externals_min) = self.limits(desk);
        let has_room = here.len() < most;
        let at_most = self.seats_max(asker);
        let free = || here.iter().filter(|line| line["reason"] == "CHOSEN");
        let external = |line: &&&Value| line["member"]["kind"] == "EXTERNAL";
        let externals = here.iter().filter(external).count();
        let theirs =
            |line: &&&Value| asker.external || externals > externals_min || !external(line);
        let scores = free()
            .filter(theirs)
            .map(|line| line["score"].as_f64().unwrap());
        let lowest = scores.min_by(f64::total_cmp);
        assert_eq!(why["lowestSeated"].as_f64(), lowest, "{}", told());
        let score = why["score"].as_f64().unwrap();
        let holds = match why["blocker"].as_str().unwrap() {
            "DESK_CLOSED" => most == 0,
            "BANNED" => self.has("bans", |ban| {
                ban["member"] == *asker.id && ban["desk"] == desk
            }),
            "KEPT_APART" => {
                let other = &why["keptApartFrom"]["id"];
                here.iter().any(|line| line["member"]["id"] == *other)
                    && self.has("apart", |pair| {
                        let pair = [&pair["one"], &pair["other"]];
                        pair.contains(&other) && pair.contains(&&json!(asker.id))
                    })
            }
            "LOAD_REACHED" => {
                own.len() == at_most && (has_room || at_most == 0 || lowest.is_some())
            }
            "DESK_FULL" => {
                here.len() == most && lowest.is_some_and(|lowest| score <= lowest + 1e-6)
            }
            "EXTERNALS_NEEDED" => {
                !has_room
                    && !asker.external
                    && externals_min > 0
                    && free().next().is_some()
                    && lowest.is_none()
            }
            "DESK_RESERVED" => !has_room && free().next().is_none(),
            "NO_FIT" => has_room && score == 0.0,
            "NEEDED_ELSEWHERE" => {
                own.len() < at_most
                    && if has_room {
                        !self.optimal
                    } else {
                        lowest.is_some_and(|lowest| score > lowest)
                    }
            }
            _ => false,
        };
        assert!(holds, "{}", told());
        assert!(most > 0 || why["scoreNeeded"] == Value::Null, "{}", told());
    }

    /// The most seats and the fewest externals of a desk.
    fn limits(&self, desk: &str) -> (usize, usize) {
        let mut desks = self.input["desks"].as_array().unwrap().iter();
        let limits = desks.find(|limits| limits["desk"] == desk).unwrap();
        let number = |name: &str| usize::try_from(limits[name].as_u64().unwrap()).unwrap();
        (number("seatsMax"), number("externalsMin"))
    }

    fn seats_max(&self, asker: &Asker) -> usize {
        match () {
            () if self.has("people", |one| one["member"] == *asker.id) => 0,
            () if asker.external => 2,
            () => 1,
        }
    }

    fn has(&self, list: &str, test: impl Fn(&Value) -> bool) -> bool {
        let list = self.input[list].as_array();
        list.is_some_and(|list| list.iter().any(test))
    }
}

async fn planners(world: &World) -> Vec<Asker> {
    let query =
        "SELECT id, kind FROM member WHERE tier = 'PLANNER' AND standing = 'ACTIVE' ORDER BY id";
    let rows = sql::rows(&world.db, query).await;
    let askers = rows.iter().map(|row| Asker {
        id: global_id("Member", row["id"].as_i64().unwrap()),
        external: row["kind"] == "EXTERNAL",
    });
    askers.collect()
}

async fn facts(world: &World, id: &Value, input: Value) -> Facts {
    let mut data = world.coordinator().data(ROUND, json!({"id": id})).await;
    let round = data["assignmentRound"].take();
    let lines = round["proposals"].as_array().unwrap().iter();
    let lines = lines.filter(|line| line["change"] != "REMOVED").cloned();
    Facts {
        input,
        optimal: round["optimal"] == true,
        lines: lines.collect(),
    }
}

/// What somebody is told of each desk, in the order of [`DESKS`].
async fn told(world: &World, id: &Value, asker: &Asker) -> Vec<Value> {
    let fields = DESKS.map(|desk| {
        format!("{desk}: seatExplanation(round: $round, member: $member, desk: {desk}) {{ {WHY} }}")
    });
    let query = format!(
        "query($round: ID!, $member: ID!) {{ {} }}",
        fields.join(" ")
    );
    let about = json!({"round": id, "member": asker.id});
    let mut data = world.coordinator().data(&query, about).await;
    DESKS.iter().map(|desk| data[*desk].take()).collect()
}
