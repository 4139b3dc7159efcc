//! Planning a round: snapshot and conditions become an instance, the solver answers, its answer
//! becomes a diff. Pure: the same input and parameters give the same plan, bit for bit.

use std::collections::BTreeSet;

use entity::round_proposal::SeatChange;
use matching::{
    Desk,
    assignment::{ExpertLimits, Instance, Outcome, TaskLimits},
};

use super::{
    gauge::Gauge,
    input::{LEAST, Person, Reason, RoundInput},
    parameters::{RoundParameters, SeatOf, SeatsEach},
    solving::is_answer,
    way_out,
};
use crate::{contribution::Contribution, fault::Fault};

/// What a round would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub outcome: Outcome,
    /// Empty when the conditions cannot hold together.
    pub proposals: Vec<Proposal>,
}

/// One line of a plan: a member at a desk, and how that differs from today.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub seat: SeatOf,
    pub change: SeatChange,
    /// The sum of the reasons' points; zero for a seat that ends.
    pub score: f64,
    pub reasons: Vec<Reason>,
}

impl Plan {
    /// The seats that people would hold.
    pub fn taken(&self) -> impl Iterator<Item = &Proposal> {
        let lines = self.proposals.iter();
        lines.filter(|line| line.change != SeatChange::Removed)
    }
}

impl Proposal {
    /// The reasons as they are stored.
    #[must_use]
    pub fn contributions(&self) -> serde_json::Value {
        contributions(&self.reasons)
    }
}

/// Plans a round; where seatings tie, as many of today's seats stay as can.
pub fn plan(
    input: &RoundInput,
    parameters: &RoundParameters,
    gauge: &Gauge,
) -> Result<Plan, Fault> {
    plan_near(input, parameters, &input.seated, gauge)
}

/// Plans a round; where seatings tie, as many of the seats in `held` stay as can.
///
/// Fails when the gauge has stopped it: half a search depends on when it was stopped.
pub fn plan_near(
    input: &RoundInput,
    parameters: &RoundParameters,
    held: &BTreeSet<SeatOf>,
    gauge: &Gauge,
) -> Result<Plan, Fault> {
    let cell = |seat: &SeatOf| Some((input.position(seat.member_id)?, seat.desk.index()));
    let held = held.iter().filter_map(cell).collect();
    let outcome = way_out::solve((input, parameters), &held, gauge)?;
    if gauge.is_stopped() {
        return Err(Fault::Internal("the computation was stopped".to_owned()));
    }
    let proposals = if is_answer(outcome.status) {
        proposals(input, parameters, &outcome)
    } else {
        Vec::new()
    };
    Ok(Plan { outcome, proposals })
}

/// Why a candidate fits a desk under these conditions: the engine's reasons, then the wish, then
/// the seat that is held already.
#[must_use]
pub fn reasons(
    input: &RoundInput,
    parameters: &RoundParameters,
    person: &Person,
    desk: Desk,
) -> Vec<Reason> {
    let mut reasons = person.fits.get(desk.index()).cloned().unwrap_or_default();
    let seat = SeatOf {
        member_id: person.member_id,
        desk,
    };
    reasons.extend(wish(parameters, person, desk));
    if parameters.continuity > 0 && input.seated.contains(&seat) {
        reasons.push(bonus("CONTINUITY", parameters.continuity, 1));
    }
    reasons
}

/// The sum of the reasons, in hundredths of a point.
#[must_use]
pub fn cents(reasons: &[Reason]) -> i32 {
    reasons.iter().map(|reason| reason.cents).sum()
}

/// The sum of the reasons' points, in their order.
#[must_use]
pub fn score(reasons: &[Reason]) -> f64 {
    points(reasons).iter().sum()
}

/// The reasons as they are stored and shown.
#[must_use]
pub fn contributions(reasons: &[Reason]) -> serde_json::Value {
    let told = reasons.iter().zip(points(reasons)).map(|(reason, points)| {
        let contribution = Contribution {
            feature: &reason.feature,
            value: reason.value(points),
            weight: reason.weight,
            points,
            evidence: &reason.evidence,
        };
        contribution.stored()
    });
    told.collect()
}

/// The points of each reason. What lifts a sum to zero lifts it to zero exactly.
fn points(reasons: &[Reason]) -> Vec<f64> {
    let mut sum = 0.0;
    let points = reasons.iter().map(|reason| {
        let points = if reason.feature == LEAST {
            -sum
        } else {
            reason.points()
        };
        sum += points;
        points
    });
    points.collect()
}

