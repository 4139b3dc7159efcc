//! Fewest conditions that cannot hold together, and fewest pairs to drop: each a smallest hitting set.
//!
//! Every conflict meets every correction (conditions without which the rest can hold), and the other way
//! round. So a smallest set that meets all corrections found so far is a smallest conflict as soon as it
//! is one, or else leads to a further correction (Reiter 1987; Ignatiev and others 2015).

use super::minimal::{conditions, feasible, only};
use super::{Condition, ConditionKind, Instance, Meter};

/// Sets tried while looking for a smallest hitting set; each counts as a step.
const TRIES: usize = 20_000;
/// The search for the smallest gets this part of what is left.
const SHARE: u64 = 2;

/// The conflict itself, or a smaller one if there is any and the meter allows to find it.
pub(super) fn improved(
    instance: &Instance,
    known: Vec<Condition>,
    meter: &mut Meter<'_>,
) -> Vec<Condition> {
    let saved = meter.narrow(meter.left() / SHARE);
    let found = smaller(instance, known.len(), meter);
    meter.widen(saved);
    found.unwrap_or(known)
}

/// A smallest conflict of fewer than `size` conditions.
fn smaller(instance: &Instance, size: usize, meter: &mut Meter<'_>) -> Option<Vec<Condition>> {
    let mut all = conditions(instance);
    all.retain(demands_something);
    all.sort_unstable();
    all.dedup();
    let mut corrections: Vec<Vec<usize>> = Vec::new();
    loop {
        let hitting = smallest_hitting(&corrections, size.checked_sub(1)?, meter)?;
        let chosen = |of: &[usize]| of.iter().map(|&index| all[index]).collect::<Vec<_>>();
        if !feasible(&only(instance, &chosen(&hitting)), meter)? {
            return Some(chosen(&hitting));
        }
        let mut kept = hitting.clone();
        let rest: Vec<usize> = (0..all.len())
            .filter(|index| !hitting.contains(index))
            .collect();
        let mut holds = |kept: &[usize]| feasible(&only(instance, &chosen(kept)), meter);
        let left_out = grow(&mut kept, &rest, &mut holds)?;
        corrections.push(left_out);
    }
}

/// Whether leaving the condition out could change anything.
fn demands_something(condition: &Condition) -> bool {
    match condition.kind {
        ConditionKind::MinExternal | ConditionKind::TaskMin | ConditionKind::ExpertMin => {
            condition.limit > 0
        }
        ConditionKind::Apart
        | ConditionKind::Pin
        | ConditionKind::Ban
        | ConditionKind::ExpertMax
        | ConditionKind::TaskMax => true,
    }
}

/// Adds to `kept` as much of `rest` as can hold; what is left out.
fn grow(
    kept: &mut Vec<usize>,
    rest: &[usize],
    holds: &mut dyn FnMut(&[usize]) -> Option<bool>,
) -> Option<Vec<usize>> {
    let whole = [&kept[..], rest].concat();
    if holds(&whole)? {
        *kept = whole;
        return Some(Vec::new());
    }
    if rest.len() <= 1 {
        return Some(rest.to_vec());
    }
    let (first, second) = rest.split_at(rest.len() / 2);
    let mut left_out = grow(kept, first, holds)?;
    left_out.extend(grow(kept, second, holds)?);
    Some(left_out)
}

/// Pairs kept apart without which an answer exists, though not without all but one of them; fewest if the
/// meter allows, and none when it ended first. There must be an answer without any pairs.
pub(super) fn drops(instance: &Instance, meter: &mut Meter<'_>) -> Vec<Condition> {
    let pairs = &instance.apart;
    let mut holds = |kept: &[usize], meter: &mut Meter<'_>| {
        let kept = kept.iter().map(|&index| pairs[index]);
        let instance = Instance {
            apart: kept.collect(),
            ..instance.clone()
        };
        feasible(&instance, meter)
    };
    let all: Vec<usize> = (0..pairs.len()).collect();
    let saved = meter.narrow(meter.left() / SHARE);
    let fewest = fewest_drops(&all, &mut holds, meter);
    meter.widen(saved);
    let mut holds = |kept: &[usize]| holds(kept, meter);
    let drops = fewest.or_else(|| grow(&mut Vec::new(), &all, &mut holds));
    let apart = |index: usize| Condition::apart(pairs[index].0, pairs[index].1);
    drops.into_iter().flatten().map(apart).collect()
}

fn fewest_drops(
    all: &[usize],
    holds: &mut dyn FnMut(&[usize], &mut Meter<'_>) -> Option<bool>,
    meter: &mut Meter<'_>,
) -> Option<Vec<usize>> {
    let mut conflicts: Vec<Vec<usize>> = Vec::new();
    loop {
        let hitting = smallest_hitting(&conflicts, all.len(), meter)?;
        let rest = all.iter().copied();
        let rest: Vec<usize> = rest.filter(|index| !hitting.contains(index)).collect();
        if holds(&rest, meter)? {
            return Some(hitting);
        }
        conflicts.push(core(&rest, &mut |kept| holds(kept, meter))?);
    }
}

/// A part of `all`, which cannot hold, that cannot hold either and from which nothing can go.
fn core(all: &[usize], holds: &mut dyn FnMut(&[usize]) -> Option<bool>) -> Option<Vec<usize>> {
    let mut core: Vec<usize> = Vec::new();
    let mut open = all.to_vec();
    while holds(&core)? {
        // The shortest prefix that contradicts what is in the core already ends in one that it needs.
        let (mut low, mut high) = (0, open.len());
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if holds(&[&core[..], &open[..middle]].concat())? {
                low = middle;
            } else {
                high = middle;
            }
        }
        if high == 0 {
            return None;
        }
        core.push(open[high - 1]);
        open.truncate(high - 1);
    }
    Some(core)
}

/// A smallest set of at most `most` that meets every one of these; `None` when there is none or none is found soon.
fn smallest_hitting(sets: &[Vec<usize>], most: usize, meter: &mut Meter<'_>) -> Option<Vec<usize>> {
    let mut tries = TRIES;
    for size in 0..=most {
        let (mut chosen, before) = (Vec::new(), tries);
        let found = hit(sets, size, &mut chosen, &mut tries)?;
        if !meter.spend((before - tries) as u64) {
            return None;
        }
        if found {
            return Some(chosen);
        }
    }
    None
}

/// Extends `chosen` by up to `room` so that every set is met; `None` when the tries are used up.
fn hit(
    sets: &[Vec<usize>],
    room: usize,
    chosen: &mut Vec<usize>,
    tries: &mut usize,
) -> Option<bool> {
    *tries = tries.checked_sub(1)?;
    let missed = |set: &&Vec<usize>| set.iter().all(|item| !chosen.contains(item));
    let Some(set) = sets.iter().filter(missed).min_by_key(|set| set.len()) else {
        return Some(true);
    };
    if room == 0 || disjoint(sets, chosen) > room {
        return Some(false);
    }
    for &item in set {
        chosen.push(item);
        if hit(sets, room - 1, chosen, tries)? {
            return Some(true);
        }
        chosen.pop();
    }
    Some(false)
}

/// Missed sets that share nothing, one after the other: each needs an item of its own.
fn disjoint(sets: &[Vec<usize>], chosen: &[usize]) -> usize {
    let mut met = chosen.to_vec();
    let mut count = 0;
    for set in sets {
        if set.iter().all(|item| !met.contains(item)) {
            met.extend(set);
            count += 1;
        }
    }
    count
}
