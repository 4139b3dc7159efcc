//! Every root operation under every role, as one table that a person can read.

use std::{collections::BTreeSet, fmt::Write as _};

use chrono::TimeDelta;
use mizan::auth::accounts;
use serde_json::{Value, json};

use super::operations::operations;
use crate::{
    desks::{propose, round_input},
    problems::{WASTE, posted},
    support::{Caller, Who, World, code, global_id, on_both},
};

/// An operation as it is called for the table.
pub struct Operation {
    pub name: &'static str,
    pub document: &'static str,
    pub input: Value,
}

/// The objects that the operations are called with.
pub struct Objects {
    pub problem: Value,
    pub round: Value,
    pub member: Value,
}

#[test]
fn every_operation_under_every_role() {
    on_both(async |world| {
        insta::assert_snapshot!("operations_by_role", table(&world).await);
    });
}

#[test]
fn the_table_has_every_operation() {
    on_both(async |world| {
        let query =
            "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }";
        let data = world.coordinator().data(query, json!({})).await;
        let schema = &data["__schema"];
        let fields =
            ["queryType", "mutationType"].map(|root| schema[root]["fields"].as_array().unwrap());
        let served: BTreeSet<_> = fields
            .into_iter()
            .flatten()
            .map(|field| field["name"].as_str().unwrap())
            .collect();
        let operations = operations(&Objects::none());
        let listed: BTreeSet<_> = operations.iter().map(|operation| operation.name).collect();
        assert_eq!(listed, served);
    });
}

async fn table(world: &World) -> String {
    let callers = || std::iter::once(None).chain(Who::ALL.map(Some));
    let mut lines = format!("{:26}", "");
    for who in callers() {
        let name = who.map_or("Anonymous".to_owned(), |who| format!("{who:?}"));
        write!(lines, " {name:15}").unwrap();
    }
    for (row, operation) in operations(&Objects::none()).iter().enumerate() {
        write!(lines, "\n{:26}", operation.name).unwrap();
        for who in callers() {
            // Each call has objects of its own, since it may change them.
            let objects = Objects::fresh(world, operation.name).await;
            let operation = operations(&objects).swap_remove(row);
            let caller = caller(world, who, operation.name).await;
            write!(lines, " {:15}", outcome(&caller, &operation).await).unwrap();
        }
    }
    let lines: Vec<_> = lines.lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// Somebody with a session of their own where the operation ends it.
async fn caller(world: &World, who: Option<Who>, operation: &str) -> Caller {
    let Some(who) = who else {
        return world.anonymous();
    };
    if !["tokenRotate", "logOut"].contains(&operation) {
        return world.caller(who);
    }
    let session = accounts::issue_token(&world.app, who.username(), TimeDelta::hours(1)).await;
    world.with_token(&session.unwrap().token)
}

async fn outcome(caller: &Caller, operation: &Operation) -> String {
    let input = operation.input.clone();
    let body = if operation.name == "importMembers" {
        let file = ("members.csv", "member no,name\n9000,نام تازه".as_bytes());
        let answer = caller.upload(operation.document, input["input"].clone(), file);
        answer.await.body
    } else {
        caller.run(operation.document, input).await
    };
    if let Some(error) = body["errors"].get(0) {
        return code(error);
    }
    let data = body["data"].as_object().unwrap();
    let payload = data.values().next().unwrap();
    match payload["userErrors"].get(0) {
        Some(_) => "USER_ERROR".to_owned(),
        None => "OK".to_owned(),
    }
}

impl Objects {
    fn none() -> Self {
        Self {
            problem: Value::Null,
            round: Value::Null,
            member: Value::Null,
        }
    }

    /// What an operation is called with; a round only where it is needed, since it takes time.
    async fn fresh(world: &World, operation: &str) -> Self {
        let mut objects = Self {
            member: json!(global_id("Member", 2)),
            ..Self::none()
        };
        let key = world.number("SELECT count(*) FROM problem").await;
        let mut problem = posted(&world.deputy(), WASTE, &key.to_string()).await;
        objects.problem = problem["id"].take();
        if operation.starts_with("assignmentRound") {
            let mut round = propose(&world.coordinator(), round_input(2)).await;
            objects.round = round["round"]["id"].take();
        }
        objects
    }
}
