//! Teams: who is asked, what they answer, who comes next.

mod answers;
mod keys;
mod leads;
mod named;
mod removals;
mod stand_ins;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::{
    problems::{WASTE, posted, reroute},
    support::{Caller, World, global_id, on_both, row_of, sql, user_codes},
};

const INVITE: &str = "mutation($input: ExpertsInviteInput!) { expertsInvite(input: $input) {
  problem { id version status team { member { id } status role } }
  team { member { id orgUnit { code } openLoad } role score contributions { points }
         concepts { code } alternate { id } }
  needed { code } uncovered { code }
  userErrors { code field message messageFa } } }";

const TEAM: &str = "query($id: ID!) { problem(id: $id) { status version
  team { member { id } status role isAlternate concepts { code } reason } } }";

#[test]
fn a_dry_run_says_what_the_real_one_does_and_asks_nobody() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let before = sql::everything(&world.db).await;
        let dry = invite(&world, &problem["id"], 1, true).await;
        assert_eq!(sql::everything(&world.db).await, before);
        let real = invite(&world, &problem["id"], 1, false).await;
        for part in ["needed", "uncovered"] {
            assert_eq!(dry[part], real[part]);
        }
        let who = |payload: &Value| -> Vec<(Value, Value)> {
            let team = payload["team"].as_array().unwrap().iter();
            team.map(|one| (one["member"]["id"].clone(), one["alternate"].clone()))
                .collect()
        };
        assert_eq!(who(&dry), who(&real));
        assert_eq!(real["problem"]["version"], 2);
        assert_eq!(real["team"][0]["role"], "LEAD");
        let stale = json!({"input": {"problem": problem["id"], "expectedVersion": 1}});
        assert_eq!(world.coordinator().code(INVITE, stale).await, "CONFLICT");
    });
}

#[test]
fn the_team_covers_the_needs_and_nobody_is_of_the_reporting_unit() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let payload = invite(&world, &problem["id"], 1, true).await;
        let needed = codes(&payload["needed"]);
        assert!(!needed.is_empty());
        let team = payload["team"].as_array().unwrap();
        let known: Vec<String> = team
            .iter()
            .flat_map(|one| codes(&one["concepts"]))
            .collect();
        let uncovered = codes(&payload["uncovered"]);
        for need in &needed {
            assert!(known.contains(need) != uncovered.contains(need), "{need}");
        }
        for one in team {
            assert_ne!(one["member"]["orgUnit"]["code"], "DEP-URBAN-SERVICES");
            let parts = one["contributions"].as_array().unwrap();
            let points: f64 = parts
                .iter()
                .map(|part| part["points"].as_f64().unwrap())
                .sum();
            assert!((points - one["score"].as_f64().unwrap()).abs() < 1e-9);
        }
    });
}

#[test]
fn when_all_have_said_yes_the_problem_is_staffed() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let invited = invite(&world, &problem["id"], 1, false).await;
        let team = invited["team"].as_array().unwrap();
        for (at, one) in team.iter().enumerate() {
            let status = look(&world, &problem["id"]).await["status"].clone();
            assert_eq!(status, "ROUTED", "before answer {at}");
            let member = one["member"]["id"].as_str().unwrap();
            assert_eq!(load(&world, member).await, 1);
            let asked = login_as(&world, member).await;
            let open = asked.data(
                "{ invitations(status: INVITED) { problem { id } expiresAt } }",
                json!({}),
            );
            assert_eq!(open.await["invitations"][0]["problem"]["id"], problem["id"]);
            answer(&asked, &problem["id"], true).await;
        }
        let staffed = look(&world, &problem["id"]).await;
        assert_eq!(staffed["status"], "STAFFED");
        let again =
            json!({"input": {"problem": problem["id"], "expectedVersion": staffed["version"]}});
        let data = world.coordinator().data(INVITE, again).await;
        // Nobody knows the one need that is left.
        assert_eq!(user_codes(&data["expertsInvite"]), ["problem: INFEASIBLE"]);
        assert_eq!(
            world
                .number("SELECT count(*) FROM audit_event WHERE kind = 'PROBLEM_STAFFED'")
                .await,
            1
        );
    });
}

#[test]
fn after_a_no_and_after_silence_the_next_is_asked() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let invited = invite(&world, &problem["id"], 1, false).await;
        let first = &invited["team"][0];
        let next = first["alternate"]["id"].clone();
        let asked = login_as(&world, first["member"]["id"].as_str().unwrap()).await;
        let said = answer(&asked, &problem["id"], false).await;
        assert_eq!(said["invitation"]["status"], "DECLINED");
        assert_eq!(
            user_codes(&answer(&asked, &problem["id"], true).await),
            ["problem: WRONG_STATE"]
        );
        // Who has said no no longer sees a problem of another desk, nor is asked again.
        let team = look(&world, &problem["id"]).await["team"].clone();
        let place = of(&team, &next);
        assert_eq!(
            (&place["status"], &place["isAlternate"]),
            (&json!("INVITED"), &json!(true))
        );
        world.advance(TimeDelta::days(5));
        mizan::teams::sweep::sweep(&world.app).await.unwrap();
        let team = look(&world, &problem["id"]).await["team"].clone();
        assert_eq!(of(&team, &next)["status"], "EXPIRED");
        let members: Vec<&Value> = team
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["member"]["id"])
            .collect();
        let mut distinct = members.clone();
        distinct.sort_by_key(ToString::to_string);
        distinct.dedup();
        assert_eq!(distinct.len(), members.len());
        let trail = mizan::events::verify(world.app.store.reader(), None)
            .await
            .unwrap();
        assert!(
            matches!(trail, mizan::events::Verdict::Intact { .. }),
            "{trail:?}"
        );
    });
}

