//! The closed set of events.

use entity::account::Role;
use serde::Serialize;

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
    RoundProposed {
        round_id: i64,
        seats: usize,
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
    ProblemStaffed {
        problem_id: i64,
        team: usize,
    },
}

impl Event {
    /// The kind of object that the event is about, and its id.
    pub(super) fn subject(&self) -> (&'static str, i64) {
        match *self {
            Self::AccountAdded { account_id, .. }
            | Self::SignedIn { account_id, .. }
            | Self::SignedOut { account_id, .. }
            | Self::TokenRotated { account_id, .. } => ("Account", account_id),
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
            | Self::ProblemStaffed { problem_id, .. } => ("Problem", problem_id),
            Self::WeightsProposed { version, .. } | Self::WeightsPublished { version } => {
                ("Weights", version)
            }
            Self::RoundProposed { round_id, .. }
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

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn role_code<S: serde::Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match role {
        Role::Coordinator => "COORDINATOR",
        Role::Deputy => "DEPUTY",
        Role::Expert => "EXPERT",
        Role::Frontend => "FRONTEND",
        Role::Auditor => "AUDITOR",
    })
}
