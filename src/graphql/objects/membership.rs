//! What membership mutations report: the same for a dry run as for the real one.

use async_graphql::{Object, SimpleObject};

use super::{Seat, TeamMember};
use crate::{
    club::{
        merge::{self, Merged},
        standing::StandingChanged,
    },
    graphql::enums::MemberStanding,
};

pub struct StandingReport(pub StandingChanged);

/// What ends with a change of standing (گزارش تغییر وضعیت).
#[Object]
impl StandingReport {
    /// Where the membership stood.
    async fn from(&self) -> MemberStanding {
        self.0.before.into()
    }

    /// Where it stands, or would stand, afterwards.
    async fn to(&self) -> MemberStanding {
        self.0.member.standing.into()
    }

    /// Seats that end (کرسی‌های پایان‌یافته).
    async fn seats(&self) -> Vec<Seat> {
        self.0.seats.iter().cloned().map(Seat).collect()
    }

    /// Open invitations that are taken back; whoever comes next is asked (دعوت‌های پس‌گرفته).
    async fn invitations(&self) -> Vec<TeamMember> {
        let places = self.0.invitations.iter().cloned();
        places.map(TeamMember).collect()
    }

    /// Accepted places in teams whose problems are not over; they stay until a coordinator takes the
    /// member off with `teamMemberRemove` (کارهای باز).
    async fn open_work(&self) -> Vec<TeamMember> {
        self.0.work.iter().cloned().map(TeamMember).collect()
    }
}

/// What a merge does (گزارش ادغام).
#[derive(SimpleObject)]
pub struct MergeReport {
    /// Fields that the kept record lacked and takes over.
    filled: Vec<String>,
    /// Seats that move, past ones too.
    seats_moved: usize,
    /// Expertise phrases that move.
    expertise_moved: usize,
    /// Places in teams that move, past ones too.
    places_moved: usize,
    /// Wishes for desks that move.
    wishes_moved: usize,
    /// Whether the account moves.
    account_moved: bool,
    /// Where both records have something; the kept one's stands (تعارض‌ها).
    conflicts: Vec<MergeConflict>,
}

/// Something that both records have.
#[derive(SimpleObject)]
pub struct MergeConflict {
    /// What it is, such as `job`, `seats` or `account`.
    field: String,
    /// What the kept record says; personal values masked.
    kept: String,
    /// What the other says, and what is dropped, ended or, for an account, disabled.
    dropped: String,
}

impl From<&Merged> for MergeReport {
    fn from(merged: &Merged) -> Self {
        let moved = merged.moved;
        Self {
            filled: merged
                .filled
                .iter()
                .map(|field| (*field).to_owned())
                .collect(),
            seats_moved: moved.seats,
            expertise_moved: moved.expertise,
            places_moved: moved.places,
            wishes_moved: moved.wishes,
            account_moved: moved.account,
            conflicts: merged.conflicts.iter().map(MergeConflict::from).collect(),
        }
    }
}

impl From<&merge::MergeConflict> for MergeConflict {
    fn from(conflict: &merge::MergeConflict) -> Self {
        Self {
            field: conflict.field.to_owned(),
            kept: conflict.kept.clone(),
            dropped: conflict.dropped.clone(),
        }
    }
}
