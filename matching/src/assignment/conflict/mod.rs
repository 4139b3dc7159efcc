//! Why an instance has no answer: conditions that cannot hold together, and the cheapest way out.
//!
//! Contradictory wishes come first, then limits that no flow meets, then pairs kept apart.
//! Each conflict's changes are applied before the next is sought, so all changes together do work; where the
//! meter ends before that is sure, none is told.

mod elastic;
mod minimal;
mod smallest;
mod wording;

use super::instance::{Fairness, Instance};
use super::meter::Meter;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a condition is about; the earlier ones make the plainer explanation and are kept if there is a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConditionKind {
    /// Two experts never at one task.
    Apart,
    /// A task's fewest externals.
    MinExternal,
    /// A task's fewest experts.
    TaskMin,
    /// A seat that must be taken.
    Pin,
    /// A seat that must stay empty.
    Ban,
    /// An expert's most tasks.
    ExpertMax,
    /// A task's most experts.
    TaskMax,
    /// An expert's fewest tasks.
    ExpertMin,
}

/// One condition of the instance, by the caller's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Condition {
    /// What it is about.
    pub kind: ConditionKind,
    /// The expert, unless the condition is a task's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expert: Option<usize>,
    /// The second expert of a pair.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<usize>,
    /// The task, unless the condition is an expert's or a pair's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<usize>,
    /// The limit; 1 for a pin, 0 for a ban or a pair.
    pub limit: u32,
}

/// A way out: a limit to move, or a wish to drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The condition to relax.
    #[serde(flatten)]
    pub condition: Condition,
    /// What there can be: lower a minimum to this.
    pub have: u32,
    /// What is asked for: raise a maximum to this.
    pub need: u32,
}

/// Conditions that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The conditions; without any one of them the rest can hold, if `irreducible`.
    pub conditions: Vec<Condition>,
    /// Whether the budget sufficed to leave out every superfluous condition.
    pub irreducible: bool,
    /// The cheapest changes after which (together with those of the other conflicts) an answer exists; empty
    /// where the budget ended before that was sure.
    pub changes: Vec<Change>,
    /// The conflict in English, and the way out if one is known.
    pub en: String,
    /// The same in Persian.
    pub fa: String,
}

/// The conflicts of an instance that has no answer; empty if the meter ends first.
pub(crate) fn explain(instance: &Instance, meter: &mut Meter<'_>) -> Vec<Conflict> {
    let mut relaxed = Instance {
        score: vec![vec![0; instance.tasks.len()]; instance.experts.len()],
        apart: distinct(&instance.apart),
        fairness: Fairness::Total,
        ..instance.clone()
    };
    let mut conflicts = Vec::new();
    for find in [contradictions, limits] {
        for conflict in find(&relaxed, meter) {
            conflict
                .changes
                .iter()
                .for_each(|change| apply(&mut relaxed, change));
            conflicts.push(conflict);
        }
    }
    if !pairs(relaxed, &mut conflicts, meter) {
        let without_cure = |told: Conflict| conflict(told.conditions, told.irreducible, Vec::new());
        conflicts = conflicts.into_iter().map(without_cure).collect();
    }
    conflicts
}

/// Every pair once, however often and whichever way round it is told: dropping it drops all of these.
fn distinct(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut told = BTreeSet::new();
    let mut pairs = pairs.to_vec();
    pairs.retain(|&(one, other)| told.insert((one.min(other), one.max(other))));
    pairs
}

fn conflict(conditions: Vec<Condition>, irreducible: bool, changes: Vec<Change>) -> Conflict {
    let en = wording::english(&conditions, &changes);
    let fa = wording::persian(&conditions, &changes);
    Conflict {
        conditions,
        irreducible,
        changes,
        en,
        fa,
    }
}

/// Seats both pinned and banned, and pairs kept apart but pinned to one task.
fn contradictions(instance: &Instance, _: &mut Meter<'_>) -> Vec<Conflict> {
    let mut found = Vec::new();
    for &(expert, task) in &instance.pin {
        if instance.ban.contains(&(expert, task)) {
            let ban = Condition::ban(expert, task);
            found.push(conflict(
                vec![Condition::pin(expert, task), ban],
                true,
                vec![ban.dropped()],
            ));
        }
    }
    for &(one, other) in &instance.apart {
        let shared = instance
            .pin
            .iter()
            .filter(|pin| pin.0 == one && instance.pin.contains(&(other, pin.1)));
        for &(_, task) in shared.take(1) {
            let apart = Condition::apart(one, other);
            let conditions = vec![
                apart,
                Condition::pin(one, task),
                Condition::pin(other, task),
            ];
            found.push(conflict(conditions, true, vec![apart.dropped()]));
        }
    }
    found
}

