//! Conditions on single seats and people, edits of a proposal, and what was stored with it.

use serde_json::{Value, json};

use super::{limits, propose, round_input};
use crate::support::{World, code, global_id, on_both, sql, user_codes};

const LINES: &str = "query($id: ID!) { assignmentRound(id: $id) {
  recomputes version objective
  report { objective added kept removed moved seats { change } wishes { people met share } }
  proposals { change score desk { code } member { id } contributions { feature points } }
} }";

#[test]
fn pins_bans_and_pairs_are_kept() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let plain = propose(&coordinator, round_input(3)).await;
        let seats = seats(&world, &plain["round"]["id"]).await;
        let (member, desk) = &seats[0];
        let other = if desk == "CULTURAL" {
            "URBANISM"
        } else {
            "CULTURAL"
        };
        let together: Vec<&String> = seats
            .iter()
            .filter(|(_, at)| at == desk)
            .map(|(who, _)| who)
            .collect();
        let mut input = round_input(3);
        input["bans"] = json!([{"member": member, "desk": desk}]);
        input["pins"] = json!([{"member": member, "desk": other}]);
        input["apart"] = json!([{"one": together[1], "other": together[2]}]);
        let bent = propose(&coordinator, input).await;
        let bent_seats = self::seats(&world, &bent["round"]["id"]).await;
        assert!(bent_seats.contains(&(member.clone(), other.to_owned())));
        assert!(!bent_seats.contains(&(member.clone(), desk.clone())));
        for (_, at) in bent_seats.iter().filter(|(who, _)| who == together[1]) {
            assert!(
                !bent_seats.contains(&(together[2].clone(), at.clone())),
                "{at}"
            );
        }
        let worth = |payload: &Value| payload["round"]["objective"].as_i64().unwrap();
        assert!(worth(&bent) <= worth(&plain));
    });
}

#[test]
fn a_score_is_what_the_solver_counted_with_wish_and_continuity_in_it() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let member = world
            .number("SELECT min(id) FROM member WHERE tier = 'PLANNER'")
            .await;
        let member = global_id("Member", member);
        prefer(&world, &member, json!(["FINANCE_ECONOMY", "CULTURAL"])).await;
        let mut input = round_input(2);
        input["wish"] = json!(5_000);
        input["continuity"] = json!(35);
        let proposed = propose(&coordinator, input).await;
        let id = json!({"id": proposed["round"]["id"]});
        let round = coordinator.data(LINES, id).await["assignmentRound"].take();
        let mut hundredths = 0.0;
        let mut features = Vec::new();
        for line in round["proposals"].as_array().unwrap() {
            hundredths += (line["score"].as_f64().unwrap() * 100.0).round();
            for part in line["contributions"].as_array().unwrap() {
                let feature = part["feature"].as_str().unwrap().to_owned();
                features.push((line["member"]["id"].as_str().unwrap().to_owned(), feature));
            }
        }
        assert!((hundredths - round["objective"].as_f64().unwrap()).abs() < 0.5);
        assert!(features.contains(&(member, "WISH".to_owned())));
        assert!(features.iter().any(|(_, feature)| feature == "CONTINUITY"));
        assert_eq!(
            round["report"]["wishes"],
            json!({"people": 1, "met": 1, "share": 1.0})
        );
        assert_eq!(round["recomputes"], true);
    });
}

#[test]
fn an_edit_computes_the_same_round_again_around_it() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let proposed = propose(&coordinator, round_input(3)).await;
        let id = &proposed["round"]["id"];
        let (member, desk) = seats(&world, id).await.remove(0);
        // What people say of themselves afterwards changes nothing in a round under discussion.
        world
            .sql("UPDATE member SET field = 'x', job = '', bio = ''")
            .await;
        let seat = json!([{"member": member, "desk": desk}]);
        let banned = pin(
            &world,
            json!({"id": id, "expectedVersion": 1, "bans": seat}),
        )
        .await;
        assert_eq!(banned["round"]["version"], 2);
        assert!(
            !seats(&world, id)
                .await
                .contains(&(member.clone(), desk.clone()))
        );
        let freed = pin(
            &world,
            json!({"id": id, "expectedVersion": 2, "free": seat}),
        )
        .await;
        assert_eq!(
            freed["report"]["objective"],
            proposed["report"]["objective"]
        );
        let data = coordinator.data(LINES, json!({"id": id})).await;
        assert_eq!(data["assignmentRound"]["recomputes"], true);
        assert_eq!(data["assignmentRound"]["version"], 3);
        assert_eq!(
            world
                .number("SELECT count(*) FROM audit_event WHERE kind = 'ROUND_PINNED'")
                .await,
            2
        );
    });
}

#[test]
fn a_stale_edit_is_a_conflict_that_tells_where_the_round_stands() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let proposed = propose(&coordinator, round_input(3)).await;
        let id = &proposed["round"]["id"];
        super::close(&coordinator, "Apply", id, 1).await;
        let body = coordinator
            .run(PIN, json!({"input": {"id": id, "expectedVersion": 1}}))
            .await;
        let error = &body["errors"][0];
        assert_eq!(code(error), "CONFLICT");
        assert_eq!(error["extensions"]["currentVersion"], 2);
        assert_eq!(error["extensions"]["currentStatus"], "APPLIED");
    });
}

