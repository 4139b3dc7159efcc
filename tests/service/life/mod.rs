//! A problem's life after its routing: edited, worked on, answered, rated, talked about.

mod comments;
mod edit;
mod scenario;
mod table;
mod texts;

use serde_json::{Value, json};

use crate::support::Caller;

/// What the scenarios look at.
pub const PROBLEM: &str = "fragment Whole on Problem {
  id title description district urgency status version dueAt postedAt desk { code }
  resolution { text resolvedByRole resolvedBy reopenedAt rating { stars comment } }
  resolutions { text reopenedAt } rating { stars comment ratedAtJalali }
  comments { body authorRole author isMine expert { id } }
}";

/// Calls a mutation of a problem's life and answers with the whole body.
pub async fn call(caller: &Caller, operation: &str, input: Value) -> Value {
    let mut letters = operation.chars();
    let first = letters.next().unwrap().to_uppercase();
    let query = format!(
        "mutation($input: {first}{}Input!) {{ {operation}(input: $input) {{
           problem {{ ...Whole }} userErrors {{ code field message messageFa }} }} }} {PROBLEM}",
        letters.as_str()
    );
    caller.run(&query, json!({"input": input})).await
}

/// Calls a mutation that must be accepted, and answers with the problem.
pub async fn done(caller: &Caller, operation: &str, input: Value) -> Value {
    let mut body = call(caller, operation, input).await;
    let errors = &body["data"][operation]["userErrors"];
    assert_eq!(*errors, json!([]), "{operation} {body:#}");
    body["data"][operation]["problem"].take()
}

/// The input of a step with no more to say than the version.
pub fn versioned(problem: &Value, fields: Value) -> Value {
    let mut input = fields;
    input["id"] = problem["id"].clone();
    input["expectedVersion"] = problem["version"].clone();
    input
}
