//! What holds when the budget ends or the caller stops the search.

use crate::generator;
use matching::assignment::{Budget, Fairness, Instance, Status, check, solve};
use std::ops::ControlFlow;

#[test]
fn many_pairs_apart_get_a_seating_and_a_bound() {
    let instance = generator::generate(generator::Shape {
        experts: 120,
        externals: 30,
        seats: (17, 6),
        min_external: 3,
        pins: 4,
        apart: 600,
        ..generator::shape("desk600")
    });
    let outcome = solve(&instance, Budget { steps: 1_500_000 }, &mut |_| {
        ControlFlow::Continue(())
    })
    .expect("sound");
    assert_eq!(check(&instance, &outcome.assign), []);
    assert!(
        outcome.status == Status::Optimal
            || outcome
                .bound
                .is_some_and(|bound| bound >= outcome.objective)
    );
    assert!(!outcome.assign.is_empty());
}

#[test]
fn what_is_told_on_the_way_holds_at_the_end() {
    let crowded = generator::generate(generator::Shape {
        experts: 60,
        externals: 15,
        seats: (9, 4),
        min_external: 2,
        pins: 2,
        apart: 200,
        ..generator::shape("desk600")
    });
    for instance in [generator::published("desk600apart"), crowded] {
        let mut told = Vec::new();
        let budget = Budget { steps: 2_000_000 };
        let outcome = solve(&instance, budget, &mut |progress| {
            told.push(progress);
            ControlFlow::Continue(())
        })
        .expect("sound");
        let bounds: Vec<i64> = told.iter().filter_map(|progress| progress.bound).collect();
        assert!(!bounds.is_empty());
        assert!(bounds.iter().all(|bound| *bound >= outcome.objective));
        let mut best = told.iter().filter_map(|progress| progress.best);
        assert!(best.all(|best| best <= outcome.objective));
    }
}

#[test]
fn a_caller_may_stop_the_search() {
    let instance = generator::published("desk600hard");
    let outcome = solve(
        &instance,
        Budget::default(),
        &mut |_| ControlFlow::Break(()),
    )
    .expect("a sound instance");
    assert!(matches!(
        outcome.status,
        Status::Undecided | Status::Feasible
    ));
}

/// Stopped as soon as a seating is known, or later, the search hands over the best one that it has told of.
#[test]
fn a_stopped_search_keeps_its_best_seating() {
    let crowded = generator::published("desk600hard");
    let fair = Instance {
        fairness: Fairness::Floor,
        ..generator::published("desk250")
    };
    for (instance, known, moment) in [
        (&crowded, 2_969_631, 1),
        (&fair, 274_883, 1),
        (&fair, 274_883, 20),
    ] {
        let (mut reports, mut told) = (0, None);
        let outcome = solve(instance, Budget::default(), &mut |progress| {
            (reports, told) = (reports + 1, progress.best);
            if reports >= moment && told.is_some() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .expect("a sound instance");
        assert!(told.is_some());
        assert_eq!(outcome.status, Status::Feasible);
        assert_eq!(check(instance, &outcome.assign), []);
        let bound = outcome.bound.or(outcome.floor_bound);
        assert!(bound.is_some_and(|bound| bound >= known));
        if instance.fairness == Fairness::Total {
            assert!(told.is_some_and(|told| outcome.objective >= told));
        }
    }
}
