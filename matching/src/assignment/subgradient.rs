//! Lowering the bound of a relaxation by subgradient steps (Held, Wolfe and Crowder 1974).
//!
//! Each step moves the charges against what the flow overuses, as far as Polyak's rule says for a target value.

use super::goal::Goal;
use super::relaxation::Relaxation;
use super::terms::Point;

/// A task's surplus counts in points, a clash as one: weighing points down keeps the two comparable.
const GRAIN: i128 = 1 << 20;

/// The full step of Polyak's rule; shares of it are counted in this part.
pub const WHOLE: i64 = 256;

/// Moves the charges by `share` of Polyak's step towards `target` (in 1/`unit`); false when nothing is overused.
pub(crate) fn step(
    relaxation: &mut Relaxation<'_>,
    point: &Point,
    target: i64,
    share: i64,
) -> bool {
    let clash = relaxation.clash_slopes(point);
    let task = task_slopes(relaxation, point);
    let square = |slope: &i64| i128::from(*slope) * i128::from(*slope);
    let norm =
        clash.iter().map(square).sum::<i128>() * GRAIN + task.iter().map(square).sum::<i128>();
    if norm == 0 {
        return false;
    }
    let length = i128::from((point.bound - target).max(1)) * i128::from(share);
    let norm = norm * i128::from(WHOLE);
    step_clashes(relaxation, &clash, narrow(length * GRAIN / norm).max(1));
    if relaxation.goal.has_floor() {
        let moved = |(charge, slope): (&i64, &i64)| {
            charge - narrow(rounded(length * i128::from(*slope), norm))
        };
        let charges: Vec<i64> = relaxation
            .charges
            .task
            .iter()
            .zip(&task)
            .map(moved)
            .collect();
        relaxation.charge_tasks(allowed(&relaxation.goal, relaxation.unit, charges));
    }
    true
}

fn step_clashes(relaxation: &mut Relaxation<'_>, slopes: &[i64], length: i64) {
    let dearest = relaxation
        .goal
        .dearest_clash(relaxation.problem, relaxation.unit);
    for (row, slope) in slopes.iter().enumerate() {
        let charge = relaxation.charges.clash[row].saturating_add(slope * length);
        relaxation.charge_clash(row, charge.clamp(0, dearest));
    }
}

/// The surplus of each task over the floor, or over the mean where the floor itself is sought.
fn task_slopes(relaxation: &Relaxation<'_>, point: &Point) -> Vec<i64> {
    let sums = relaxation.problem.sums(&point.cells);
    match relaxation.goal {
        Goal::Weighted { floor: None, .. } => Vec::new(),
        Goal::Weighted {
            floor: Some(floor), ..
        } => {
            let charges = relaxation.charges.task.iter();
            let slope = |(sum, &charge): (i64, &i64)| {
                if charge == 0 {
                    (sum - floor).min(0)
                } else {
                    sum - floor
                }
            };
            sums.into_iter().zip(charges).map(slope).collect()
        }
        Goal::Worst => {
            let count = i64::from(super::simplex::id(sums.len().max(1)));
            let mean = sums.iter().sum::<i64>() / count;
            sums.into_iter().map(|sum| sum - mean).collect()
        }
    }
}

/// The nearest charges that the goal allows: none negative, and shares of one unit where the floor is sought.
fn allowed(goal: &Goal, unit: i64, mut charges: Vec<i64>) -> Vec<i64> {
    match goal {
        Goal::Worst => shares(unit, charges),
        Goal::Weighted { .. } => {
            let most = goal.heaviest(unit) / 2;
            for charge in &mut charges {
                *charge = (*charge).clamp(0, most);
            }
            charges
        }
    }
}

/// The nearest shares of a unit, none negative; what rounding leaves goes to the largest.
///
/// Where there is enough, every task keeps a trace of weight, so that among equal flows one that is good
/// for all comes out.
fn shares(unit: i64, mut charges: Vec<i64>) -> Vec<i64> {
    let tasks = i64::from(super::simplex::id(charges.len()));
    let least = i64::from(unit >= tasks);
    let cut = simplex_cut(&charges, unit - least * tasks);
    for charge in &mut charges {
        *charge = (*charge - cut).max(0) + least;
    }
    let left = unit - charges.iter().sum::<i64>();
    if let Some(largest) = charges.iter_mut().max() {
        *largest += left;
    }
    charges
}

/// The least amount to take from every charge so that the positive rest sums to `unit` at most (projection on a simplex).
fn simplex_cut(charges: &[i64], unit: i64) -> i64 {
    let mut falling = charges.to_vec();
    falling.sort_unstable_by(|one, other| other.cmp(one));
    let (mut sum, mut cut) = (0, 0);
    for (&charge, count) in falling.iter().zip(1..) {
        sum += charge;
        let candidate: i64 = -(unit - sum).div_euclid(count);
        if charge >= candidate {
            cut = candidate;
        }
    }
    cut
}

fn rounded(numerator: i128, denominator: i128) -> i128 {
    (2 * numerator + denominator).div_euclid(2 * denominator)
}

fn narrow(wide: i128) -> i64 {
    i64::try_from(wide).unwrap_or(i64::MAX >> 8)
}

#[cfg(test)]
mod tests {
    use super::shares;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shares_make_up_the_unit_and_none_is_negative(
            charges in prop::collection::vec(prop_oneof![-50_i64..50, -2_000_000_i64..2_000_000], 1..700),
            unit in prop_oneof![1_i64..1000, Just(1 << 16), Just(1 << 20)],
        ) {
            let tasks = i64::try_from(charges.len()).expect("few");
            let shares = shares(unit, charges);
            prop_assert_eq!(shares.iter().sum::<i64>(), unit);
            let least = i64::from(unit >= tasks);
            prop_assert!(shares.iter().all(|&share| share >= least), "{:?}", shares);
        }
    }

    #[test]
    fn shares_that_are_allowed_stay() {
        assert_eq!(shares(10, vec![1, 4, 5]), [1, 4, 5]);
        assert_eq!(shares(10, vec![-3, 6, 9]), [1, 3, 6]);
    }
}
