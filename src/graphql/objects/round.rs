//! An assignment round and what it would change.

use std::collections::HashMap;

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use entity::{assignment_round, round_proposal};

use super::{
    Desk, Member, RoundComputation, RoundReport, progress::is_answered, routing::Contribution,
};
use crate::{
    club::calendar,
    desks::{
        find,
        kept::{self, RoleCode, SeatNote},
    },
    graphql::{
        enums::{RoundStatus, SeatChange, SeatReason, SeatRole},
        error::error,
        guard::app,
        id::Kind,
        loaders::{Loaders, MemberById, ProposalsOf},
        round_loaders::{ComputationOf, ReportOf},
    },
    reference::Reference,
};

#[derive(Clone)]
pub struct AssignmentRound(pub assignment_round::Model);

/// An assignment round: a seating that was computed, to be applied or discarded (دور تخصیص).
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

    /// Increases with every change; edits, apply, discard and revert name the version that they
    /// start from.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The sum of the seats' scores, in hundredths of a point; 0 while there is no seating.
    async fn objective(&self) -> i64 {
        self.0.objective
    }

    /// Whether it is proved that no seating scores higher; false while there is no seating.
    async fn optimal(&self) -> bool {
        self.0.optimal
    }

    /// The conditions that it keeps to, as JSON text: limits, pins, bans and the rest (شرط‌ها).
    async fn parameters(&self) -> String {
        self.0.parameters.to_string()
    }

    /// The version of the engine's weights that scored the candidates.
    async fn weights_version(&self) -> i64 {
        self.0.weights_version
    }

    /// When it was proposed, or its computation began.
    async fn proposed_at(&self) -> DateTime<Utc> {
        self.0.proposed_at
    }

    /// The same as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn proposed_at_jalali(&self) -> String {
        calendar::jalali_time(self.0.proposed_at)
    }

    /// When it was last applied, reverted or discarded, or its computation came to nothing; null
    /// while it is open.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.0.closed_at
    }

    /// The same as Jalali date and time in Mashhad, such as `1405-09-01 12:30`; null where
    /// `closedAt` is.
    async fn closed_at_jalali(&self) -> Option<String> {
        self.0.closed_at.map(calendar::jalali_time)
    }

    /// How far its computation is or was; null for a round whose caller waited for the answer
    /// (پیشرفت محاسبه).
    async fn progress(&self, ctx: &Context<'_>) -> Result<Option<RoundComputation>> {
        let key = ComputationOf(self.0.id);
        let found = ctx.data::<Loaders>()?.load_one(key).await.map_err(error)?;
        Ok(found.map(|row| RoundComputation {
            row,
            answered: is_answered(self.0.status),
        }))
    }

    /// Every seat that is added, kept or removed: by desk, the best score first; none while there
    /// is no seating.
    async fn proposals(&self, ctx: &Context<'_>) -> Result<Vec<SeatProposal>> {
        let rows = ctx
            .data::<Loaders>()?
            .load_one(ProposalsOf(self.0.id))
            .await
            .map_err(error)?;
        let stored = ctx.data::<Loaders>()?.load_one(ReportOf(self.0.id)).await;
        let notes = stored
            .map_err(error)?
            .map_or_else(Vec::new, |report| report.notes);
        let reference = app(ctx)?.reference();
        Ok(SeatProposal::noted(
            &reference,
            rows.unwrap_or_default(),
            &notes,
        ))
    }

    /// What it changes and how good it is; UNDECIDED and without seats while there is no seating
    /// (گزارش دور).
    async fn report(&self, ctx: &Context<'_>) -> Result<RoundReport> {
        let key = ReportOf(self.0.id);
        let stored = ctx.data::<Loaders>()?.load_one(key).await.map_err(error)?;
        Ok(RoundReport(match stored {
            Some(report) => report,
            None => find::report_anew(app(ctx)?, &self.0).await.map_err(error)?,
        }))
    }

    /// Whether computing it again from what was stored gives the very same seats and scores; false
    /// while there is no seating. `BAD_USER_INPUT` for a round that took more steps than fit in a
    /// request, 3,000,000 (بازمحاسبه).
    async fn recomputes(&self, ctx: &Context<'_>) -> Result<bool> {
        find::recomputes(app(ctx)?, &self.0).await.map_err(error)
    }
}

pub struct SeatProposal {
    row: round_proposal::Model,
    note: Option<SeatNote>,
}

impl SeatProposal {
    /// A round's lines with what is to be said of them.
    pub fn noted(
        reference: &Reference,
        rows: Vec<round_proposal::Model>,
        notes: &[SeatNote],
    ) -> Vec<Self> {
        let place =
            |note: &SeatNote| Some((reference.desk_id(note.seat.desk)?, note.seat.member_id));
        let notes = notes.iter().filter_map(|note| Some((place(note)?, *note)));
        let notes: HashMap<(i64, i64), SeatNote> = notes.collect();
        let lines = rows.into_iter().map(|row| Self {
            note: notes.get(&(row.desk_id, row.member_id)).copied(),
            row,
        });
        lines.collect()
    }
}

/// One line of a round: a person at a desk.
#[Object]
impl SeatProposal {
    /// The desk; null only if it no longer exists.
    async fn desk(&self, ctx: &Context<'_>) -> Result<Option<Desk>> {
        Desk::with_id(ctx, self.row.desk_id)
    }

    /// The member; null only if they no longer exist.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        Member::with_id(ctx, self.row.member_id).await
    }

    /// How it differs from the seats of the day on which it was proposed.
    async fn change(&self) -> SeatChange {
        self.row.change.into()
    }

    /// What the person is at the desk on that day; MEMBER for a seat that would begin (سمت).
    async fn role(&self) -> SeatRole {
        let role = self.note.map_or(RoleCode::Member, |note| note.role);
        entity::seat::SeatRole::from(role).into()
    }

    /// Why the seat begins, stays or ends (دلیل).
    async fn reason(&self) -> SeatReason {
        let usual = match self.row.change {
            round_proposal::SeatChange::Removed => kept::SeatReason::NotChosen,
            round_proposal::SeatChange::Added | round_proposal::SeatChange::Kept => {
                kept::SeatReason::Chosen
            }
        };
        self.note.map_or(usual, |note| note.reason).into()
    }

    /// How well the person fits the desk: the sum of the contributions' points, which is what
    /// the solver counted; 0 for a seat that ends.
    async fn score(&self) -> f64 {
        self.row.score
    }

    /// What speaks for the person at this desk; `WISH` and `CONTINUITY` come from the round's
    /// conditions, the others from the engine.
    async fn contributions(&self) -> Vec<Contribution> {
        Contribution::from_json(&self.row.contributions)
    }
}

impl Member {
    /// By id, whoever asks: for lists that only those see who may know of everybody in them.
    pub async fn with_id(ctx: &Context<'_>, id: i64) -> Result<Option<Self>> {
        let found = ctx.data::<Loaders>()?.load_one(MemberById(id)).await;
        Ok(found.map_err(error)?.map(Self))
    }
}
