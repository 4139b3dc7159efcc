//! Branch and bound over a relaxation: bound by subgradient steps, dive for answers, then split.
//!
//! Every clash asks which of its two seats stays free, every doubtful seat whether it is taken.
//! The search goes depth first, warm-starting each flow from the last.

use super::goal::Goal;
use super::meter::Meter;
use super::polish::polish;
use super::problem::Problem;
use super::relaxation::{Charges, Clash, Point, Relaxation, Verdict};
use super::reseat;
use super::subgradient::{WHOLE, step};

/// Subgradient rounds at the root: the bound has settled by then in all measured cases.
const ROOT_ROUNDS: usize = 400;
/// Subgradient rounds at a later node, which starts from its parent's charges.
const NODE_ROUNDS: usize = 24;
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
    relaxation: Relaxation<'p>,
    /// Only values from here on are of interest.
    sought: i64,
    /// No seating is worth more, as the caller knows.
    ceiling: i64,
    /// The seats of a flow close to the last lowest one: where they differ, seats are in doubt.
    other: Vec<usize>,
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
        let sought = best
            .as_ref()
            .map_or(relaxation.goal.least(), |best| best.value + 1);
        Self {
            best,
            relaxation,
            meter,
            sought,
            ceiling: i64::MAX,
            other: Vec::new(),
        }
    }

    /// The smallest value worth finding.
    fn least(&self) -> i64 {
        self.best
            .as_ref()
            .map_or(self.relaxation.goal.least(), |best| best.value + 1)
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
        Ok(point)
    }

    /// Looks for a better seating by local search from `cells`, clashes allowed.
    pub fn scout(&mut self, cells: &[usize], steps: u64) {
        let saved = self.meter.narrow(steps);
        self.best = reseat::improve(self.relaxation.problem, cells, self.best.take(), self.meter);
        self.meter.widen(saved);
        self.sought = self.least();
    }

    /// Proves within some steps at most.
    pub fn prove_within(&mut self, point: &Point, steps: u64) -> i64 {
        let saved = self.meter.narrow(steps);
        let bound = self.prove(point);
        self.meter.widen(saved);
        bound
    }

    /// Whether a proved bound leaves room for something better than the best.
    pub fn is_short_of(&self, bound: i64) -> bool {
        bound >= self.least()
    }

    /// The bound of a point in whole units of the goal.
    pub fn whole(&self, point: &Point) -> i64 {
        point
            .bound
            .div_euclid(self.relaxation.unit)
            .min(self.ceiling)
    }

    /// Whether a point leaves room for something of interest.
    pub fn is_open(&self, point: &Point) -> bool {
        self.whole(point) >= self.sought
    }

    /// Proves how good the best is, within the meter; the proved bound in whole units.
    ///
    /// Looks just below the bound first, where few seats are in doubt, then twice as far each time.
    pub fn prove(&mut self, point: &Point) -> i64 {
        let (mut bound, mut reach) = (self.whole(point), 1);
        loop {
            let least = self.least();
            let sought = least.max(bound.saturating_sub(reach));
            self.sought = sought;
            let reached = self.branch(point);
            let found = self.best.as_ref().is_some_and(|best| best.value >= sought);
            if self.meter.is_over() || found || sought == least {
                return bound.min(reached);
            }
            bound = sought - 1;
            reach = reach.saturating_mul(2);
        }
    }

    /// Searches below a point; the proved bound in whole units, `i64::MIN` when nothing better is left.
    pub fn branch(&mut self, point: &Point) -> i64 {
        if !self.is_open(point) || self.meter.is_over() {
            return self.whole(point);
        }
        let settled = self.settled_at(point, self.sought);
        self.decide(&settled, 1);
        let bound = match self.relaxation.evaluate(self.meter) {
            Some(point) => {
                self.offer(&point);
                self.branch_on(&point)
            }
            None if self.meter.is_over() => self.whole(point),
            None => i64::MIN,
        };
        self.decide(&settled, -1);
        bound
    }

    /// The seats that every seating worth at least `value` decides alike.
    pub fn settled_at(&mut self, point: &Point, value: i64) -> Decisions {
        let slack = point.bound - value.saturating_mul(self.relaxation.unit);
        let settled = self.relaxation.settled_seats(slack, self.meter);
        settled
            .into_iter()
            .flat_map(|(cell, verdict)| self.with_neighbours(cell, verdict))
            .collect()
    }

    fn branch_on(&mut self, point: &Point) -> i64 {
        if !self.is_open(point) {
            return self.whole(point);
        }
        let Some((first, second)) = self.split(point) else {
            return i64::MIN;
        };
        let charges = self.relaxation.charges.clone();
        let bounds =
            [first, second].map(|decisions| self.child(&decisions, &charges, self.whole(point)));
        bounds[0].max(bounds[1])
    }

    /// The bound under further decisions: no more than the parent's, and nothing where no flow obeys them.
    fn child(&mut self, decisions: &Decisions, charges: &Charges, parent: i64) -> i64 {
        self.decide(decisions, 1);
        self.relaxation.restore(charges);
        self.relaxation.free_settled();
        let bound = match self.relaxation.evaluate(self.meter) {
            Some(point) => {
                self.offer(&point);
                let point = self.descend(point, NODE_ROUNDS);
                self.branch(&point).min(parent)
            }
            None if self.meter.is_over() => parent,
            None => i64::MIN,
        };
        self.decide(decisions, -1);
        bound
    }

    /// Makes decisions (`sign` 1) or takes them back (−1).
    fn decide(&mut self, decisions: &Decisions, sign: i32) {
        for &(cell, verdict) in decisions {
            self.relaxation.decide(cell, verdict, sign);
        }
    }

    /// Two sets of decisions that between them cover every seating worth finding.
    fn split(&mut self, point: &Point) -> Option<(Decisions, Decisions)> {
        if let Some(clash) = self.clash_to_settle(point) {
            let taken = self.taking(clash.one);
            return Some((vec![(clash.one, Verdict::Bar)], taken));
        }
        let cell = self.doubtful(point)?;
        Some((self.taking(cell), vec![(cell, Verdict::Bar)]))
    }

    fn taking(&self, cell: usize) -> Decisions {
        self.with_neighbours(cell, Verdict::Demand)
    }

    /// A decision with what follows: whoever takes a seat keeps their neighbours away from the task.
    fn with_neighbours(&self, cell: usize, verdict: Verdict) -> Decisions {
        let problem = self.relaxation.problem;
        let (expert, task) = problem.seat(cell);
        let neighbours = match verdict {
            Verdict::Demand => &problem.neighbours[expert][..],
            Verdict::Bar => &[],
        };
        let away = neighbours
            .iter()
            .map(|&other| (problem.cell(other, task), Verdict::Bar));
        away.chain([(cell, verdict)]).collect()
    }

    /// The dearest undecided clash of the point, or else the dearest that the charges alone prevent.
    fn clash_to_settle(&self, point: &Point) -> Option<Clash> {
        let Relaxation { rows, charges, .. } = &self.relaxation;
        let open = |&row: &usize| {
            let Clash { one, other } = rows[row];
            !self.relaxation.is_decided(one) && !self.relaxation.is_decided(other)
        };
        let dearest = |rows: &mut dyn Iterator<Item = usize>| {
            rows.filter(open)
                .max_by_key(|&row| (charges.clash[row], std::cmp::Reverse(row)))
        };
        let met = dearest(&mut point.clashes.iter().copied());
        let idle = |&row: &usize| {
            let Clash { one, other } = rows[row];
            let free = |cell: &usize| point.cells.binary_search(cell).is_err();
            charges.clash[row] > 0 && free(&one) && free(&other)
        };
        let row = met.or_else(|| dearest(&mut (0..rows.len()).filter(idle)));
        row.map(|row| rows[row])
    }

    /// The weightiest undecided seat on which the point and the best answer disagree, or else any.
    fn doubtful(&self, point: &Point) -> Option<usize> {
        if !self.relaxation.goal.has_floor() {
            return None;
        }
        let problem = self.relaxation.problem;
        let best = &self.other[..];
        let undecided = |cell: &usize| problem.is_open(*cell) && !self.relaxation.is_decided(*cell);
        let value = |&cell: &usize| (self.relaxation.gain(cell), std::cmp::Reverse(cell));
        let only = |these: &[usize], those: &[usize]| -> Option<usize> {
            let differing = these
                .iter()
                .copied()
                .filter(|cell| those.binary_search(cell).is_err());
            differing.filter(undecided).max_by_key(value)
        };
        only(&point.cells, best)
            .or_else(|| only(best, &point.cells))
            .or_else(|| only(&point.cells, &[]))
            .or_else(|| (0..problem.score.len()).find(undecided))
    }

    /// Lowers a point's bound by up to `rounds` steps and leaves the charges of the lowest in force.
    fn descend(&mut self, first: Point, rounds: usize) -> Point {
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
                (share, stale) = ((share * 3 / 4).max(1), 0);
            }
            self.meter.note(
                self.best.as_ref().map(|best| best.value),
                Some(self.whole(&lowest)),
            );
        }
        self.relaxation.restore(&charges);
        lowest
    }

    fn target(&self, point: &Point) -> i64 {
        match &self.best {
            Some(best) => best.value * self.relaxation.unit,
            None => point.bound - point.bound / OPTIMISM,
        }
    }

    /// Takes a point's seating as an answer if it is one, and better.
    fn offer(&mut self, point: &Point) {
        if point.clashes.is_empty() {
            self.offer_cells(point.cells.clone());
        }
    }

    /// Mends and improves a valid seating change by change, then offers it.
    fn offer_polished(&mut self, point: &Point) {
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
            self.sought = self.sought.max(value + 1);
            self.best = Some(Found { value, cells });
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
                    self.relaxation.decide(cell, Verdict::Bar, 1);
                    decisions.push((cell, Verdict::Bar));
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
