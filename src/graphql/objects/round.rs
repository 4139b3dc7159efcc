//! An assignment round and what it would change.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{assignment_round, round_proposal};
use matching::assignment::Status;

use super::{Desk, Member, routing::Contribution};
use crate::{
    desks::plan::Plan,
    graphql::{
        enums::{DeskCode, RoundStatus, SeatChange},
        error::error,
        id::Kind,
        loaders::{Loaders, MemberById, ProposalsOf},
    },
};

/// An assignment round: a seating that was computed, to be applied or discarded (دور تخصیص).
#[derive(Clone)]
pub struct AssignmentRound(pub assignment_round::Model);

#[Object]
impl AssignmentRound {
    /// Global id.
    pub async fn id(&self) -> ID {
        Kind::AssignmentRound.id(self.0.id)
    }

    /// Where it stands.
    async fn status(&self) -> RoundStatus {
        self.0.status.into()
    }

    /// Increases with every change; `assignmentRoundApply` names the version that it starts from.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The sum of the seats' scores, in hundredths of a point.
    async fn objective(&self) -> i64 {
        self.0.objective
    }

    /// Whether it is proved that no seating scores higher.
    async fn optimal(&self) -> bool {
        self.0.optimal
    }

    /// When it was proposed.
    async fn proposed_at(&self) -> DateTime<Utc> {
        self.0.proposed_at
    }

    /// When it was applied or discarded; null while it is open.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.0.closed_at
    }

    /// Every seat that is added, kept or removed: by desk, the best score first.
    async fn proposals(&self, ctx: &Context<'_>) -> Result<Vec<SeatProposal>> {
        let rows = ctx
            .data::<Loaders>()?
            .load_one(ProposalsOf(self.0.id))
            .await
            .map_err(error)?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(SeatProposal)
            .collect())
    }
}

/// One line of a round: a person at a desk.
pub struct SeatProposal(round_proposal::Model);

#[Object]
impl SeatProposal {
    /// The desk; null only if it no longer exists.
    async fn desk(&self, ctx: &Context<'_>) -> Result<Option<Desk>> {
        Desk::with_id(ctx, self.0.desk_id)
    }

    /// The member; null only if they no longer exist.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        let key = MemberById(self.0.member_id);
        let found = ctx.data::<Loaders>()?.load_one(key).await.map_err(error)?;
        Ok(found.map(Member))
    }

    /// How it differs from the seats of the day on which it was proposed.
    async fn change(&self) -> SeatChange {
        self.0.change.into()
    }

    /// How well the person fits the desk: the sum of the contributions' points; 0 for a seat
    /// that ends.
    async fn score(&self) -> f64 {
        self.0.score
    }

    /// What speaks for the person at this desk.
    async fn contributions(&self) -> Vec<Contribution> {
        Contribution::from_json(&self.0.contributions)
    }
}

/// What a round would do; the same for a dry run as for the real one.
#[derive(SimpleObject)]
pub struct RoundReport {
    /// Seats that would begin.
    pub added: usize,
    /// Seats that would stay.
    pub kept: usize,
    /// Seats that would end.
    pub removed: usize,
    /// The sum of the seats' scores, in hundredths of a point.
    pub objective: i64,
    /// Whether it is proved that no seating scores higher.
    pub optimal: bool,
    /// How each desk would be filled.
    pub desks: Vec<DeskReport>,
    /// Why there is no seating; empty when there is one.
    pub conflicts: Vec<RoundConflict>,
}

/// How one desk would be filled.
#[derive(SimpleObject)]
pub struct DeskReport {
    /// The desk.
    pub desk: DeskCode,
    /// Seats after the round.
    pub seats: usize,
    /// The sum of their scores, in points.
    pub score: f64,
}

/// A condition that cannot hold together with others.
#[derive(SimpleObject)]
pub struct RoundConflict {
    /// In English.
    pub message: String,
    /// In Persian (فارسی).
    pub message_fa: String,
}

impl From<&matching::assignment::Conflict> for RoundConflict {
    fn from(conflict: &matching::assignment::Conflict) -> Self {
        let json = serde_json::to_value(conflict).unwrap_or_default();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        Self {
            message: text("message"),
            message_fa: text("messageFa"),
        }
    }
}

impl From<&Plan> for RoundReport {
    fn from(plan: &Plan) -> Self {
        use entity::round_proposal::SeatChange;
        let count = |change| {
            plan.proposals
                .iter()
                .filter(|line| line.change == change)
                .count()
        };
        Self {
            added: count(SeatChange::Added),
            kept: count(SeatChange::Kept),
            removed: count(SeatChange::Removed),
            objective: plan.outcome.objective,
            optimal: plan.outcome.status == Status::Optimal,
            desks: matching::Desk::ALL
                .iter()
                .map(|desk| desk_report(plan, *desk))
                .collect(),
            conflicts: plan
                .outcome
                .conflicts
                .iter()
                .map(RoundConflict::from)
                .collect(),
        }
    }
}

fn desk_report(plan: &Plan, desk: matching::Desk) -> DeskReport {
    use entity::round_proposal::SeatChange;
    let seats = plan.proposals.iter();
    let seats = seats.filter(|line| line.desk == desk && line.change != SeatChange::Removed);
    let scores: Vec<f64> = seats.map(|line| line.score).collect();
    DeskReport {
        desk: desk.into(),
        seats: scores.len(),
        // An empty sum would be minus zero.
        score: scores.iter().fold(0.0, |sum, score| sum + score),
    }
}
