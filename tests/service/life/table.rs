//! Every step from every state by everybody who may know of the problem, as one table.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::call;
use crate::{
    problems::{WASTE, posted},
    support::{Caller, Who, World, code, global_id, on_both, row_of},
    teams::login_as,
};

const STATES: [&str; 9] = [
    "DRAFT",
    "TRIAGE",
    "ROUTED",
    "CONFIRMED",
    "STAFFED",
    "IN_PROGRESS",
    "RESOLVED",
    "CLOSED",
    "WITHDRAWN",
];
/// Two planners who sit at other desks than the first expert.
const ON_TEAM: i64 = 21;
const INVITED: i64 = 22;

/// A step as callers take it.
fn steps() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("edit", "updateProblem", json!({"district": 3})),
        (
            "edit the text",
            "updateProblem",
            json!({"title": "پسماند محله"}),
        ),
        ("submit", "updateProblem", json!({"draft": false})),
        (
            "reroute",
            "problemReroute",
            json!({"desk": "CULTURAL", "reason": "دلیل"}),
        ),
        ("confirm", "problemConfirmRouting", json!({})),
        ("invite", "expertsInvite", json!({"dryRun": true})),
        (
            "remove",
            "teamMemberRemove",
            json!({"member": global_id("Member", ON_TEAM), "reason": "دلیل"}),
        ),
        ("start", "problemStart", json!({})),
        ("resolve", "problemResolve", json!({"resolution": "پاسخ"})),
        ("reopen", "problemReopen", json!({"reason": "دلیل"})),
        ("rate", "problemRate", json!({"stars": 4, "close": false})),
        ("close", "problemRate", json!({"stars": 4})),
        ("withdraw", "withdrawProblem", json!({"reason": "دلیل"})),
        ("comment", "problemComment", json!({"body": "نظر"})),
    ]
}

#[test]
fn every_step_from_every_state_by_everybody() {
    on_both(async |world| {
        insta::assert_snapshot!("steps_by_state_and_role", table(&world).await);
    });
}

async fn table(world: &World) -> String {
    let problem = posted(&world.deputy(), WASTE, "a").await;
    let id = problem["id"].as_str().unwrap();
    let callers = [
        ("coordinator", world.coordinator()),
        ("deputy", world.deputy()),
        ("other deputy", world.caller(Who::OtherDeputy)),
        (
            "on the team",
            login_as(world, &global_id("Member", ON_TEAM)).await,
        ),
        (
            "invited",
            login_as(world, &global_id("Member", INVITED)).await,
        ),
        ("of the desk", world.caller(Who::Expert)),
    ];
    let mut lines = String::new();
    for (row, (step, operation, fields)) in steps().into_iter().enumerate() {
        write!(lines, "{step:14}").unwrap();
        for (name, _) in &callers {
            write!(lines, " {name:13}").unwrap();
        }
        for state in STATES {
            write!(lines, "\n  {state:12}").unwrap();
            for (name, caller) in &callers {
                arrange(world, row_of(id), state).await;
                let key = format!("{row} {state} {name}");
                let input = input(operation, id, &fields, &key);
                write!(
                    lines,
                    " {:13}",
                    outcome(world, caller, operation, input).await
                )
                .unwrap();
            }
        }
        lines.push_str("\n\n");
    }
    let lines: Vec<_> = lines.lines().map(str::trim_end).collect();
    lines.join("\n")
}

fn input(operation: &str, id: &str, fields: &Value, key: &str) -> Value {
    let mut input = fields.clone();
    let name = if ["expertsInvite", "teamMemberRemove"].contains(&operation) {
        "problem"
    } else {
        "id"
    };
    input[name] = json!(id);
    if operation == "problemComment" {
        input["idempotencyKey"] = json!(key);
    } else {
        input["expectedVersion"] = json!(1);
    }
    input
}

/// The state that a step leads to, or why it was refused; a refused one must leave no trace.
async fn outcome(world: &World, caller: &Caller, operation: &str, input: Value) -> String {
    let before = trace(world).await;
    let body = call(caller, operation, input).await;
    if let Some(error) = body["errors"].get(0) {
        assert_eq!(trace(world).await, before, "{operation} {body:#}");
        return code(error);
    }
    let payload = &body["data"][operation];
    if let Some(error) = payload["userErrors"].get(0) {
        assert_eq!(trace(world).await, before, "{operation} {body:#}");
        return error["code"].as_str().unwrap().to_owned();
    }
    // Whoever has left a team may not know of its problem any more.
    let status = payload["problem"]["status"].as_str();
    status.unwrap_or("(unknown)").to_owned()
}

async fn trace(world: &World) -> (i64, i64) {
    let events = world.number("SELECT count(*) FROM audit_event").await;
    let versions = "SELECT CAST(sum(version) AS BIGINT) FROM problem";
    (events, world.number(versions).await)
}

/// Puts the problem into a state, with one on its team and one who is asked.
async fn arrange(world: &World, problem: i64, state: &str) {
    let desk = if ["DRAFT", "TRIAGE"].contains(&state) {
        "NULL"
    } else {
        "(SELECT min(desk_id) FROM seat WHERE member_id = 1 AND until IS NULL)"
    };
    let now = "'2026-11-22 08:00:00+00:00'";
    let later = "'2026-12-22 08:00:00+00:00'";
    for statement in [
        format!(
            "UPDATE problem SET status = '{state}', version = 1, desk_id = {desk},
               title = 'زباله', district = NULL WHERE id = {problem}"
        ),
        "DELETE FROM problem_resolution".to_owned(),
        "DELETE FROM routing WHERE source = 'COORDINATOR'".to_owned(),
        "UPDATE audit_event SET kind = 'PROBLEM_REROUTED' WHERE kind = 'ROUTING_CONFIRMED'"
            .to_owned(),
        "DELETE FROM team_member".to_owned(),
        format!(
            "INSERT INTO team_member (problem_id, member_id, status, role, score, contributions,
               concepts, invited_at, expires_at, answered_at) VALUES
               ({problem}, {ON_TEAM}, 'ACCEPTED', 'LEAD', 1, '[]', '[]', {now}, {later}, {now}),
               ({problem}, {INVITED}, 'INVITED', 'MEMBER', 1, '[]', '[]', {now}, {later}, NULL)"
        ),
    ] {
        world.sql(&statement).await;
    }
    if ["RESOLVED", "CLOSED"].contains(&state) {
        let answer = format!(
            "INSERT INTO problem_resolution (problem_id, answer, resolved_by, resolved_at)
             VALUES ({problem}, 'پاسخ', 1, {now})"
        );
        world.sql(&answer).await;
    }
}
