//! Branch and bound: settle what the bound settles, split on what is in doubt, look on both sides.
//!
//! Every clash asks which of its two seats stays free, every doubtful seat whether it is taken.
//! The search goes depth first and warm-starts each flow from the last.

use super::programme::{LIKELY, Question, complete};
use super::relaxation::Relaxation;
use super::search::{Decisions, Search};
use super::terms::{Charges, Clash, Point, Verdict};

/// Subgradient rounds at a node, which starts from its parent's charges.
const NODE_ROUNDS: usize = 24;
/// Where tasks are coupled, an integer programme looks this part of the bound below it first.
const FIRST_REACH: i64 = 65_536;

impl Search<'_, '_, '_> {
    /// Proves within some steps at most.
    pub fn prove_within(&mut self, point: &Point, steps: u64) -> i64 {
        let saved = self.meter.narrow(steps);
        let bound = self.prove(point);
        self.meter.widen(saved);
        bound
    }

    /// Proves how good the best is, within the meter; the proved bound in whole units.
    ///
    /// Looks just below the bound first, where few seats are in doubt, then twice as far each time.
    pub fn prove(&mut self, point: &Point) -> i64 {
        let charges = self.relaxation.charges.clone();
        let coupled = self.relaxation.goal.has_floor();
        let mut bound = self.whole(point);
        let mut reach = if coupled { 1 + bound / FIRST_REACH } else { 1 };
        loop {
            let least = self.least();
            let sought = least.max(self.in_grains(bound.saturating_sub(reach)));
            self.sought = sought;
            let reached = if coupled {
                self.complete(point)
            } else {
                self.branch(point)
            };
            // The point's bound holds under its own charges, not under those of the last node.
            self.relaxation.restore(&charges);
            let found = self.best.as_ref().is_some_and(|best| best.value >= sought);
            if self.meter.is_over() || found || sought == least {
                return bound.min(self.in_grains(reached.max(sought - 1)));
            }
            if reached < sought {
                bound = self.in_grains(sought - 1);
                reach = reach.saturating_mul(if coupled { 4 } else { 2 });
            } else {
                // Something better than before, though worth less than sought, helps a second look.
                bound = bound.min(self.in_grains(reached));
                let helps = self.least() > least;
                reach = if helps {
                    (bound - sought).max(1)
                } else {
                    bound
                };
            }
        }
    }

    /// Leaves what the bound does not settle to an integer programme; the proved bound in whole units.
    fn complete(&mut self, point: &Point) -> i64 {
        if !self.is_open(point) || self.meter.is_over() {
            return self.whole(point);
        }
        // The best so far stays possible, to start from.
        let settled = self.settled_at(point, self.sought - self.relaxation.problem.grain);
        let Relaxation { problem, goal, .. } = &self.relaxation;
        let question = Question {
            problem,
            goal,
            settled,
            sought: self.sought,
            weights: self.relaxation.charges.task.clone(),
            likely: self.relaxation.doubtful(LIKELY),
            guess: self.best.as_ref().map(|best| best.cells.clone()),
        };
        let reply = complete(question, self.meter);
        let before = self.least();
        if let Some(cells) = reply.cells {
            self.offer_cells(cells);
        }
        if reply.bound == i64::MAX && self.least() == before && !self.meter.is_over() {
            return self.branch(point);
        }
        reply.bound.max(self.sought - 1).min(self.whole(point))
    }

    /// Searches below a point; the proved bound in whole units, `i64::MIN` when nothing better is left.
    pub fn branch(&mut self, point: &Point) -> i64 {
        if !self.is_open(point) || self.meter.is_over() {
            return self.whole(point);
        }
        let settled = self.settled_at(point, self.sought);
        self.decide(&settled, 1);
        self.relaxation.free_settled();
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
            // Every seat is decided: the point is the only seating here, and has been offered.
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

    /// Two sets of decisions that between them cover every seating worth finding; `None` once all seats are decided.
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
}
