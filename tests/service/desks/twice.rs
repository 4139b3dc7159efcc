//! Conditions that name a desk, a member, a seat or a pair more than once.

use serde_json::json;

use super::{
    edits::{pin, seats},
    limits, propose, round_input,
};
use crate::support::{global_id, on_both, user_codes};

#[test]
fn what_is_named_twice_counts_once_and_is_refused_where_it_contradicts_itself() {
    on_both(async |world| {
        let coordinator = world.coordinator();
        let mut input = round_input(2);
        input["dryRun"] = json!(true);
        let planners = "SELECT min(id) FROM member WHERE tier = 'PLANNER'";
        let first = world.number(planners).await;
        let [one, other] = [first, first + 1].map(|id| global_id("Member", id));
        let people =
            |most: [i32; 2]| json!(most.map(|max| json!({"member": one, "min": 0, "max": max})));
        let mut desks = limits(2);
        let same = desks[0].clone();
        desks.as_array_mut().unwrap().push(same);
        for (field, again) in [("people", people([1, 1])), ("desks", desks.clone())] {
            let mut input = input.clone();
            input[field] = again;
            assert_eq!(propose(&coordinator, input).await["userErrors"], json!([]));
        }
        desks[6]["seatsMax"] = json!(13);
        for (field, again, complaint) in [
            ("people", people([0, 1]), "people.1.member: INVALID"),
            ("desks", desks, "desks.6.desk: INVALID"),
        ] {
            let mut input = input.clone();
            input[field] = again;
            let payload = propose(&coordinator, input).await;
            assert_eq!(user_codes(&payload), [complaint]);
        }
        let pair = json!({"one": one, "other": other});
        let turned = json!({"one": other, "other": one});
        let seat = |member: &str| json!({"member": member, "desk": "CULTURAL"});
        input["pins"] = json!([seat(&one), seat(&one), seat(&other)]);
        input["apart"] = json!([pair, turned, pair]);
        let payload = propose(&coordinator, input).await;
        let conflicts = payload["report"]["conflicts"].as_array().unwrap();
        assert_eq!(conflicts.len(), 1, "{conflicts:#?}");
    });
}

#[test]
fn a_seat_is_not_left_to_the_solver_and_fixed_at_once() {
    on_both(async |world| {
        let proposed = propose(&world.coordinator(), round_input(3)).await;
        let id = &proposed["round"]["id"];
        let (member, desk) = seats(&world, id).await.remove(0);
        let seat = json!([{"member": member, "desk": desk}]);
        for fixed in ["pins", "bans"] {
            let input = json!({"id": id, "expectedVersion": 1, "free": seat, fixed: seat});
            let payload = pin(&world, input).await;
            assert_eq!(user_codes(&payload), ["free.0: INVALID"]);
        }
    });
}
