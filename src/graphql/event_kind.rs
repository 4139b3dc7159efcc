//! What an event of the contract tells of, the mirror of the trail's own kinds.

use async_graphql::Enum;

use crate::events;

/// What sort of thing happened (نوع رویداد).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "events::EventKind")]
pub enum EventKind {
    /// An account was added.
    AccountAdded,
    /// Somebody signed in, or was issued a token (ورود).
    SignedIn,
    /// Somebody signed out (خروج).
    SignedOut,
    /// Somebody exchanged their token for a new one.
    TokenRotated,
    /// An account was tied to a person at the provider of single sign-on.
    AccountLinked,
    /// An account took another role, unit or member from the provider of single sign-on.
    AccountChanged,
    /// An account was shut out.
    AccountDisabled,
    /// A disabled account was let in again.
    AccountEnabled,
    /// Members were added.
    MembersAdded,
    /// A member was registered (ثبت عضو).
    MemberRegistered,
    /// A member's record was edited (ویرایش عضو).
    MemberUpdated,
    /// A membership was opened, suspended or ended (تغییر وضعیت عضویت).
    MemberStandingChanged,
    /// A member's personal fields were shown to a coordinator (نمایش اطلاعات شخصی).
    MemberRevealed,
    /// Two records of one person became one (ادغام اعضا).
    MembersMerged,
    /// Members were imported from a file (ورود گروهی).
    MembersImported,
    /// The members were written into a file (خروجی گروهی).
    MembersExported,
    /// Organisational units were added.
    OrgUnitsAdded,
    /// A problem was posted (ثبت مسئله).
    ProblemPosted,
    /// The engine decided where a problem belongs, or left it for triage (مسیریابی).
    ProblemRouted,
    /// A coordinator sent a problem to another desk (تغییر میز).
    ProblemRerouted,
    /// A coordinator confirmed a problem's desk (تأیید میز).
    RoutingConfirmed,
    /// The computation of an assignment round began.
    RoundComputing,
    /// An assignment round was proposed.
    RoundProposed,
    /// The conditions of an assignment round turned out not to hold together.
    RoundInfeasible,
    /// The computation of an assignment round was cancelled.
    RoundCancelled,
    /// The computation of an assignment round came to nothing.
    RoundFailed,
    /// An assignment round was applied.
    RoundApplied,
    /// An assignment round was discarded.
    RoundDiscarded,
    /// Pins or bans of an assignment round were changed.
    RoundPinned,
    /// An assignment round was undone.
    RoundReverted,
    /// A member was seated at a desk by hand.
    MemberSeated,
    /// A member's seat was ended by hand.
    MemberUnseated,
    /// A member named the desks that they prefer.
    DesksPreferred,
    /// Experts were invited to work on a problem (دعوت کارشناسان).
    ExpertsInvited,
    /// An expert accepted or declined an invitation.
    InvitationAnswered,
    /// An invitation was not answered in time.
    InvitationExpired,
    /// The lead of a team has given up their place, and somebody else of it leads now.
    TeamLeadChanged,
    /// Somebody has given up their place in a team, and nobody is left to stand in.
    TeamPlaceLeftOpen,
    /// Somebody was taken off a team, or stepped down (کنار رفتن از گروه).
    TeamMemberRemoved,
    /// A problem's team is complete.
    ProblemStaffed,
    /// A problem's text or particulars were changed (ویرایش).
    ProblemUpdated,
    /// A draft was submitted (ارسال پیش‌نویس).
    ProblemSubmitted,
    /// A problem's team has begun to work (آغاز کار).
    ProblemStarted,
    /// A problem was answered (حل مسئله).
    ProblemResolved,
    /// An answer was not enough (بازگشایی).
    ProblemReopened,
    /// The reporting unit rated an answer (امتیازدهی).
    ProblemRated,
    /// A problem is over (بستن).
    ProblemClosed,
    /// A problem was taken back (پس‌گرفتن).
    ProblemWithdrawn,
    /// Somebody commented on a problem (نظر).
    ProblemCommented,
    /// Open invitations were cancelled, since the problem was answered or taken back (لغو دعوت).
    InvitationsCancelled,
    /// New weights for the engine were proposed.
    WeightsProposed,
    /// Proposed weights became the engine's weights.
    WeightsPublished,
    /// Something that this version of the service does not know.
    Other,
}
