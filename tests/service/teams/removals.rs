//! Leaving a team: taken off it by a coordinator or stepping down, and who comes instead.

use serde_json::{Value, json};

use super::{
    INVITE, invite, login_as, of,
    stand_ins::{Crew, look, state},
};
use crate::{
    life::{done, versioned},
    support::{Caller, global_id, on_both, row_of, sql, user_codes},
};

const REMOVE: &str = "mutation($input: TeamMemberRemoveInput!) { teamMemberRemove(input: $input) {
  problem { status version } removed { status role reason member { id } } invited { member { id } status }
  userErrors { code field message messageFa } } }";

impl Crew {
    /// The one who knows all has said yes; the problem is STAFFED in its third version.
    async fn staffed(&self) {
        self.invite().await;
        self.answers(&self.all, true).await;
        let staffed = self.look().await;
        assert_eq!(state(&staffed), ("STAFFED", "COMPLETE"));
        let more = invite(&self.world, &self.problem, 3, true).await;
        assert_eq!(user_codes(&more), ["problem: WRONG_STATE"], "they know all");
    }

    /// Both halves have said yes and are at work; answers with the problem.
    async fn at_work(&self) -> Value {
        self.invite().await;
        self.answers(&self.all, false).await;
        for half in &self.halves {
            self.answers(half, true).await;
        }
        let staffed = self.look().await;
        let seen = json!({"id": self.problem, "version": staffed["version"]});
        let coordinator = self.world.coordinator();
        done(&coordinator, "problemStart", versioned(&seen, json!({}))).await;
        self.look().await
    }

    fn leaving(&self, member: Option<&str>, version: &Value) -> Value {
        let reason = "  \u{202e}بیماری\u{7} ";
        json!({"problem": self.problem, "member": member, "reason": reason, "expectedVersion": version})
    }
}

async fn remove(caller: &Caller, input: Value) -> Value {
    let mut data = caller.data(REMOVE, json!({"input": input})).await;
    data["teamMemberRemove"].take()
}

#[test]
fn a_suspended_lead_does_no_work_and_is_taken_off() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        crew.staffed().await;
        let lead = login_as(&crew.world, &crew.all).await;
        let suspend = format!(
            "UPDATE member SET standing = 'SUSPENDED' WHERE id = {}",
            row_of(&crew.all)
        );
        world.sql(&suspend).await;
        for (operation, fields) in [
            ("problemStart", ""),
            ("problemResolve", ", resolution: \"پاسخ\""),
        ] {
            let query = format!(
                "mutation($id: ID!) {{ {operation}(input: {{id: $id, expectedVersion: 3{fields}}}) {{
                   userErrors {{ code }} }} }}"
            );
            let code = lead.code(&query, json!({"id": crew.problem})).await;
            assert_eq!(code, "FORBIDDEN", "{operation}");
        }
        let coordinator = crew.world.coordinator();
        let payload = remove(&coordinator, crew.leaving(Some(&crew.all), &json!(3))).await;
        assert_eq!(
            payload["problem"],
            json!({"status": "ROUTED", "version": 4})
        );
        let removed = json!({"status": "REMOVED", "role": "LEAD", "reason": "بیماری",
          "member": {"id": crew.all}});
        assert_eq!(payload["removed"], removed);
        let mut invited: Vec<_> = payload["invited"].as_array().unwrap().clone();
        invited.sort_by_key(|place| row_of(place["member"]["id"].as_str().unwrap()));
        let halves = crew.halves.iter();
        let halves: Vec<_> = halves
            .map(|half| json!({"member": {"id": half}, "status": "INVITED"}))
            .collect();
        assert_eq!(invited, halves);
        for half in &crew.halves {
            crew.answers(half, true).await;
        }
        let staffed = crew.look().await;
        assert_eq!(state(&staffed), ("STAFFED", "COMPLETE"));
        let event = "SELECT data FROM audit_event WHERE kind = 'TEAM_MEMBER_REMOVED'";
        let event = sql::rows(&world.db, event).await[0]["data"].clone();
        let event: Value = serde_json::from_str(event.as_str().unwrap()).unwrap();
        assert_eq!(event["memberId"], row_of(&crew.all));
        assert_eq!(event["status"], "ROUTED");
        let trail = mizan::events::verify(world.app.store.reader(), None).await;
        let trail = trail.unwrap();
        assert!(
            matches!(trail, mizan::events::Verdict::Intact { .. }),
            "{trail:?}"
        );
    });
}

