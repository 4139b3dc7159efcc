//! What an event is about.

use super::Event;

impl Event {
    /// The kind of object that the event is about, and its id.
    pub(super) fn subject(&self) -> (&'static str, i64) {
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
            | Self::TeamMemberRemoved { problem_id, .. }
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
