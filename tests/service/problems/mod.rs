//! Problems: posting, routing, deciding.

mod decide;
mod find;
mod idempotency;
pub mod people;
mod post;
mod preview;
mod weights;

use serde_json::{Value, json};

use crate::support::Caller;

/// Everything about a problem that the scenarios look at.
pub const PROBLEM: &str = "fragment Whole on Problem {
  id code title description district urgency status version postedAt postedAtJalali dueAt
  orgUnit { code } desk { code }
  routing {
    decision source desk reason confidence routability weightsVersion
    desks { desk score confidence contributions { feature value weight points evidence } }
  }
}";

/// A statement whose desk nobody would dispute.
pub const WASTE: (&str, &str) = (
    "جمع نشدن زباله‌ها در محله",
    "مخزن‌های زباله دیر تخلیه می‌شود و پسماند در پیاده‌رو می‌ماند. درخواست اصلاح برنامه جمع‌آوری پسماند و نظافت معابر را داریم.",
);
/// Nothing that any desk works on.
pub const VAGUE: (&str, &str) = ("موضوع", "لطفا رسیدگی شود.");

/// The input of `postProblem`.
pub fn statement((title, description): (&str, &str), key: &str) -> Value {
    json!({"title": title, "description": description, "idempotencyKey": key})
}

/// Calls `postProblem` and answers with its payload.
pub async fn post(caller: &Caller, input: Value) -> Value {
    let query = format!(
        "mutation($input: PostProblemInput!) {{ postProblem(input: $input) {{
           problem {{ ...Whole }} userErrors {{ code field message messageFa }} }} }} {PROBLEM}"
    );
    let mut data = caller.data(&query, json!({"input": input})).await;
    data["postProblem"].take()
}

/// Posts a statement that must be accepted, and answers with the problem.
pub async fn posted(caller: &Caller, text: (&str, &str), key: &str) -> Value {
    let mut payload = post(caller, statement(text, key)).await;
    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    payload["problem"].take()
}

/// Calls `problemReroute` and answers with the whole body.
pub async fn reroute(caller: &Caller, id: &Value, to: (&str, &str), version: i64) -> Value {
    let query = format!(
        "mutation($input: ProblemRerouteInput!) {{ problemReroute(input: $input) {{
           problem {{ ...Whole }} userErrors {{ code field message messageFa }} }} }} {PROBLEM}"
    );
    let (desk, reason) = to;
    let input = json!({"id": id, "desk": desk, "reason": reason, "expectedVersion": version});
    caller.run(&query, json!({"input": input})).await
}

/// Calls `problemConfirmRouting` and answers with the whole body.
pub async fn confirm(caller: &Caller, id: &Value, version: i64) -> Value {
    let query = format!(
        "mutation($input: ProblemConfirmRoutingInput!) {{ problemConfirmRouting(input: $input) {{
           problem {{ ...Whole }} userErrors {{ code field message messageFa }} }} }} {PROBLEM}"
    );
    let input = json!({"id": id, "expectedVersion": version});
    caller.run(&query, json!({"input": input})).await
}
