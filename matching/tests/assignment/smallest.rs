//! The smallest conflict and the fewest pairs to drop, by looking at every seating and every set of conditions.

use crate::exhaustive::only;
use matching::assignment::{Condition, ConditionKind, Instance, check};
use std::collections::BTreeSet;

/// All seatings, each as the conditions (by number) that it breaks.
struct Seatings {
    conditions: Vec<Condition>,
    broken: BTreeSet<u32>,
}

impl Seatings {
    fn of(instance: &Instance) -> Self {
        let conditions = conditions(instance);
        let alone: Vec<Instance> = conditions
            .iter()
            .map(|&condition| only(instance, &[condition]))
            .collect();
        let (experts, tasks) = (instance.experts.len(), instance.tasks.len());
        let mut broken = BTreeSet::new();
        for seats in 0..1_u32 << (experts * tasks) {
            let taken = (0..experts * tasks).filter(|cell| seats >> cell & 1 == 1);
            let assign: Vec<(usize, usize)> =
                taken.map(|cell| (cell / tasks, cell % tasks)).collect();
            let breaks = |alone: &Instance| u32::from(!check(alone, &assign).is_empty());
            let numbered = alone.iter().zip(0..);
            broken.insert(
                numbered
                    .map(|(alone, number)| breaks(alone) << number)
                    .sum(),
            );
        }
        Self { conditions, broken }
    }

    fn are_excluded_by(&self, set: u32) -> bool {
        self.broken.iter().all(|broken| broken & set != 0)
    }
}

/// The size of the smallest set of conditions that no seating meets; `None` when there is a seating.
pub fn conflict(instance: &Instance) -> Option<u32> {
    let seatings = Seatings::of(instance);
    let sets = 0..1_u32 << seatings.conditions.len();
    sets.filter(|&set| seatings.are_excluded_by(set))
        .map(u32::count_ones)
        .min()
}

/// The fewest pairs without which there is a seating; `None` when pairs are not the only trouble.
pub fn drops(instance: &Instance) -> Option<u32> {
    let seatings = Seatings::of(instance);
    let numbered = seatings.conditions.iter().zip(0..);
    let pairs: u32 = numbered
        .map(|(condition, number)| u32::from(condition.kind == ConditionKind::Apart) << number)
        .sum();
    let only_pairs = seatings
        .broken
        .iter()
        .filter(|broken| **broken & !pairs == 0);
    only_pairs.map(|broken| broken.count_ones()).min()
}

fn conditions(instance: &Instance) -> Vec<Condition> {
    let mut all = BTreeSet::new();
    let mut add = |kind, expert, other, task, limit| {
        all.insert(Condition {
            kind,
            expert,
            other,
            task,
            limit,
        });
    };
    for (expert, limits) in instance.experts.iter().enumerate() {
        add(
            ConditionKind::ExpertMax,
            Some(expert),
            None,
            None,
            limits.max,
        );
        if limits.min > 0 {
            add(
                ConditionKind::ExpertMin,
                Some(expert),
                None,
                None,
                limits.min,
            );
        }
    }
    for (task, limits) in instance.tasks.iter().enumerate() {
        add(ConditionKind::TaskMax, None, None, Some(task), limits.max);
        if limits.min > 0 {
            add(ConditionKind::TaskMin, None, None, Some(task), limits.min);
        }
        if limits.min_external > 0 {
            add(
                ConditionKind::MinExternal,
                None,
                None,
                Some(task),
                limits.min_external,
            );
        }
    }
    for &(expert, task) in &instance.pin {
        add(ConditionKind::Pin, Some(expert), None, Some(task), 1);
    }
    for &(expert, task) in &instance.ban {
        add(ConditionKind::Ban, Some(expert), None, Some(task), 0);
    }
    for &(one, other) in &instance.apart {
        add(
            ConditionKind::Apart,
            Some(one.min(other)),
            Some(one.max(other)),
            None,
            0,
        );
    }
    all.into_iter().collect()
}
