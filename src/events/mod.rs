//! The audit trail: a closed set of events, appended inside the transaction that they tell of.
//!
//! Each row carries the hash of the one before it, so a removed or edited row shows.

mod bus;
mod event;
mod kind;
pub mod read;
mod subject;
mod verify;

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use entity::audit_event;

use crate::{
    auth::secret::sha256_hex,
    fault::Fault,
    store::{Connection, audit},
};

pub use bus::{Bus, Follower};
pub use event::Event;
pub use kind::EventKind;
pub use verify::{Verdict, verify};

/// What the first event carries in place of a hash before it.
const GENESIS: &str = "genesis";

/// Appends `event` inside the caller's transaction.
pub async fn append(
    db: &impl Connection,
    event: Event,
    actor_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    append_all(db, vec![event], actor_id, now).await
}

/// Appends `events` in their order inside the caller's transaction.
pub async fn append_all(
    db: &impl Connection,
    events: Vec<Event>,
    actor_id: Option<i64>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let mut tip = audit::tip(db).await?.unwrap_or_else(|| GENESIS.to_owned());
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        let (subject, subject_id) = event.subject();
        let json = serde_json::to_value(&event)
            .map_err(|error| Fault::Internal(format!("writing an event: {error}")))?;
        let mut row = audit_event::Model {
            id: 0,
            at: now,
            actor_id,
            kind: event.kind().code(),
            subject: subject.to_owned(),
            subject_id,
            data: json.to_string(),
            previous_hash: tip.clone(),
            hash: String::new(),
        };
        row.hash = chain_hash(&row);
        tip.clone_from(&row.hash);
        rows.push(row);
    }
    Ok(audit::insert(db, rows).await?)
}

/// SHA-256 over all of a row but its id and its own hash, each part length-prefixed.
fn chain_hash(row: &audit_event::Model) -> String {
    let actor = row.actor_id.map_or_else(String::new, |id| id.to_string());
    let parts = [
        row.previous_hash.as_str(),
        &row.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        &actor,
        &row.kind,
        &row.subject,
        &row.subject_id.to_string(),
        &row.data,
    ];
    let mut text = String::new();
    for part in parts {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}:{part}", part.len());
    }
    sha256_hex(text.as_bytes())
}
