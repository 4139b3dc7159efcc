//! `mergeMembers`: the kept record has what both had, and the other is nobody any more.

use serde_json::{Value, json};

use super::{events, external, newest, register, update};
use crate::support::{World, global_id, on_both, row_of, sql, user_codes};

const MERGE: &str = "mutation($input: MergeMembersInput!) { mergeMembers(input: $input) {
  member { id version field job email expertise { phrase } }
  report { filled seatsMoved expertiseMoved placesMoved wishesMoved accountMoved
           conflicts { field kept dropped } }
  userErrors { code field message messageFa } } }";

async fn merge(world: &World, input: Value) -> Value {
    world
        .coordinator()
        .data(MERGE, json!({"input": input}))
        .await["mergeMembers"]
        .take()
}

fn input(keep: &str, other: &str) -> Value {
    json!({"keep": keep, "expectedVersion": 1, "other": other, "otherExpectedVersion": 1})
}

/// The expert of the small club, with a seat and an account, and a newcomer without.
async fn pair(world: &World) -> (String, String) {
    let other = "SELECT member_id FROM account WHERE username = 'expert'";
    let other = world.number(other).await;
    let keep = world.expert("سارا").knows(["BRT"]).studied("").join().await;
    world
        .sql(&format!(
            "UPDATE member SET national_id = NULL, email = NULL WHERE id = {}",
            keep.id
        ))
        .await;
    (global_id("Member", keep.id), global_id("Member", other))
}

#[test]
fn the_kept_record_takes_over_what_the_other_has() {
    on_both(async |world| {
        let (keep, other) = pair(&world).await;
        let (kept, dropped) = (row_of(&keep), row_of(&other));
        let of =
            |table: &str, id: i64| format!("SELECT count(*) FROM {table} WHERE member_id = {id}");
        let seats = world.number(&of("seat", dropped)).await;
        let known = world.number(&of("member_expertise", dropped)).await;
        assert!(seats > 0 && known > 0);
        let before = sql::everything(&world.db).await;
        let mut dry = input(&keep, &other);
        dry["dryRun"] = json!(true);
        let dry = merge(&world, dry).await;
        assert_eq!(sql::everything(&world.db).await, before);
        let real = merge(&world, input(&keep, &other)).await;
        assert_eq!(dry["report"], real["report"]);
        assert!(user_codes(&real).is_empty());
        let report = &real["report"];
        assert_eq!(report["seatsMoved"], seats);
        assert_eq!(report["accountMoved"], true);
        let filled = report["filled"].to_string();
        assert!(
            filled.contains("nationalId") && filled.contains("email"),
            "{filled}"
        );
        let conflicts = report["conflicts"].as_array().unwrap();
        let mobile = conflicts
            .iter()
            .find(|one| one["field"] == "mobile")
            .unwrap();
        assert!(mobile["kept"].as_str().unwrap().contains('•'));
        assert_eq!(world.number(&of("seat", kept)).await, seats);
        assert_eq!(world.number(&of("seat", dropped)).await, 0);
        assert_eq!(world.number(&of("account", kept)).await, 1);
        let event = newest(&world, "MEMBERS_MERGED").await;
        assert_eq!(event["memberId"], kept);
        assert_eq!(event["mergedMemberId"], dropped);
    });
}

