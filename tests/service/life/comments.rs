//! Comments: who reads them, whose name shows, and that a repeated call says it once.

use async_graphql::futures_util::future::join_all;
use serde_json::{Value, json};

use super::{call, done, versioned};
use crate::{
    problems::{WASTE, posted},
    support::{Who, code, global_id, on_both, user_codes},
    teams::{invite, login_as},
};

const COMMENTS: &str = "query($id: ID!) { problem(id: $id) {
  comments { body authorRole author isMine expert { id } }
  timeline { kind comment { body } } } }";

#[test]
fn everybody_at_the_problem_reads_them_and_nobody_else() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let invited = invite(&world, &problem["id"], 1, false).await;
        let member = invited["team"][0]["member"]["id"].as_str().unwrap();
        let asked = login_as(&world, member).await;
        done(
            &world.deputy(),
            "problemComment",
            say(&problem, "از کی؟", "a"),
        )
        .await;
        done(&asked, "problemComment", say(&problem, "از فردا", "a")).await;
        let seen = world
            .deputy()
            .data(COMMENTS, json!({"id": problem["id"]}))
            .await;
        assert_eq!(
            seen["problem"]["comments"],
            json!([
                {"body": "از کی؟", "authorRole": "DEPUTY", "author": null, "isMine": true, "expert": null},
                {"body": "از فردا", "authorRole": "EXPERT", "author": null, "isMine": false, "expert": {"id": member}},
            ])
        );
        let told = seen["problem"]["timeline"].as_array().unwrap();
        let said = told
            .iter()
            .filter(|event| event["kind"] == "PROBLEM_COMMENTED");
        let said: Vec<_> = said.map(|event| &event["comment"]["body"]).collect();
        assert_eq!(said, ["از کی؟", "از فردا"]);
        let seen = world
            .coordinator()
            .data(COMMENTS, json!({"id": problem["id"]}))
            .await;
        assert_eq!(seen["problem"]["comments"][0]["author"], "deputy");
        let other = world.caller(Who::OtherDeputy);
        assert_eq!(
            other.code(COMMENTS, json!({"id": problem["id"]})).await,
            "NOT_FOUND"
        );
        let body = call(&other, "problemComment", say(&problem, "نظر", "a")).await;
        assert_eq!(code(&body["errors"][0]), "NOT_FOUND");
    });
}

#[test]
fn the_trail_names_a_comment_and_keeps_none_of_its_words() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        done(
            &world.deputy(),
            "problemComment",
            say(&problem, "قرقاول", "a"),
        )
        .await;
        let told = "SELECT count(*) FROM audit_event WHERE kind = 'PROBLEM_COMMENTED'";
        assert_eq!(world.number(told).await, 1);
        let words = "SELECT count(*) FROM audit_event WHERE data LIKE '%قرقاول%'";
        assert_eq!(world.number(words).await, 0);
        let version = "SELECT version FROM problem";
        assert_eq!(world.number(version).await, 1);
    });
}

#[test]
fn twenty_calls_at_once_say_it_once() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let deputy = world.deputy();
        let calls = (0..20).map(|_| call(&deputy, "problemComment", say(&problem, "نظر", "k")));
        for body in join_all(calls).await {
            assert_eq!(
                body["data"]["problemComment"]["userErrors"],
                json!([]),
                "{body:#}"
            );
        }
        assert_eq!(
            world.number("SELECT count(*) FROM problem_comment").await,
            1
        );
        let body = call(&deputy, "problemComment", say(&problem, "دیگر", "k")).await;
        assert_eq!(code(&body["errors"][0]), "CONFLICT");
        // The same key serves another operation and another person.
        done(
            &world.coordinator(),
            "problemComment",
            say(&problem, "نظر", "k"),
        )
        .await;
        posted(&deputy, WASTE, "k").await;
        for key in ["", "\u{0}", &"k".repeat(101)] {
            let body = call(&deputy, "problemComment", say(&problem, "نظر", key)).await;
            let codes = user_codes(&body["data"]["problemComment"]);
            assert_eq!(codes, ["idempotencyKey: INVALID"]);
        }
    });
}

#[test]
fn a_repeated_call_is_answered_when_nothing_more_can_be_said() {
    on_both(async |world| {
        let problem = posted(&world.deputy(), WASTE, "a").await;
        let (deputy, input) = (world.deputy(), say(&problem, "نظر", "k"));
        done(&deputy, "problemComment", input.clone()).await;
        let back = versioned(&problem, json!({"reason": "حل شد"}));
        done(&deputy, "withdrawProblem", back).await;
        let again = done(&deputy, "problemComment", input).await;
        assert_eq!(again["status"], "WITHDRAWN");
        assert_eq!(again["comments"][0]["body"], "نظر");
        let body = call(&deputy, "problemComment", say(&problem, "دیگر", "l")).await;
        let codes = user_codes(&body["data"]["problemComment"]);
        assert_eq!(codes, ["id: WRONG_STATE"]);
    });
}

#[test]
fn an_id_of_nothing_is_not_found() {
    on_both(async |world| {
        for id in [
            global_id("Problem", 99),
            global_id("Member", 1),
            "x".to_owned(),
        ] {
            let input = json!({"id": id, "body": "نظر", "idempotencyKey": "a"});
            let body = call(&world.coordinator(), "problemComment", input).await;
            assert_eq!(code(&body["errors"][0]), "NOT_FOUND", "{id}");
        }
    });
}

fn say(problem: &Value, body: &str, key: &str) -> Value {
    json!({"id": problem["id"], "body": body, "idempotencyKey": key})
}
