//! The closed set of events.

use entity::account::Role;
use serde::Serialize;

use crate::auth;

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
        /// The member, where a coordinator has recorded what they said.
        #[serde(skip_serializing_if = "Option::is_none")]
        on_behalf_of: Option<i64>,
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
    /// Reasons stay out of the trail, which is kept for ever.
    TeamMemberRemoved {
        problem_id: i64,
        member_id: i64,
        /// Where the problem stands then.
        status: &'static str,
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

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn role_code<S: serde::Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(auth::role_code(*role))
}
