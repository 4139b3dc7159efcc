//! What a round would change and how good it is, in numbers: the same for a dry run, a stored
//! round and one that has been computed again.

use std::collections::BTreeMap;

use entity::round_proposal::{self, SeatChange};
use matching::{Desk, assignment::Status};
use serde::{Deserialize, Serialize};

use super::{
    conflict::{self, Conflict},
    figures::{ScoreFigures, figures},
    input::RoundInput,
    kept::{self, SeatNote},
    parameters::SeatOf,
    plan::Plan,
    record::{Conditions, unwritable},
    solving::is_answer,
};
use crate::{app::App, fault::Fault, reference::Reference};

/// A round in numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    pub status: Status,
    /// The sum of the seats' scores, in hundredths of a point.
    pub objective: i64,
    /// A proved limit of the objective; none when the answer is the best, or its floor is unproved.
    pub bound: Option<i64>,
    /// A proved limit of the worst-off desk's sum, where that is sought and not proved.
    #[serde(default)]
    pub floor_bound: Option<i64>,
    pub added: usize,
    pub kept: usize,
    pub removed: usize,
    /// People who leave one desk for another; each is also counted as added and removed.
    pub moves: Vec<SeatMove>,
    /// One entry a desk, in their fixed order.
    pub desks: Vec<DeskFigures>,
    /// How many candidates get how many seats, from none upwards.
    pub loads: Vec<LoadFigures>,
    /// Over the scores of all seats.
    pub scores: ScoreFigures,
    /// None when no candidate has said what they would like.
    pub wishes: Option<WishFigures>,
    pub conflicts: Vec<Conflict>,
    /// What the lines' scores do not say; none in reports that are older than these notes.
    #[serde(default)]
    pub notes: Vec<SeatNote>,
    /// Stored as rows of their own.
    #[serde(skip)]
    pub lines: Vec<round_proposal::Model>,
}

/// Somebody who changes desks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatMove {
    pub member_id: i64,
    pub from: Desk,
    pub to: Desk,
}

/// How one desk would be filled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskFigures {
    pub desk: Desk,
    pub seats: usize,
    pub externals: usize,
    pub scores: ScoreFigures,
}

/// How many people get that many seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadFigures {
    pub seats: usize,
    pub internals: usize,
    pub externals: usize,
}

/// How far wishes are met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WishFigures {
    /// Candidates who have wishes.
    pub people: usize,
    /// Those who get a desk that they wished for.
    pub met: usize,
    /// Those who get the desk that they wished for first.
    pub first: usize,
}

/// How the solver left a round.
pub struct Solved {
    pub status: Status,
    pub objective: i64,
    pub bound: Option<i64>,
    pub floor_bound: Option<i64>,
    pub conflicts: Vec<Conflict>,
}

impl Report {
    /// The report of a plan that has just been made.
    pub async fn of_plan(
        app: &App,
        (input, parameters): Conditions<'_>,
        plan: &Plan,
    ) -> Result<Self, Fault> {
        let solved = Solved {
            status: plan.outcome.status,
            objective: plan.outcome.objective,
            bound: plan.outcome.bound,
            floor_bound: plan.outcome.floor_bound,
            conflicts: conflict::told(app, input, &plan.outcome.conflicts).await?,
        };
        let reference = app.reference();
        let lines = lines(&reference, plan);
        Ok(Self {
            notes: kept::notes(input, parameters, plan),
            ..Self::of_lines(&reference, input, solved, lines)
        })
    }

    /// The report as it is stored, without the lines.
    pub fn to_text(&self) -> Result<String, Fault> {
        serde_json::to_string(self).map_err(unwritable)
    }

    /// The report of lines that were stored with `input`.
    #[must_use]
    pub fn of_lines(
        reference: &Reference,
        input: &RoundInput,
        solved: Solved,
        lines: Vec<round_proposal::Model>,
    ) -> Self {
        let seats = Seats::of(reference, &lines);
        let answered = is_answer(solved.status);
        let count = |change| lines.iter().filter(|line| line.change == change).count();
        let desks = Desk::ALL.iter();
        Self {
            status: solved.status,
            objective: solved.objective,
            bound: solved.bound,
            floor_bound: solved.floor_bound,
            added: count(SeatChange::Added),
            kept: count(SeatChange::Kept),
            removed: count(SeatChange::Removed),
            moves: moves(reference, &lines),
            desks: desks.map(|desk| seats.at(input, *desk)).collect(),
            loads: if answered {
                seats.loads(input)
            } else {
                Vec::new()
            },
            scores: figures(seats.0.iter().map(|(_, score)| *score).collect()),
            wishes: answered.then(|| seats.wishes(input)).flatten(),
            conflicts: solved.conflicts,
            notes: Vec::new(),
            lines,
        }
    }
}

