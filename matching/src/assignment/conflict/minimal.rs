//! Leaving out what a conflict does not need (Junker's `QuickXplain`, 2004): halves at a time, then single conditions.

use super::{Condition, ConditionKind, Instance, Meter, smallest};
use crate::assignment::answer::{Answer, answer};
use crate::assignment::instance::{ExpertLimits, TaskLimits};
use crate::assignment::problem::Problem;

/// Whether an instance has an answer; `None` when the meter ended first.
pub(super) fn feasible(instance: &Instance, meter: &mut Meter<'_>) -> Option<bool> {
    let problem = Problem::new(instance).ok()?;
    match answer(&problem, meter) {
        Answer::Seated { .. } => Some(true),
        Answer::Impossible => Some(false),
        Answer::Unknown => None,
    }
}

/// The smallest conflict that the meter allows to find, and whether it is surely irreducible.
///
/// Several starts give irreducible conflicts; the smallest of these is the one to beat.
pub(super) fn smallest<const STARTS: usize>(
    instance: &Instance,
    starts: [Vec<Condition>; STARTS],
    meter: &mut Meter<'_>,
) -> (Vec<Condition>, bool) {
    let mut best: Option<(Vec<Condition>, bool)> = None;
    for mut start in starts {
        start.sort_unstable();
        let found = irreducible(instance, start, meter);
        let better =
            |best: &(Vec<Condition>, bool)| (!found.1, found.0.len()) < (!best.1, best.0.len());
        if best.as_ref().is_none_or(better) {
            best = Some(found);
        }
    }
    let (conditions, sure) = best.unwrap_or_default();
    if !sure {
        return (conditions, sure);
    }
    (smallest::improved(instance, conditions, meter), sure)
}

/// An irreducible part of conditions that cannot hold together, and whether the meter allowed to reach it.
fn irreducible(
    instance: &Instance,
    conditions: Vec<Condition>,
    meter: &mut Meter<'_>,
) -> (Vec<Condition>, bool) {
    let mut filter = Filter {
        instance,
        meter,
        sure: true,
    };
    if filter.possible(&conditions) {
        return (conditions, false);
    }
    let mut kept = filter.needed(&[], &conditions, false);
    kept.sort_unstable();
    (kept, filter.sure)
}

struct Filter<'i, 'm, 'c> {
    instance: &'i Instance,
    meter: &'m mut Meter<'c>,
    sure: bool,
}

impl Filter<'_, '_, '_> {
    /// The part of `open` that is needed to contradict `fixed`; `grown` says that `fixed` is new since the last test.
    fn needed(&mut self, fixed: &[Condition], open: &[Condition], grown: bool) -> Vec<Condition> {
        if grown && !self.possible(fixed) {
            return Vec::new();
        }
        if open.len() <= 1 {
            return open.to_vec();
        }
        let (first, second) = open.split_at(open.len() / 2);
        let of_second = self.needed(&[fixed, first].concat(), second, true);
        let mut of_first = self.needed(&[fixed, &of_second].concat(), first, !of_second.is_empty());
        of_first.extend(of_second);
        of_first
    }

    /// Whether these conditions alone can hold; when the meter is over, "yes" keeps a conflict whole.
    fn possible(&mut self, conditions: &[Condition]) -> bool {
        let answer = feasible(&only(self.instance, conditions), self.meter);
        self.sure &= answer.is_some();
        answer.unwrap_or(true)
    }
}

/// All conditions of an instance.
pub(super) fn conditions(instance: &Instance) -> Vec<Condition> {
    let mut all: Vec<Condition> = instance
        .apart
        .iter()
        .map(|&(one, other)| Condition::apart(one, other))
        .collect();
    all.extend(
        instance
            .pin
            .iter()
            .map(|&(expert, task)| Condition::pin(expert, task)),
    );
    all.extend(
        instance
            .ban
            .iter()
            .map(|&(expert, task)| Condition::ban(expert, task)),
    );
    for (task, limits) in instance.tasks.iter().enumerate() {
        all.push(Condition::of_task(
            ConditionKind::MinExternal,
            task,
            limits.min_external,
        ));
        all.push(Condition::of_task(ConditionKind::TaskMin, task, limits.min));
        all.push(Condition::of_task(ConditionKind::TaskMax, task, limits.max));
    }
    for (expert, limits) in instance.experts.iter().enumerate() {
        all.push(Condition::of_expert(
            ConditionKind::ExpertMin,
            expert,
            limits.min,
        ));
        all.push(Condition::of_expert(
            ConditionKind::ExpertMax,
            expert,
            limits.max,
        ));
    }
    all
}

/// The instance under these conditions alone.
pub(super) fn only(instance: &Instance, conditions: &[Condition]) -> Instance {
    let (most_tasks, most_experts) = (instance.tasks.len(), instance.experts.len());
    let wide = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let expert = |limits: &ExpertLimits| ExpertLimits {
        min: 0,
        max: wide(most_tasks),
        ..*limits
    };
    let task = TaskLimits {
        min: 0,
        max: wide(most_experts),
        min_external: 0,
    };
    let mut bare = Instance {
        experts: instance.experts.iter().map(expert).collect(),
        tasks: vec![task; most_tasks],
        score: instance.score.clone(),
        ..Instance::default()
    };
    for condition in conditions {
        demand(&mut bare, condition);
    }
    bare
}

fn demand(bare: &mut Instance, condition: &Condition) {
    let Condition {
        kind,
        expert,
        other,
        task,
        limit,
    } = *condition;
    let (e, f, t) = (expert.unwrap_or(0), other.unwrap_or(0), task.unwrap_or(0));
    match kind {
        ConditionKind::MinExternal => bare.tasks[t].min_external = limit,
        ConditionKind::TaskMin => {
            bare.tasks[t].min = limit;
            bare.tasks[t].max = bare.tasks[t].max.max(limit);
        }
        ConditionKind::TaskMax => bare.tasks[t].max = limit,
        ConditionKind::ExpertMax => bare.experts[e].max = limit,
        ConditionKind::ExpertMin => {
            bare.experts[e].min = limit;
            bare.experts[e].max = bare.experts[e].max.max(limit);
        }
        ConditionKind::Apart => bare.apart.push((e, f)),
        ConditionKind::Pin => bare.pin.push((e, t)),
        ConditionKind::Ban => bare.ban.push((e, t)),
    }
}
