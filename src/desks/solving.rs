//! Asking the solver: among equally good seatings the one nearest to the seats that are held, and
//! none of its seats without worth.

use std::collections::BTreeSet;

use matching::assignment::{Budget, Fairness, Instance, MAX_SCORE, Outcome, Status, solve};

use super::gauge::Gauge;
use crate::fault::Fault;

/// A seat as the solver names it: positions of the person and the desk.
type Cell = (usize, usize);

/// Solves `instance`; where seatings tie, as many as possible of the seats in `held` stay.
///
/// Where the gauge has stopped it the outcome means nothing.
pub fn solve_near(
    instance: &Instance,
    held: &BTreeSet<Cell>,
    steps: u64,
    gauge: &Gauge,
) -> Result<Outcome, Fault> {
    let scale = scale(instance, held);
    let asked = scaled(instance, held, scale);
    let total = instance.fairness == Fairness::Total;
    let told = total.then_some(i64::from(scale));
    let solved = solve(&asked, Budget { steps }, &mut |progress| {
        gauge.tell(progress, told)
    });
    let mut outcome =
        solved.map_err(|error| Fault::Internal(format!("an instance of ours: {error}")))?;
    if is_answer(outcome.status) {
        prune(instance, held, &mut outcome.assign);
        let sums = sums(instance, &outcome.assign);
        outcome.objective = sums.iter().sum();
        outcome.floor = sums.into_iter().min().unwrap_or(0);
        outcome.bound = outcome.bound.map(|bound| bound / i64::from(scale));
    }
    Ok(outcome)
}

/// Whether the solver found a seating.
#[must_use]
pub const fn is_answer(status: Status) -> bool {
    match status {
        Status::Optimal | Status::Feasible => true,
        Status::Infeasible | Status::Undecided => false,
    }
}

/// What to multiply scores by, so that all held seats together weigh less than a hundredth of a
/// point. One, which leaves ties to the solver, where scores would grow out of its range and
/// where finer steps would make a proof much longer.
fn scale(instance: &Instance, held: &BTreeSet<Cell>) -> i32 {
    let highest = instance.score.iter().flatten().copied().max().unwrap_or(0);
    let wanted = i32::try_from(held.len() + 1).unwrap_or(i32::MAX);
    let fits = highest
        .checked_mul(wanted)
        .is_some_and(|score| score < MAX_SCORE);
    if fits && instance.apart.is_empty() && instance.fairness == Fairness::Total {
        wanted
    } else {
        1
    }
}

fn scaled(instance: &Instance, held: &BTreeSet<Cell>, scale: i32) -> Instance {
    let mut asked = instance.clone();
    if scale == 1 {
        return asked;
    }
    for score in asked.score.iter_mut().flatten() {
        *score *= scale;
    }
    for (person, desk) in held {
        asked.score[*person][*desk] += 1;
    }
    asked
}

/// Takes out new seats that add nothing to any sum and that no limit asks for.
fn prune(instance: &Instance, held: &BTreeSet<Cell>, assign: &mut Vec<Cell>) {
    let mut loads = vec![0; instance.experts.len()];
    let mut sizes = vec![(0, 0); instance.tasks.len()];
    for (person, desk) in &*assign {
        loads[*person] += 1;
        sizes[*desk].0 += 1;
        sizes[*desk].1 += u32::from(instance.experts[*person].external);
    }
    assign.retain(|cell @ (person, desk)| {
        let (limits, task) = (&instance.experts[*person], &instance.tasks[*desk]);
        let (size, externals) = &mut sizes[*desk];
        let worthless = instance.score[*person][*desk] == 0;
        let free = !held.contains(cell) && !instance.pin.contains(cell);
        let spare = loads[*person] > limits.min
            && *size > task.min
            && (!limits.external || *externals > task.min_external);
        if !(worthless && free && spare) {
            return true;
        }
        loads[*person] -= 1;
        *size -= 1;
        *externals -= u32::from(limits.external);
        false
    });
}

/// The score sum of each desk.
fn sums(instance: &Instance, assign: &[Cell]) -> Vec<i64> {
    let mut sums = vec![0; instance.tasks.len()];
    for (person, desk) in assign {
        sums[*desk] += i64::from(instance.score[*person][*desk]);
    }
    sums
}

#[cfg(test)]
mod tests {
    use matching::assignment::{ExpertLimits, TaskLimits, check};

    use super::*;

    fn instance(score: Vec<Vec<i32>>, max: u32) -> Instance {
        let person = ExpertLimits {
            external: false,
            min: 0,
            max,
        };
        let desk = TaskLimits {
            min: 1,
            max: 2,
            min_external: 0,
        };
        Instance {
            experts: vec![person; score.len()],
            tasks: vec![desk; 2],
            score,
            ..Instance::default()
        }
    }

    #[test]
    fn a_tie_keeps_who_is_seated() {
        let instance = instance(vec![vec![5, 5]; 3], 1);
        for held in [[(0, 1), (2, 0)], [(1, 0), (2, 1)]] {
            let held: BTreeSet<_> = held.into_iter().collect();
            let outcome = solve_near(&instance, &held, 100_000, &Gauge::default()).unwrap();
            assert_eq!(outcome.objective, 15);
            assert!(
                held.iter().all(|cell| outcome.assign.contains(cell)),
                "{outcome:?}"
            );
        }
    }

    #[test]
    fn a_better_seating_outweighs_any_number_of_held_seats() {
        let instance = instance(vec![vec![5, 6], vec![6, 5]], 1);
        let held = BTreeSet::from([(0, 0), (1, 1)]);
        let outcome = solve_near(&instance, &held, 100_000, &Gauge::default()).unwrap();
        assert_eq!(outcome.assign, [(0, 1), (1, 0)]);
    }

    #[test]
    fn worthless_seats_are_given_only_where_a_limit_asks_for_them() {
        let instance = instance(vec![vec![5, 0], vec![0, 0]], 2);
        let outcome = solve_near(&instance, &BTreeSet::new(), 100_000, &Gauge::default()).unwrap();
        assert_eq!(outcome.assign.len(), 2);
        assert!(check(&instance, &outcome.assign).is_empty());
    }
}
