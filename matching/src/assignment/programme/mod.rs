//! The seats still in doubt as an integer programme, for goals that couple whole tasks.
//!
//! Reduced costs settle most seats exactly; `microlp` branches on the rest, after thresholds have
//! brought its relaxation down. Answers are measured in integers again before anybody believes them.

mod effort;
mod near;
mod prices;
mod relaxed;
mod rows;
mod seats;
mod thresholds;

use super::goal::Goal;
use super::meter::Meter;
use super::problem::Problem;
use super::search::Decisions;
use effort::Effort;
use microlp::{Error, ResumeOptions, SolveOptions, SolveOutcome, Variable};
use prices::Aim;
use relaxed::relax;
use rows::{Model, Programme};
use seats::Seats;

/// More seats than this are left to the charges: one relaxation would outlast a report to the caller.
const MOST_OPEN: usize = 90_000;
/// With more rows (pairs kept apart, mostly) a relaxation is slow, and weak.
const MOST_ROWS: usize = 6_000;
/// Relaxations over more seats …
const MOST_KEPT: usize = 10_000;
/// … begin with so many likely ones; prices take in the others.
pub(crate) const LIKELY: usize = 4_000;
/// Nodes between two looks at the meter.
const NODES: u64 = 8;
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

/// What is asked: the best seating worth at least `sought` among those that decide the `settled` seats so.
pub(crate) struct Question<'a> {
    pub problem: &'a Problem,
    pub goal: &'a Goal,
    pub settled: Decisions,
    pub sought: i64,
    /// Seats likely to be taken, ascending: relaxations begin with these.
    pub likely: Vec<usize>,
    /// The best seating known.
    pub guess: Option<Vec<usize>>,
    /// Weights of the tasks beyond the goal's own, under which few seats are in doubt.
    pub weights: Vec<i64>,
}

/// Answers a question.
///
/// Comes back early with any better seating than the first `guess` that is worth less than `sought`:
/// then seats are better settled by that one.
pub(crate) fn complete(mut question: Question<'_>, meter: &mut Meter<'_>) -> Reply {
    let Question { problem, goal, .. } = question;
    loop {
        let sought = question.sought;
        let seats = Seats::new(problem, &question.settled);
        let programme = seats.and_then(|seats| Programme::new(problem, goal, seats, sought));
        let Some(mut programme) = programme else {
            return Reply::NONE;
        };
        if programme.seats.open.len() > MOST_OPEN || programme.rows.len() > MOST_ROWS {
            return Reply::UNKNOWN;
        }
        match question.step(&mut programme, meter) {
            Step::Further(further) => question.settled.extend(further),
            Step::Done(reply) => return reply,
        }
    }
}

/// What one relaxation with its prices leads to.
enum Step {
    /// These seats are settled too.
    Further(Decisions),
    Done(Reply),
}

impl Question<'_> {
    fn worth(&self, cells: &[usize]) -> i64 {
        self.goal.value(self.problem, cells).unwrap_or(i64::MIN)
    }

    /// A bound of all seats holds for the question; one of a part of them only leads to prices.
    fn step(&mut self, programme: &mut Programme<'_>, meter: &mut Meter<'_>) -> Step {
        let (kept, is_whole) = self.kept(programme);
        let relaxed = match relax(programme, &kept, self.sought, meter) {
            Ok(relaxed) => relaxed,
            Err(reply) if is_whole && reply.bound == i64::MIN => return Step::Done(reply),
            Err(_) => return self.give_up(),
        };
        let mut bound = if is_whole { relaxed.bound } else { i64::MAX };
        if bound < self.sought {
            return Step::Done(Reply::NONE);
        }
        if let Some(cells) = self.try_near(programme, &relaxed, meter) {
            let cells = Some(cells);
            return Step::Done(Reply { cells, bound });
        }
        if matches!(self.goal, Goal::Weighted { .. }) {
            let aim = Aim {
                target: relaxed.bound,
                value: self.still_possible(),
            };
            let told = prices::settle(programme, &mut self.weights, aim, meter);
            bound = bound.min(told.bound);
            if bound < self.sought {
                return Step::Done(Reply::NONE);
            }
            let worthwhile = programme.seats.open.len().div_ceil(WORTHWHILE).max(1);
            if told.decisions.len() >= worthwhile && !meter.is_over() {
                self.likely = told.doubtful;
                return Step::Further(told.decisions);
            }
            if !is_whole && !meter.is_over() {
                self.likely.clone_from(&programme.seats.open);
                return Step::Further(told.decisions);
            }
        }
        let all = vec![true; programme.seats.open.len()];
        let mut reply = branch(programme, &all, self.guess.as_deref(), meter);
        reply.cells = reply.cells.or(self.guess.take());
        reply.bound = reply.bound.min(bound);
        Step::Done(reply)
    }

    /// What is sought, or the value of the best seating known where that comes next: branching starts there.
    fn still_possible(&self) -> i64 {
        let known = self.guess.as_deref().map_or(0, |cells| self.worth(cells));
        if known + self.problem.grain >= self.sought {
            known.min(self.sought)
        } else {
            self.sought
        }
    }

    fn give_up(&mut self) -> Step {
        let cells = self.guess.take();
        Step::Done(Reply {
            cells,
            ..Reply::UNKNOWN
        })
    }

    /// The open seats to begin with, and whether these are all.
    fn kept(&self, programme: &Programme<'_>) -> (Vec<bool>, bool) {
        let open = &programme.seats.open;
        if open.len() <= MOST_KEPT || matches!(self.goal, Goal::Worst) {
            return (vec![true; open.len()], true);
        }
        let known = self.guess.as_deref().unwrap_or(&[]);
        let kept =
            |cell| self.likely.binary_search(cell).is_ok() || known.binary_search(cell).is_ok();
        let kept: Vec<bool> = open.iter().map(kept).collect();
        let is_whole = kept.iter().all(|kept| *kept);
        (kept, is_whole)
    }
}

/// Branches until the proof or the meter ends.
fn branch(
    programme: &Programme<'_>,
    kept: &[bool],
    start: Option<&[usize]>,
    meter: &mut Meter<'_>,
) -> Reply {
    let model = programme.model(kept);
    let mut effort = Effort::of(programme, kept);
    if effort.least(programme) > meter.left() {
        return Reply::UNKNOWN;
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(NODES);
    options.warm_start = start.map(|cells| programme.start(&model, cells));
    let mut further = ResumeOptions::default();
    further.node_limit = Some(NODES);
    let mut outcome = model.problem.solve_with(options);
    loop {
        match outcome {
            Ok(known) => {
                let goes_on = meter.spend(effort.since(&known.stats()));
                if known.is_optimal() || !goes_on {
                    return reply(programme, &model, &known);
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
        let chosen =
            |seat: &Option<Variable>| seat.is_some_and(|seat| solution.var_value(seat) > 0.5);
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

#[expect(
    clippy::cast_possible_truncation,
    reason = "bounds are sums of scores, and the cast saturates"
)]
fn whole(bound: f64) -> i64 {
    (bound + TOLERANCE).floor() as i64
}
