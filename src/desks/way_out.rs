//! The solver's answer to a round, and where there is none a way out that works when it is followed.
//!
//! Whoever opens a closed desk or lifts a ban brings back the seats that only that had ended: they
//! count among the conditions as soon as the way out says so.

use std::collections::BTreeSet;

use matching::{
    Desk,
    assignment::{ConditionKind, Conflict, Outcome, Status},
};

use super::{
    gauge::Gauge,
    input::RoundInput,
    parameters::{RoundParameters, SeatOf},
    plan::instance,
    record::Conditions,
    solving::solve_near,
};
use crate::fault::Fault;

/// Solves a round; where seatings tie, as many of the seats in `held` stay as can.
pub fn solve(
    (input, parameters): Conditions<'_>,
    held: &BTreeSet<(usize, usize)>,
    gauge: &Gauge,
) -> Result<Outcome, Fault> {
    let ask = |kept: &BTreeSet<SeatOf>| {
        let instance = instance(input, parameters, kept);
        solve_near(&instance, held, input.steps, gauge)
    };
    let mut kept = input.kept(parameters);
    let mut outcome = ask(&kept)?;
    loop {
        let then = input.kept(&followed(input, parameters, &outcome.conflicts));
        if then.is_subset(&kept) {
            return Ok(outcome);
        }
        kept.extend(then);
        let again = ask(&kept)?;
        // More seats to keep make no round possible; all else is a budget that has ended, and then
        // no way out is sure.
        if again.status != Status::Infeasible {
            let conflicts = outcome.conflicts.iter_mut();
            conflicts.for_each(|conflict| conflict.changes.clear());
            return Ok(outcome);
        }
        outcome = again;
    }
}

/// The conditions with the changes made, as far as they decide which seats are kept.
fn followed(
    input: &RoundInput,
    parameters: &RoundParameters,
    conflicts: &[Conflict],
) -> RoundParameters {
    use ConditionKind as Kind;
    let mut followed = parameters.clone();
    for change in conflicts.iter().flat_map(|conflict| &conflict.changes) {
        let condition = &change.condition;
        let desk = condition.task.map(|task| Desk::ALL[task]);
        let seat = condition.expert.zip(desk).map(|(at, desk)| SeatOf {
            member_id: input.people[at].member_id,
            desk,
        });
        match condition.kind {
            Kind::TaskMax => {
                let desks = followed.desks.iter_mut();
                desks
                    .filter(|limits| Some(limits.desk) == desk)
                    .for_each(|limits| limits.seats_max = change.need);
            }
            // A seat that stays by itself ends by a ban.
            Kind::Pin => followed.bans.extend(seat),
            Kind::Ban => followed.bans.retain(|ban| Some(*ban) != seat),
            Kind::Apart | Kind::MinExternal | Kind::TaskMin | Kind::ExpertMin | Kind::ExpertMax => {
            }
        }
    }
    followed
}
