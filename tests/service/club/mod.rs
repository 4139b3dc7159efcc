//! The club: members by page, filter and search.

mod filters;
mod paging;
mod search;

use serde_json::{Value, json};

use crate::support::World;

const MEMBERS: &str = "query(
  $filter: MemberFilter, $order: [MemberOrder!], $search: String,
  $first: Int, $after: String, $last: Int, $before: String
) {
  members(
    filter: $filter, orderBy: $order, search: $search,
    first: $first, after: $after, last: $last, before: $before
  ) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { id } }
    nodes { memberNo fullName }
  }
}";

/// The `members` connection as a coordinator sees it.
async fn members(world: &World, variables: Value) -> Value {
    let mut data = world.coordinator().data(MEMBERS, variables).await;
    data["members"].take()
}

/// The names in a connection.
fn names(connection: &Value) -> Vec<&str> {
    let nodes = connection["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["fullName"].as_str().unwrap())
        .collect()
}

/// The numbers in a connection.
fn numbers(connection: &Value) -> Vec<i64> {
    let nodes = connection["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["memberNo"].as_i64().unwrap())
        .collect()
}

/// Only members that a test has added.
fn newcomers() -> Value {
    json!({"memberNo": {"gt": 5_000}})
}
