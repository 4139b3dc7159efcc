//! Answers that somebody else records, reasons as they are kept, and conflicts of interest.

use serde_json::{Value, json};

use super::{ANSWER, login_as, of, stand_ins::Crew};
use crate::support::{Caller, global_id, on_both, row_of, sql, user_codes};

const FINDER: &str = "query($id: ID!) { expertFinder(input: {problem: $id}) {
  experts { member { id } } ineligible { member { id } reason } } }";

async fn say(caller: &Caller, crew: &Crew, mut fields: Value) -> Value {
    fields["problem"] = crew.problem.clone();
    let mut data = caller.data(ANSWER, json!({"input": fields})).await;
    data["invitationAnswer"].take()
}

/// The data of the newest answer in the trail.
async fn told(crew: &Crew) -> Value {
    let query = "SELECT data FROM audit_event WHERE kind = 'INVITATION_ANSWERED' ORDER BY id DESC";
    let data = sql::rows(&crew.world.db, query).await[0]["data"].clone();
    serde_json::from_str(data.as_str().unwrap()).unwrap()
}

#[test]
fn a_coordinator_records_what_somebody_has_told_them() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        crew.invite().await;
        let coordinator = crew.world.coordinator();
        let nobody = say(&coordinator, &crew, json!({"accept": true})).await;
        assert_eq!(user_codes(&nobody), ["member: REQUIRED"]);
        for stranger in [crew.halves[0].as_str(), "none"] {
            let input = json!({"problem": crew.problem, "member": stranger, "accept": true});
            let code = coordinator.code(ANSWER, json!({"input": input})).await;
            assert_eq!(code, "NOT_FOUND");
        }
        let no = json!({"member": crew.all, "accept": false, "reason": "تلفنی گفت"});
        let no = say(&coordinator, &crew, no).await;
        assert_eq!(no["invitation"]["status"], "DECLINED");
        let data = told(&crew).await;
        assert_eq!(data["onBehalfOf"], row_of(&crew.all));
        // An expert answers for nobody else, and their own answer is on nobody's behalf.
        let half = login_as(&crew.world, &crew.halves[0]).await;
        let input = json!({"problem": crew.problem, "member": crew.halves[1], "accept": true});
        assert_eq!(
            half.code(ANSWER, json!({"input": input})).await,
            "FORBIDDEN"
        );
        say(
            &half,
            &crew,
            json!({"member": crew.halves[0], "accept": true}),
        )
        .await;
        assert_eq!(told(&crew).await["onBehalfOf"], Value::Null);
        let trail = mizan::events::verify(world.app.store.reader(), None).await;
        assert!(matches!(
            trail.unwrap(),
            mizan::events::Verdict::Intact { .. }
        ));
    });
}

#[test]
fn a_reason_is_kept_without_what_nobody_sees() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        let at_most = "د".repeat(1_000);
        for (reason, kept) in [
            ("  \u{202e}RTL\u{7}  ", json!("RTL")),
            ("فرصت\nندارم", json!("فرصت\nندارم")),
            ("\u{200c} \u{0}", Value::Null),
            (at_most.as_str(), json!(at_most)),
        ] {
            world.sql("DELETE FROM team_member").await;
            world.sql("UPDATE problem SET version = 1").await;
            crew.invite().await;
            let asked = login_as(&crew.world, &crew.all).await;
            let no = say(&asked, &crew, json!({"accept": false, "reason": reason})).await;
            assert_eq!(no["userErrors"], json!([]));
            let place = of(&crew.look().await["team"], &json!(crew.all));
            assert_eq!(place["reason"], kept, "{reason:?}");
        }
        let long = format!("{at_most}د");
        let half = login_as(&crew.world, &crew.halves[0]).await;
        let no = say(&half, &crew, json!({"accept": false, "reason": long})).await;
        assert_eq!(user_codes(&no), ["reason: TOO_LONG"]);
    });
}

#[test]
fn a_declared_conflict_and_a_place_keep_the_finder_from_naming_somebody() {
    on_both(async |world| {
        let crew = Crew::of(&world).await;
        crew.invite().await;
        let asked = login_as(&crew.world, &crew.all).await;
        let both = json!({"accept": true, "conflictOfInterest": true});
        let both = say(&asked, &crew, both).await;
        assert_eq!(user_codes(&both), ["conflictOfInterest: INVALID"]);
        say(
            &asked,
            &crew,
            json!({"accept": false, "conflictOfInterest": true}),
        )
        .await;
        let late = world.expert("دیرآمده").knows(["کمپوست"]).join().await;
        let late = json!(global_id("Member", late.id));
        let other = world.beside().await;
        let variables = json!({"id": crew.problem});
        let data = other.coordinator().data(FINDER, variables).await;
        let found = &data["expertFinder"];
        let reason = |member: &Value| of(&found["ineligible"], member)["reason"].clone();
        assert_eq!(reason(&json!(crew.all)), "DECLARED_CONFLICT");
        for half in &crew.halves {
            assert_eq!(reason(&json!(half)), "SAME_TEAM");
        }
        assert_eq!(found["experts"], json!([{"member": {"id": late}}]));
        // Another problem is another matter.
        world.sql("DELETE FROM team_member").await;
        let data = other
            .coordinator()
            .data(FINDER, json!({"id": crew.problem}))
            .await;
        assert_eq!(data["expertFinder"]["ineligible"], json!([]));
    });
}
