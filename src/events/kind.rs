//! The kinds of events, as the trail's rows and the contract name them.

use serde::{Deserialize, Serialize, de::IntoDeserializer};

use super::Event;

/// What sort of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventKind {
    AccountAdded,
    SignedIn,
    SignedOut,
    TokenRotated,
    AccountLinked,
    AccountChanged,
    AccountDisabled,
    AccountEnabled,
    MembersAdded,
    OrgUnitsAdded,
    MemberRegistered,
    MemberUpdated,
    MemberStandingChanged,
    MemberRevealed,
    MembersMerged,
    MembersImported,
    MembersExported,
    ProblemPosted,
    ProblemRouted,
    ProblemRerouted,
    RoutingConfirmed,
    RoundComputing,
    RoundProposed,
    RoundInfeasible,
    RoundCancelled,
    RoundFailed,
    RoundApplied,
    RoundDiscarded,
    RoundPinned,
    RoundReverted,
    MemberSeated,
    MemberUnseated,
    DesksPreferred,
    ExpertsInvited,
    InvitationAnswered,
    InvitationExpired,
    TeamLeadChanged,
    TeamPlaceLeftOpen,
    TeamMemberRemoved,
    ProblemStaffed,
    ProblemUpdated,
    ProblemSubmitted,
    ProblemStarted,
    ProblemResolved,
    ProblemReopened,
    ProblemRated,
    ProblemClosed,
    ProblemWithdrawn,
    ProblemCommented,
    InvitationsCancelled,
    WeightsProposed,
    WeightsPublished,
    /// Written by a newer version of this program.
    Other,
}

impl EventKind {
    /// The kind with this code; [`EventKind::Other`] for one that this program does not know.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let code: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
            code.into_deserializer();
        Self::deserialize(code).unwrap_or(Self::Other)
    }

    /// The code in the trail's rows, such as `PROBLEM_POSTED`.
    #[must_use]
    pub fn code(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(code)) => code,
            // A variant without fields is always written as a string.
            _ => String::new(),
        }
    }
}

impl Event {
    /// What sort of thing happened.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::AccountAdded { .. } => EventKind::AccountAdded,
            Self::SignedIn { .. } => EventKind::SignedIn,
            Self::SignedOut { .. } => EventKind::SignedOut,
            Self::TokenRotated { .. } => EventKind::TokenRotated,
            Self::AccountLinked { .. } => EventKind::AccountLinked,
            Self::AccountChanged { .. } => EventKind::AccountChanged,
            Self::AccountDisabled { .. } => EventKind::AccountDisabled,
            Self::AccountEnabled { .. } => EventKind::AccountEnabled,
            Self::MembersAdded { .. } => EventKind::MembersAdded,
            Self::MemberRegistered { .. } => EventKind::MemberRegistered,
            Self::MemberUpdated { .. } => EventKind::MemberUpdated,
            Self::MemberStandingChanged { .. } => EventKind::MemberStandingChanged,
            Self::MemberRevealed { .. } => EventKind::MemberRevealed,
            Self::MembersMerged { .. } => EventKind::MembersMerged,
            Self::MembersImported { .. } => EventKind::MembersImported,
            Self::MembersExported { .. } => EventKind::MembersExported,
            Self::OrgUnitsAdded { .. } => EventKind::OrgUnitsAdded,
            Self::ProblemPosted { .. } => EventKind::ProblemPosted,
            Self::ProblemRouted { .. } => EventKind::ProblemRouted,
            Self::ProblemRerouted { .. } => EventKind::ProblemRerouted,
            Self::RoutingConfirmed { .. } => EventKind::RoutingConfirmed,
            Self::RoundComputing { .. } => EventKind::RoundComputing,
            Self::RoundProposed { .. } => EventKind::RoundProposed,
            Self::RoundInfeasible { .. } => EventKind::RoundInfeasible,
            Self::RoundCancelled { .. } => EventKind::RoundCancelled,
            Self::RoundFailed { .. } => EventKind::RoundFailed,
            Self::RoundApplied { .. } => EventKind::RoundApplied,
            Self::RoundDiscarded { .. } => EventKind::RoundDiscarded,
            Self::RoundPinned { .. } => EventKind::RoundPinned,
            Self::RoundReverted { .. } => EventKind::RoundReverted,
            Self::MemberSeated { .. } => EventKind::MemberSeated,
            Self::MemberUnseated { .. } => EventKind::MemberUnseated,
            Self::DesksPreferred { .. } => EventKind::DesksPreferred,
            Self::ExpertsInvited { .. } => EventKind::ExpertsInvited,
            Self::InvitationAnswered { .. } => EventKind::InvitationAnswered,
            Self::InvitationExpired { .. } => EventKind::InvitationExpired,
            Self::TeamLeadChanged { .. } => EventKind::TeamLeadChanged,
            Self::TeamPlaceLeftOpen { .. } => EventKind::TeamPlaceLeftOpen,
            Self::TeamMemberRemoved { .. } => EventKind::TeamMemberRemoved,
            Self::ProblemStaffed { .. } => EventKind::ProblemStaffed,
            Self::ProblemUpdated { .. } => EventKind::ProblemUpdated,
            Self::ProblemSubmitted { .. } => EventKind::ProblemSubmitted,
            Self::ProblemStarted { .. } => EventKind::ProblemStarted,
            Self::ProblemResolved { .. } => EventKind::ProblemResolved,
            Self::ProblemReopened { .. } => EventKind::ProblemReopened,
            Self::ProblemRated { .. } => EventKind::ProblemRated,
            Self::ProblemClosed { .. } => EventKind::ProblemClosed,
            Self::ProblemWithdrawn { .. } => EventKind::ProblemWithdrawn,
            Self::ProblemCommented { .. } => EventKind::ProblemCommented,
            Self::InvitationsCancelled { .. } => EventKind::InvitationsCancelled,
            Self::WeightsProposed { .. } => EventKind::WeightsProposed,
            Self::WeightsPublished { .. } => EventKind::WeightsPublished,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Event, EventKind};

    #[test]
    fn the_code_in_a_row_is_the_code_of_the_kind() {
        let event = Event::ProblemPosted {
            problem_id: 1,
            org_unit_id: 2,
        };
        let row = serde_json::to_value(&event).unwrap();
        assert_eq!(row["kind"], event.kind().code());
        assert_eq!(
            EventKind::from_code("PROBLEM_POSTED"),
            EventKind::ProblemPosted
        );
        assert_eq!(EventKind::from_code("FROM_THE_FUTURE"), EventKind::Other);
    }
}
