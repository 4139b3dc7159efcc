//! Lagrangian relaxation: what no flow can express is allowed, but charged.
//!
//! A clash (two experts to be kept apart at one task) costs its charge; a task's scores below the floor cost
//! its extra weight. For any charges the flow optimum, charges handed back, bounds every valid seating from
//! above. Charges are integers, so the bound is exact.

use super::goal::Goal;
use super::meter::Meter;
use super::network::Network;
use super::problem::Problem;
use super::simplex::id;
use super::terms::{Charges, Clash, Point, Toll, Verdict};
use std::collections::BTreeMap;

/// Reading off and pricing this many seats takes about as long as one step.
const SEATS_PER_STEP: u64 = 32;

/// The flow network under charges, with decisions on single seats.
#[derive(Clone, Debug)]
pub(crate) struct Relaxation<'p> {
    pub problem: &'p Problem,
    pub goal: Goal,
    /// The weight that stands for 1.
    pub unit: i64,
    /// Clashes met so far.
    pub rows: Vec<Clash>,
    pub charges: Charges,
    /// Steps that an evaluation counts for beside its pivots.
    effort: u64,
    network: Network<'p>,
    row_of: BTreeMap<(usize, usize), usize>,
    tolls: BTreeMap<usize, Toll>,
    seated: Vec<bool>,
}

impl<'p> Relaxation<'p> {
    pub fn new(problem: &'p Problem, goal: Goal) -> Self {
        let unit = goal.unit(problem);
        let task = goal.first_charges(problem.tasks.len(), unit);
        let weights = goal.weights(unit, &task);
        let network = Network::new(problem, weights, goal.dearest(problem, unit));
        Self {
            problem,
            goal,
            unit,
            rows: Vec::new(),
            charges: Charges {
                clash: Vec::new(),
                task,
            },
            effort: 8 + u64::from(id(problem.score.len())) / SEATS_PER_STEP,
            network,
            row_of: BTreeMap::new(),
            tolls: BTreeMap::new(),
            seated: vec![false; problem.score.len()],
        }
    }

    /// Makes a decision on a seat (`change` 1) or takes it back (−1).
    pub fn decide(&mut self, cell: usize, verdict: Verdict, change: i32) {
        let toll = self.tolls.entry(cell).or_default();
        match verdict {
            Verdict::Bar => toll.bars += change,
            Verdict::Demand => toll.demands += change,
        }
        self.apply(cell);
    }

    /// Whether a decision on this seat stands.
    pub fn is_decided(&self, cell: usize) -> bool {
        self.tolls
            .get(&cell)
            .is_some_and(|toll| toll.bars + toll.demands > 0)
    }

    /// Sets the charge of one clash.
    pub fn charge_clash(&mut self, row: usize, wanted: i64) {
        let change = wanted - self.charges.clash[row];
        if change == 0 {
            return;
        }
        self.charges.clash[row] = wanted;
        let Clash { one, other } = self.rows[row];
        for cell in [one, other] {
            self.tolls.entry(cell).or_default().charge += change;
            self.apply(cell);
        }
    }

    /// Sets the extra weights of all tasks.
    pub fn charge_tasks(&mut self, task: Vec<i64>) {
        if task == self.charges.task {
            return;
        }
        self.charges.task = task;
        self.network
            .set_weights(self.goal.weights(self.unit, &self.charges.task));
        let cells: Vec<usize> = self.tolls.keys().copied().collect();
        for cell in cells {
            self.apply(cell);
        }
    }

    /// Drops the charges of clashes that a barred seat already prevents.
    pub fn free_settled(&mut self) {
        for row in 0..self.rows.len() {
            let Clash { one, other } = self.rows[row];
            if self.is_decided(one) || self.is_decided(other) {
                self.charge_clash(row, 0);
            }
        }
    }

    /// Goes back to earlier charges; clashes met since then are free.
    pub fn restore(&mut self, charges: &Charges) {
        for row in 0..self.rows.len() {
            self.charge_clash(row, charges.clash.get(row).copied().unwrap_or(0));
        }
        self.charge_tasks(charges.task.clone());
    }

    /// Takes another goal, free of charges, whose weights are no larger.
    pub fn aim(&mut self, goal: Goal) {
        let task = goal.first_charges(self.problem.tasks.len(), self.unit);
        self.goal = goal;
        self.charges.task.clear();
        let clash = Vec::new();
        self.restore(&Charges { clash, task });
    }

    fn apply(&mut self, cell: usize) {
        let toll = self.tolls.get(&cell).copied().unwrap_or_default();
        let penalty =
            i64::from(toll.bars.signum() - toll.demands.signum()) * self.network.penalty();
        self.network.set_charge(cell, toll.charge + penalty);
    }

