//! Settling seats by the prices of all rows, thresholds among them, which the flow knows nothing of.
//!
//! Prices solve the dual programme over the seats that relaxations used. Whatever they are, rows at their
//! prices bound every seating from above, so rounding may cost strength but never a seating.

use super::rows::{Programme, real};
use super::{Effort, solved};
use crate::assignment::meter::Meter;
use crate::assignment::search::Decisions;
use crate::assignment::terms::Verdict;
use microlp::{ComparisonOp, OptimizationDirection, Problem as Linear, Variable};

/// Rounds of taking in seats that would pay at the present prices.
const ROUNDS: usize = 12;
/// Far above the rounding of a sum of prices, far below one point.
const MARGIN: f64 = 0.01;

/// What the rows cost, and what the bound is at these costs.
struct Prices {
    /// For each open seat: what taking it adds beyond what its rows cost.
    gains: Vec<f64>,
    bound: f64,
}

/// The open seats that every seating worth at least `value` decides alike.
pub(super) fn settle(
    programme: &Programme<'_>,
    mut used: Vec<bool>,
    value: i64,
    meter: &mut Meter<'_>,
) -> Decisions {
    let columns = columns(programme);
    let mut best: Option<Prices> = None;
    for _ in 0..ROUNDS {
        let Some(prices) = prices(programme, &columns, &used, meter) else {
            break;
        };
        let mut paying = false;
        for (used, gain) in used.iter_mut().zip(&prices.gains) {
            paying |= !*used && *gain > MARGIN;
            *used |= *gain > MARGIN;
        }
        if best.as_ref().is_none_or(|best| prices.bound < best.bound) {
            best = Some(prices);
        }
        if !paying || meter.is_over() {
            break;
        }
    }
    let Some(Prices { gains, bound }) = best else {
        return Vec::new();
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
    certain.map(|(&cell, gain)| (cell, verdict(gain))).collect()
}

/// For each open seat the rows that it is in, and how much.
fn columns(programme: &Programme<'_>) -> Vec<Vec<(usize, f64)>> {
    let mut columns = vec![Vec::new(); programme.seats.open.len()];
    for (number, row) in programme.rows.iter().enumerate() {
        for &(place, factor) in &row.terms {
            columns[place].push((number, real(factor)));
        }
    }
    columns
}

fn prices(
    programme: &Programme<'_>,
    columns: &[Vec<(usize, f64)>],
    used: &[bool],
    meter: &mut Meter<'_>,
) -> Option<Prices> {
    let mut dual = Linear::new(OptimizationDirection::Minimize);
    let bounds = |comparison: ComparisonOp| match comparison {
        ComparisonOp::Le => (0.0, f64::INFINITY),
        ComparisonOp::Ge => (f64::NEG_INFINITY, 0.0),
        ComparisonOp::Eq => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let rows = programme.rows.iter();
    let rows: Vec<Variable> = rows
        .map(|row| dual.add_var(row.limit, bounds(row.comparison)))
        .collect();
    for place in (0..used.len()).filter(|&place| used[place]) {
        let spare = dual.add_var(1.0, (0.0, f64::INFINITY));
        let costs = columns[place]
            .iter()
            .map(|&(row, factor)| (rows[row], factor));
        let terms: Vec<(Variable, f64)> = costs.chain([(spare, 1.0)]).collect();
        dual.add_constraint(&terms[..], ComparisonOp::Ge, programme.gain(place));
    }
    let solution = solved(dual.solve()).ok()?;
    meter.spend(Effort::of(programme).since(&solution.stats()));
    let clamped = |(row, &variable): (&super::Row, &Variable)| {
        let (least, most) = bounds(row.comparison);
        solution.var_value(variable).clamp(least, most)
    };
    let costs: Vec<f64> = programme.rows.iter().zip(&rows).map(clamped).collect();
    let gain = |(place, column): (usize, &Vec<(usize, f64)>)| {
        let cost: f64 = column
            .iter()
            .map(|&(row, factor)| factor * costs[row])
            .sum();
        programme.gain(place) - cost
    };
    let gains: Vec<f64> = columns.iter().enumerate().map(gain).collect();
    let limits = programme
        .rows
        .iter()
        .zip(&costs)
        .map(|(row, cost)| row.limit * cost);
    let bound = limits.sum::<f64>() + gains.iter().map(|gain| gain.max(0.0)).sum::<f64>();
    Some(Prices { gains, bound })
}
