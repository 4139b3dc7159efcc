//! The seats still in doubt as an integer programme, for goals that couple whole tasks.
//!
//! Reduced costs settle most seats exactly; `microlp` branches on the rest, after thresholds have
//! brought its relaxation down. Answers are measured in integers again before anybody believes them.

mod prices;
mod rows;
mod seats;
mod thresholds;

use super::goal::Goal;
use super::meter::Meter;
use super::problem::Problem;
use super::search::Decisions;
use microlp::{Error, ResumeOptions, Solution, SolveOptions, SolveOutcome, Variable};
use rows::{Model, Programme, Row};
use seats::Seats;

/// More seats than this are left to the charges: one relaxation would outlast a report to the caller.
const MOST_OPEN: usize = 90_000;
/// With more rows (pairs kept apart, mostly) a relaxation is slow, and weak.
const MOST_ROWS: usize = 6_000;
/// Nodes between two looks at the meter.
const NODES: u64 = 8;
/// This many rows and columns priced in one pivot of the programme count as one step.
const ENTRIES_PER_STEP: usize = 16;
/// Rounds of thresholds: the relaxation has settled by then in all measured cases.
const ROUNDS: usize = 20;
/// The seats that relaxations used get this part of what is left, for a good answer early.
const GUESS_SHARE: u64 = 8;
/// Prices that settle less than this part of the open seats are not worth another relaxation.
const WORTHWHILE: usize = 4;
/// Far above the rounding of a bound, far below one point.
const TOLERANCE: f64 = 1e-4;

/// What is known of the seatings that decide the settled seats as told.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// The best one found.
    pub cells: Option<Vec<usize>>,
    /// None of them is worth more; `i64::MIN` when there is none at all, `i64::MAX` when nothing is known.
    pub bound: i64,
}

impl Reply {
    const NONE: Self = Self {
        cells: None,
        bound: i64::MIN,
    };
    const UNKNOWN: Self = Self {
        cells: None,
        bound: i64::MAX,
    };
}

/// The best seating worth at least `sought` among those that decide the `settled` seats so.
///
/// Comes back early with any better seating than the first `guess` that is worth less than `sought`:
/// then seats are better settled by that one.
pub(crate) fn complete(
    problem: &Problem,
    goal: &Goal,
    mut settled: Decisions,
    mut sought: i64,
    mut guess: Option<Vec<usize>>,
    meter: &mut Meter<'_>,
) -> Reply {
    let worth = |cells: &[usize]| goal.value(problem, cells).unwrap_or(i64::MIN);
    loop {
        let Some(mut programme) = programme(problem, goal, &settled, sought) else {
            return Reply::NONE;
        };
        if programme.seats.open.len() > MOST_OPEN || programme.rows.len() > MOST_ROWS {
            return Reply::UNKNOWN;
        }
        let (bound, used) = match relax(&mut programme, sought, meter) {
            Ok(relaxed) => relaxed,
            Err(reply) => return reply,
        };
        if bound < sought {
            return Reply::NONE;
        }
        let saved = meter.narrow(meter.left() / GUESS_SHARE);
        let model = programme.model(Some(&used));
        let known = guess.as_deref().map_or(i64::MIN, worth);
        let found = branch(&programme, &model, guess.as_deref(), meter).cells;
        meter.widen(saved);
        if let Some(cells) = found.filter(|cells| worth(cells) > known) {
            let value = worth(&cells);
            guess = Some(cells);
            if value < sought {
                return Reply {
                    cells: guess,
                    bound,
                };
            }
            sought = value;
        }
        let before = programme.seats.open.len();
        let further = match goal {
            Goal::Weighted { .. } => prices::settle(&programme, used, sought, meter),
            Goal::Worst => Vec::new(),
        };
        if further.len() * WORTHWHILE < before || meter.is_over() {
            let mut reply = branch(&programme, &programme.model(None), guess.as_deref(), meter);
            reply.cells = reply.cells.or(guess);
            reply.bound = reply.bound.min(bound);
            return reply;
        }
        settled.extend(further);
    }
}

fn programme<'p>(
    problem: &'p Problem,
    goal: &'p Goal,
    settled: &Decisions,
    sought: i64,
) -> Option<Programme<'p>> {
    Programme::new(problem, goal, Seats::new(problem, settled)?, sought)
}

