//! `changeMemberStanding`: the ways that there are, and what ends on them.

use serde_json::{Value, json};

use super::{events, newest};
use crate::{
    problems::{WASTE, posted},
    support::{Who, World, global_id, on_both, row_of, sql, user_codes},
    teams::invite,
};

const CHANGE: &str =
    "mutation($input: ChangeMemberStandingInput!) { changeMemberStanding(input: $input) {
  member { id standing version }
  report { from to seats { desk { code } until member { id } }
           invitations { problem { code } status reason } openWork { problem { code } } }
  userErrors { code field message messageFa } } }";

fn input(id: &str, version: i64, standing: &str) -> Value {
    json!({"id": id, "expectedVersion": version, "standing": standing, "reason": "انتقال به شهر دیگر"})
}

async fn change(world: &World, input: Value) -> Value {
    world
        .coordinator()
        .data(CHANGE, json!({"input": input}))
        .await["changeMemberStanding"]
        .take()
}

#[test]
fn only_the_ways_of_the_table_are_open() {
    on_both(async |world| {
        let standings = ["APPLICANT", "ACTIVE", "SUSPENDED", "LEFT"];
        let open = [
            "APPLICANT ACTIVE",
            "APPLICANT LEFT",
            "ACTIVE SUSPENDED",
            "ACTIVE LEFT",
            "SUSPENDED ACTIVE",
            "SUSPENDED LEFT",
            "LEFT APPLICANT",
            "LEFT ACTIVE",
        ];
        let member = world.expert("سارا").join().await;
        let id = global_id("Member", member.id);
        for from in standings {
            for to in standings {
                world
                    .sql(&format!(
                        "UPDATE member SET standing = '{from}' WHERE id = {}",
                        member.id
                    ))
                    .await;
                let mut wish = input(&id, 1, to);
                wish["dryRun"] = json!(true);
                let payload = change(&world, wish).await;
                let way = open.contains(&format!("{from} {to}").as_str());
                assert_eq!(user_codes(&payload).is_empty(), way, "{from} {to}");
                if way {
                    assert_eq!(payload["report"]["from"], from);
                    assert_eq!(payload["member"]["standing"], to);
                } else {
                    assert_eq!(user_codes(&payload), ["standing: WRONG_STATE"]);
                }
            }
        }
        assert_eq!(events(&world, "MEMBER_STANDING_CHANGED").await, 0);
    });
}

#[test]
fn leaving_ends_seats_and_invitations_and_a_dry_run_says_so_before() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let invited = invite(&world, &problem["id"], 1, false).await;
        let id = invited["team"][0]["member"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let row = row_of(&id);
        let seats = format!("SELECT count(*) FROM seat WHERE until IS NULL AND member_id = {row}");
        assert!(world.number(&seats).await > 0);
        let before = sql::everything(&world.db).await;
        let mut dry = input(&id, 1, "SUSPENDED");
        dry["dryRun"] = json!(true);
        let dry = change(&world, dry).await;
        assert_eq!(sql::everything(&world.db).await, before);
        let real = change(&world, input(&id, 1, "SUSPENDED")).await;
        assert_eq!(dry, real);
        let report = &real["report"];
        assert_eq!(report["invitations"][0]["problem"]["code"], problem["code"]);
        assert_eq!(report["invitations"][0]["status"], "EXPIRED");
        assert!(!report["seats"].as_array().unwrap().is_empty());
        assert_eq!(world.number(&seats).await, 0);
        let open = format!(
            "SELECT count(*) FROM team_member WHERE member_id = {row} AND status = 'INVITED'"
        );
        assert_eq!(world.number(&open).await, 0);
        let event = newest(&world, "MEMBER_STANDING_CHANGED").await;
        assert_eq!(event["reason"], "انتقال به شهر دیگر");
        assert_eq!(
            event["seats"].as_array().unwrap().len(),
            report["seats"].as_array().unwrap().len()
        );
        assert_eq!(events(&world, "INVITATION_EXPIRED").await, 1);
        // Whoever is suspended is no longer among the experts that a deputy sees.
        let query = "query($id: ID!) { member(id: $id) { id } }";
        assert_eq!(
            world.deputy().code(query, json!({"id": id})).await,
            "NOT_FOUND"
        );
    });
}

#[test]
fn a_reason_and_the_right_version_are_needed() {
    on_both(async |world| {
        let member = world.expert("سارا").join().await;
        let id = global_id("Member", member.id);
        let stale = json!({"input": input(&id, 7, "LEFT")});
        assert_eq!(world.coordinator().code(CHANGE, stale).await, "CONFLICT");
        let mut silent = input(&id, 1, "LEFT");
        silent["reason"] = json!("\u{200c}");
        assert_eq!(
            user_codes(&change(&world, silent).await),
            ["reason: REQUIRED"]
        );
        let foreign = json!({"input": input(&id, 1, "LEFT")});
        assert_eq!(
            world.caller(Who::Expert).code(CHANGE, foreign).await,
            "FORBIDDEN"
        );
        assert_eq!(events(&world, "MEMBER_STANDING_CHANGED").await, 0);
    });
}
