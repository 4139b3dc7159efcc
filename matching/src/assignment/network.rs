//! Seating as a circulation: hub → expert → task → hub, externals entering a task through its gate.
//!
//! Seats are the columns of a matrix too large to keep as arcs; only promising ones are, and the rest is
//! priced from the scores themselves. No seat pays any more: the flow is optimal over all of them.

use super::meter::Meter;
use super::problem::Problem;
use super::simplex::{Simplex, UNBOUNDED, id};

/// Up to this many seats, all are arcs from the start.
const SMALL: usize = 1 << 16;
/// Seats per expert that start as arcs in larger instances, beyond the most that the expert may take.
const FIRST: usize = 8;
/// Seats per expert that one round of pricing may add.
const MORE: usize = 6;

/// Pricing this many seats counts as one step.
const SEATS_PER_STEP: u64 = 256;

/// The root of the network; its supply is what the others leave and never needs stating.
const HUB: u32 = 0;

const INACTIVE: u32 = u32::MAX;
const CLOSED: u32 = u32::MAX - 1;

/// The flow model of a problem, with weighted scores as gains.
#[derive(Clone, Debug)]
pub(crate) struct Network<'p> {
    pub problem: &'p Problem,
    simplex: Simplex,
    /// A seat's cost is minus its score times the weight of its task.
    weight: Vec<i64>,
    /// Cell → arc, [`INACTIVE`] or [`CLOSED`] (banned or pinned: no choice, hence no arc).
    arc_of: Vec<u32>,
    /// Arc → cell, counted from the first seat arc.
    cells: Vec<u32>,
    first_seat: u32,
    penalty: i64,
}

impl<'p> Network<'p> {
    /// Builds the network; task `t`'s scores count `weight[t]` fold.
    ///
    /// No seat may ever cost or gain more than `dearest`, penalties aside.
    pub fn new(problem: &'p Problem, weight: Vec<i64>, dearest: i64) -> Self {
        let penalty = dearest.saturating_add(1) * i64::from(problem.nodes());
        let mut simplex = Simplex::with_supply(&supplies(problem), penalty);
        let first_seat = add_frame(problem, &mut simplex);
        let mut network = Self {
            problem,
            simplex,
            weight,
            arc_of: closed_cells(problem),
            cells: Vec::new(),
            first_seat,
            penalty,
        };
        network.open_first_seats();
        network
    }

    /// Optimises; false when the meter ended first.
    pub fn run(&mut self, meter: &mut Meter<'_>) -> bool {
        loop {
            if !self.simplex.run(meter) {
                return false;
            }
            if self.open_paying_seats() == 0 {
                return true;
            }
            meter.spend(u64::from(id(self.arc_of.len())) / SEATS_PER_STEP);
        }
    }

    /// Whether every lower bound is met and no forbidden seat is used.
    pub fn is_feasible(&self) -> bool {
        self.simplex.unmet() == 0
    }

    /// What taking an empty seat would cost, or (negative) giving up a taken one; `None` for closed seats.
    pub fn reduced_cost(&self, cell: usize) -> Option<i64> {
        match self.arc_of[cell] {
            CLOSED => None,
            INACTIVE => {
                let (expert, task) = self.problem.seat(cell);
                let (from, to) = (id(1 + expert), entry(self.problem, expert, task));
                Some(self.simplex.price(from) - self.simplex.price(to) - self.gain(cell))
            }
            arc => Some(self.simplex.reduced_cost(arc)),
        }
    }

    /// The seated cells, pins included, ascending.
    pub fn seated(&self) -> Vec<usize> {
        let mut cells = self.problem.pin.clone();
        for (offset, &cell) in self.cells.iter().enumerate() {
            if self.simplex.flow(self.first_seat + id(offset)) > 0 {
                cells.push(cell as usize);
            }
        }
        cells.sort_unstable();
        cells
    }

    /// Makes a seat dearer by `charge`, whether or not it is an arc yet; [`Network::run`] sees it.
    pub fn set_charge(&mut self, cell: usize, charge: i64) {
        if self.arc_of[cell] == INACTIVE {
            self.open(cell);
        }
        if self.arc_of[cell] != CLOSED {
            let cost = charge - self.gain(cell);
            self.simplex.set_cost(self.arc_of[cell], cost);
        }
    }

    /// Brings the prices up to date with changed charges and optimises again from the last flow.
    pub fn rerun(&mut self, meter: &mut Meter<'_>) -> bool {
        self.simplex.reprice();
        self.run(meter)
    }

    /// Changes the weights; charges set before are forgotten.
    pub fn set_weights(&mut self, weight: Vec<i64>) {
        self.weight = weight;
        for offset in 0..self.cells.len() {
            let cost = -self.gain(self.cells[offset] as usize);
            self.simplex.set_cost(self.first_seat + id(offset), cost);
        }
    }

    /// A charge that no better seat elsewhere can outweigh.
    pub fn penalty(&self) -> i64 {
        self.penalty
    }

    /// A seat's score times the weight of its task.
    pub fn gain(&self, cell: usize) -> i64 {
        i64::from(self.problem.score[cell]) * self.weight[cell % self.weight.len()]
    }

    fn open(&mut self, cell: usize) {
        let (expert, task) = self.problem.seat(cell);
        let entry = entry(self.problem, expert, task);
        let cost = -self.gain(cell);
        self.arc_of[cell] = self.simplex.add_arc(id(1 + expert), entry, 1, cost);
        self.cells.push(id(cell));
    }

