//! A search over a relaxation: its root bound by subgradient steps, and diving for answers.
//!
//! `branch` takes over from there. Every flow is warm-started from the last.

use super::goal::Goal;
use super::meter::Meter;
use super::polish::polish;
use super::problem::Problem;
use super::relaxation::Relaxation;
use super::reseat;
use super::subgradient::{WHOLE, step};
use super::terms::{Clash, Point, Verdict};

/// Subgradient rounds at the root: the bound has settled by then in all measured cases.
const ROOT_ROUNDS: usize = 400;
/// Rounds without progress before the steps shrink by a quarter.
const PATIENCE: usize = 4;
/// Without an answer yet, aim this part below the bound.
const OPTIMISM: i64 = 64;

/// A seating and what it is worth under the goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub value: i64,
    pub cells: Vec<usize>,
}

/// Why a search has no root.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reach {
    /// No flow meets the limits.
    Nothing,
    /// The meter ended before the first flow.
    Unknown,
}

/// A search in progress: the relaxation and the best answer so far.
pub(crate) struct Search<'p, 'm, 'c> {
    pub best: Option<Found>,
    pub meter: &'m mut Meter<'c>,
    pub relaxation: Relaxation<'p>,
    /// Only values from here on are of interest.
    pub sought: i64,
    /// No seating is worth more, as the caller knows.
    pub ceiling: i64,
    /// The seats of a flow close to the last lowest one: where they differ, seats are in doubt.
    pub other: Vec<usize>,
    /// How many decisions stand; a bound found under any of them holds for a part of the seatings only.
    standing: i32,
    /// The lowest bound found under none.
    proved: Option<i64>,
}

/// Decisions on seats.
pub(crate) type Decisions = Vec<(usize, Verdict)>;

impl<'p, 'm, 'c> Search<'p, 'm, 'c> {
    pub fn new(
        problem: &'p Problem,
        goal: Goal,
        best: Option<Found>,
        meter: &'m mut Meter<'c>,
    ) -> Self {
        let relaxation = Relaxation::new(problem, goal);
        let mut search = Self {
            best,
            relaxation,
            meter,
            sought: 0,
            ceiling: i64::MAX,
            other: Vec::new(),
            standing: 0,
            proved: None,
        };
        search.sought = search.least();
        search
    }

    /// Starts again under another goal whose weights are no larger, from the last flow.
    pub fn aim(&mut self, goal: Goal) {
        self.relaxation.aim(goal);
        (self.best, self.proved) = (None, None);
        self.sought = self.least();
    }

    /// The smallest value worth finding.
    pub fn least(&self) -> i64 {
        let Relaxation { problem, goal, .. } = &self.relaxation;
        let better = |best: &Found| best.value + problem.grain;
        self.best.as_ref().map_or(goal.least(), better)
    }

    /// Tells the search that no seating is worth more than `ceiling`.
    pub fn below(mut self, ceiling: i64) -> Self {
        self.ceiling = ceiling;
        self
    }

    /// The first bound, lowered as far as charges go; the point that has it, or why there is none.
    pub fn root(&mut self) -> Result<Point, Reach> {
        let Some(first) = self.relaxation.evaluate(self.meter) else {
            return Err(if self.meter.is_over() {
                Reach::Unknown
            } else {
                Reach::Nothing
            });
        };
        self.offer(&first);
        self.dive(&first);
        self.offer_polished(&first);
        let point = self.descend(first, ROOT_ROUNDS);
        self.dive(&point);
        self.offer_polished(&point);
        self.fill(&point);
        Ok(point)
    }

    /// Looks for a better seating by local search from `cells`, clashes allowed.
    pub fn scout(&mut self, cells: &[usize], steps: u64) {
        let saved = self.meter.narrow(steps);
        self.best = reseat::improve(self.relaxation.problem, cells, self.best.take(), self.meter);
        self.meter.widen(saved);
        self.sought = self.least();
    }

    /// Whether local search knows this goal: the plain total, with pairs apart.
    pub fn is_reseatable(&self) -> bool {
        !self.relaxation.problem.apart.is_empty() && self.relaxation.goal.is_plain()
    }

    /// Whether a proved bound leaves room for something better than the best.
    pub fn is_short_of(&self, bound: i64) -> bool {
        bound >= self.least()
    }

    /// The bound of a point in whole units of the goal.
    pub fn whole(&self, point: &Point) -> i64 {
        let bound = point.bound.div_euclid(self.relaxation.unit);
        self.in_grains(bound.min(self.ceiling))
    }

    /// The highest value that a seating can have up to `bound`.
    pub fn in_grains(&self, bound: i64) -> i64 {
        bound - bound.rem_euclid(self.relaxation.problem.grain)
    }