#[test]
fn whoever_steps_down_hands_on_and_is_replaced_while_others_work() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        let working = crew.at_work().await;
        let leads = |half: &&String| of(&working["team"], &json!(half))["role"] == "LEAD";
        let (lead, other) = match crew.halves.iter().find(leads) {
            Some(lead) if *lead == crew.halves[0] => (lead, &crew.halves[1]),
            lead => (lead.unwrap(), &crew.halves[0]),
        };
        let asked = login_as(&crew.world, lead).await;
        let payload = remove(&asked, crew.leaving(None, &working["version"])).await;
        assert_eq!(payload["removed"]["status"], "REMOVED");
        // They are of no desk that has the problem, so they may not know of it any more.
        assert_eq!(
            (&payload["problem"], &payload["invited"]),
            (&Value::Null, &json!([]))
        );
        let after = crew.look().await;
        assert_eq!(state(&after), ("IN_PROGRESS", "SHORT"));
        assert_eq!(of(&after["team"], &json!(other))["role"], "LEAD");
        let again = invite_again(&crew, &after["version"]).await;
        assert_eq!(user_codes(&again), ["problem: INFEASIBLE"]);
        let missing = ["کمپوست", "شیرابه زباله", "برف‌روبی", "پسماند الکترونیک"];
        let late = world.expert("دیرآمده").knows(missing).join().await;
        let crew = Crew {
            world: world.beside().await,
            ..crew
        };
        let invited = invite_again(&crew, &after["version"]).await;
        assert_eq!(invited["team"][0]["role"], "MEMBER", "{invited:#}");
        assert_eq!(invited["problem"]["status"], "IN_PROGRESS");
        crew.answers(&global_id("Member", late.id), true).await;
        assert_eq!(state(&crew.look().await), ("IN_PROGRESS", "COMPLETE"));
    });
}

async fn invite_again(crew: &Crew, version: &Value) -> Value {
    invite(&crew.world, &crew.problem, version.as_i64().unwrap(), false).await
}

#[test]
fn only_who_is_there_leaves_and_only_by_who_may() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        crew.staffed().await;
        let coordinator = crew.world.coordinator();
        let all = Some(crew.all.as_str());
        let (three, half) = (json!(3), Some(crew.halves[0].as_str()));
        let mut silent = crew.leaving(all, &three);
        silent["reason"] = json!("\u{200c}");
        for (input, expected) in [
            (crew.leaving(None, &three), "member: REQUIRED"),
            (crew.leaving(half, &three), "member: UNKNOWN"),
            (crew.leaving(Some("none"), &three), "member: UNKNOWN"),
            (silent, "reason: REQUIRED"),
        ] {
            assert_eq!(user_codes(&remove(&coordinator, input).await), [expected]);
        }
        let on_team = login_as(&crew.world, &crew.all).await;
        let stranger = login_as(&crew.world, &crew.halves[1]).await;
        for (caller, input, expected) in [
            (&coordinator, crew.leaving(all, &json!(2)), "CONFLICT"),
            (&on_team, crew.leaving(half, &three), "FORBIDDEN"),
            (&stranger, crew.leaving(all, &three), "NOT_FOUND"),
            (&stranger, crew.leaving(None, &three), "NOT_FOUND"),
            (&world.deputy(), crew.leaving(all, &three), "FORBIDDEN"),
        ] {
            let code = caller.code(REMOVE, json!({"input": input})).await;
            assert_eq!(code, expected);
        }
        assert_eq!(look(&crew.world, &crew.problem).await["version"], 3);
        remove(&coordinator, crew.leaving(all, &three)).await;
        let twice = remove(&coordinator, crew.leaving(all, &json!(4))).await;
        assert_eq!(user_codes(&twice), ["member: WRONG_STATE"]);
        world.sql("UPDATE problem SET status = 'RESOLVED'").await;
        let late = remove(&coordinator, crew.leaving(half, &json!(4))).await;
        assert_eq!(user_codes(&late), ["problem: WRONG_STATE"]);
        let input = json!({"problem": crew.problem, "expectedVersion": 4});
        let late = coordinator.data(INVITE, json!({"input": input})).await;
        assert_eq!(user_codes(&late["expertsInvite"]), ["problem: WRONG_STATE"]);
    });
}
