//! The plan of a solve: which search comes when, and what their results prove together.

use super::cliques::refute;
use super::goal::Goal;
use super::instance::Fairness;
use super::meter::Meter;
use super::problem::Problem;
use super::search::{Found, Reach, Search};
use super::terms::Point;

/// Steps for a first try at a proof with apart pairs: enough wherever there are few.
const FIRST_PROOF: u64 = 200_000;
/// Steps for a first valid seating before branch and bound, where diving found none or a poor one.
const SCOUT: u64 = 400_000;
/// Branch and bound with apart pairs gets this part of what is left; local search gets the rest.
const PROOF_SHARE: u64 = 4;

/// What is known at the end.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// The best seating found; `bound` in the units of the last goal, equal to the value when proved.
    Seated {
        cells: Vec<usize>,
        bound: i64,
        proved: bool,
        /// How high the floor could be, where it is sought and not proved.
        floor_bound: Option<i64>,
    },
    /// No seating is valid.
    Impossible,
    /// The meter ended too early to say.
    Unknown,
}

/// Answers the problem under its own notion of fairness.
pub(crate) fn answer(problem: &Problem, meter: &mut Meter<'_>) -> Answer {
    match problem.fairness {
        Fairness::Total => maximise(problem, Goal::total(problem), None, i64::MAX, meter),
        Fairness::Floor => raise_floor(problem, meter),
    }
}

/// The best seating under a goal, starting from what is known.
fn maximise(
    problem: &Problem,
    goal: Goal,
    start: Option<Found>,
    ceiling: i64,
    meter: &mut Meter<'_>,
) -> Answer {
    maximise_if(u64::MAX, problem, goal, start, ceiling, meter)
}

/// The same, given up after `trial` steps if the root has shown no seating by then.
fn maximise_if(
    trial: u64,
    problem: &Problem,
    goal: Goal,
    start: Option<Found>,
    ceiling: i64,
    meter: &mut Meter<'_>,
) -> Answer {
    let saved = meter.narrow(trial);
    let answer = if problem.is_contradictory() {
        conclude(start, i64::MIN, false)
    } else {
        let search = Search::new(problem, goal, start, meter).below(ceiling);
        searched(search, saved)
    };
    meter.widen(saved);
    answer
}

/// The result of a search, which has the meter as far as `limit` once it knows a seating.
fn searched(mut search: Search<'_, '_, '_>, limit: u64) -> Answer {
    let point = match search.root() {
        Ok(point) => point,
        Err(Reach::Nothing) => return Answer::Impossible,
        Err(Reach::Unknown) => return conclude(search.best, search.ceiling, true),
    };
    let on_trial = search.best.is_none();
    if !on_trial {
        search.meter.widen(limit);
    }
    if search.best.is_none()
        && search.is_reseatable()
        && refute(search.relaxation.problem, search.meter)
    {
        return Answer::Impossible;
    }
    let mut bound = prove(&mut search, &point);
    if on_trial && search.best.is_some() && search.is_short_of(bound) {
        search.meter.widen(limit);
        bound = bound.min(search.prove(&point));
    }
    let open = search.is_short_of(bound);
    if open && search.is_reseatable() {
        search.scout(&point.cells, u64::MAX);
    }
    conclude(search.best, bound, open)
}

/// Proves what it can: in a first try, then after a look for a better seating, then at length.
fn prove(search: &mut Search<'_, '_, '_>, point: &Point) -> i64 {
    let mut bound = search.whole(point);
    if search.is_short_of(bound) && search.is_reseatable() {
        bound = bound.min(search.prove_within(point, FIRST_PROOF));
        if search.is_short_of(bound) {
            search.scout(&point.cells, SCOUT);
        }
    }
    if search.is_short_of(bound) {
        let share = if search.is_reseatable() {
            PROOF_SHARE
        } else {
            1
        };
        bound = bound.min(search.prove_within(point, search.meter.left() / share));
    }
    bound
}

/// Puts a best seating and a bound together; without a seating, `open` tells ignorance from impossibility.
fn conclude(best: Option<Found>, bound: i64, open: bool) -> Answer {
    match best {
        Some(Found { value, cells }) => {
            let bound = bound.max(value);
            Answer::Seated {
                cells,
                bound,
                proved: bound == value,
                floor_bound: None,
            }
        }
        None if open => Answer::Unknown,
        None => Answer::Impossible,
    }
}

/// First the worst-off task, then the total.
fn raise_floor(problem: &Problem, meter: &mut Meter<'_>) -> Answer {
    let Some(scarcest) = Scarcest::of(problem) else {
        return maximise(problem, Goal::total(problem), None, i64::MAX, meter);
    };
    let favoured = scarcest.favour(problem, meter);
    let (cells, limit) = if let Some((cells, true)) = favoured {
        let limit = problem.sums(&cells)[scarcest.task];
        if problem.floor(&cells) == limit {
            let value = problem.total(&cells);
            return conclude(Some(Found { value, cells }), value, false);
        }
        (cells, limit)
    } else {
        let saved = meter.narrow(meter.left() / 4 * 3);
        let any = maximise(problem, Goal::total(problem), None, i64::MAX, meter);
        meter.widen(saved);
        match (any, favoured) {
            (Answer::Seated { cells, .. }, _) | (Answer::Unknown, Some((cells, _))) => {
                (cells, scarcest.most)
            }
            (answer, _) => return answer,
        }
    };
    match above(meter.left() / 4, problem, limit, None, meter) {
        seated @ Answer::Seated { .. } => seated,
        Answer::Impossible => balance(problem, cells, limit - 1, meter),
        Answer::Unknown => balance(problem, cells, limit, meter),
    }
}

