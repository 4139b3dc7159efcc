//! One person, one desk, one round: what the conditions say of them.

use std::{collections::BTreeSet, sync::Arc};

use entity::{
    assignment_round,
    round_proposal::{self, SeatChange},
};
use matching::{
    Desk,
    assignment::{Fairness, Status},
};

use super::{
    explain::{Blocker, Explanation},
    gauge::{Gauge, on_a_thread},
    input::{Reason, RoundInput},
    parameters::{RoundParameters, SeatOf},
    plan::{self, Plan},
    report,
};
use crate::{app::App, fault::Fault, reference::Reference};

/// One hundredth of a point decides.
pub(super) const CENT: f64 = 0.01;
/// Steps for the round with the seat pinned: about a second at worst, so that many may ask.
/// Ordinary rounds take a hundredth of it.
const STEPS: i64 = 500_000;

/// One person, one desk, one round.
pub struct Case {
    round: assignment_round::Model,
    lines: Vec<round_proposal::Model>,
    /// The seats that people hold after the round, with their scores.
    taken: Vec<(SeatOf, f64)>,
    pub(super) input: Arc<RoundInput>,
    pub(super) parameters: RoundParameters,
    pub(super) seat: SeatOf,
}

impl Case {
    /// Reads a round and its lines as they are stored.
    pub fn new(
        reference: &Reference,
        (round, lines): (assignment_round::Model, Vec<round_proposal::Model>),
        (input, parameters): (RoundInput, RoundParameters),
        seat: SeatOf,
    ) -> Self {
        let given = lines.iter().filter(|row| row.change != SeatChange::Removed);
        let taken = given.filter_map(|row| Some((seat_of(reference, row)?, row.score)));
        Self {
            taken: taken.collect(),
            round,
            lines,
            input: Arc::new(input),
            parameters,
            seat,
        }
    }

    /// The best round in which the person has the seat; none when they have it, when it cannot be
    /// given, and when finding it takes too long.
    pub async fn forced(&self, app: &App) -> Result<Option<Plan>, Fault> {
        if self.is_seated() || !self.may_be_given() {
            return Ok(None);
        }
        let turn = app.computations.explanation_turn().await;
        let gauge = Arc::new(Gauge::within(STEPS));
        let (input, parameters) = (Arc::clone(&self.input), self.with_the_seat());
        let held = self.taken.iter().map(|(seat, _)| *seat).collect();
        let plan = on_a_thread((&gauge, turn), move |gauge| {
            plan::plan_near(&input, &parameters, &held, gauge)
        })
        .await;
        if gauge.is_spent() {
            return Ok(None);
        }
        plan.map(Some)
    }

    /// The whole explanation.
    pub fn explain(self, reference: &Reference, forced: Option<Plan>) -> Explanation {
        let reasons = self.reasons();
        let seated = self.is_seated();
        let lowest = self.lowest_in_reach();
        let blocker = (!seated).then(|| self.blocker(lowest));
        let score = reasons.as_deref().map(plan::score);
        Explanation {
            member_id: self.seat.member_id,
            desk: self.seat.desk,
            seated,
            score,
            blocker,
            lowest_seated: lowest,
            score_needed: forced
                .as_ref()
                .and_then(|forced| self.needed(score?, forced)),
            other_desks: self.other_desks(),
            instead: forced.map_or_else(Vec::new, |forced| self.difference(reference, &forced)),
            reasons: reasons.unwrap_or_default(),
            round: self.round,
        }
    }

    pub(super) fn reasons(&self) -> Option<Vec<Reason>> {
        let position = self.input.position(self.seat.member_id)?;
        let person = &self.input.people[position];
        if !self.input.may_hold(self.seat) {
            return None;
        }
        Some(plan::reasons(
            &self.input,
            &self.parameters,
            person,
            self.seat.desk,
        ))
    }

    fn is_seated(&self) -> bool {
        self.taken.iter().any(|(seat, _)| *seat == self.seat)
    }

    /// Whether a round with the seat pinned could exist at all.
    fn may_be_given(&self) -> bool {
        match self.blocker(self.lowest_in_reach()) {
            Blocker::NotCandidate
            | Blocker::DeskClosed
            | Blocker::DeskReserved
            | Blocker::ExternalsNeeded => false,
            Blocker::LoadReached => !self.other_desks().is_empty(),
            Blocker::Banned
            | Blocker::KeptApart { .. }
            | Blocker::DeskFull
            | Blocker::NoFit
            | Blocker::NeededElsewhere => true,
        }
    }

    /// Who sits at the desk, with their scores.
    pub(super) fn here(&self) -> impl Iterator<Item = &(SeatOf, f64)> {
        let taken = self.taken.iter();
        taken.filter(|(seat, _)| seat.desk == self.seat.desk)
    }

    pub(super) fn other_desks(&self) -> Vec<Desk> {
        let own = self.taken.iter().map(|(seat, _)| seat);
        let own = own.filter(|seat| seat.member_id == self.seat.member_id);
        own.map(|seat| seat.desk)
            .filter(|desk| *desk != self.seat.desk)
            .collect()
    }

    /// The conditions under which the person has the seat.
    fn with_the_seat(&self) -> RoundParameters {
        let mut parameters = self.parameters.clone();
        parameters.bans.retain(|ban| *ban != self.seat);
        parameters.pins.push(self.seat);
        parameters
    }

    /// Exact where both rounds are proved to be the best and totals are what counts.
    fn needed(&self, score: f64, forced: &Plan) -> Option<f64> {
        let proved = self.round.optimal && forced.outcome.status == Status::Optimal;
        let total = self.parameters.fairness == Fairness::Total;
        let banned = self.parameters.bans.contains(&self.seat);
        let lacking = i32::try_from(self.round.objective - forced.outcome.objective).ok()?;
        (proved && total && !banned).then(|| score + f64::from(lacking) / 100.0 + CENT)
    }

    /// Seats of the other plan alone, then those of this round alone.
    fn difference(&self, reference: &Reference, other: &Plan) -> Vec<round_proposal::Model> {
        if other.proposals.is_empty() {
            return Vec::new();
        }
        let others = report::lines(reference, other);
        let fresh = seats_beside(&others, &self.lines, SeatChange::Added);
        let lost = seats_beside(&self.lines, &others, SeatChange::Removed);
        fresh.chain(lost).collect()
    }
}

fn seat_of(reference: &Reference, row: &round_proposal::Model) -> Option<SeatOf> {
    Some(SeatOf {
        member_id: row.member_id,
        desk: reference.engine_desk(row.desk_id)?,
    })
}

/// The seats that `lines` give and `others` do not.
fn seats_beside(
    lines: &[round_proposal::Model],
    others: &[round_proposal::Model],
    change: SeatChange,
) -> impl Iterator<Item = round_proposal::Model> {
    let given = |row: &&round_proposal::Model| row.change != SeatChange::Removed;
    let place = |row: &round_proposal::Model| (row.member_id, row.desk_id);
    let taken: BTreeSet<(i64, i64)> = others.iter().filter(given).map(place).collect();
    let beside = lines
        .iter()
        .filter(given)
        .filter(move |row| !taken.contains(&place(row)));
    beside.map(move |row| round_proposal::Model {
        change,
        ..row.clone()
    })
}