/// A plan's lines as rows without ids: by desk, best first.
#[must_use]
pub fn lines(reference: &Reference, plan: &Plan) -> Vec<round_proposal::Model> {
    let rows = plan.proposals.iter().filter_map(|line| {
        Some(round_proposal::Model {
            id: 0,
            round_id: 0,
            desk_id: reference.desk_id(line.seat.desk)?,
            member_id: line.seat.member_id,
            change: line.change,
            score: line.score,
            contributions: line.contributions(),
        })
    });
    let mut rows: Vec<_> = rows.collect();
    rows.sort_by(|a, b| {
        let desks = a.desk_id.cmp(&b.desk_id);
        let best = desks.then_with(|| b.score.total_cmp(&a.score));
        best.then_with(|| a.member_id.cmp(&b.member_id))
    });
    rows
}

/// The people who give up one desk and get another, by member and in the desks' order.
#[must_use]
pub fn moves(reference: &Reference, lines: &[round_proposal::Model]) -> Vec<SeatMove> {
    let mut by_member: BTreeMap<i64, (Vec<Desk>, Vec<Desk>)> = BTreeMap::new();
    for line in lines {
        let Some(desk) = reference.engine_desk(line.desk_id) else {
            continue;
        };
        let (from, to) = by_member.entry(line.member_id).or_default();
        match line.change {
            SeatChange::Removed => from.push(desk),
            SeatChange::Added => to.push(desk),
            SeatChange::Kept => {}
        }
    }
    let mut moves = Vec::new();
    for (member_id, (mut from, mut to)) in by_member {
        from.sort_unstable();
        to.sort_unstable();
        let pairs = from.into_iter().zip(to);
        moves.extend(pairs.map(|(from, to)| SeatMove {
            member_id,
            from,
            to,
        }));
    }
    moves
}

/// The seats after the round, with their scores.
struct Seats(Vec<(SeatOf, f64)>);

impl Seats {
    fn of(reference: &Reference, lines: &[round_proposal::Model]) -> Self {
        let taken = lines
            .iter()
            .filter(|line| line.change != SeatChange::Removed);
        let seats = taken.filter_map(|line| {
            let desk = reference.engine_desk(line.desk_id)?;
            let seat = SeatOf {
                member_id: line.member_id,
                desk,
            };
            Some((seat, line.score))
        });
        Self(seats.collect())
    }

    fn at(&self, input: &RoundInput, desk: Desk) -> DeskFigures {
        let here: Vec<_> = self
            .0
            .iter()
            .filter(|(seat, _)| seat.desk == desk)
            .collect();
        let external = |member_id| {
            let position = input.position(member_id);
            position.is_some_and(|position| input.people[position].external)
        };
        DeskFigures {
            desk,
            seats: here.len(),
            externals: here
                .iter()
                .filter(|(seat, _)| external(seat.member_id))
                .count(),
            scores: figures(here.iter().map(|(_, score)| *score).collect()),
        }
    }

    fn loads(&self, input: &RoundInput) -> Vec<LoadFigures> {
        let mut seats_of: BTreeMap<i64, usize> = BTreeMap::new();
        for (seat, _) in &self.0 {
            *seats_of.entry(seat.member_id).or_default() += 1;
        }
        let candidates = input.people.iter().filter(|person| !person.seated_only);
        let loads = candidates.map(|person| {
            let seats = seats_of.get(&person.member_id);
            (seats.copied().unwrap_or(0), person.external)
        });
        let loads: Vec<(usize, bool)> = loads.collect();
        let most = loads.iter().map(|(seats, _)| *seats).max();
        let with = |load| loads.iter().filter(|one| **one == load).count();
        let figures = (0..=most.unwrap_or(0)).map(|seats| LoadFigures {
            seats,
            internals: with((seats, false)),
            externals: with((seats, true)),
        });
        figures.collect()
    }

    fn wishes(&self, input: &RoundInput) -> Option<WishFigures> {
        let sits = |member_id: i64, desk: Desk| {
            let seat = SeatOf { member_id, desk };
            self.0.iter().any(|(taken, _)| *taken == seat)
        };
        let mut figures = WishFigures {
            people: 0,
            met: 0,
            first: 0,
        };
        let candidates = input.people.iter().filter(|person| !person.seated_only);
        for person in candidates.filter(|person| !person.wishes.is_empty()) {
            let wishes = person.wishes.iter();
            let mut met = wishes.map(|desk| sits(person.member_id, *desk));
            let first = met.next().unwrap_or(false);
            figures.people += 1;
            figures.first += usize::from(first);
            figures.met += usize::from(first || met.any(|met| met));
        }
        (figures.people > 0).then_some(figures)
    }
}
