//! Bad input: a typed answer in both languages, and nothing stored.

mod table;

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{
    problems::{WASTE, posted},
    support::{Answer, World, code, on_both, sql, user_codes},
};
use table::{
    audit_variables, bodies, inputs, member_variables, problem_variables, text_variables, texts,
};

const POST: &str = "mutation($input: PostProblemInput!) { postProblem(input: $input) {
  problem { id } userErrors { code field message messageFa } } }";

#[test]
fn no_such_text_becomes_a_title() {
    on_both(async |world| {
        let mut outcomes = String::new();
        for (name, text) in texts() {
            let input = json!({"title": text, "idempotencyKey": "a"});
            let outcome = refused(&world, POST, json!({"input": input})).await;
            writeln!(outcomes, "{name}: {outcome}").unwrap();
        }
        insta::assert_snapshot!("titles_that_are_none", outcomes);
    });
}

#[test]
fn what_can_be_read_is_kept_and_what_misleads_is_not() {
    on_both(async |world| {
        for (number, (title, kept)) in [
            ("  عنوان\u{0}  ", "عنوان"),
            ("\u{202e}می‌شود\u{202c}", "می‌شود"),
            ("🙂🚧", "🙂🚧"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("'; DROP TABLE problem; --", "'; DROP TABLE problem; --"),
            ("%_\\", "%_\\"),
        ]
        .into_iter()
        .enumerate()
        {
            let problem = posted(&world.deputy(), (title, ""), &number.to_string()).await;
            assert_eq!(problem["title"], kept);
        }
        let exact = "پ".repeat(10_000);
        let problem = posted(&world.deputy(), ("عنوان", &exact), "exact").await;
        assert_eq!(problem["description"], exact);
    });
}

#[test]
fn inputs_beside_the_text_are_checked() {
    on_both(async |world| {
        let mut outcomes = String::new();
        for (name, change) in inputs() {
            let mut input =
                json!({"title": WASTE.0, "description": WASTE.1, "idempotencyKey": "a"});
            for (field, value) in change.as_object().unwrap() {
                input[field] = value.clone();
            }
            let outcome = refused(&world, POST, json!({"input": input})).await;
            writeln!(outcomes, "{name}: {outcome}").unwrap();
        }
        insta::assert_snapshot!("inputs_that_are_refused", outcomes);
    });
}

#[test]
fn a_body_that_is_no_request_is_refused() {
    on_both(async |world| {
        let mut outcomes = String::new();
        let before = sql::counts(&world.db).await;
        for (name, body) in bodies() {
            let answer = world.deputy().post(body).await;
            writeln!(
                outcomes,
                "{name}: {} {}",
                answer.status.as_u16(),
                first_code(&answer)
            )
            .unwrap();
        }
        assert_eq!(sql::counts(&world.db).await, before);
        insta::assert_snapshot!("bodies_that_are_refused", outcomes);
    });
}

#[test]
fn reading_with_bad_input_never_fails_inside() {
    on_both(async |world| {
        posted(&world.deputy(), WASTE, "a").await;
        let members = "query($f: MemberFilter, $s: String, $a: String, $o: [MemberOrder!]) {
          members(filter: $f, search: $s, after: $a, orderBy: $o) { totalCount } }";
        let problems = "query($f: ProblemFilter, $s: String, $a: String) {
          problems(filter: $f, search: $s, after: $a) { totalCount } }";
        let concepts =
            "query($s: String, $a: String) { concepts(search: $s, after: $a) { totalCount } }";
        let events = "query($f: AuditEventFilter, $a: String) {
          auditEvents(filter: $f, after: $a) { totalCount } }";
        for (query, variables) in [
            (events, audit_variables()),
            (events, text_variables()),
            (members, text_variables()),
            (members, member_variables()),
            (problems, text_variables()),
            (problems, problem_variables()),
            (concepts, text_variables()),
        ]
        .into_iter()
        .flat_map(|(query, list)| list.into_iter().map(move |variables| (query, variables)))
        {
            let body = world.coordinator().run(query, variables.clone()).await;
            if let Some(error) = body["errors"].get(0) {
                let shown: String = variables.to_string().chars().take(120).collect();
                assert_ne!(code(error), "INTERNAL", "{query} {shown}");
            }
        }
    });
}

/// How a deputy's call is refused; nothing may be stored.
async fn refused(world: &World, query: &str, variables: Value) -> String {
    let before = sql::counts(&world.db).await;
    let answer = world.deputy().send(query, variables).await;
    assert_eq!(sql::counts(&world.db).await, before, "{answer:?}");
    match answer.body["errors"].get(0) {
        Some(_) => format!("{} {}", answer.status.as_u16(), first_code(&answer)),
        None => user_codes(&answer.body["data"]["postProblem"]).join(", "),
    }
}

fn first_code(answer: &Answer) -> String {
    code(&answer.body["errors"][0])
}
