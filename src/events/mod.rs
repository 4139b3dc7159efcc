//! The audit trail: a closed set of events, appended inside the transaction that they tell of.
//!
//! Each row carries the hash of the one before it, so a removed or edited row shows.

mod bus;
mod kind;
pub mod read;
mod verify;

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use entity::{account::Role, audit_event};
use serde::Serialize;

use crate::{
    auth::{self, secret::sha256_hex},
    fault::Fault,
    store::{Connection, audit},
};

pub use bus::{Bus, Follower};
pub use kind::EventKind;
pub use verify::{Verdict, verify};

/// What the first event carries in place of a hash before it.
const GENESIS: &str = "genesis";

/// Something that happened. The variant's name is the event's kind, its fields are its data.
#[derive(Clone, Debug, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub enum Event {
    AccountAdded {
        account_id: i64,
        #[serde(serialize_with = "role_code")]
        role: Role,
    },
    SignedIn {
        account_id: i64,
        token_id: i64,
    },
    SignedOut {
        account_id: i64,
        token_id: i64,
    },
    TokenRotated {
        account_id: i64,
        old_token_id: i64,
        token_id: i64,
    },
    AccountLinked {
        account_id: i64,
    },
    AccountChanged {
        account_id: i64,
        #[serde(serialize_with = "role_code")]
        role: Role,
    },
    AccountDisabled {
        account_id: i64,
    },
    AccountEnabled {
        account_id: i64,
    },
    MembersAdded {
        first_member_id: i64,
        count: usize,
    },
    MemberRegistered {
        member_id: i64,
        member_no: i64,
    },
    /// Names of fields, never their values.
    MemberUpdated {
        member_id: i64,
        fields: Vec<&'static str>,
        version: i64,
    },
    MemberStandingChanged {
        member_id: i64,
        from: &'static str,
        to: &'static str,
        reason: String,
        seats: Vec<&'static str>,
        invitations: usize,
    },
    MemberRevealed {
        member_id: i64,
        reason: String,
    },
    MembersMerged {
        member_id: i64,
        merged_member_id: i64,
        filled: Vec<&'static str>,
        conflicts: Vec<&'static str>,
    },
    MembersImported {
        file_hash: String,
        added: usize,
        changed: usize,
        unchanged: usize,
        failed: usize,
    },
    MembersExported {
        count: usize,
    },
    OrgUnitsAdded {
        first_org_unit_id: i64,
        count: usize,
    },
    ProblemPosted {
        problem_id: i64,
        org_unit_id: i64,
    },
    ProblemRouted {
        problem_id: i64,
        routing_id: i64,
        desk: Option<&'static str>,
        confidence: f64,
    },
    ProblemRerouted {
        problem_id: i64,
        routing_id: i64,
        desk: &'static str,
        reason: String,
    },
    RoutingConfirmed {
        problem_id: i64,
        routing_id: i64,
        desk: &'static str,
    },
    WeightsProposed {
        version: i64,
        decisions: usize,
    },
    WeightsPublished {
        version: i64,
    },
    RoundComputing {
        round_id: i64,
    },
    RoundProposed {
        round_id: i64,
        seats: usize,
    },
    RoundInfeasible {
        round_id: i64,
    },
    RoundCancelled {
        round_id: i64,
    },
    RoundFailed {
        round_id: i64,
        failure: &'static str,
    },
    RoundApplied {
        round_id: i64,
        added: usize,
        removed: usize,
    },
    RoundDiscarded {
        round_id: i64,
    },
    RoundPinned {
        round_id: i64,
        pins: usize,
        bans: usize,
        version: i64,
    },
    RoundReverted {
        round_id: i64,
        ended: usize,
        restored: usize,
        conflicts: usize,
    },
    MemberSeated {
        member_id: i64,
        desk: &'static str,
        role: &'static str,
    },
    MemberUnseated {
        member_id: i64,
        desk: &'static str,
    },
    DesksPreferred {
        member_id: i64,
        desks: Vec<&'static str>,
    },
    ExpertsInvited {
        problem_id: i64,
        member_ids: Vec<i64>,
    },
    InvitationAnswered {
        problem_id: i64,
        member_id: i64,
        accepted: bool,
    },
    InvitationExpired {
        problem_id: i64,
        member_id: i64,
    },
    TeamLeadChanged {
        problem_id: i64,
        member_id: i64,
        /// Who led before.
        before: i64,
    },
    TeamPlaceLeftOpen {
        problem_id: i64,
        member_id: i64,
        /// What nobody else knows.
        concepts: Vec<String>,
        /// How many are asked or have accepted.
        remaining: usize,
    },
    ProblemStaffed {
        problem_id: i64,
        team: usize,
    },
    ProblemUpdated {
        problem_id: i64,
        fields: Vec<&'static str>,
    },
    ProblemSubmitted {
        problem_id: i64,
    },
    ProblemStarted {
        problem_id: i64,
    },
    ProblemResolved {
        problem_id: i64,
        resolution_id: i64,
    },
    ProblemReopened {
        problem_id: i64,
        reason: String,
        status: &'static str,
    },
    ProblemRated {
        problem_id: i64,
        resolution_id: i64,
        stars: i32,
    },
    ProblemClosed {
        problem_id: i64,
    },
    ProblemWithdrawn {
        problem_id: i64,
        reason: String,
    },
    ProblemCommented {
        problem_id: i64,
        comment_id: i64,
    },
    InvitationsCancelled {
        problem_id: i64,
        member_ids: Vec<i64>,
    },
}

