//! The assignment solver against known optima, exhaustive search and an independent checker.

#[path = "assignment/generator.rs"]
mod generator;

use matching::assignment::{Budget, Instance, Outcome, Status, check, solve};
use std::ops::ControlFlow;

fn answer(instance: &Instance) -> Outcome {
    let outcome = solve(instance, Budget::default(), &mut |_| {
        ControlFlow::Continue(())
    })
    .expect("a sound instance");
    if outcome.status != Status::Infeasible {
        assert_eq!(check(instance, &outcome.assign), []);
    }
    outcome
}

#[test]
fn the_published_desks_reach_their_known_optima() {
    for (name, optimum) in [("desk250", 1_699_414), ("desk600", 3_923_000)] {
        let outcome = answer(&generator::published(name));
        assert_eq!(
            (outcome.status, outcome.objective),
            (Status::Optimal, optimum),
            "{name}"
        );
    }
}
