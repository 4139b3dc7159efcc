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
            round: AssignmentRound(progress.round),
            computation: progress.computation.map(RoundComputation),
        }
    }
}

pub struct RoundComputation(pub round_computation::Model);

/// How far the computation of a round is or was (پیشرفت محاسبه).
#[Object]
impl RoundComputation {
    /// What it is doing; after its end, what it did last.
    async fn phase(&self) -> RoundPhase {
        self.0.phase.into()
    }

    /// Steps that the solver has taken.
    async fn steps(&self) -> i64 {
        self.0.steps
    }

    /// Steps that the solver may take.
    async fn budget(&self) -> i64 {
        self.0.budget
    }

    /// The share of the budget that is used, 0 to 1; most rounds are done long before 1
    /// (سهم بودجه).
    #[expect(clippy::cast_precision_loss, reason = "budgets are below 2^52")]
    async fn share(&self) -> f64 {
        (self.0.steps as f64 / self.0.budget as f64).min(1.0)
    }

    /// The total of the best seating so far, in hundredths of a point; null before the first, and
    /// with `FLOOR` until the end, since what counts there changes on the way.
    async fn best(&self) -> Option<i64> {
        self.0.best
    }

    /// A proved limit of `best`, which no seating exceeds; null before there is one, and as `best`.
    async fn bound(&self) -> Option<i64> {
        self.0.bound
    }

    /// Why it came to nothing; null unless the round is FAILED.
    async fn failure(&self) -> Option<RoundFailure> {
        self.0.failure.map(RoundFailure::from)
    }

    /// When it began.
    async fn started_at(&self) -> DateTime<Utc> {
        self.0.started_at
    }

    /// When the process that computes last said that it is at work.
    async fn seen_at(&self) -> DateTime<Utc> {
        self.0.seen_at
    }
}