fn wish(parameters: &RoundParameters, person: &Person, desk: Desk) -> Option<Reason> {
    let at = person.wishes.iter().position(|wish| *wish == desk)?;
    let nth = i32::try_from(at + 1).ok()?;
    (parameters.wish >= nth).then(|| bonus("WISH", parameters.wish, nth))
}

/// An `nth` of `cents`, whose value says how near it is to a first wish or to a held seat.
fn bonus(feature: &str, cents: i32, nth: i32) -> Reason {
    let whole = Reason {
        feature: feature.to_owned(),
        weight: 1.0,
        cents,
        evidence: Vec::new(),
    };
    Reason {
        weight: whole.points(),
        cents: cents / nth,
        ..whole
    }
}

/// The round as the solver is asked it, with these seats kept.
pub(super) fn instance(
    input: &RoundInput,
    parameters: &RoundParameters,
    kept: &BTreeSet<SeatOf>,
) -> Instance {
    let scores = input.people.iter().map(|person| {
        let desks = Desk::ALL.iter();
        let cents = desks.map(|desk| cents(&reasons(input, parameters, person, *desk)));
        cents.collect()
    });
    let cells = |seats: BTreeSet<SeatOf>| {
        let cell = |seat: SeatOf| Some((input.position(seat.member_id)?, seat.desk.index()));
        seats.into_iter().filter_map(cell).collect()
    };
    let pins = kept.iter().chain(&parameters.pins).copied();
    Instance {
        experts: input
            .people
            .iter()
            .map(|person| expert(parameters, person, kept))
            .collect(),
        tasks: Desk::ALL
            .iter()
            .map(|desk| task(parameters, *desk))
            .collect(),
        score: scores.collect(),
        ban: cells(parameters.bans.iter().copied().collect()),
        pin: cells(pins.collect()),
        apart: apart(input, parameters),
        fairness: parameters.fairness,
    }
}

/// The pairs kept apart, each once whichever way round it is named, in the order of the naming.
fn apart(input: &RoundInput, parameters: &RoundParameters) -> Vec<(usize, usize)> {
    let mut seen = BTreeSet::new();
    let pairs = parameters
        .apart
        .iter()
        .filter_map(|(one, other)| Some((input.position(*one)?, input.position(*other)?)));
    pairs
        .filter(|(one, other)| seen.insert((*one.min(other), *one.max(other))))
        .collect()
}

/// The limits of a person. Whoever keeps more seats than they may have gets no other.
pub(super) fn expert(
    parameters: &RoundParameters,
    person: &Person,
    kept: &BTreeSet<SeatOf>,
) -> ExpertLimits {
    let own = kept
        .iter()
        .filter(|seat| seat.member_id == person.member_id);
    let own = u32::try_from(own.count()).unwrap_or(u32::MAX);
    let named = parameters
        .people
        .iter()
        .find(|limits| limits.member_id == person.member_id);
    let usual = if person.external {
        parameters.external
    } else {
        parameters.internal
    };
    let nothing_else = SeatsEach { min: 0, max: 0 };
    let seats = match named {
        _ if person.seated_only => nothing_else,
        Some(limits) => limits.seats,
        None => usual,
    };
    ExpertLimits {
        external: person.external,
        min: seats.min,
        max: seats.max.max(own),
    }
}

pub(super) fn task(parameters: &RoundParameters, desk: Desk) -> TaskLimits {
    let asked = parameters.desks.iter().find(|limits| limits.desk == desk);
    let closed = TaskLimits {
        min: 0,
        max: 0,
        min_external: 0,
    };
    asked.map_or(closed, |limits| TaskLimits {
        min: limits.seats_min,
        max: limits.seats_max,
        min_external: limits.externals_min,
    })
}

fn proposals(input: &RoundInput, parameters: &RoundParameters, outcome: &Outcome) -> Vec<Proposal> {
    let chosen = outcome.assign.iter().map(|(expert, task)| {
        let (person, desk) = (&input.people[*expert], Desk::ALL[*task]);
        let seat = SeatOf {
            member_id: person.member_id,
            desk,
        };
        let reasons = reasons(input, parameters, person, desk);
        let kept = input.seated.contains(&seat);
        Proposal {
            seat,
            change: if kept {
                SeatChange::Kept
            } else {
                SeatChange::Added
            },
            score: score(&reasons),
            reasons,
        }
    });
    let mut lines: Vec<Proposal> = chosen.collect();
    let taken: BTreeSet<SeatOf> = lines.iter().map(|line| line.seat).collect();
    let removed = input.seated.difference(&taken).map(|seat| Proposal {
        seat: *seat,
        change: SeatChange::Removed,
        score: 0.0,
        reasons: Vec::new(),
    });
    lines.extend(removed);
    lines
}
