//! Settling seats by prices: floors as weights of their tasks, other rows as charges on a flow.
//!
//! The relaxation tells how low the bound can come, which makes Polyak's steps short work. Charges are
//! integers and so is the flow: whatever they are, the bound is exact and holds for every seating.

use super::LIKELY;
use super::rows::{Programme, real};
use crate::assignment::meter::Meter;
use crate::assignment::network::Network;
use crate::assignment::problem::Problem;
use crate::assignment::search::Decisions;
use crate::assignment::terms::Verdict;
use microlp::ComparisonOp;

/// Most steps: the bound has settled by then in all measured cases.
const ROUNDS: usize = 400;
/// Steps without progress before they shrink …
const PATIENCE: usize = 8;
/// … to this part.
const SHRINK: f64 = 0.7;
/// The first steps, in Polyak's.
const FIRST_SHARE: f64 = 1.0;
/// Steps smaller than this move nothing.
const LEAST_SHARE: f64 = 0.002;
/// A floor counts points and other rows count seats, which are worth about so many of them.
const SEAT: f64 = 1024.0;
/// The part of a seat's largest cost that its task's weight may take; charges of rows may take the rest.
const PARTS: i64 = 4;
/// Pricing this many seats counts as one step.
const SEATS_PER_STEP: usize = 128;

/// What prices tell.
pub(super) struct Told {
    /// The open seats that every seating worth at least the value asked for decides alike.
    pub decisions: Decisions,
    /// No seating is worth more.
    pub bound: i64,
    /// The open seats that are settled least, ascending.
    pub doubtful: Vec<usize>,
}

/// Where the bound should go.
#[derive(Clone, Copy)]
pub(super) struct Aim {
    /// The lowest bound to hope for.
    pub target: i64,
    /// Only seatings worth so much are of interest.
    pub value: i64,
}

/// Weights of the tasks beyond the goal's own, and charges of the rows that are no load and no floor.
#[derive(Clone)]
struct Charges {
    task: Vec<i64>,
    row: Vec<i64>,
}

/// What a flow is worth under the charges in force, and how far it is above each floor and limit.
struct Point {
    bound: i64,
    task: Vec<i64>,
    row: Vec<i64>,
}

/// Lowers the bound, from the given weights of tasks; leaves better ones there.
pub(super) fn settle(
    programme: &Programme<'_>,
    weights: &mut Vec<i64>,
    aim: Aim,
    meter: &mut Meter<'_>,
) -> Told {
    let problem = programme.left();
    let unit = programme.goal.unit(&problem) / PARTS;
    let mut told = Told {
        decisions: Vec::new(),
        bound: i64::MAX,
        doubtful: Vec::new(),
    };
    if unit == 0 {
        return told;
    }
    let mut flow = Flow::new(programme, &problem, unit);
    let start = Charges {
        task: weights.iter().map(|weight| weight / PARTS).collect(),
        row: vec![0; programme.beyond().len()],
    };
    let Some((charges, bound)) = flow.descend(start, aim, meter) else {
        return told;
    };
    *weights = charges.task.iter().map(|weight| weight * PARTS).collect();
    told.bound = bound.div_euclid(unit);
    if told.bound >= aim.value && flow.evaluate(&charges, meter).is_some() {
        (told.decisions, told.doubtful) = flow.settled(bound - aim.value * unit);
    }
    told
}

/// The flow over the seats in doubt, under charges.
struct Flow<'a> {
    programme: &'a Programme<'a>,
    problem: &'a Problem,
    network: Network<'a>,
    unit: i64,
    floor: i64,
    /// The most that one row may charge.
    dearest: i64,
}

impl<'a> Flow<'a> {
    fn new(programme: &'a Programme<'_>, problem: &'a Problem, unit: i64) -> Self {
        let Programme { goal, .. } = programme;
        let dearest = goal.dearest(problem, unit);
        let none = vec![0; problem.tasks.len()];
        let network = Network::new(problem, goal.weights(unit, &none), PARTS * dearest);
        let mut factors = vec![0; programme.seats.open.len()];
        for (place, factor) in programme.beyond().iter().flat_map(|row| &row.terms) {
            factors[*place] += factor.abs();
        }
        let shares = factors.into_iter().max().unwrap_or(0).max(1);
        Self {
            programme,
            problem,
            network,
            unit,
            floor: goal.floor().unwrap_or(0),
            dearest: (PARTS - 1) * dearest / shares,
        }
    }

    /// The charges with the lowest bound found, and that bound; `None` when no flow is possible.
    fn descend(
        &mut self,
        mut charges: Charges,
        aim: Aim,
        meter: &mut Meter<'_>,
    ) -> Option<(Charges, i64)> {
        let mut best: Option<(Charges, i64)> = None;
        let (mut share, mut stale) = (FIRST_SHARE, 0);
        for _ in 0..ROUNDS {
            let Some(point) = self.evaluate(&charges, meter) else {
                break;
            };
            stale += 1;
            if best.as_ref().is_none_or(|best| point.bound < best.1) {
                best = Some((charges.clone(), point.bound));
                stale = 0;
            }
            let reached = aim.target.max(aim.value - 1) + 1;
            if point.bound < reached * self.unit || share < LEAST_SHARE || meter.is_over() {
                break;
            }
            if stale >= PATIENCE {
                (share, stale) = (share * SHRINK, 0);
            }
            let above = real(point.bound - aim.target * self.unit);
            self.step(&mut charges, &point, share * above);
        }
        best
    }

