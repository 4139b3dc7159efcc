//! Memberships: registering, editing, standing, merging, and what is personal.

mod import;
mod merge;
mod register;
mod reveal;
mod standing;
mod update;

use serde_json::{Value, json};

use crate::support::{Caller, World};

const REGISTER: &str = "mutation($input: RegisterMemberInput!) { registerMember(input: $input) {
  member { id memberNo fullName kind tier standing orgUnit { code } field degree job bio maxLoad
           joinedOn joinedOnJalali version mobile nationalId email
           expertise { phrase level source concept { code } } }
  personal { nationalId mobile email }
  similar { member { fullName memberNo } score }
  userErrors { code field message messageFa } } }";

const UPDATE: &str = "mutation($input: UpdateMemberInput!) { updateMember(input: $input) {
  member { id version fullName kind orgUnit { code } bio job maxLoad mobile email
           expertise { phrase level source } }
  personal { nationalId mobile email }
  userErrors { code field message messageFa } } }";

/// An external member by this name, under a key of the name's own.
fn external(name: &str) -> Value {
    json!({"fullName": name, "kind": "EXTERNAL", "idempotencyKey": name})
}

async fn register(caller: &Caller, input: Value) -> Value {
    caller.data(REGISTER, json!({"input": input})).await["registerMember"].take()
}

async fn update(caller: &Caller, input: Value) -> Value {
    caller.data(UPDATE, json!({"input": input})).await["updateMember"].take()
}

/// How many events of a kind there are.
async fn events(world: &World, kind: &str) -> i64 {
    let count = format!("SELECT count(*) FROM audit_event WHERE kind = '{kind}'");
    world.number(&count).await
}

/// The data of the newest event of a kind.
async fn newest(world: &World, kind: &str) -> Value {
    let query =
        format!("SELECT data FROM audit_event WHERE kind = '{kind}' ORDER BY id DESC LIMIT 1");
    let rows = crate::support::sql::rows(&world.db, &query).await;
    serde_json::from_str(rows[0]["data"].as_str().unwrap()).unwrap()
}
