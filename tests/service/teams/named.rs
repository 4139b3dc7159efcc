//! Teams of those whom a coordinator names.

use serde_json::{Value, json};

use super::{
    INVITE, codes, of,
    stand_ins::{Crew, state},
};
use crate::support::{DEPUTY_UNIT, global_id, on_both, row_of, sql, user_codes};

impl Crew {
    async fn invite_named(&self, members: &[&str], version: i64) -> Value {
        let input =
            json!({"problem": self.problem, "expectedVersion": version, "members": members});
        let coordinator = self.world.coordinator();
        let mut data = coordinator.data(INVITE, json!({"input": input})).await;
        data["expertsInvite"].take()
    }
}

#[test]
fn those_who_are_named_are_asked_with_their_reasons() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        let [one, two] = &crew.halves;
        let payload = crew.invite_named(&[two], 1).await;
        assert_eq!(codes(&payload["uncovered"]).len(), 2, "{payload:#}");
        let offer = &payload["team"][0];
        assert_eq!(
            (&offer["member"]["id"], &offer["role"]),
            (&json!(two), &json!("LEAD"))
        );
        assert_eq!(
            offer["alternate"]["id"], crew.all,
            "they alone know the rest"
        );
        let points = offer["contributions"].as_array().unwrap().iter();
        let points: f64 = points.map(|part| part["points"].as_f64().unwrap()).sum();
        assert!((points - offer["score"].as_f64().unwrap()).abs() < 1e-9);
        let payload = crew.invite_named(&[one], 2).await;
        assert_eq!(payload["team"][0]["role"], "MEMBER");
        assert_eq!(payload["uncovered"], json!([]));
        // A coordinator may want more than the fewest.
        let payload = crew.invite_named(&[&crew.all], 3).await;
        assert_eq!(payload["userErrors"], json!([]));
        for member in [one, two, &crew.all] {
            crew.answers(member, true).await;
        }
        let staffed = crew.look().await;
        assert_eq!(state(&staffed), ("STAFFED", "COMPLETE"));
        assert_eq!(staffed["team"].as_array().unwrap().len(), 3);
    });
}

#[test]
fn whoever_has_given_up_a_place_may_be_asked_once_more_by_name() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        crew.invite().await;
        crew.answers(&crew.all, false).await;
        let payload = crew.invite_named(&[&crew.all], 2).await;
        assert_eq!(payload["userErrors"], json!([]));
        let place = of(&crew.look().await["team"], &json!(crew.all));
        assert_eq!(place["status"], "INVITED");
        assert_eq!(
            (&place["reason"], &place["isAlternate"]),
            (&Value::Null, &json!(false))
        );
        crew.answers(&crew.all, true).await;
        let conflict = "UPDATE team_member SET status = 'DECLINED', declares_conflict = TRUE
          WHERE member_id = ";
        world.sql(&format!("{conflict}{}", row_of(&crew.all))).await;
        let payload = crew.invite_named(&[&crew.all], 3).await;
        assert_eq!(user_codes(&payload), ["members.0: INFEASIBLE"]);
    });
}

#[test]
fn whoever_may_not_be_asked_is_refused_at_their_place_in_the_list() {
    on_both(async |world| {
        let mut crew = Crew::of(&world).await;
        let own = world
            .expert("همکار معاونت")
            .of_unit(DEPUTY_UNIT)
            .join()
            .await;
        let plain = world.expert("عضو ساده").plain().join().await;
        crew.second_is_free(0).await;
        let (own, plain) = (global_id("Member", own.id), global_id("Member", plain.id));
        let [one, two] = &crew.halves;
        let seated = global_id("Member", 1);
        let before = sql::everything(&world.db).await;
        let all: Vec<&str> = vec![one, &own, &plain, two, one, "none", &seated];
        let payload = crew.invite_named(&all, 1).await;
        let expected = [
            "members.1: INFEASIBLE",
            "members.2: WRONG_STATE",
            "members.3: INFEASIBLE",
            "members.4: INVALID",
            "members.5: UNKNOWN",
            "members.6: WRONG_STATE",
        ];
        assert_eq!(user_codes(&payload), expected);
        let messages = payload["userErrors"].as_array().unwrap();
        for (at, code) in [(0, "OWN_UNIT"), (2, "OVER_LOAD")] {
            let message = messages[at]["message"].as_str().unwrap();
            assert!(message.contains(code), "{message}");
        }
        let none = crew.invite_named(&[], 1).await;
        assert_eq!(user_codes(&none), ["members: REQUIRED"]);
        let crowd = crew.invite_named(&[one.as_str(); 13], 1).await;
        assert_eq!(user_codes(&crowd), ["members: TOO_LONG"]);
        assert_eq!(sql::everything(&world.db).await, before);
        crew.invite_named(&[one], 1).await;
        let twice = crew.invite_named(&[one], 2).await;
        assert_eq!(user_codes(&twice), ["members.0: INFEASIBLE"]);
    });
}