    fn open_first_seats(&mut self) {
        let tasks = self.problem.tasks.len();
        let small = self.arc_of.len() <= SMALL;
        let mut row: Vec<(i64, usize)> = Vec::with_capacity(tasks);
        for (expert, limits) in self.problem.experts.iter().enumerate() {
            row.clear();
            for task in 0..tasks {
                let cell = expert * tasks + task;
                if self.arc_of[cell] == INACTIVE {
                    row.push((
                        i64::from(self.problem.score[cell]) * self.weight[task],
                        cell,
                    ));
                }
            }
            let most = if small {
                tasks
            } else {
                limits.max as usize + FIRST
            };
            for &(_, cell) in best(&mut row, most) {
                self.open(cell);
            }
        }
    }

    /// Prices every seat that is no arc yet and opens those that would pay; returns how many.
    fn open_paying_seats(&mut self) -> usize {
        if self.cells.len() + self.problem.pin.len() + self.problem.ban.len() >= self.arc_of.len() {
            return 0;
        }
        let before = self.cells.len();
        let tasks = self.problem.tasks.len();
        let prices = [false, true].map(|external| self.entry_prices(external));
        let mut paying: Vec<(i64, usize)> = Vec::new();
        for expert in 0..self.problem.experts.len() {
            let entries = &prices[usize::from(self.problem.experts[expert].external)];
            let price = self.simplex.price(id(1 + expert));
            let row = expert * tasks..(expert + 1) * tasks;
            paying.clear();
            let scores = self.problem.score[row.clone()].iter();
            for (cell, ((score, weight), entry)) in row.zip(scores.zip(&self.weight).zip(entries)) {
                let gain = i64::from(*score) * weight + entry - price;
                if gain > 0 && self.arc_of[cell] == INACTIVE {
                    paying.push((gain, cell));
                }
            }
            for &(_, cell) in best(&mut paying, MORE) {
                self.open(cell);
            }
        }
        self.cells.len() - before
    }

    fn entry_prices(&self, external: bool) -> Vec<i64> {
        let price = |task| self.simplex.price(entry_node(self.problem, external, task));
        (0..self.problem.tasks.len()).map(price).collect()
    }
}

/// The `most` best items by value, ties to the smaller cell, ascending by cell.
fn best(items: &mut [(i64, usize)], most: usize) -> &[(i64, usize)] {
    let better =
        |one: &(i64, usize), other: &(i64, usize)| other.0.cmp(&one.0).then(one.1.cmp(&other.1));
    let kept = most.min(items.len());
    if kept < items.len() && kept > 0 {
        items.select_nth_unstable_by(kept - 1, better);
    }
    items[..kept].sort_unstable_by_key(|item| item.1);
    &items[..kept]
}

/// Where experts of a kind enter a task: externals through the gate, if the task counts them.
fn entry_node(problem: &Problem, external: bool, task: usize) -> u32 {
    let gated = external && problem.tasks[task].min_external > 0;
    let floor = if gated { problem.tasks.len() } else { 0 };
    id(1 + problem.experts.len() + floor + task)
}

fn entry(problem: &Problem, expert: usize, task: usize) -> u32 {
    entry_node(problem, problem.experts[expert].external, task)
}

/// Every lower bound, sent along its arc beforehand: what is then missing or left over at each node.
fn supplies(problem: &Problem) -> Vec<i32> {
    let mut supply = vec![0; 1 + problem.experts.len() + 2 * problem.tasks.len()];
    let mut send = |from: u32, to: u32, units: u32| {
        for (node, change) in [(from, -units.cast_signed()), (to, units.cast_signed())] {
            if node != HUB {
                supply[node as usize] += change;
            }
        }
    };
    for (expert, limits) in problem.experts.iter().enumerate() {
        send(HUB, id(1 + expert), limits.min);
    }
    for (task, limits) in problem.tasks.iter().enumerate() {
        let node = entry_node(problem, false, task);
        send(node, HUB, limits.min);
        send(entry_node(problem, true, task), node, limits.min_external);
    }
    for &cell in &problem.pin {
        let (expert, task) = problem.seat(cell);
        send(id(1 + expert), entry(problem, expert, task), 1);
    }
    supply
}

/// Adds the arcs that are no seats; returns the number of the next arc.
fn add_frame(problem: &Problem, simplex: &mut Simplex) -> u32 {
    let mut frame = |from: u32, to: u32, capacity: i32| {
        if capacity > 0 {
            simplex.add_arc(from, to, capacity, 0);
        }
    };
    for (expert, limits) in problem.experts.iter().enumerate() {
        frame(HUB, id(1 + expert), (limits.max - limits.min).cast_signed());
    }
    for (task, limits) in problem.tasks.iter().enumerate() {
        let node = entry_node(problem, false, task);
        frame(node, HUB, (limits.max - limits.min).cast_signed());
        if limits.min_external > 0 {
            frame(entry_node(problem, true, task), node, UNBOUNDED);
        }
    }
    id(simplex.arc_count())
}

fn closed_cells(problem: &Problem) -> Vec<u32> {
    let mut arc_of = vec![INACTIVE; problem.score.len()];
    for &cell in problem.ban.iter().chain(&problem.pin) {
        arc_of[cell] = CLOSED;
    }
    arc_of
}
