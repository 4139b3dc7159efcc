//! Rounds without a seating: who is said to stand in the way, and a way out that works when it is
//! followed to the letter.

use serde_json::{Value, json};

use super::{DESKS, round_input, undo::hand};
use crate::support::{World, global_id, on_both};

const PROPOSE: &str = "mutation($input: AssignmentRoundProposeInput!) {
  assignmentRoundPropose(input: $input) {
    report { status conflicts { message messageFa
      conditions { kind stays desk member { id } }
      changes { have need condition { kind stays desk member { id } other { id } } } } }
    userErrors { code field message } } }";

#[test]
fn opening_a_closed_desk_counts_the_chair_and_the_secretary_who_come_back() {
    on_both(async |world| {
        let [chair, secretary] = officers(&world, "CULTURAL").await;
        let external = somebody_at(&world, "URBANISM", "EXTERNAL").await;
        let mut input = round_input(2);
        input["desks"][4] =
            json!({"desk": "CULTURAL", "seatsMin": 0, "seatsMax": 0, "externalsMin": 0});
        let mut pinned = input.clone();
        pinned["pins"] = json!([{"member": external, "desk": "CULTURAL"}]);
        let report = dry_run(&world, &pinned).await;
        let message = report["conflicts"][0]["message"].as_str().unwrap();
        assert!(
            message.contains("Culture with 3 seats at most instead of 0"),
            "{message}"
        );
        followed(&world, pinned.clone()).await;
        // Without the two there is nobody to come back.
        pinned["bans"] = json!([
            {"member": chair, "desk": "CULTURAL"},
            {"member": secretary, "desk": "CULTURAL"}
        ]);
        let report = dry_run(&world, &pinned).await;
        let message = report["conflicts"][0]["message"].as_str().unwrap();
        assert!(
            message.contains("Culture with 1 seat at most instead of 0"),
            "{message}"
        );
        followed(&world, pinned).await;
        // Any desk may be opened when all together are too small.
        for desk in input["desks"].as_array_mut().unwrap() {
            desk["seatsMax"] = json!(if desk["desk"] == "CULTURAL" { 0 } else { 9 });
        }
        followed(&world, input).await;
    });
}

#[test]
fn a_chair_in_the_way_is_called_one_and_goes_by_a_ban() {
    on_both(async |world| {
        let [chair, secretary] = officers(&world, "CULTURAL").await;
        let mut input = round_input(0);
        input["desks"][4] =
            json!({"desk": "CULTURAL", "seatsMin": 0, "seatsMax": 1, "externalsMin": 0});
        let report = dry_run(&world, &input).await;
        let conflict = &report["conflicts"][0];
        let message = conflict["message"].as_str().unwrap();
        for part in [
            "(chair) and",
            "(secretary) keep their seats at Culture",
            "at most 1 seat.",
        ] {
            assert!(message.contains(part), "{part}: {message}");
        }
        let persian = conflict["messageFa"].as_str().unwrap();
        assert!(
            persian.contains("(رئیس)") && persian.contains("(دبیر)"),
            "{persian}"
        );
        followed(&world, input.clone()).await;
        input["bans"] = json!([{"member": secretary, "desk": "CULTURAL"}]);
        input["pins"] = json!([
            {"member": somebody_at(&world, "URBANISM", "EXTERNAL").await, "desk": "CULTURAL"},
            {"member": chair, "desk": "URBANISM"},
        ]);
        let report = dry_run(&world, &input).await;
        let change = &report["conflicts"][0]["changes"][0];
        assert_eq!(change["condition"]["stays"], "OFFICE", "{report:#}");
        let message = report["conflicts"][0]["message"].as_str().unwrap();
        assert!(message.contains("way out: ban "), "{message}");
        followed(&world, input).await;
    });
}