impl Event {
    /// The kind of object that the event is about, and its id.
    fn subject(&self) -> (&'static str, i64) {
        match *self {
            Self::AccountAdded { account_id, .. }
            | Self::SignedIn { account_id, .. }
            | Self::SignedOut { account_id, .. }
            | Self::TokenRotated { account_id, .. }
            | Self::AccountLinked { account_id }
            | Self::AccountDisabled { account_id }
            | Self::AccountEnabled { account_id }
            | Self::AccountChanged { account_id, .. } => ("Account", account_id),
            Self::MembersAdded {
                first_member_id, ..
            } => ("Member", first_member_id),
            // The whole club has no row.
            Self::MembersImported { .. } | Self::MembersExported { .. } => ("Club", 0),
            Self::OrgUnitsAdded {
                first_org_unit_id, ..
            } => ("OrgUnit", first_org_unit_id),
            Self::ProblemPosted { problem_id, .. }
            | Self::ProblemRouted { problem_id, .. }
            | Self::ProblemRerouted { problem_id, .. }
            | Self::RoutingConfirmed { problem_id, .. }
            | Self::ExpertsInvited { problem_id, .. }
            | Self::InvitationAnswered { problem_id, .. }
            | Self::InvitationExpired { problem_id, .. }
            | Self::TeamLeadChanged { problem_id, .. }
            | Self::TeamPlaceLeftOpen { problem_id, .. }
            | Self::ProblemStaffed { problem_id, .. }
            | Self::ProblemUpdated { problem_id, .. }
            | Self::ProblemSubmitted { problem_id }
            | Self::ProblemStarted { problem_id }
            | Self::ProblemResolved { problem_id, .. }
            | Self::ProblemReopened { problem_id, .. }
            | Self::ProblemRated { problem_id, .. }
            | Self::ProblemClosed { problem_id }
            | Self::ProblemWithdrawn { problem_id, .. }
            | Self::ProblemCommented { problem_id, .. }
            | Self::InvitationsCancelled { problem_id, .. } => ("Problem", problem_id),
            Self::WeightsProposed { version, .. } | Self::WeightsPublished { version } => {
                ("Weights", version)
            }
            Self::RoundComputing { round_id }
            | Self::RoundInfeasible { round_id }
            | Self::RoundCancelled { round_id }
            | Self::RoundFailed { round_id, .. }
            | Self::RoundProposed { round_id, .. }
            | Self::RoundApplied { round_id, .. }
            | Self::RoundDiscarded { round_id }
            | Self::RoundPinned { round_id, .. }
            | Self::RoundReverted { round_id, .. } => ("AssignmentRound", round_id),
            Self::MemberSeated { member_id, .. }
            | Self::MemberUnseated { member_id, .. }
            | Self::MemberRegistered { member_id, .. }
            | Self::MemberUpdated { member_id, .. }
            | Self::MemberStandingChanged { member_id, .. }
            | Self::MemberRevealed { member_id, .. }
            | Self::MembersMerged { member_id, .. }
            | Self::DesksPreferred { member_id, .. } => ("Member", member_id),
        }
    }
}

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
            previous_hash: tip,
            hash: String::new(),
        };
        row.hash = chain_hash(&row);
        tip = row.hash.clone();
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

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn role_code<S: serde::Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(auth::role_code(*role))
}
