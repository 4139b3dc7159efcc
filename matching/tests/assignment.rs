//! The assignment solver against known optima, exhaustive search and an independent checker.

#![expect(clippy::expect_used, reason = "a test may stop at a broken premise")]

#[path = "assignment/budgets.rs"]
mod budgets;
#[path = "assignment/conflicts.rs"]
mod conflicts;
#[path = "assignment/disjoint.rs"]
mod disjoint;
#[path = "assignment/exhaustive.rs"]
mod exhaustive;
#[path = "assignment/generator.rs"]
mod generator;
#[path = "assignment/known.rs"]
mod known;
#[path = "assignment/reviewers.rs"]
mod reviewers;
#[path = "assignment/smallest.rs"]
mod smallest;
#[path = "assignment/strategy.rs"]
mod strategy;

use exhaustive::Best;
use matching::assignment::{
    Budget, ConditionKind, Fairness, Instance, InstanceError, Outcome, Status, check, solve,
};
use proptest::prelude::*;
use std::ops::ControlFlow;
use strategy::{crowded_instance, small_instance};

fn answer(instance: &Instance) -> Outcome {
    answer_within(Budget::default(), instance)
}

fn answer_within(budget: Budget, instance: &Instance) -> Outcome {
    let outcome =
        solve(instance, budget, &mut |_| ControlFlow::Continue(())).expect("a sound instance");
    if matches!(outcome.status, Status::Optimal | Status::Feasible) {
        assert_eq!(check(instance, &outcome.assign), []);
    }
    outcome
}

fn shuffled(instance: &Instance) -> Instance {
    let count = instance.experts.len();
    let mut order: Vec<usize> = (0..count).rev().collect();
    order.rotate_left(count / 3);
    let place = |expert: usize| {
        order
            .iter()
            .position(|&old| old == expert)
            .expect("a permutation")
    };
    let seats = |seats: &[(usize, usize)]| {
        seats
            .iter()
            .map(|&(expert, task)| (place(expert), task))
            .collect()
    };
    Instance {
        experts: order.iter().map(|&old| instance.experts[old]).collect(),
        tasks: instance.tasks.clone(),
        score: order
            .iter()
            .map(|&old| instance.score[old].clone())
            .collect(),
        ban: seats(&instance.ban),
        pin: seats(&instance.pin),
        apart: instance
            .apart
            .iter()
            .map(|&(one, other)| (place(one), place(other)))
            .collect(),
        fairness: instance.fairness,
    }
}

#[test]
fn the_order_of_experts_changes_nothing() {
    for name in ["desk250", "desk600apart"] {
        let instance = generator::published(name);
        assert_eq!(
            answer(&instance).objective,
            answer(&shuffled(&instance)).objective,
            "{name}"
        );
    }
}

#[test]
fn the_same_instance_gets_the_same_seats() {
    let instance = generator::published("desk600apart");
    assert_eq!(answer(&instance), answer(&instance));
}

#[test]
fn malformed_instances_are_typed_errors() {
    let sound = generator::published("desk250");
    let refused = |change: &dyn Fn(&mut Instance)| {
        let mut instance = sound.clone();
        change(&mut instance);
        solve(&instance, Budget::default(), &mut |_| {
            ControlFlow::Continue(())
        })
        .expect_err("a broken instance")
    };
    assert_eq!(
        refused(&|i| i.ban.push((999, 0))),
        InstanceError::NoSuchExpert {
            list: "ban",
            expert: 999
        }
    );
    assert_eq!(
        refused(&|i| i.pin.push((0, 6))),
        InstanceError::NoSuchTask {
            list: "pin",
            task: 6
        }
    );
    assert_eq!(
        refused(&|i| i.apart.push((3, 3))),
        InstanceError::SelfApart { expert: 3 }
    );
    assert_eq!(
        refused(&|i| i.tasks[2].min = 99),
        InstanceError::Limits {
            of: "tasks",
            index: 2
        }
    );
    assert_eq!(
        refused(&|i| i.score[7].truncate(2)),
        InstanceError::ScoreColumns {
            expert: 7,
            columns: 2,
            tasks: 6
        }
    );
    assert_eq!(
        refused(&|i| i.score[1][1] = -1),
        InstanceError::Score { expert: 1, task: 1 }
    );
}

