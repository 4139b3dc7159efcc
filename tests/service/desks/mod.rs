//! Desks: assignment rounds and the limits that they keep.

mod abandoned;
mod blockers;
pub mod computing;
mod edits;
mod explain;
mod hard;
mod kept;
mod keys;
mod progress;
mod reports;
mod rounds;
mod twice;
mod undo;
mod undo_chain;
mod way_out;

use serde_json::{Value, json};

use crate::support::Caller;

pub const DESKS: [&str; 6] = [
    "URBAN_SERVICES",
    "PLANNING_HR",
    "URBANISM",
    "CIVIL_TRANSPORT",
    "CULTURAL",
    "FINANCE_ECONOMY",
];

/// Limits that the small club can meet: 4 to 14 seats and at least `externals` at each desk.
pub fn limits(externals: i32) -> Value {
    let desk =
        |code| json!({"desk": code, "seatsMin": 4, "seatsMax": 14, "externalsMin": externals});
    json!(DESKS.map(desk))
}

/// The input of a round over the small club.
pub fn round_input(externals: i32) -> Value {
    json!({"desks": limits(externals), "external": {"min": 1, "max": 2}})
}

/// Calls `assignmentRoundPropose` and answers with its payload.
pub async fn propose(caller: &Caller, input: Value) -> Value {
    let query = "mutation($input: AssignmentRoundProposeInput!) {
      assignmentRoundPropose(input: $input) {
        round { id status version objective optimal }
        report {
          added kept removed objective optimal
          desks { desk seats score } conflicts { message messageFa }
        }
        userErrors { code field message messageFa }
      } }";
    let mut data = caller.data(query, json!({"input": input})).await;
    data["assignmentRoundPropose"].take()
}

/// Calls `assignmentRoundApply` or `assignmentRoundDiscard` and answers with the whole body.
pub async fn close(caller: &Caller, how: &str, id: &Value, version: i64) -> Value {
    let query = format!(
        "mutation($input: AssignmentRoundInput!) {{ done: assignmentRound{how}(input: $input) {{
           round {{ id status version closedAt }} userErrors {{ code field message messageFa }} }} }}"
    );
    let input = json!({"id": id, "expectedVersion": version});
    caller.run(&query, json!({"input": input})).await
}