/// Limits, pins and bans that no flow meets.
fn limits(instance: &Instance, meter: &mut Meter<'_>) -> Vec<Conflict> {
    let Some(repair) = elastic::repair(instance, meter) else {
        return Vec::new();
    };
    if repair.changes.is_empty() {
        return Vec::new();
    }
    let alone = Instance {
        apart: Vec::new(),
        ..instance.clone()
    };
    let (conditions, irreducible) =
        minimal::smallest(&alone, [repair.binding, minimal::conditions(&alone)], meter);
    vec![conflict(conditions, irreducible, repair.changes)]
}

/// Tells the pairs kept apart that limits, pins and bans leave no room for; one conflict for each pair to drop.
///
/// Says whether there surely is an answer without these pairs.
fn pairs(mut relaxed: Instance, found: &mut Vec<Conflict>, meter: &mut Meter<'_>) -> bool {
    let holds = minimal::feasible(&relaxed, meter);
    if holds != Some(false) {
        return holds.is_some();
    }
    let drops = smallest::drops(&relaxed, meter);
    // Any of the pairs to drop is enough for a conflict, and there is none without them.
    for _ in 0..drops.len().max(1) {
        let (conditions, irreducible) =
            minimal::smallest(&relaxed, [minimal::conditions(&relaxed)], meter);
        let planned = conditions
            .iter()
            .find(|condition| drops.contains(condition));
        let Some(change) = planned.map(|pair| pair.dropped()) else {
            found.push(conflict(conditions, irreducible, Vec::new()));
            return false;
        };
        apply(&mut relaxed, &change);
        found.push(conflict(conditions, irreducible, vec![change]));
    }
    true
}

/// Makes a change in the instance.
fn apply(instance: &mut Instance, change: &Change) {
    let Condition {
        kind,
        expert,
        other,
        task,
        ..
    } = change.condition;
    let (e, f, t) = (expert.unwrap_or(0), other.unwrap_or(0), task.unwrap_or(0));
    match kind {
        ConditionKind::MinExternal => instance.tasks[t].min_external = change.have,
        ConditionKind::TaskMin => instance.tasks[t].min = change.have,
        ConditionKind::TaskMax => instance.tasks[t].max = change.need,
        ConditionKind::ExpertMax => instance.experts[e].max = change.need,
        ConditionKind::ExpertMin => instance.experts[e].min = change.have,
        ConditionKind::Apart => instance
            .apart
            .retain(|&pair| pair != (e, f) && pair != (f, e)),
        ConditionKind::Pin => instance.pin.retain(|&seat| seat != (e, t)),
        ConditionKind::Ban => instance.ban.retain(|&seat| seat != (e, t)),
    }
}

impl Condition {
    fn of_expert(kind: ConditionKind, expert: usize, limit: u32) -> Self {
        Self {
            kind,
            expert: Some(expert),
            other: None,
            task: None,
            limit,
        }
    }

    fn of_task(kind: ConditionKind, task: usize, limit: u32) -> Self {
        Self {
            kind,
            expert: None,
            other: None,
            task: Some(task),
            limit,
        }
    }

    fn pin(expert: usize, task: usize) -> Self {
        Self {
            task: Some(task),
            ..Self::of_expert(ConditionKind::Pin, expert, 1)
        }
    }

    fn ban(expert: usize, task: usize) -> Self {
        Self {
            task: Some(task),
            ..Self::of_expert(ConditionKind::Ban, expert, 0)
        }
    }

    fn apart(one: usize, other: usize) -> Self {
        Self {
            other: Some(other),
            ..Self::of_expert(ConditionKind::Apart, one, 0)
        }
    }

    /// Moving the limit by some units.
    fn moved(self, units: u32) -> Change {
        let (have, need) = match self.kind {
            ConditionKind::MinExternal
            | ConditionKind::TaskMin
            | ConditionKind::ExpertMin
            | ConditionKind::Pin => (self.limit.saturating_sub(units), self.limit),
            ConditionKind::TaskMax
            | ConditionKind::ExpertMax
            | ConditionKind::Ban
            | ConditionKind::Apart => (self.limit, self.limit + units),
        };
        Change {
            condition: self,
            have,
            need,
        }
    }

    /// Dropping a wish altogether.
    fn dropped(self) -> Change {
        self.moved(1)
    }
}