#[test]
fn the_published_format_is_read() {
    let text = r#"{"name":"x","experts":[{"external":0,"min":1,"max":1},{"external":1,"min":0,"max":2}],
        "tasks":[{"min":1,"max":2,"min_external":1}],"score":[[5],[7]],"ban":[],"pin":[[0,0]],"apart":[],"fairness":"FLOOR"}"#;
    let instance: Instance = serde_json::from_str(text).expect("the published format");
    let outcome = answer(&instance);
    assert_eq!(
        (outcome.objective, outcome.floor, outcome.assign),
        (12, 12, vec![(0, 0), (1, 0)])
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn small_instances_agree_with_exhaustive_search(instance in small_instance()) {
        let outcome = answer(&instance);
        match exhaustive::best(&instance) {
            None => {
                prop_assert_eq!(outcome.status, Status::Infeasible);
                prop_assert!(!outcome.conflicts.is_empty());
                exhaustive::assert_explained(&instance, &outcome.conflicts);
            }
            Some(Best { total, floor }) => {
                prop_assert_eq!(outcome.status, Status::Optimal);
                prop_assert_eq!(outcome.objective, total);
                if instance.fairness == Fairness::Floor {
                    prop_assert_eq!(outcome.floor, floor);
                }
            }
        }
    }

    #[test]
    fn crowded_instances_agree_with_a_search_by_sets(instance in crowded_instance()) {
        let outcome = answer(&instance);
        let floor = if instance.fairness == Fairness::Floor { outcome.floor } else { 0 };
        match disjoint::total_above(&instance, floor) {
            None => prop_assert_eq!(outcome.status, Status::Infeasible),
            Some(total) => {
                prop_assert_eq!((outcome.status, outcome.objective), (Status::Optimal, total));
                if instance.fairness == Fairness::Floor {
                    prop_assert_eq!(disjoint::total_above(&instance, floor + 1), None);
                }
            }
        }
    }

    #[test]
    fn whatever_the_budget_what_is_told_holds(instance in small_instance(), steps in 0_u64..600) {
        let outcome = answer_within(Budget { steps }, &instance);
        let best = exhaustive::best(&instance);
        match outcome.status {
            Status::Undecided => {}
            Status::Infeasible => {
                prop_assert!(best.is_none());
                exhaustive::assert_told(&instance, &outcome.conflicts);
            }
            Status::Feasible => {
                let Best { total, floor } = best.expect("a seating");
                prop_assert!(outcome.bound.is_none_or(|bound| bound >= total && outcome.objective < bound));
                prop_assert!(outcome.floor_bound.is_none_or(|bound| bound >= floor && outcome.floor < bound));
                prop_assert!(outcome.bound.is_some() != outcome.floor_bound.is_some());
            }
            Status::Optimal => {
                let Best { total, floor } = best.expect("a seating");
                prop_assert_eq!(outcome.objective, total);
                prop_assert!(instance.fairness == Fairness::Total || outcome.floor == floor);
            }
        }
    }

    #[test]
    fn conflicts_and_drops_are_the_smallest(instance in small_instance()) {
        let small = instance.experts.len() * instance.tasks.len() <= 8;
        let outcome = answer(&instance);
        if !small || outcome.status != Status::Infeasible {
            return Ok(());
        }
        let first = &outcome.conflicts[0];
        let contradictory = first.conditions.iter().any(|condition| condition.kind == ConditionKind::Ban)
            && first.conditions.iter().any(|condition| condition.kind == ConditionKind::Pin);
        let size = smallest::conflict(&Instance { apart: Vec::new(), ..instance.clone() });
        if let Some(drops) = smallest::drops(&instance) {
            let changes: usize = outcome.conflicts.iter().map(|conflict| conflict.changes.len()).sum();
            prop_assert_eq!(changes, drops as usize, "{:?}", outcome.conflicts);
            prop_assert_eq!(Some(first.conditions.len()), smallest::conflict(&instance).map(|size| size as usize));
        } else if !contradictory && let Some(size) = size {
            prop_assert_eq!(first.conditions.len(), size as usize, "{:?}", outcome.conflicts);
        }
    }

    #[test]
    fn the_order_of_experts_never_matters(instance in small_instance()) {
        let (one, other) = (answer(&instance), answer(&shuffled(&instance)));
        prop_assert_eq!((one.status, one.objective, one.floor), (other.status, other.objective, other.floor));
    }
}