    /// One step of Polyak's rule (Held, Wolfe and Crowder 1974) for a bound that is to come down by `fall`.
    fn step(&self, charges: &mut Charges, point: &Point, fall: f64) {
        let heaviest = self.programme.goal.heaviest(self.unit) / 2;
        let tasks = point.task.iter().zip(&charges.task);
        let task: Vec<f64> = tasks
            .map(|(&slope, &charge)| free(slope, charge, (0, heaviest)))
            .collect();
        let rows = self.programme.beyond().iter();
        let ranges: Vec<(i64, i64)> = rows.map(|row| self.range(row.comparison)).collect();
        let rows = point.row.iter().zip(&charges.row).zip(&ranges);
        let row: Vec<f64> = rows
            .map(|((&slope, &charge), &range)| SEAT * free(slope, charge, range))
            .collect();
        let slopes = task.iter().chain(&row);
        let norm: f64 = slopes.map(|slope| slope * slope).sum();
        if norm == 0.0 {
            return;
        }
        for (charge, slope) in charges.task.iter_mut().zip(task) {
            *charge = (*charge - near(fall / norm * slope)).clamp(0, heaviest);
        }
        let row = row.iter().zip(ranges);
        for (charge, (slope, (least, most))) in charges.row.iter_mut().zip(row) {
            *charge = (*charge - near(fall / norm * slope * SEAT)).clamp(least, most);
        }
    }

    /// The least and the most that a row may charge.
    fn range(&self, comparison: ComparisonOp) -> (i64, i64) {
        match comparison {
            ComparisonOp::Le => (-self.dearest, 0),
            ComparisonOp::Ge => (0, self.dearest),
            ComparisonOp::Eq => (-self.dearest, self.dearest),
        }
    }

    /// The best flow under these charges; `None` when no flow is possible or the meter ended.
    fn evaluate(&mut self, charges: &Charges, meter: &mut Meter<'_>) -> Option<Point> {
        let Programme { goal, seats, .. } = self.programme;
        let weights = goal.weights(self.unit, &charges.task);
        self.network.set_weights(weights.clone());
        for (&cell, gain) in seats.open.iter().zip(self.gains(charges)) {
            if gain != 0 {
                self.network.set_charge(cell, -gain);
            }
        }
        meter.spend((seats.open.len() / SEATS_PER_STEP) as u64);
        if !self.network.rerun(meter) || !self.network.is_feasible() {
            return None;
        }
        let cells = self.network.seated();
        let sums = self.problem.sums(&cells);
        let row = self.excesses(&cells);
        let product = |(one, other): (&i64, &i64)| one * other;
        let worth: i64 = weights.iter().zip(&sums).map(product).sum();
        let spent: i64 = row.iter().zip(&charges.row).map(product).sum();
        Some(Point {
            bound: worth - self.floor * charges.task.iter().sum::<i64>() + spent,
            task: sums.iter().map(|sum| sum - self.floor).collect(),
            row,
        })
    }

    /// For each open seat what the charges of rows add to its worth.
    fn gains(&self, charges: &Charges) -> Vec<i64> {
        let mut gains = vec![0; self.programme.seats.open.len()];
        for (row, charge) in self.programme.beyond().iter().zip(&charges.row) {
            for &(place, factor) in &row.terms {
                gains[place] += charge * factor;
            }
        }
        gains
    }

    /// How far these cells exceed the limit of each row.
    fn excesses(&self, cells: &[usize]) -> Vec<i64> {
        let mut seated = vec![false; self.problem.score.len()];
        for &cell in cells {
            seated[cell] = true;
        }
        let open = &self.programme.seats.open;
        let rows = self.programme.beyond().iter();
        rows.map(|row| {
            let taken = row.terms.iter().filter(|term| seated[open[term.0]]);
            taken.map(|term| term.1).sum::<i64>() - row.limit
        })
        .collect()
    }

    /// The seats whose reduced costs exceed the slack, and the most doubtful of the others.
    fn settled(&self, slack: i64) -> (Decisions, Vec<usize>) {
        let mut decisions = Vec::new();
        let mut doubts = Vec::new();
        for &cell in &self.programme.seats.open {
            let cost = self.network.reduced_cost(cell).unwrap_or(0);
            if cost > slack {
                decisions.push((cell, Verdict::Bar));
            } else if -cost > slack {
                decisions.push((cell, Verdict::Demand));
            } else {
                doubts.push((cost.abs(), cell));
            }
        }
        doubts.sort_unstable();
        let mut doubtful: Vec<usize> = doubts
            .into_iter()
            .take(LIKELY)
            .map(|(_, cell)| cell)
            .collect();
        doubtful.sort_unstable();
        (decisions, doubtful)
    }
}

/// The slope in a charge, or nothing where the charge is at the end of its range already.
fn free(slope: i64, charge: i64, (least, most): (i64, i64)) -> f64 {
    let ends = charge == least && slope > 0 || charge == most && slope < 0;
    if ends { 0.0 } else { real(slope) }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "charges are far below 2^52, and the cast saturates"
)]
fn near(number: f64) -> i64 {
    number.round() as i64
}
