//! Local search on a valid seating: lift the worst-off task, or the total above a floor, one change at a time.
//!
//! A flow optimises weighted sums and so overshoots single floors; a few changes mend that.

use super::goal::Goal;
use super::meter::Meter;
use super::problem::Problem;
use super::seating::{Change, Seating};

/// Rounds without a new best floor before the search gives up.
const PATIENCE: usize = 60;
/// Rounds that an expert keeps still after a change.
const REST: usize = 8;

/// Weighing this many changes counts as one step.
const CHANGES_PER_STEP: usize = 64;

/// How good a change is, more first; `None` for a change that is out of the question.
type Merit<'a> = dyn Fn(&Seating<'_>, Change) -> Option<(i64, i64)> + 'a;

/// The seating after as many improving changes as there are.
pub(crate) fn polish(
    problem: &Problem,
    goal: &Goal,
    cells: Vec<usize>,
    meter: &mut Meter<'_>,
) -> Vec<usize> {
    let mut seating = Seating::new(problem, &cells);
    match goal {
        Goal::Worst => lift(&mut seating, i64::MAX, meter),
        Goal::Weighted {
            floor: Some(floor), ..
        } => {
            lift(&mut seating, *floor, meter);
            climb(&mut seating, *floor, meter);
        }
        Goal::Weighted { floor: None, .. } => return cells,
    }
    seating.cells()
}

/// Raises the worst-off task until it reaches `enough`, over small losses too (tabu search); keeps the best.
fn lift(seating: &mut Seating<'_>, enough: i64, meter: &mut Meter<'_>) {
    let mut best = seating.clone();
    let mut rests_until = vec![0; seating.problem.experts.len()];
    let (mut round, mut last_gain) = (0, 0);
    while let Some(worst) = worst_task(seating) {
        let floor = seating.sums[worst];
        if floor > best.floor() {
            best.clone_from(seating);
            last_gain = round;
        }
        if floor >= enough || round > last_gain + PATIENCE || !meter.spend(effort(seating, worst)) {
            break;
        }
        let merit = |seating: &Seating<'_>, change: Change| {
            let tired = |expert: usize| rests_until[expert] > round;
            if tired(change.newcomer) || change.displaced.is_some_and(tired) {
                return None;
            }
            let (there, left) = seating.sums_after(change);
            Some((
                there.min(left.unwrap_or(i64::MAX)).min(enough),
                gain(seating, change),
            ))
        };
        let Some(change) = best_change(seating, worst, &merit) else {
            break;
        };
        seating.make(change);
        round += 1;
        for expert in change.displaced.into_iter().chain([change.newcomer]) {
            rests_until[expert] = round + REST;
        }
    }
    *seating = best;
}

fn worst_task(seating: &Seating<'_>) -> Option<usize> {
    (0..seating.sums.len()).min_by_key(|&task| seating.sums[task])
}

/// Raises the total while every task keeps `floor`; does nothing to a seating below it.
fn climb(seating: &mut Seating<'_>, floor: i64, meter: &mut Meter<'_>) {
    if seating.sums.iter().any(|&sum| sum < floor) {
        return;
    }
    let merit = |seating: &Seating<'_>, change: Change| {
        let (there, left) = seating.sums_after(change);
        let gain = gain(seating, change);
        (gain > 0 && there >= floor && left.is_none_or(|left| left >= floor)).then_some((gain, 0))
    };
    let (mut task, mut idle) = (0, 0);
    while idle < seating.sums.len() && meter.spend(effort(seating, task)) {
        if let Some(change) = best_change(seating, task, &merit) {
            seating.make(change);
            idle = 0;
        } else {
            task = (task + 1) % seating.sums.len();
            idle += 1;
        }
    }
}

/// Steps that one look at all changes of a task counts for.
fn effort(seating: &Seating<'_>, task: usize) -> u64 {
    let seats: usize = seating.members.iter().map(Vec::len).sum();
    let changes = (seating.members[task].len() + 1) * (seats + seating.problem.experts.len());
    (changes / CHANGES_PER_STEP) as u64
}

/// What a change adds to the total.
fn gain(seating: &Seating<'_>, change: Change) -> i64 {
    let (there, left) = seating.sums_after(change);
    let before = change.from.map_or(0, |from| seating.sums[from]);
    there + left.unwrap_or(0) - seating.sums[change.task] - before
}

/// The allowed change at a task with the greatest merit; the first of equals.
fn best_change(seating: &Seating<'_>, task: usize, merit: &Merit<'_>) -> Option<Change> {
    let mut best: Option<((i64, i64), Change)> = None;
    let mut consider = |change: Change| {
        if let Some(merit) = merit(seating, change)
            && best.is_none_or(|(most, _)| merit > most)
            && seating.allows(change)
        {
            best = Some((merit, change));
        }
    };
    let mut bring = |newcomer: usize, from: Option<usize>| {
        consider(Change {
            task,
            newcomer,
            from,
            displaced: None,
        });
        for &displaced in &seating.members[task] {
            consider(Change {
                task,
                newcomer,
                from,
                displaced: Some(displaced),
            });
        }
    };
    for newcomer in 0..seating.problem.experts.len() {
        bring(newcomer, None);
    }
    for from in (0..seating.sums.len()).filter(|&from| from != task) {
        for &newcomer in &seating.members[from] {
            bring(newcomer, Some(from));
        }
    }
    best.map(|(_, change)| change)
}