    /// Optimises under the present charges; `None` when no flow obeys the decisions or the meter ended.
    pub fn evaluate(&mut self, meter: &mut Meter<'_>) -> Option<Point> {
        meter.spend(self.effort);
        if !self.network.rerun(meter) || !self.network.is_feasible() {
            return None;
        }
        let cells = self.network.seated();
        self.mark(&cells, true);
        let obeys = self.obeys_decisions();
        let clashes = self.marked_clashes();
        let bound = self.weighted_sum(&cells) + self.refund();
        self.mark(&cells, false);
        obeys.then_some(Point {
            cells,
            bound,
            clashes,
        })
    }

    /// A seat's score times the present weight of its task.
    pub fn gain(&self, cell: usize) -> i64 {
        self.network.gain(cell)
    }

    /// What taking an empty seat would cost at present prices; `None` for seats that are no choice.
    pub fn reduced_cost(&self, cell: usize) -> Option<i64> {
        self.network.reduced_cost(cell)
    }

    /// The `count` seats that present prices settle least, ascending.
    pub fn doubtful(&self, count: usize) -> Vec<usize> {
        let cost = |cell| Some((self.reduced_cost(cell)?.abs(), cell));
        let mut costs: Vec<(i64, usize)> = (0..self.problem.score.len()).filter_map(cost).collect();
        costs.sort_unstable();
        let mut cells: Vec<usize> = costs
            .into_iter()
            .take(count)
            .map(|(_, cell)| cell)
            .collect();
        cells.sort_unstable();
        cells
    }

    /// Seats that every seating within `slack` of the bound decides alike (reduced-cost fixing).
    pub fn settled_seats(&mut self, slack: i64, meter: &mut Meter<'_>) -> Vec<(usize, Verdict)> {
        if !self.network.rerun(meter) {
            return Vec::new();
        }
        let certain = |cell: usize| {
            let cost = self.network.reduced_cost(cell)?;
            (cost.abs() > slack && !self.is_decided(cell)).then_some((
                cell,
                if cost > 0 {
                    Verdict::Bar
                } else {
                    Verdict::Demand
                },
            ))
        };
        (0..self.problem.score.len()).filter_map(certain).collect()
    }

    fn mark(&mut self, cells: &[usize], seated: bool) {
        for &cell in cells {
            self.seated[cell] = seated;
        }
    }

    fn obeys_decisions(&self) -> bool {
        let obeyed = |seated: bool, toll: &Toll| {
            if seated {
                toll.bars == 0
            } else {
                toll.demands == 0
            }
        };
        self.tolls
            .iter()
            .all(|(&cell, toll)| obeyed(self.seated[cell], toll))
    }

    fn marked_clashes(&mut self) -> Vec<usize> {
        let tasks = self.problem.tasks.len();
        let mut found = Vec::new();
        for &(a, b) in &self.problem.apart {
            for task in 0..tasks {
                let clash = Clash {
                    one: a * tasks + task,
                    other: b * tasks + task,
                };
                if self.seated[clash.one] && self.seated[clash.other] {
                    found.push(self.row(clash));
                }
            }
        }
        found
    }

    fn row(&mut self, clash: Clash) -> usize {
        let Self {
            rows,
            charges,
            row_of,
            ..
        } = self;
        *row_of.entry((clash.one, clash.other)).or_insert_with(|| {
            rows.push(clash);
            charges.clash.push(0);
            rows.len() - 1
        })
    }

    fn weighted_sum(&self, cells: &[usize]) -> i64 {
        let weights = self.goal.weights(self.unit, &self.charges.task);
        let sums = self.problem.sums(cells);
        weights
            .iter()
            .zip(sums)
            .map(|(weight, sum)| weight * sum)
            .sum()
    }

    /// What the charges add to the value of the marked seats: nothing wherever a charge is spent exactly.
    fn refund(&self) -> i64 {
        let clashes = self.rows.iter().zip(&self.charges.clash);
        let unspent: i64 = clashes
            .map(|(row, charge)| -charge * self.overfull(row))
            .sum();
        let floor = match self.goal {
            Goal::Weighted {
                floor: Some(floor), ..
            } => floor * self.charges.task.iter().sum::<i64>(),
            Goal::Weighted { floor: None, .. } | Goal::Worst => 0,
        };
        unspent - floor
    }

    /// 1 for a clash, 0 when one of the two seats is taken, −1 when none is.
    fn overfull(&self, clash: &Clash) -> i64 {
        i64::from(self.seated[clash.one]) + i64::from(self.seated[clash.other]) - 1
    }

    /// The slope of the bound in each clash's charge; charges at zero do not fall.
    pub fn clash_slopes(&mut self, point: &Point) -> Vec<i64> {
        self.mark(&point.cells, true);
        let slope = |(row, &charge)| match self.overfull(row) {
            -1 if charge == 0 => 0,
            overfull => overfull,
        };
        let slopes = self
            .rows
            .iter()
            .zip(&self.charges.clash)
            .map(slope)
            .collect();
        self.mark(&point.cells, false);
        slopes
    }
}