#[test]
fn only_those_who_are_asked_may_answer() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let outsider = world.expert("بیرون از گروه").join().await;
        let outsider = login_as(&world, &global_id("Member", outsider.id)).await;
        let input = json!({"input": {"problem": problem["id"], "accept": true}});
        assert_eq!(outsider.code(ANSWER, input.clone()).await, "NOT_FOUND");
        assert_eq!(world.deputy().code(ANSWER, input).await, "FORBIDDEN");
        let data = outsider.data("{ invitations { status } }", json!({})).await;
        assert_eq!(data["invitations"], json!([]));
    });
}

#[test]
fn those_who_are_asked_see_the_problem_of_another_desk() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let expert = world.expert("کارشناس").knows(["پسماند"]).join().await;
        let asked = login_as(&world, &global_id("Member", expert.id)).await;
        let one = json!({"id": problem["id"]});
        assert_eq!(asked.code(TEAM, one.clone()).await, "NOT_FOUND");
        world
            .sql(&format!(
                "INSERT INTO team_member (problem_id, member_id, status, role, score, contributions, concepts,
                   invited_at, expires_at)
                 SELECT {}, {}, 'INVITED', 'MEMBER', 0, '[]', '[]', posted_at, posted_at FROM problem",
                row_of(problem["id"].as_str().unwrap()),
                expert.id
            ))
            .await;
        asked.data(TEAM, one.clone()).await;
        let node = "query($id: ID!) { node(id: $id) { id } }";
        asked.data(node, one).await;
        let listed = asked.data("{ problems { nodes { id } } }", json!({})).await;
        assert_eq!(listed["problems"]["nodes"][0]["id"], problem["id"]);
    });
}

#[test]
fn a_problem_in_triage_gets_no_team() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), crate::problems::VAGUE, "a").await;
        let payload = invite(&world, &problem["id"], 1, false).await;
        assert_eq!(user_codes(&payload), ["problem: WRONG_STATE"]);
        reroute(
            &world.coordinator(),
            &problem["id"],
            ("CULTURAL", "موضوع فرهنگی است"),
            1,
        )
        .await;
        let payload = invite(&world, &problem["id"], 2, true).await;
        assert_eq!(payload["team"].as_array().unwrap().len(), 1, "{payload:#}");
    });
}

const ANSWER: &str = "mutation($input: InvitationAnswerInput!) { invitationAnswer(input: $input) {
  invitation { status } userErrors { code field message messageFa } } }";

pub async fn invite(world: &World, problem: &Value, version: i64, dry_run: bool) -> Value {
    let input = json!({"problem": problem, "expectedVersion": version, "dryRun": dry_run});
    let mut data = world
        .coordinator()
        .data(INVITE, json!({"input": input}))
        .await;
    data["expertsInvite"].take()
}

pub async fn answer(asked: &Caller, problem: &Value, accept: bool) -> Value {
    let input = json!({"problem": problem, "accept": accept, "reason": "فرصت ندارم"});
    let mut data = asked.data(ANSWER, json!({"input": input})).await;
    data["invitationAnswer"].take()
}

async fn look(world: &World, problem: &Value) -> Value {
    let mut data = world.coordinator().data(TEAM, json!({"id": problem})).await;
    data["problem"].take()
}

async fn load(world: &World, member: &str) -> i64 {
    let query = "query($id: ID!) { node(id: $id) { ... on Member { openLoad } } }";
    let data = world.coordinator().data(query, json!({"id": member})).await;
    data["node"]["openLoad"].as_i64().unwrap()
}

/// The place of a member in a team.
fn of(team: &Value, member: &Value) -> Value {
    let found = team
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["member"]["id"] == *member);
    found
        .unwrap_or_else(|| panic!("{member} is not in {team:#}"))
        .clone()
}

fn codes(concepts: &Value) -> Vec<String> {
    let concepts = concepts.as_array().unwrap().iter();
    concepts
        .map(|one| one["code"].as_str().unwrap().to_owned())
        .collect()
}

/// A session for a member, with a new account where they have none.
pub async fn login_as(world: &World, member: &str) -> Caller {
    use mizan::auth::{Role, accounts};
    let query = format!(
        "SELECT member.member_no, account.username FROM member
           LEFT JOIN account ON account.member_id = member.id WHERE member.id = {}",
        row_of(member)
    );
    let row = sql::rows(&world.db, &query).await.remove(0);
    let number = row["member_no"].as_i64().unwrap();
    let username = match row["username"].as_str() {
        Some(username) => username.to_owned(),
        None => format!("member-{number}"),
    };
    if row["username"].is_null() {
        let new = accounts::NewAccount {
            username: username.clone(),
            password: None,
            role: Role::Expert,
            org_unit: None,
            member_no: Some(number),
        };
        accounts::add(&world.app, new).await.unwrap();
    }
    let session = accounts::issue_token(&world.app, &username, TimeDelta::days(30)).await;
    world.with_token(&session.unwrap().token)
}