/// Where several tasks compete: the highest floor, then the highest total above it.
fn balance(problem: &Problem, cells: Vec<usize>, limit: i64, meter: &mut Meter<'_>) -> Answer {
    let (mut best, mut bound) = (cells, limit);
    for share in [16, 2] {
        let start = Found {
            value: problem.floor(&best),
            cells: best.clone(),
        };
        let tight = tighten(problem, start.value, meter);
        let saved = meter.narrow(meter.left() / share);
        let worst = maximise(&tight, Goal::Worst, Some(start), bound, meter);
        meter.widen(saved);
        if let Answer::Seated {
            cells,
            bound: proved,
            ..
        } = worst
        {
            (best, bound) = (cells, bound.min(proved));
        }
    }
    let mut total = above(u64::MAX, problem, problem.floor(&best), Some(best), meter);
    if let Answer::Seated {
        cells,
        proved,
        floor_bound,
        ..
    } = &mut total
        // The best total may come with a higher floor than asked for, even with the highest.
        && bound > problem.floor(cells)
    {
        (*proved, *floor_bound) = (false, Some(bound));
    }
    total
}

/// The highest total among the seatings whose tasks all reach `floor`; `trial` as for [`maximise_if`].
fn above(
    trial: u64,
    problem: &Problem,
    floor: i64,
    start: Option<Vec<usize>>,
    meter: &mut Meter<'_>,
) -> Answer {
    let start = start.map(|cells| Found {
        value: problem.total(&cells),
        cells,
    });
    let tight = tighten(problem, floor, meter);
    let goal = Goal::total_above(problem, Some(floor));
    let ceiling = (0..problem.tasks.len()).map(|task| best_sum(problem, task));
    maximise_if(trial, &tight, goal, start, ceiling.sum(), meter)
}

/// The problem without the seats that would keep some task below `floor`, and with those that it needs.
fn tighten(problem: &Problem, floor: i64, meter: &mut Meter<'_>) -> Problem {
    let mut tight = problem.clone();
    let mut search = Search::new(problem, Goal::only(problem, 0), None, meter);
    for task in 0..problem.tasks.len() {
        let top = problem
            .score
            .iter()
            .skip(task)
            .step_by(problem.tasks.len())
            .max();
        if best_sum(problem, task) - floor < i64::from(top.copied().unwrap_or(0)) {
            search.aim(Goal::only(problem, task));
            if let Ok(point) = search.root() {
                tight.settle(&search.settled_at(&point, floor));
            }
        }
    }
    tight
}

/// The task whose best possible score sum is smallest: often it alone decides the floor.
struct Scarcest {
    task: usize,
    /// The sum of its best scores, as many as it may have.
    most: i64,
    /// More than all other tasks can have together.
    favour: i64,
}

impl Scarcest {
    fn of(problem: &Problem) -> Option<Self> {
        let most: Vec<i64> = (0..problem.tasks.len())
            .map(|task| best_sum(problem, task))
            .collect();
        let task = (0..most.len()).min_by_key(|&task| most[task])?;
        let favour = 1 + most.iter().sum::<i64>();
        Some(Self {
            task,
            most: most[task],
            favour,
        })
    }

    /// The best total found among the seatings that are best for this task, and whether it is proved.
    fn favour(&self, problem: &Problem, meter: &mut Meter<'_>) -> Option<(Vec<usize>, bool)> {
        let mut base = vec![1; problem.tasks.len()];
        base[self.task] = self.favour;
        let goal = Goal::Weighted { base, floor: None };
        if !goal.fits(problem) {
            return None;
        }
        let saved = meter.narrow(meter.left() / 4);
        let answer = maximise(problem, goal, None, i64::MAX, meter);
        meter.widen(saved);
        match answer {
            Answer::Seated { cells, proved, .. } => Some((cells, proved)),
            Answer::Impossible | Answer::Unknown => None,
        }
    }
}

/// The sum of a task's best scores, as many as it may have, pins first.
fn best_sum(problem: &Problem, task: usize) -> i64 {
    let column = (0..problem.experts.len()).map(|expert| problem.cell(expert, task));
    let (pinned, open): (Vec<usize>, Vec<usize>) = column
        .filter(|cell| problem.ban.binary_search(cell).is_err())
        .partition(|cell| problem.pin.binary_search(cell).is_ok());
    let mut scores: Vec<i64> = open
        .iter()
        .map(|&cell| i64::from(problem.score[cell]))
        .collect();
    scores.sort_unstable_by(|one, other| other.cmp(one));
    let room = (problem.tasks[task].max as usize).saturating_sub(pinned.len());
    problem.total(&pinned) + scores.iter().take(room).sum::<i64>()
}
