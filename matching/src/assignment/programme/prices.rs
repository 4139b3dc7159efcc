//! Settling seats by the prices of all rows, thresholds among them, which the flow knows nothing of.
//!
//! Prices solve the dual programme over the seats that relaxations used. Whatever they are, rows at their
//! prices bound every seating from above, so rounding may cost strength but never a seating.

use super::effort::Effort;
use super::rows::{Programme, real};
use super::{solved, whole};
use crate::assignment::meter::Meter;
use crate::assignment::search::Decisions;
use crate::assignment::terms::Verdict;
use microlp::{ComparisonOp, OptimizationDirection, Problem as Linear, Solution, Stats, Variable};

/// Rounds of taking in seats that would pay at the present prices.
const ROUNDS: usize = 12;
/// Steps that a pivot counts for, beside one of a relaxation as large: there are more rows here.
const DEARNESS: u64 = 3;
/// Far above the rounding of a sum of prices, far below one point.
const MARGIN: f64 = 0.01;

/// What the rows cost, and what the bound is at these costs.
#[derive(Clone)]
struct Prices {
    /// For each open seat: what taking it adds beyond what its rows cost.
    gains: Vec<f64>,
    bound: f64,
}

/// The open seats that every seating worth at least `value` decides alike, and a bound of them all;
/// seats that had to be taken in are marked as used.
pub(super) fn settle(
    programme: &Programme<'_>,
    used: &mut [bool],
    value: i64,
    meter: &mut Meter<'_>,
) -> (Decisions, i64) {
    let dual = Dual::new(programme);
    let mut best: Option<Prices> = None;
    let mut effort = Effort::of(programme, used);
    let mut solution = dual.solve(used);
    for _ in 0..ROUNDS {
        let Some(known) = solution else {
            break;
        };
        meter.spend(DEARNESS * effort.since(&known.stats()));
        let prices = dual.prices(&known);
        if best.as_ref().is_none_or(|best| prices.bound < best.bound) {
            best = Some(prices.clone());
        }
        let paying = |&place: &usize| !used[place] && prices.gains[place] > MARGIN;
        let paying: Vec<usize> = (0..used.len()).filter(paying).collect();
        if paying.is_empty() || meter.is_over() {
            break;
        }
        for &place in &paying {
            used[place] = true;
        }
        solution = dual.take_in(known, &paying, |stats| {
            meter.spend(DEARNESS * effort.since(stats))
        });
    }
    let Some(Prices { gains, bound }) = best else {
        return (Vec::new(), i64::MAX);
    };
    let slack = bound - real(value - programme.fixed) + MARGIN;
    let verdict = |gain: f64| {
        if gain > 0.0 {
            Verdict::Demand
        } else {
            Verdict::Bar
        }
    };
    let certain = programme
        .seats
        .open
        .iter()
        .zip(gains)
        .filter(|(_, gain)| gain.abs() > slack);
    let decisions = certain.map(|(&cell, gain)| (cell, verdict(gain)));
    let bound = programme.fixed.saturating_add(whole(bound));
    (decisions.collect(), bound)
}

/// The dual programme: a price for each row, and for each open seat what taking it gains beyond its rows.
struct Dual<'a, 'p> {
    programme: &'a Programme<'p>,
    linear: Linear,
    /// For each open seat the rows that it is in, and how much.
    columns: Vec<Vec<(usize, f64)>>,
    rows: Vec<Variable>,
    spares: Vec<Variable>,
}

impl<'a, 'p> Dual<'a, 'p> {
    fn new(programme: &'a Programme<'p>) -> Self {
        let mut linear = Linear::new(OptimizationDirection::Minimize);
        let rows = programme.rows.iter();
        let rows = rows
            .map(|row| linear.add_var(row.limit, bounds(row.comparison)))
            .collect();
        let mut columns = vec![Vec::new(); programme.seats.open.len()];
        for (number, row) in programme.rows.iter().enumerate() {
            for &(place, factor) in &row.terms {
                columns[place].push((number, real(factor)));
            }
        }
        let spares = columns
            .iter()
            .map(|_| linear.add_var(1.0, (0.0, f64::INFINITY)))
            .collect();
        Self {
            programme,
            linear,
            columns,
            rows,
            spares,
        }
    }

    /// Prices that no used seat escapes.
    fn solve(&self, used: &[bool]) -> Option<Solution> {
        let mut linear = self.linear.clone();
        for place in (0..used.len()).filter(|&place| used[place]) {
            let gain = self.programme.gain(place);
            linear.add_constraint(&self.terms(place)[..], ComparisonOp::Ge, gain);
        }
        solved(linear.solve()).ok()
    }

    /// The prices once further seats are used: a warm start and a few pivots each.
    fn take_in(
        &self,
        mut solution: Solution,
        places: &[usize],
        mut pay: impl FnMut(&Stats) -> bool,
    ) -> Option<Solution> {
        for &place in places {
            let gain = self.programme.gain(place);
            let next = solution.add_constraint(&self.terms(place)[..], ComparisonOp::Ge, gain);
            solution = solved(next).ok()?;
            if !pay(&solution.stats()) {
                break;
            }
        }
        Some(solution)
    }

    fn terms(&self, place: usize) -> Vec<(Variable, f64)> {
        let costs = self.columns[place].iter();
        let costs = costs.map(|&(row, factor)| (self.rows[row], factor));
        costs.chain([(self.spares[place], 1.0)]).collect()
    }

    fn prices(&self, solution: &Solution) -> Prices {
        let programme = self.programme;
        let clamped = |(row, &variable): (&super::Row, &Variable)| {
            let (least, most) = bounds(row.comparison);
            solution.var_value(variable).clamp(least, most)
        };
        let rows = programme.rows.iter();
        let costs: Vec<f64> = rows.clone().zip(&self.rows).map(clamped).collect();
        let cost = |column: &Vec<(usize, f64)>| -> f64 {
            let rows = column.iter();
            rows.map(|&(row, factor)| factor * costs[row]).sum()
        };
        let places = self.columns.iter().enumerate();
        let gains: Vec<f64> = places
            .map(|(place, column)| programme.gain(place) - cost(column))
            .collect();
        let limits: f64 = rows.zip(&costs).map(|(row, cost)| row.limit * cost).sum();
        let bound = limits + gains.iter().map(|gain| gain.max(0.0)).sum::<f64>();
        Prices { gains, bound }
    }
}

/// The range of a row's price.
fn bounds(comparison: ComparisonOp) -> (f64, f64) {
    match comparison {
        ComparisonOp::Le => (0.0, f64::INFINITY),
        ComparisonOp::Ge => (f64::NEG_INFINITY, 0.0),
        ComparisonOp::Eq => (f64::NEG_INFINITY, f64::INFINITY),
    }
}
