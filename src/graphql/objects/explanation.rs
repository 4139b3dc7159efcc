//! Why somebody is, or is not, at a desk.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};

use super::{AssignmentRound, Member, SeatProposal, routing::Contribution};
use crate::{
    desks::{
        explain::{Blocker, Explanation},
        plan,
    },
    graphql::{
        enums::{DeskCode, SeatBlocker},
        guard::{app, viewer},
    },
};

pub struct SeatExplanation(pub Arc<Explanation>);

/// Why somebody is, or is not, at a desk in a round, and what would have to change
/// (چرا من، چرا من نه).
#[Object]
impl SeatExplanation {
    /// The round; null unless the viewer is a coordinator.
    async fn round(&self, ctx: &Context<'_>) -> Result<Option<AssignmentRound>> {
        let round = || AssignmentRound(self.0.round.clone());
        Ok(viewer(ctx)?.is_coordinator().then(round))
    }

    /// The member; null only if they no longer exist.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        Member::with_id(ctx, self.0.member_id).await
    }

    /// The desk.
    async fn desk(&self) -> DeskCode {
        self.0.desk.into()
    }

    /// Whether the round seats them there.
    async fn seated(&self) -> bool {
        self.0.seated
    }

    /// How well they fit the desk: the sum of the contributions' points; null when the round did
    /// not consider them.
    async fn score(&self) -> Option<f64> {
        self.0.score
    }

    /// What speaks for them at this desk.
    async fn contributions(&self) -> Vec<Contribution> {
        Contribution::from_json(&plan::contributions(&self.0.reasons))
    }

    /// What keeps them from it; null when they are seated there.
    async fn blocker(&self) -> Option<SeatBlocker> {
        self.0.blocker.map(|blocker| match blocker {
            Blocker::NotCandidate => SeatBlocker::NotCandidate,
            Blocker::DeskClosed => SeatBlocker::DeskClosed,
            Blocker::Banned => SeatBlocker::Banned,
            Blocker::KeptApart { .. } => SeatBlocker::KeptApart,
            Blocker::LoadReached => SeatBlocker::LoadReached,
            Blocker::DeskFull => SeatBlocker::DeskFull,
            Blocker::ExternalsNeeded => SeatBlocker::ExternalsNeeded,
            Blocker::DeskReserved => SeatBlocker::DeskReserved,
            Blocker::NoFit => SeatBlocker::NoFit,
            Blocker::NeededElsewhere => SeatBlocker::NeededElsewhere,
        })
    }

    /// From whom they are kept apart; null with another blocker and unless the viewer is a
    /// coordinator.
    async fn kept_apart_from(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.blocker {
            Some(Blocker::KeptApart { member_id }) if viewer(ctx)?.is_coordinator() => {
                Member::with_id(ctx, member_id).await
            }
            _ => Ok(None),
        }
    }

    /// The lowest score of a seat at the desk that could go to them; null when there is none.
    async fn lowest_seated(&self) -> Option<f64> {
        self.0.lowest_seated
    }

    /// The least score with which the round would have seated them, all else being equal; null
    /// when they are seated, when no score would help, for a seat that is banned, under FLOOR
    /// fairness, when the round is not proved to be the best, and when it is too hard to compute
    /// again at once.
    async fn score_needed(&self) -> Option<f64> {
        self.0.score_needed
    }

    /// Their other desks in the round.
    async fn other_desks(&self) -> Vec<DeskCode> {
        self.0
            .other_desks
            .iter()
            .copied()
            .map(DeskCode::from)
            .collect()
    }

    /// What the best round with them at this desk would do differently; empty when they are
    /// seated, when there is no such round, when it is too hard to compute at once, and unless the
    /// viewer is a coordinator.
    async fn instead(&self, ctx: &Context<'_>) -> Result<Vec<SeatProposal>> {
        if !viewer(ctx)?.is_coordinator() {
            return Ok(Vec::new());
        }
        let reference = app(ctx)?.reference();
        Ok(SeatProposal::noted(&reference, self.0.instead.clone(), &[]))
    }

    /// The same in a sentence, in English.
    async fn message(&self) -> String {
        self.0.message()
    }

    /// The same in a sentence, in Persian (فارسی).
    async fn message_fa(&self) -> String {
        self.0.message_fa()
    }
}