/// The bound of the relaxation under all thresholds that it breaks, and the open seats that it ever used.
fn relax(
    programme: &mut Programme<'_>,
    sought: i64,
    meter: &mut Meter<'_>,
) -> Result<(i64, Vec<bool>), Reply> {
    let mut used = vec![false; programme.seats.open.len()];
    let model = programme.relaxed();
    let mut effort = Effort::of(programme);
    let mut solution = solved(model.problem.solve())?;
    for round in 0.. {
        let bound = programme.fixed + whole(solution.objective());
        let shares: Vec<f64> = model
            .seats
            .iter()
            .map(|&variable| solution.var_value(variable))
            .collect();
        for (used, share) in used.iter_mut().zip(&shares) {
            *used |= *share > TOLERANCE;
        }
        let goes_on = meter.spend(effort.since(&solution.stats()));
        let cuts = thresholds::broken(programme, &shares);
        if bound < sought || cuts.is_empty() || !goes_on || round == ROUNDS {
            return Ok((bound, used));
        }
        solution = add_all(programme, &model, solution, cuts)?;
    }
    Err(Reply::UNKNOWN)
}

/// Adds cuts one at a time: a warm start each, a few pivots.
fn add_all(
    programme: &mut Programme<'_>,
    model: &Model,
    mut solution: Solution,
    cuts: Vec<Row>,
) -> Result<Solution, Reply> {
    for cut in cuts {
        let terms = model.terms(&cut);
        solution = solved(solution.add_constraint(&terms[..], cut.comparison, cut.limit))?;
        programme.rows.push(cut);
    }
    Ok(solution)
}

/// The solution of a relaxation, or what its failure says.
fn solved(outcome: Result<SolveOutcome, Error>) -> Result<Solution, Reply> {
    match outcome.map(SolveOutcome::into_solution) {
        Ok(Ok(solution)) => Ok(solution),
        Err(Error::Infeasible) => Err(Reply::NONE),
        Ok(Err(_)) | Err(_) => Err(Reply::UNKNOWN),
    }
}

/// Branches until the proof or the meter ends.
fn branch(
    programme: &Programme<'_>,
    model: &Model,
    start: Option<&[usize]>,
    meter: &mut Meter<'_>,
) -> Reply {
    let mut options = SolveOptions::default();
    options.node_limit = Some(NODES);
    options.warm_start = start.map(|cells| programme.start(model, cells));
    let mut further = ResumeOptions::default();
    further.node_limit = Some(NODES);
    let mut effort = Effort::of(programme);
    let mut outcome = model.problem.solve_with(options);
    loop {
        match outcome {
            Ok(known) => {
                let goes_on = meter.spend(effort.since(&known.stats()));
                if known.is_optimal() || !goes_on {
                    return reply(programme, model, &known);
                }
                outcome = known.resume_with(further.clone());
            }
            Err(Error::Infeasible) => return Reply::NONE,
            Err(_) => return Reply::UNKNOWN,
        }
    }
}

fn reply(programme: &Programme<'_>, model: &Model, outcome: &SolveOutcome) -> Reply {
    let cells = outcome.solution().map(|solution| {
        let chosen = |variable: &Variable| solution.var_value(*variable) > 0.5;
        programme
            .seats
            .with(&model.seats.iter().map(chosen).collect::<Vec<_>>())
    });
    let bound = outcome.stats().best_bound;
    Reply {
        cells,
        bound: bound.map_or(i64::MAX, |bound| programme.fixed + whole(bound)),
    }
}

/// Steps that pivots count for.
struct Effort {
    pivot: u64,
    pivots: u64,
    nodes: u64,
}

impl Effort {
    fn of(programme: &Programme<'_>) -> Self {
        let entries = programme.rows.len() + programme.seats.open.len();
        Self {
            pivot: 1 + (entries / ENTRIES_PER_STEP) as u64,
            pivots: 0,
            nodes: 0,
        }
    }

    fn since(&mut self, stats: &microlp::Stats) -> u64 {
        let work = stats.lp_iterations.saturating_sub(self.pivots)
            + stats.nodes_solved.saturating_sub(self.nodes)
            + 1;
        (self.pivots, self.nodes) = (stats.lp_iterations, stats.nodes_solved);
        work * self.pivot
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "bounds are sums of scores, and the cast saturates"
)]
fn whole(bound: f64) -> i64 {
    (bound + TOLERANCE).floor() as i64
}