#[test]
fn the_other_record_is_nobody_any_more_and_its_number_stays_taken() {
    on_both(async |world| {
        let (keep, other) = pair(&world).await;
        let coordinator = world.coordinator();
        let query = "query($id: ID!) { member(id: $id) { memberNo fullName } }";
        let gone = coordinator.data(query, json!({"id": other})).await["member"].take();
        merge(&world, input(&keep, &other)).await;
        assert_eq!(
            coordinator.code(query, json!({"id": other})).await,
            "NOT_FOUND"
        );
        let node = "query($id: ID!) { node(id: $id) { id } }";
        assert_eq!(
            coordinator.code(node, json!({"id": other})).await,
            "NOT_FOUND"
        );
        let list = "query($f: MemberFilter, $s: String) { members(filter: $f, search: $s) { totalCount nodes { id } } }";
        let by_number = json!({"f": {"memberNo": {"eq": gone["memberNo"]}}});
        let data = coordinator.data(list, by_number).await;
        assert_eq!(data["members"]["totalCount"], 0);
        let data = coordinator.data(list, json!({"s": gone["fullName"]})).await;
        assert!(
            !data.to_string().contains(&format!("\"{other}\"")),
            "{data:#}"
        );
        let mut again = external("نام تازه");
        again["memberNo"] = gone["memberNo"].clone();
        assert_eq!(
            user_codes(&register(&coordinator, again).await),
            ["memberNo: TAKEN"]
        );
        let edit = json!({"id": keep, "expectedVersion": 2, "bio": "پس از ادغام"});
        assert_eq!(update(&coordinator, edit).await["member"]["version"], 3);
        let session = "{ viewer { member { id } } }";
        let data = world
            .caller(crate::support::Who::Expert)
            .data(session, json!({}))
            .await;
        assert_eq!(data["viewer"]["member"]["id"], json!(keep));
    });
}

#[test]
fn two_seats_at_one_desk_two_accounts_and_two_wishes_are_told() {
    on_both(async |world| {
        let (keep, other) = pair(&world).await;
        let (kept, dropped) = (row_of(&keep), row_of(&other));
        world
            .sql(&format!(
                "INSERT INTO seat (desk_id, member_id, role, since) SELECT desk_id, {kept}, 'SECRETARY', since
                 FROM seat WHERE member_id = {dropped} AND until IS NULL"
            ))
            .await;
        for (member, desk) in [(kept, 1), (dropped, 2)] {
            world
                .sql(&format!("INSERT INTO desk_preference (member_id, desk_id, position) VALUES ({member}, {desk}, 1)"))
                .await;
        }
        world
            .sql(&format!(
                "INSERT INTO account (username, role, member_id, disabled, created_at)
                 SELECT 'second', 'EXPERT', {kept}, disabled, created_at FROM account WHERE username = 'expert'"
            ))
            .await;
        let real = merge(&world, input(&keep, &other)).await;
        let conflicts = real["report"]["conflicts"].as_array().unwrap();
        let fields: Vec<_> = conflicts
            .iter()
            .map(|one| one["field"].as_str().unwrap())
            .collect();
        for field in ["seats", "preferredDesks", "account"] {
            assert!(fields.contains(&field), "{field} in {fields:?}");
        }
        let doubled = format!(
            "SELECT count(*) FROM (SELECT desk_id FROM seat WHERE until IS NULL AND member_id = {kept}
             GROUP BY desk_id HAVING count(*) > 1) AS doubled"
        );
        assert_eq!(world.number(&doubled).await, 0);
        let refused = world
            .caller(crate::support::Who::Expert)
            .run("{ viewer { role } }", json!({}))
            .await;
        assert_eq!(
            refused["errors"][0]["extensions"]["code"],
            "UNAUTHENTICATED"
        );
    });
}

#[test]
fn what_cannot_be_one_person_is_refused() {
    on_both(async |world| {
        let one = world.expert("سارا").join().await;
        let two = world.expert("سارا").join().await;
        let (keep, other) = (global_id("Member", one.id), global_id("Member", two.id));
        let before = sql::everything(&world.db).await;
        assert_eq!(
            user_codes(&merge(&world, input(&keep, &other)).await),
            ["other: WRONG_STATE"]
        );
        assert_eq!(
            user_codes(&merge(&world, input(&keep, &keep)).await),
            ["other: INVALID"]
        );
        let mut stale = input(&keep, &other);
        stale["otherExpectedVersion"] = json!(2);
        let refused = world
            .coordinator()
            .code(MERGE, json!({"input": stale}))
            .await;
        assert_eq!(refused, "CONFLICT");
        assert_eq!(sql::everything(&world.db).await, before);
        assert_eq!(events(&world, "MEMBERS_MERGED").await, 0);
    });
}