    /// Whether a point leaves room for something of interest.
    pub fn is_open(&self, point: &Point) -> bool {
        self.whole(point) >= self.sought
    }

    /// Makes decisions (`sign` 1) or takes them back (−1).
    pub(super) fn decide(&mut self, decisions: &Decisions, sign: i32) {
        for &(cell, verdict) in decisions {
            self.relaxation.decide(cell, verdict, sign);
            self.standing += sign;
        }
    }

    /// Notes the best answer and what is proved of all seatings, for the next report.
    fn note(&mut self, lowest: &Point) {
        if self.standing == 0 {
            let bound = self.whole(lowest);
            self.proved = Some(self.proved.map_or(bound, |proved| proved.min(bound)));
        }
        let best = self.best.as_ref().map(|best| best.value);
        self.meter.note(best, self.proved);
    }

    /// Lowers a point's bound by up to `rounds` steps and leaves the charges of the lowest in force.
    pub fn descend(&mut self, first: Point, rounds: usize) -> Point {
        let mut charges = self.relaxation.charges.clone();
        let (mut lowest, mut point) = (first.clone(), first);
        let (mut share, mut stale) = (WHOLE, 0);
        for _ in 0..rounds {
            let target = self.target(&point);
            if !self.is_open(&lowest) || !step(&mut self.relaxation, &point, target, share) {
                break;
            }
            let Some(next) = self.relaxation.evaluate(self.meter) else {
                break;
            };
            self.offer(&next);
            if next.cells != lowest.cells {
                self.other.clone_from(&next.cells);
            }
            point = next;
            stale += 1;
            if point.bound < lowest.bound {
                charges = self.relaxation.charges.clone();
                (lowest, stale) = (point.clone(), 0);
            } else if stale >= PATIENCE {
                if share == 1 && self.settles() {
                    break;
                }
                (share, stale) = ((share * 3 / 4).max(1), 0);
            }
            self.note(&lowest);
        }
        self.relaxation.restore(&charges);
        lowest
    }

    /// Whether steps that have shrunk to the least lower the bound no more: so it is with floors alone.
    fn settles(&self) -> bool {
        let goal = &self.relaxation.goal;
        matches!(goal, Goal::Weighted { floor: Some(_), .. })
            && self.relaxation.problem.apart.is_empty()
    }

    fn target(&self, point: &Point) -> i64 {
        match &self.best {
            Some(best) => best.value * self.relaxation.unit,
            None => point.bound - point.bound / OPTIMISM,
        }
    }

    /// Takes a point's seating as an answer if it is one, and better.
    pub fn offer(&mut self, point: &Point) {
        if point.clashes.is_empty() {
            self.offer_cells(point.cells.clone());
        }
    }

    /// Mends and improves a valid seating change by change, then offers it.
    pub(super) fn offer_polished(&mut self, point: &Point) {
        let Relaxation { problem, goal, .. } = &self.relaxation;
        if goal.has_floor() && point.clashes.is_empty() {
            let cells = polish(problem, goal, point.cells.clone(), self.meter);
            self.offer_cells(cells);
        }
    }

    /// Takes a valid seating as the best answer if it is better.
    pub fn offer_cells(&mut self, cells: Vec<usize>) {
        let Relaxation { problem, goal, .. } = &self.relaxation;
        if let Some(value) = goal.value(problem, &cells)
            && self.best.as_ref().is_none_or(|best| value > best.value)
        {
            self.best = Some(Found { value, cells });
            self.sought = self.sought.max(self.least());
        }
    }

    /// Bars the cheaper seat of each clash until none is left, offers the result and takes all back.
    fn dive(&mut self, point: &Point) {
        let mut decisions = Vec::new();
        let mut point = point.clone();
        while !point.clashes.is_empty() {
            for row in std::mem::take(&mut point.clashes) {
                let Clash { one, other } = self.relaxation.rows[row];
                if !self.relaxation.is_decided(one) && !self.relaxation.is_decided(other) {
                    let cell = if self.regret(one) < self.regret(other) {
                        one
                    } else {
                        other
                    };
                    let decision = (cell, Verdict::Bar);
                    self.decide(&vec![decision], 1);
                    decisions.push(decision);
                }
            }
            match self.relaxation.evaluate(self.meter) {
                Some(next) => point = next,
                None => break,
            }
            self.offer(&point);
        }
        self.decide(&decisions, -1);
    }

    /// What an expert loses at best by moving to another task.
    fn regret(&self, cell: usize) -> i32 {
        let problem = self.relaxation.problem;
        let (expert, task) = problem.seat(cell);
        let row = &problem.score[problem.cell(expert, 0)..][..problem.tasks.len()];
        let others = row.iter().enumerate().filter(|(other, _)| *other != task);
        row[task] - others.map(|(_, &score)| score).max().unwrap_or(0)
    }
}
