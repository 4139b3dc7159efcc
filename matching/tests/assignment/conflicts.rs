//! What is told of instances that nothing can satisfy.

use crate::{answer, exhaustive, generator};
use matching::assignment::{ConditionKind, ExpertLimits, Instance, MAX_LIMIT, Status, TaskLimits};

/// Seven people for six tasks, nobody may be left out and nobody may meet another.
#[test]
fn a_group_kept_apart_and_larger_than_the_tasks_is_named() {
    let mut instance = generator::published("desk250");
    instance.pin.clear();
    instance.ban.clear();
    let inside: Vec<usize> = (0..250)
        .filter(|&expert| !instance.experts[expert].external)
        .take(7)
        .collect();
    for (place, &one) in inside.iter().enumerate() {
        instance
            .apart
            .extend(inside[..place].iter().map(|&other| (other, one)));
    }
    let outcome = answer(&instance);
    assert_eq!(outcome.status, Status::Infeasible);
    let [conflict] = &outcome.conflicts[..] else {
        panic!("one conflict: {:?}", outcome.conflicts)
    };
    assert!(conflict.irreducible);
    assert_eq!(conflict.conditions.len(), 21 + 7, "{}", conflict.en);
    assert_eq!(conflict.changes.len(), 1, "{}", conflict.en);
}

#[test]
fn an_infeasible_wish_for_externals_names_the_way_out() {
    let mut instance = generator::published("desk250");
    (instance.tasks[4].min_external, instance.tasks[4].max) = (51, 50);
    let outcome = answer(&instance);
    assert_eq!(outcome.status, Status::Infeasible);
    let [conflict] = &outcome.conflicts[..] else {
        panic!("one conflict: {:?}", outcome.conflicts)
    };
    let kinds: Vec<ConditionKind> = conflict
        .conditions
        .iter()
        .map(|condition| condition.kind)
        .collect();
    assert_eq!(kinds, [ConditionKind::MinExternal, ConditionKind::TaskMax]);
    assert!(conflict.en.contains("task 4 may have"), "{}", conflict.en);
    assert!(conflict.fa.contains("کار ۴"), "{}", conflict.fa);
}

#[test]
fn limits_as_large_as_allowed_do_not_overflow() {
    let mut instance = generator::published("desk250");
    for limits in &mut instance.experts {
        (limits.min, limits.max) = (MAX_LIMIT, MAX_LIMIT);
    }
    let outcome = answer(&instance);
    assert_eq!(outcome.status, Status::Infeasible);
    assert!(!outcome.conflicts.is_empty());
}

/// One expert who has to take two tasks, banned from the only one that has room, for two.
#[test]
fn a_ban_is_lifted_for_one_seat_only() {
    let task = |limit| TaskLimits {
        min: limit,
        max: limit,
        min_external: 0,
    };
    let instance = Instance {
        experts: vec![ExpertLimits {
            external: false,
            min: 2,
            max: 2,
        }],
        tasks: vec![task(2), task(0)],
        score: vec![vec![0, 0]],
        ban: vec![(0, 0)],
        ..Instance::default()
    };
    exhaustive::assert_explained(&instance, &answer(&instance).conflicts);
}