#[test]
fn an_edit_that_leaves_no_seating_says_why_and_changes_nothing() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let proposed = propose(&coordinator, round_input(3)).await;
        let id = &proposed["round"]["id"];
        let before = sql::everything(&world.db).await;
        let who = &seats(&world, id).await[0].0;
        let everywhere = super::DESKS.map(|desk| json!({"member": who, "desk": desk}));
        let payload = pin(
            &world,
            json!({"id": id, "expectedVersion": 1, "bans": everywhere}),
        )
        .await;
        assert_eq!(payload["round"], Value::Null);
        assert_eq!(payload["report"]["status"], "INFEASIBLE");
        let conflict = &payload["report"]["conflicts"][0];
        assert!(
            !conflict["changes"].as_array().unwrap().is_empty(),
            "{conflict:#}"
        );
        assert_eq!(sql::everything(&world.db).await, before);
    });
}

#[test]
fn a_desk_that_asks_for_too_much_is_told_by_name_with_a_way_out() {
    on_both(async |world| {
        let mut desks = limits(2);
        desks[4] = json!({"desk": "CULTURAL", "seatsMin": 4, "seatsMax": 60, "externalsMin": 50});
        let input = json!({"desks": desks, "dryRun": true});
        let payload = propose(&world.coordinator(), input).await;
        let conflict = &payload["report"]["conflicts"][0];
        let english = conflict["message"].as_str().unwrap();
        let persian = conflict["messageFa"].as_str().unwrap();
        assert!(english.contains("Culture"), "{english}");
        assert!(persian.contains("فرهنگی"), "{persian}");
    });
}

#[test]
fn conditions_on_strangers_are_refused() {
    on_both(async |world| {
        let plain = world.expert("عضو ساده").plain().join().await;
        let stranger = global_id("Member", plain.id);
        let known = "SELECT min(id) FROM member WHERE tier = 'PLANNER' AND standing = 'ACTIVE'";
        let candidate = global_id("Member", world.number(known).await);
        let seat = json!([
            {"member": candidate, "desk": "URBANISM"},
            {"member": stranger, "desk": "CULTURAL"}
        ]);
        for (field, path, value) in [
            ("pins", "pins.1.member", seat.clone()),
            ("bans", "bans.1.member", seat),
            (
                "people",
                "people.0.member",
                json!([{"member": stranger, "min": 0, "max": 1}]),
            ),
            (
                "apart",
                "apart.0.one",
                json!([{"one": stranger, "other": candidate}]),
            ),
        ] {
            let mut input = round_input(2);
            input[field] = value;
            let payload = propose(&world.coordinator(), input).await;
            assert_eq!(user_codes(&payload), [format!("{path}: UNKNOWN")]);
        }
    });
}

#[test]
fn wishes_are_for_oneself_and_coordinators() {
    on_both(async |world| {
        let query = "mutation($input: MemberPreferDesksInput!) { memberPreferDesks(input: $input) {
          member { preferredDesks version } userErrors { code field message messageFa } } }";
        let own = world
            .number("SELECT member_id FROM account WHERE username = 'expert'")
            .await;
        let other = world
            .number("SELECT max(id) FROM member WHERE tier = 'PLANNER'")
            .await;
        let own = global_id("Member", own);
        let expert = world.caller(crate::support::Who::Expert);
        let input = json!({"member": own, "desks": ["CULTURAL", "URBANISM"]});
        let data = expert.data(query, json!({"input": input})).await;
        let member = &data["memberPreferDesks"]["member"];
        assert_eq!(member["preferredDesks"], json!(["CULTURAL", "URBANISM"]));
        assert_eq!(member["version"], 2);
        let twice = json!({"member": own, "desks": ["CULTURAL", "CULTURAL"]});
        let data = expert.data(query, json!({"input": twice})).await;
        assert_eq!(user_codes(&data["memberPreferDesks"]), ["desks: INVALID"]);
        let stale = json!({"member": own, "desks": [], "expectedVersion": 1});
        assert_eq!(
            expert.code(query, json!({"input": stale})).await,
            "CONFLICT"
        );
        let foreign = json!({"member": global_id("Member", other), "desks": []});
        assert_eq!(
            expert.code(query, json!({"input": foreign})).await,
            "FORBIDDEN"
        );
    });
}

const PIN: &str = "mutation($input: AssignmentRoundPinInput!) { assignmentRoundPin(input: $input) {
  round { id version objective }
  report { status objective conflicts { message messageFa changes { have need condition { kind } } } }
  userErrors { code field message messageFa } } }";

pub async fn pin(world: &World, input: Value) -> Value {
    let mut data = world.coordinator().data(PIN, json!({"input": input})).await;
    data["assignmentRoundPin"].take()
}

async fn prefer(world: &World, member: &str, desks: Value) {
    let query = "mutation($input: MemberPreferDesksInput!) { memberPreferDesks(input: $input) {
      member { id } } }";
    let input = json!({"member": member, "desks": desks});
    world
        .coordinator()
        .data(query, json!({"input": input}))
        .await;
}

/// Members and desks of a round's seats.
pub async fn seats(world: &World, round: &Value) -> Vec<(String, String)> {
    let data = world.coordinator().data(LINES, json!({"id": round})).await;
    let lines = data["assignmentRound"]["proposals"]
        .as_array()
        .unwrap()
        .clone();
    let taken = lines.iter().filter(|line| line["change"] != "REMOVED");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    taken
        .map(|line| (text(&line["member"]["id"]), text(&line["desk"]["code"])))
        .collect()
}
