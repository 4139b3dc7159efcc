//! One person, one desk, one round: what the conditions say of them.

use std::collections::BTreeSet;

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
    gauge::Gauge,
    input::{Reason, RoundInput},
    parameters::{RoundParameters, SeatOf},
    plan::{self, Plan},
    report,
};
use crate::{fault::Fault, reference::Reference};

/// One hundredth of a point decides.
const CENT: f64 = 0.01;

/// One person, one desk, one round.
pub struct Case<'g> {
    gauge: &'g Gauge,
    input: RoundInput,
    parameters: RoundParameters,
    seat: SeatOf,
    plan: Plan,
}

impl<'g> Case<'g> {
    /// Computes the round again.
    pub fn new(
        input: RoundInput,
        parameters: RoundParameters,
        seat: SeatOf,
        gauge: &'g Gauge,
    ) -> Result<Self, Fault> {
        Ok(Self {
            plan: plan::plan(&input, &parameters, gauge)?,
            gauge,
            input,
            parameters,
            seat,
        })
    }

    /// The whole explanation.
    pub fn explain(
        &self,
        reference: &Reference,
        round: assignment_round::Model,
    ) -> Result<Explanation, Fault> {
        let reasons = self.reasons();
        let seated = self.holds(self.seat.member_id, self.seat.desk);
        let forced = match (&reasons, seated) {
            (Some(_), false) => Some(self.forced()?),
            _ => None,
        };
        let lowest = self.lowest_in_reach();
        let blocker = (!seated).then(|| self.blocker(lowest));
        let score = reasons.as_deref().map(plan::score);
        Ok(Explanation {
            round,
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
        })
    }

    fn reasons(&self) -> Option<Vec<Reason>> {
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

    fn taken(&self) -> impl Iterator<Item = &plan::Proposal> {
        self.plan.taken()
    }

    fn holds(&self, member_id: i64, desk: Desk) -> bool {
        self.taken()
            .any(|line| line.seat == SeatOf { member_id, desk })
    }

    fn other_desks(&self) -> Vec<Desk> {
        let own = self
            .taken()
            .filter(|line| line.seat.member_id == self.seat.member_id);
        let other = own.filter(|line| line.seat.desk != self.seat.desk);
        other.map(|line| line.seat.desk).collect()
    }

    /// The best round in which the person has the seat.
    fn forced(&self) -> Result<Plan, Fault> {
        let mut parameters = self.parameters.clone();
        parameters.bans.retain(|ban| *ban != self.seat);
        parameters.pins.push(self.seat);
        let held = self.taken().map(|line| line.seat).collect();
        plan::plan_near(&self.input, &parameters, &held, self.gauge)
    }

    /// Exact where both rounds are proved to be the best and totals are what counts.
    fn needed(&self, score: f64, forced: &Plan) -> Option<f64> {
        let proved = [&self.plan, forced]
            .iter()
            .all(|plan| plan.outcome.status == Status::Optimal);
        let total = self.parameters.fairness == Fairness::Total;
        let banned = self.parameters.bans.contains(&self.seat);
        let lacking = i32::try_from(self.plan.outcome.objective - forced.outcome.objective).ok()?;
        (proved && total && !banned).then(|| score + f64::from(lacking) / 100.0 + CENT)
    }

    /// Seats of the other plan alone, then those of this plan alone.
    fn difference(&self, reference: &Reference, other: &Plan) -> Vec<round_proposal::Model> {
        if other.proposals.is_empty() {
            return Vec::new();
        }
        let fresh = seats_beside(reference, other, &self.plan, SeatChange::Added);
        let lost = seats_beside(reference, &self.plan, other, SeatChange::Removed);
        fresh.chain(lost).collect()
    }

    fn blocker(&self, lowest: Option<f64>) -> Blocker {
        let Some(reasons) = self.reasons() else {
            return Blocker::NotCandidate;
        };
        if self.parameters.bans.contains(&self.seat) {
            return Blocker::Banned;
        }
        if let Some(member_id) = self.kept_apart_from() {
            return Blocker::KeptApart { member_id };
        }
        let good_enough = lowest.is_none_or(|lowest| plan::score(&reasons) > lowest);
        if self.other_desks().len() >= self.seats_max() && (good_enough || !self.is_full()) {
            return Blocker::LoadReached;
        }
        match lowest {
            _ if !self.is_full() && plan::cents(&reasons) == 0 => Blocker::NoFit,
            _ if !self.is_full() => Blocker::NeededElsewhere,
            None => Blocker::ExternalsNeeded,
            Some(_) if good_enough => Blocker::NeededElsewhere,
            Some(_) => Blocker::DeskFull,
        }
    }

    fn kept_apart_from(&self) -> Option<i64> {
        let me = self.seat.member_id;
        let others = self
            .parameters
            .apart
            .iter()
            .filter_map(|(one, other)| match me {
                _ if *one == me => Some(*other),
                _ if *other == me => Some(*one),
                _ => None,
            });
        others
            .filter(|other| self.holds(*other, self.seat.desk))
            .min()
    }

    fn seats_max(&self) -> usize {
        let position = self.input.position(self.seat.member_id);
        let kept = self.input.kept(&self.parameters);
        let person = position.map(|at| &self.input.people[at]);
        let limits = person.map(|person| plan::expert(&self.parameters, person, &kept));
        limits.map_or(0, |limits| limits.max as usize)
    }

    fn is_full(&self) -> bool {
        let limits = plan::task(&self.parameters, self.seat.desk);
        self.taken()
            .filter(|line| line.seat.desk == self.seat.desk)
            .count()
            >= limits.max as usize
    }

    /// The lowest score at the desk among the seats that could go to this person: none that is
    /// pinned, and no external's when the desk has only as many as it needs.
    fn lowest_in_reach(&self) -> Option<f64> {
        let external = |member_id| {
            let at = self.input.position(member_id);
            at.is_some_and(|at| self.input.people[at].external)
        };
        let here: Vec<_> = self
            .taken()
            .filter(|line| line.seat.desk == self.seat.desk)
            .collect();
        let externals = here
            .iter()
            .filter(|line| external(line.seat.member_id))
            .count();
        let spare = externals > plan::task(&self.parameters, self.seat.desk).min_external as usize;
        let me_external = external(self.seat.member_id);
        let kept = self.input.kept(&self.parameters);
        let reachable = here.iter().filter(|line| {
            let free = !self.parameters.pins.contains(&line.seat) && !kept.contains(&line.seat);
            free && (spare || me_external || !external(line.seat.member_id))
        });
        reachable.map(|line| line.score).min_by(f64::total_cmp)
    }
}

/// The seats that `plan` gives and `other` does not.
fn seats_beside(
    reference: &Reference,
    plan: &Plan,
    other: &Plan,
    change: SeatChange,
) -> impl Iterator<Item = round_proposal::Model> {
    let taken: BTreeSet<(i64, Option<i64>)> = other
        .taken()
        .map(|line| (line.seat.member_id, reference.desk_id(line.seat.desk)))
        .collect();
    let rows = report::lines(reference, plan).into_iter();
    let given = rows.filter(|row| row.change != SeatChange::Removed);
    let beside = given.filter(move |row| !taken.contains(&(row.member_id, Some(row.desk_id))));
    beside.map(move |row| round_proposal::Model { change, ..row })
}
