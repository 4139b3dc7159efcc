//! The closed sets of rounds and teams, each the mirror of a type inside.

use async_graphql::Enum;
use entity::{assignment_round, round_computation, team_member};
use matching::assignment;

use crate::{
    desks::{kept, revert},
    teams::staffing,
};

/// Where an assignment round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "assignment_round::RoundStatus")]
pub enum RoundStatus {
    /// Being computed while nobody waits (در حال محاسبه).
    Computing,
    /// Computed, without effect yet (پیشنهادشده).
    Proposed,
    /// In force (اعمال‌شده).
    Applied,
    /// Undone (برگشته).
    Reverted,
    /// Put aside (کنارگذاشته).
    Discarded,
    /// Its conditions cannot hold together; `report.conflicts` says why (ناشدنی).
    Infeasible,
    /// Its computation was cancelled (لغوشده).
    Cancelled,
    /// Its computation came to nothing; `progress.failure` says why (ناموفق).
    Failed,
}

/// What the computation of a round is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "round_computation::RoundPhase")]
pub enum RoundPhase {
    /// Others are computed first (در نوبت).
    Waiting,
    /// Looking for the best seating, and for a proof that it is (در حال حل).
    Solving,
    /// Writing down what was found (در حال ثبت).
    Storing,
}

/// Why the computation of a round came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "round_computation::RoundFailure")]
pub enum RoundFailure {
    /// The process that computed it has stopped or died; propose the round again (توقف سامانه).
    ProcessEnded,
    /// The steps were used up before any seating was found, or a proof that there is none; allow
    /// more `steps` or ease the conditions (پایان بودجهٔ محاسبه).
    Undecided,
    /// Something went wrong inside; the service's log has the details (خطای درونی).
    Internal,
}

/// Why a seat of a round begins, stays or ends (دلیل کرسی).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "kept::SeatReason")]
pub enum SeatReason {
    /// It belongs to the best seating (بهترین چینش).
    Chosen,
    /// A pin asks for it (کرسی قطعی).
    Pinned,
    /// Chairs and secretaries stay unless their seats are banned (رئیس یا دبیر).
    Office,
    /// The round does not consider this person, and leaves the seat alone unless it is banned
    /// (بیرون از نامزدها).
    NotCandidate,
    /// The best seating does without it (بیرون از بهترین چینش).
    NotChosen,
    /// A ban rules it out (کرسی ممنوع).
    Banned,
    /// The desk is to have no seats (میز بی‌کرسی).
    NoSeats,
}

/// What is worth a look about a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum RoundWarningCode {
    /// The seat of a desk's chair would end (میز بی‌رئیس).
    ChairLost,
}

/// What a round makes as good as it can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "assignment::Fairness")]
pub enum Fairness {
    /// The sum of all seats' scores (مجموع امتیازها).
    #[default]
    Total,
    /// First the score sum of the worst-off desk, then the sum of all (کف امتیاز میزها).
    Floor,
}

/// How much is proved of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "assignment::Status")]
pub enum SolverStatus {
    /// No better seating exists (بهینه).
    Optimal,
    /// Every condition holds; `bound` or `floorBound` says how much better a seating could be at
    /// most (شدنی).
    Feasible,
    /// The conditions cannot hold together (ناشدنی).
    Infeasible,
    /// The solver's budget ended before an answer (نامعلوم).
    Undecided,
}

/// What has happened to a seat since its round was applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "revert::RevertConflictKind")]
pub enum RevertConflictKind {
    /// The seat that the round gave has ended already (پایان‌یافته).
    EndedSince,
    /// The seat that the round gave was given anew (تغییریافته).
    ChangedSince,
    /// A later round kept the seat (مانده در دور بعد).
    KeptByLaterRound,
    /// The seat that the round took away was given again (دوباره داده‌شده).
    SeatedAgain,
    /// The person keeps a seat elsewhere that they did not have before the round (کرسی دیگر).
    SeatedElsewhere,
    /// The membership is no longer active (عضویت نافعال).
    NotActive,
    /// The desk has another chair (رئیس دیگر).
    ChairTaken,
}

