//! A key makes one problem, however often and however fast it is sent.

use async_graphql::futures_util::future::join_all;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{VAGUE, WASTE, post, posted, statement};
use crate::support::{World, code, on_both};

const POST: &str = "mutation($input: PostProblemInput!) {
  postProblem(input: $input) { problem { id code status version } userErrors { code } }
}";

#[test]
fn a_repeated_call_answers_with_the_first_problem() {
    on_both(async |world| {
        let first = posted(&world.deputy(), WASTE, "a").await;
        world.advance(TimeDelta::hours(23));
        let second = posted(&world.deputy(), WASTE, "a").await;
        assert_eq!(first, second);
        assert_eq!(problems(&world).await, 1);
    });
}

#[test]
fn fifty_calls_at_once_make_one_problem() {
    on_both(async |world| {
        let deputy = world.deputy();
        let variables = json!({"input": statement(WASTE, "a")});
        let calls = (0..50).map(|_| deputy.run(POST, variables.clone()));
        let answers = join_all(calls).await;
        assert!(answers[0]["data"]["postProblem"]["problem"]["id"].is_string());
        for answer in &answers {
            assert_eq!(answer, &answers[0]);
        }
        assert_eq!(problems(&world).await, 1);
        assert_eq!(world.number("SELECT count(*) FROM routing").await, 1);
        let posts = "SELECT count(*) FROM audit_event WHERE kind = 'PROBLEM_POSTED'";
        assert_eq!(world.number(posts).await, 1);
    });
}

#[test]
fn the_same_key_with_another_body_is_a_conflict() {
    on_both(async |world| {
        posted(&world.deputy(), WASTE, "a").await;
        let variables = json!({"input": statement(VAGUE, "a")});
        let refused = world.deputy().code(POST, variables).await;
        assert_eq!(refused, "CONFLICT");
        for (field, value) in [
            ("district", json!(4)),
            ("urgency", json!("HIGH")),
            ("draft", json!(true)),
            ("conceptIds", json!([concept(&world)])),
        ] {
            let mut input = statement(WASTE, "a");
            input[field] = value;
            let refused = world.deputy().code(POST, json!({"input": input})).await;
            assert_eq!(refused, "CONFLICT", "{field}");
        }
        assert_eq!(problems(&world).await, 1);
    });
}

#[test]
fn two_bodies_at_once_under_one_key_make_one_problem_and_one_conflict() {
    on_both(async |world| {
        let deputy = world.deputy();
        let call = |text| deputy.run(POST, json!({"input": statement(text, "a")}));
        let answers = join_all([call(WASTE), call(VAGUE)]).await;
        let refused: Vec<_> = answers
            .iter()
            .filter_map(|answer| answer["errors"].get(0))
            .collect();
        assert_eq!(refused.len(), 1, "{answers:#?}");
        assert_eq!(code(refused[0]), "CONFLICT");
        assert_eq!(problems(&world).await, 1);
    });
}

#[test]
fn after_a_day_the_key_is_free_again() {
    for wait in [TimeDelta::hours(24), TimeDelta::hours(25)] {
        on_both(async |world| {
            let first = posted(&world.deputy(), WASTE, "a").await;
            world.advance(wait);
            let second = posted(&world.deputy(), WASTE, "a").await;
            assert_ne!(first["id"], second["id"]);
            assert_eq!(problems(&world).await, 2);
        });
    }
}

#[test]
fn a_key_belongs_to_one_account() {
    on_both(async |world| {
        let mine = posted(&world.deputy(), WASTE, "a").await;
        let mut input = statement(WASTE, "a");
        input["orgUnit"] = json!("DEP-URBAN-SERVICES");
        let theirs = post(&world.coordinator(), input).await;
        assert_ne!(mine["id"], theirs["problem"]["id"]);
    });
}

fn concept(world: &World) -> Value {
    json!(world.app.reference().concepts()[0].code)
}

async fn problems(world: &World) -> i64 {
    world.number("SELECT count(*) FROM problem").await
}
