//! Undoing an applied round, as far as nobody has changed its seats since.
//!
//! What a hand or a later round has touched is named and left as it is.

use chrono::{DateTime, Utc};
use entity::{
    assignment_round::{self, RoundStatus},
    seat,
};

use super::{
    close,
    round::round_in,
    undo::{Facts, undo},
};
use crate::{
    app::App,
    auth::Viewer,
    events::Event,
    fault::Fault,
    store::{self, Transaction, seats::NewSeat},
};

/// What a revert does, or would do.
pub struct Reverted {
    /// None for a dry run.
    pub round: Option<assignment_round::Model>,
    /// Seats of the round that end.
    pub ended: Vec<seat::Model>,
    /// Seats that the round took away and that come back.
    pub restored: Vec<seat::Model>,
    pub conflicts: Vec<RevertConflict>,
}

/// A seat that was changed since and stays as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevertConflict {
    pub member_id: i64,
    pub desk_id: i64,
    pub kind: RevertConflictKind,
}

/// What has happened to a seat since the round was applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevertConflictKind {
    /// The seat that the round gave has ended already.
    EndedSince,
    /// The seat that the round gave was given anew, perhaps with another role.
    ChangedSince,
    /// A later round was computed with this seat and kept it.
    KeptByLaterRound,
    /// The seat that the round took away was given again.
    SeatedAgain,
    /// The person keeps a seat elsewhere that they did not have before the round.
    SeatedElsewhere,
    /// The membership is no longer active.
    NotActive,
    /// The desk has another chair, so the former one comes back as a member.
    ChairTaken,
}

impl RevertConflictKind {
    /// In English and in Persian.
    #[must_use]
    pub const fn messages(self) -> (&'static str, &'static str) {
        match self {
            Self::EndedSince => (
                "The seat has ended already.",
                "این کرسی پیش‌تر پایان یافته است.",
            ),
            Self::ChangedSince => (
                "The seat was changed by hand or by a later round; it stays.",
                "این کرسی دستی یا در دوری دیگر تغییر کرده است؛ می‌ماند.",
            ),
            Self::KeptByLaterRound => (
                "A later round was computed with this seat; it stays.",
                "دوری پس از این با همین کرسی محاسبه شده است؛ می‌ماند.",
            ),
            Self::SeatedAgain => (
                "The seat was given again meanwhile.",
                "این کرسی در این میان دوباره داده شده است.",
            ),
            Self::SeatedElsewhere => (
                "The person has another seat instead, which stays; this one does not come back.",
                "این فرد به‌جای آن کرسی دیگری دارد که می‌ماند؛ این کرسی برنمی‌گردد.",
            ),
            Self::NotActive => (
                "The membership is no longer active; the seat does not come back.",
                "عضویت دیگر فعال نیست؛ کرسی برنمی‌گردد.",
            ),
            Self::ChairTaken => (
                "The desk has another chair now; the person comes back as a member.",
                "میز اکنون رئیس دیگری دارد؛ این فرد به‌عنوان عضو برمی‌گردد.",
            ),
        }
    }
}

/// Ends the seats that the round gave and gives back those that it took.
pub async fn revert(
    app: &App,
    viewer: &Viewer,
    (round_id, expected_version): (i64, i64),
    dry_run: bool,
) -> Result<Reverted, Fault> {
    viewer.must_coordinate()?;
    let transaction = app.store.begin().await?;
    let expected = (round_id, expected_version);
    let round = round_in(&transaction, expected, RoundStatus::Applied).await?;
    let facts = Facts::fetch(&transaction, &round).await?;
    let undo = undo(&facts);
    let mut reverted = Reverted {
        round: None,
        ended: undo.end.into_iter().cloned().collect(),
        restored: undo.restore,
        conflicts: undo.conflicts,
    };
    if dry_run {
        return Ok(reverted);
    }
    write(&transaction, &round, &reverted, app.clock.now()).await?;
    let event = Event::RoundReverted {
        round_id,
        ended: reverted.ended.len(),
        restored: reverted.restored.len(),
        conflicts: reverted.conflicts.len(),
    };
    let end = (RoundStatus::Reverted, event);
    let closed = close::close(app, Some(viewer.account_id), (transaction, &round), end);
    reverted.round = Some(closed.await?);
    Ok(reverted)
}

async fn write(
    transaction: &Transaction,
    round: &assignment_round::Model,
    reverted: &Reverted,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let ended: Vec<i64> = reverted.ended.iter().map(|seat| seat.id).collect();
    store::seats::end(transaction, &ended, (Some(round.id), now)).await?;
    for seat in &reverted.restored {
        let new = NewSeat {
            desk_id: seat.desk_id,
            member_id: seat.member_id,
            role: seat.role,
        };
        // The round that had given it may be undone in its turn.
        store::seats::insert(transaction, &[new], seat.round_id, now).await?;
    }
    Ok(())
}