/// What keeps somebody from a desk (مانع).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SeatBlocker {
    /// The round does not consider their tier or standing (خارج از نامزدها).
    NotCandidate,
    /// A condition of the round rules the seat out (ممنوع).
    Banned,
    /// Somebody from whom they are kept apart sits there (جدانشینی).
    KeptApart,
    /// They have as many seats as they may, if any (تکمیل سهم فرد).
    LoadReached,
    /// Every seat that could be theirs went to a score as high or higher; those of chairs and
    /// secretaries, of pins and of people whom the round leaves alone do not go by score (تکمیل
    /// ظرفیت میز).
    DeskFull,
    /// Only an external's seat could be free, and the desk needs its externals (سهم بیرونی‌ها).
    ExternalsNeeded,
    /// There is room, but nothing speaks for them at this desk (بی‌تناسب).
    NoFit,
    /// Another desk needs them more (نیاز میز دیگر).
    NeededElsewhere,
    /// The desk is to have no seats (میز بی‌کرسی).
    DeskClosed,
    /// No seat of the desk was the round's to give: all are pinned, or belong to chairs,
    /// secretaries and people whom it leaves alone (کرسی‌های ازپیش‌داده).
    DeskReserved,
}

/// What has become of an invitation (وضعیت دعوت).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "team_member::TeamMemberStatus")]
pub enum TeamMemberStatus {
    /// Asked, without an answer yet (دعوت‌شده).
    Invited,
    /// On the team (پذیرفته).
    Accepted,
    /// Has said no (ردکرده).
    Declined,
    /// Has said nothing in time (بی‌پاسخ).
    Expired,
    /// No longer asked, since the problem was answered or taken back (لغوشده).
    Cancelled,
    /// Taken off the team by a coordinator, or stepped down (کناررفته).
    Removed,
}

/// What somebody does in a team (نقش در گروه).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "team_member::TeamRole")]
pub enum TeamRole {
    /// Leads it (سرگروه).
    Lead,
    /// Takes part (عضو).
    Member,
}

/// Where the forming of a problem's team stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "staffing::StaffingState")]
pub enum StaffingState {
    /// Nobody is asked: not yet, or the invitations were taken back (بدون دعوت).
    Unasked,
    /// Somebody is still to answer (در انتظار پاسخ).
    Asking,
    /// Everybody who was asked has given up their place, and nobody could be asked instead; a
    /// coordinator must see to it (پایان گزینه‌ها).
    Exhausted,
    /// The team stands but does not know all that was asked for, and nobody could stand in (ناقص).
    Short,
    /// The team knows all that was asked for (کامل).
    Complete,
}

/// What a condition of a round is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "assignment::ConditionKind", name = "RoundConditionKind")]
pub enum ConditionKind {
    /// Two people never at one desk (جدانشینی).
    Apart,
    /// A desk's fewest externals (کمینهٔ بیرونی‌ها).
    MinExternal,
    /// A desk's fewest seats (کمینهٔ کرسی‌های میز).
    #[graphql(name = "DESK_MIN")]
    TaskMin,
    /// A seat that must be given (کرسی قطعی).
    Pin,
    /// A seat that must not be given (کرسی ممنوع).
    Ban,
    /// A person's most seats (بیشینهٔ کرسی‌های فرد).
    #[graphql(name = "PERSON_MAX")]
    ExpertMax,
    /// A desk's most seats (بیشینهٔ کرسی‌های میز).
    #[graphql(name = "DESK_MAX")]
    TaskMax,
    /// A person's fewest seats (کمینهٔ کرسی‌های فرد).
    #[graphql(name = "PERSON_MIN")]
    ExpertMin,
}
