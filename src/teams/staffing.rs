//! Where the forming of a team stands, and what it lacks.

use std::collections::BTreeSet;

use entity::team_member::{self, TeamMemberStatus};

use super::invite::{concepts, covered, is_open};
use crate::reference::Reference;

/// Where the forming of a team stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffingState {
    /// Nobody is asked: not yet, or the invitations were taken back.
    Unasked,
    /// Somebody is still to answer.
    Asking,
    /// Everybody who was asked has given up their place, and nobody could be asked instead.
    Exhausted,
    /// Those who have accepted do not know all that was asked for, and nobody could stand in.
    Short,
    /// Those who have accepted know all that was asked for.
    Complete,
}

/// A team that is being formed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staffing {
    pub state: StaffingState,
    /// Concepts that somebody was asked for who has given up their place, and that nobody who is
    /// asked or has accepted knows; by id.
    pub missing: Vec<i64>,
}

/// Where a problem's team stands, by all the places that were ever offered. Those that were taken
/// back when the problem ended say nothing: nobody gave them up.
#[must_use]
pub fn staffing(reference: &Reference, places: &[team_member::Model]) -> Staffing {
    let known: BTreeSet<i64> = covered(reference, places).into_iter().collect();
    let lost = places.iter().filter(|place| is_given_up(place));
    let lost: BTreeSet<i64> = lost.flat_map(|place| concepts(reference, place)).collect();
    let missing: Vec<i64> = lost.difference(&known).copied().collect();
    let any = |status| places.iter().any(|place| place.status == status);
    let state = match (
        any(TeamMemberStatus::Invited),
        any(TeamMemberStatus::Accepted),
    ) {
        _ if places.iter().all(was_taken_back) => StaffingState::Unasked,
        (true, _) => StaffingState::Asking,
        (false, false) => StaffingState::Exhausted,
        (false, true) if missing.is_empty() => StaffingState::Complete,
        (false, true) => StaffingState::Short,
    };
    Staffing { state, missing }
}

/// Whether somebody was asked and is not on the team, for a reason that lies with them or with a
/// coordinator.
#[must_use]
pub fn is_given_up(place: &team_member::Model) -> bool {
    !is_open(place.status) && !was_taken_back(place)
}

/// Whether the problem ended before an answer.
fn was_taken_back(place: &team_member::Model) -> bool {
    place.status == TeamMemberStatus::Cancelled
}

impl StaffingState {
    /// What the coordinator should know, in English and in Persian.
    #[must_use]
    pub const fn messages(self) -> (&'static str, &'static str) {
        match self {
            Self::Unasked => (
                "Nobody is asked: not yet, or the invitations were taken back.",
                "کسی دعوت نشده است، یا دعوت‌ها پس گرفته شده‌اند.",
            ),
            Self::Asking => ("Answers are awaited.", "در انتظار پاسخ دعوت‌شدگان."),
            Self::Exhausted => (
                "Everybody who was asked has declined, has not answered or was taken off the team, and nobody could be asked in their stead; the problem waits for a coordinator.",
                "همهٔ دعوت‌شدگان نپذیرفته‌اند، پاسخ نداده‌اند یا از گروه کنار رفته‌اند و کسی نبود که به جای آنان دعوت شود؛ مسئله منتظر هماهنگ‌کننده است.",
            ),
            Self::Short => (
                "The team stands, but nobody in it knows the missing concepts, and nobody who does could be asked when the last answer came; expertsInvite says whether somebody can be asked now.",
                "گروه تشکیل شده است، ولی کسی در آن نیازهای باقی‌مانده را نمی‌داند و هنگام آخرین پاسخ کسی نبود که برای آن‌ها دعوت شود؛ expertsInvite می‌گوید اکنون کسی را می‌توان دعوت کرد یا نه.",
            ),
            Self::Complete => ("The team is complete.", "گروه کامل است."),
        }
    }
}
