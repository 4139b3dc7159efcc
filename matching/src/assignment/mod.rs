//! Seating experts at tasks: an exact optimiser over capacities, minimums, pins and bans.
//!
//! `Instance` in, `Outcome` out. The same instance always gets the same answer, whatever the order of experts.

mod check;
mod conflict;
mod instance;
mod meter;
mod network;
mod outcome;
mod problem;
mod simplex;

pub use check::{Violation, check};
pub use conflict::Conflict;
pub use instance::{
    ExpertLimits, Fairness, Instance, InstanceError, MAX_LIMIT, MAX_SCORE, TaskLimits,
};
pub use meter::{Budget, Progress};
pub use outcome::{Outcome, Status};

use meter::Meter;
use network::Network;
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
    let mut network = Network::new(&problem, vec![1; problem.tasks.len()]);
    let done = network.run(&mut meter);
    let cells = network.seated();
    Ok(Outcome {
        status: if !network.is_feasible() {
            Status::Infeasible
        } else if done {
            Status::Optimal
        } else {
            Status::Feasible
        },
        objective: problem.total(&cells),
        floor: problem.floor(&cells),
        bound: None,
        assign: problem.seats(&cells),
        conflicts: Vec::new(),
    })
}