#[test]
fn people_whom_a_round_does_not_consider_are_not_called_pinned_and_not_listed_by_the_dozen() {
    on_both(async |world| {
        let mut input = round_input(0);
        input["tiers"] = json!(["MEMBER"]);
        for desk in input["desks"].as_array_mut().unwrap() {
            desk["seatsMin"] = json!(0);
        }
        input["desks"][4]["seatsMax"] = json!(5);
        let report = dry_run(&world, &input).await;
        assert_eq!(report["status"], "INFEASIBLE");
        for conflict in report["conflicts"].as_array().unwrap() {
            let message = conflict["message"].as_str().unwrap();
            assert!(message.contains("more, whom the round does not consider, keep their seats"));
            assert!(!message.contains("pinned"), "{message}");
            assert!(message.chars().count() < 400, "{message}");
            let persian = conflict["messageFa"].as_str().unwrap();
            assert!(
                persian.contains("نفر دیگر که نامزد این دور نیستند"),
                "{persian}"
            );
            for condition in conflict["conditions"].as_array().unwrap() {
                let left_alone = condition["stays"] == "NOT_CANDIDATE";
                assert_eq!(left_alone, condition["kind"] == "PIN", "{condition}");
            }
        }
        followed(&world, input).await;
    });
}

/// Does what the conflicts of a round say, and finds a seating then.
async fn followed(world: &World, mut input: Value) {
    let report = dry_run(world, &input).await;
    assert_eq!(report["status"], "INFEASIBLE");
    let conflicts = report["conflicts"].as_array().unwrap();
    for change in conflicts
        .iter()
        .flat_map(|one| one["changes"].as_array().unwrap())
    {
        follow(&mut input, change);
    }
    let after = dry_run(world, &input).await;
    assert_ne!(after["status"], "INFEASIBLE", "{report:#} {after:#}");
}

fn follow(input: &mut Value, change: &Value) {
    let condition = &change["condition"];
    let seat = json!({"member": condition["member"]["id"], "desk": condition["desk"]});
    let at = DESKS.iter().position(|desk| condition["desk"] == *desk);
    let limits = |input: &mut Value, limit: &str, number: &Value| {
        input["desks"][at.unwrap()][limit] = number.clone();
    };
    let without = |input: &mut Value, list: &str| {
        if let Some(seats) = input[list].as_array_mut() {
            seats.retain(|one| *one != seat);
        }
    };
    match condition["kind"].as_str().unwrap() {
        "MIN_EXTERNAL" => limits(input, "externalsMin", &change["have"]),
        "DESK_MIN" => limits(input, "seatsMin", &change["have"]),
        "DESK_MAX" => limits(input, "seatsMax", &change["need"]),
        "BAN" => without(input, "bans"),
        "PIN" => {
            without(input, "pins");
            if condition["stays"] != Value::Null {
                let mut bans = input["bans"].as_array().cloned().unwrap_or_default();
                bans.push(seat);
                input["bans"] = json!(bans);
            }
        }
        other => panic!("{other} has no place in these rounds: {change}"),
    }
}

async fn dry_run(world: &World, input: &Value) -> Value {
    let mut input = input.clone();
    input["dryRun"] = json!(true);
    // A way out is found early; conflicts small enough to read take the rest.
    input["steps"] = json!(100_000);
    let mut data = world
        .coordinator()
        .data(PROPOSE, json!({"input": input}))
        .await;
    let payload = data["assignmentRoundPropose"].take();
    assert_eq!(payload["userErrors"], json!([]));
    payload["report"].clone()
}

/// Makes two from within a desk's chair and secretary.
async fn officers(world: &World, desk: &str) -> [String; 2] {
    let mut officers = Vec::new();
    for role in ["CHAIR", "SECRETARY"] {
        let member = somebody_at(world, desk, "INTERNAL").await;
        hand(
            world,
            "seat",
            &(member.clone(), desk.to_owned()),
            Some(role),
        )
        .await;
        officers.push(member);
    }
    officers.try_into().unwrap()
}

/// The plain member with the lowest id among those of a kind at a desk.
async fn somebody_at(world: &World, desk: &str, kind: &str) -> String {
    let query = format!(
        "SELECT min(m.id) FROM member m JOIN seat s ON s.member_id = m.id
         JOIN desk d ON d.id = s.desk_id
         WHERE s.until IS NULL AND s.role = 'MEMBER' AND d.code = '{desk}' AND m.kind = '{kind}'"
    );
    global_id("Member", world.number(&query).await)
}
