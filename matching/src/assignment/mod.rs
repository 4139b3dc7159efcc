//! Seating experts at tasks: an exact optimiser over capacities, minimums, pins and bans.
//!
//! `Instance` in, `Outcome` out. The same instance always gets the same answer; what is proved best is so
//! whatever the order of experts.

mod answer;
mod branch;
mod check;
mod cliques;
mod conflict;
mod fill;
mod goal;
mod instance;
mod meter;
mod network;
mod outcome;
mod polish;
mod problem;
mod programme;
mod relaxation;
mod reseat;
mod search;
mod seating;
mod simplex;
mod subgradient;
mod terms;

pub use check::{Violation, check};
pub use conflict::{Change, Condition, ConditionKind, Conflict};
pub use instance::{
    ExpertLimits, Fairness, Instance, InstanceError, MAX_LIMIT, MAX_SCORE, TaskLimits,
};
pub use meter::{Budget, Progress};
pub use outcome::{Outcome, Status};

use answer::{Answer, answer};
use conflict::explain;
use meter::Meter;
use problem::Problem;
use std::ops::ControlFlow;

/// Finds the best seating, or says why there is none.
///
/// The answer depends on the instance and the budget alone, never on time.
/// `progress` is called now and then and may end the search with `ControlFlow::Break`.
pub fn solve(
    instance: &Instance,
    budget: Budget,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Outcome, InstanceError> {
    let problem = Problem::new(instance)?;
    let mut meter = Meter::new(budget, progress);
    Ok(match answer(&problem, &mut meter) {
        Answer::Seated {
            cells,
            bound,
            proved,
            floor_bound,
        } => Outcome {
            status: if proved {
                Status::Optimal
            } else {
                Status::Feasible
            },
            objective: problem.total(&cells),
            floor: problem.floor(&cells),
            bound: (!proved && floor_bound.is_none()).then_some(bound),
            floor_bound,
            assign: problem.seats(&cells),
            conflicts: Vec::new(),
        },
        Answer::Impossible => Outcome {
            conflicts: explain(instance, &mut meter),
            ..Outcome::without_seats(Status::Infeasible)
        },
        Answer::Unknown => Outcome::without_seats(Status::Undecided),
    })
}
