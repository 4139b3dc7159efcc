//! How far the computation of a round is.

use async_graphql::{Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{assignment_round::RoundStatus as Status, round_computation};

use super::AssignmentRound;
use crate::{
    desks::watch,
    graphql::enums::{RoundFailure, RoundPhase, RoundStatus},
};

/// Where a round stands and how far its computation is (پیشرفت دور).
#[derive(SimpleObject)]
pub struct RoundProgress {
    /// The round as it is now.
    round: AssignmentRound,
    /// Where it stands: COMPUTING until it has ended, then how it ended.
    status: RoundStatus,
    /// Whether this is the last word.
    ended: bool,
    /// The computation; null for a round whose caller waited for the answer.
    computation: Option<RoundComputation>,
}

impl From<watch::RoundProgress> for RoundProgress {
    fn from(progress: watch::RoundProgress) -> Self {
        Self {
            status: progress.round.status.into(),
            ended: progress.round.status != Status::Computing,
            computation: progress.computation.map(|row| RoundComputation {
                answered: is_answered(progress.round.status),
                row,
            }),
            round: AssignmentRound(progress.round),
        }
    }
}

pub struct RoundComputation {
    pub row: round_computation::Model,
    /// Whether it has come to an answer.
    pub answered: bool,
}

/// Whether the computation of a round with this status has come to an answer: a seating, or that
/// there is none.
pub const fn is_answered(status: Status) -> bool {
    match status {
        Status::Proposed
        | Status::Applied
        | Status::Reverted
        | Status::Discarded
        | Status::Infeasible => true,
        Status::Computing | Status::Cancelled | Status::Failed => false,
    }
}

/// How far the computation of a round is or was (پیشرفت محاسبه).
#[Object]
impl RoundComputation {
    /// What it is doing; after its end, what it did last.
    async fn phase(&self) -> RoundPhase {
        self.row.phase.into()
    }

    /// Steps that the solver has taken.
    async fn steps(&self) -> i64 {
        self.row.steps
    }

    /// Steps that the solver may take.
    async fn budget(&self) -> i64 {
        self.row.budget
    }

    /// How far it is, 0 to 1: the share of the budget that is used, and 1 once there is an answer,
    /// which is mostly long before the budget's end (سهم پیشرفت).
    #[expect(clippy::cast_precision_loss, reason = "budgets are below 2^52")]
    async fn share(&self) -> f64 {
        if self.answered {
            return 1.0;
        }
        (self.row.steps as f64 / self.row.budget as f64).min(1.0)
    }

    /// The total of the best seating so far, in hundredths of a point; null before the first, and
    /// with `FLOOR` until the end, since what counts there changes on the way.
    async fn best(&self) -> Option<i64> {
        self.row.best
    }

    /// A proved limit of `best`, which no seating exceeds, with `FLOOR` none whose worst-off desk has
    /// as much as is possible at all; null before there is one, as `best`, and where `FLOOR` ends
    /// with that sum unproved.
    async fn bound(&self) -> Option<i64> {
        self.row.bound
    }

    /// Why it came to nothing; null unless the round is FAILED.
    async fn failure(&self) -> Option<RoundFailure> {
        self.row.failure.map(RoundFailure::from)
    }

    /// When it began.
    async fn started_at(&self) -> DateTime<Utc> {
        self.row.started_at
    }

    /// When the process that computes last said that it is at work.
    async fn seen_at(&self) -> DateTime<Utc> {
        self.row.seen_at
    }
}
