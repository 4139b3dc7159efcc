//! Every seating of a small instance, one by one: slow, obvious, and sharing nothing with the solver but its checker.

use matching::assignment::{Change, Condition, ConditionKind, Conflict, Fairness, Instance, check};

/// The best values by the instance's fairness.
pub struct Best {
    pub total: i64,
    pub floor: i64,
}

/// The best seating, or `None` when no seating is valid.
pub fn best(instance: &Instance) -> Option<Best> {
    let (experts, tasks) = (instance.experts.len(), instance.tasks.len());
    let mut best: Option<Best> = None;
    for seats in 0..1_u32 << (experts * tasks) {
        let taken = (0..experts * tasks).filter(|cell| seats >> cell & 1 == 1);
        let assign: Vec<(usize, usize)> = taken.map(|cell| (cell / tasks, cell % tasks)).collect();
        if !check(instance, &assign).is_empty() {
            continue;
        }
        let value = value(instance, &assign);
        let key = |value: &Best| match instance.fairness {
            Fairness::Total => (0, value.total),
            Fairness::Floor => (value.floor, value.total),
        };
        if best.as_ref().is_none_or(|best| key(&value) > key(best)) {
            best = Some(value);
        }
    }
    best
}

fn value(instance: &Instance, assign: &[(usize, usize)]) -> Best {
    let mut sums = vec![0; instance.tasks.len()];
    for &(expert, task) in assign {
        sums[task] += i64::from(instance.score[expert][task]);
    }
    Best {
        total: sums.iter().sum(),
        floor: sums.into_iter().min().unwrap_or(0),
    }
}

/// Checks a full explanation: it has changes and a first conflict from which nothing can go.
pub fn assert_explained(instance: &Instance, conflicts: &[Conflict]) {
    assert_told(instance, conflicts);
    let told = conflicts
        .iter()
        .all(|conflict| conflict.irreducible && !conflict.changes.is_empty());
    assert!(told, "{conflicts:?}");
}

/// Checks what an explanation says: its changes work if it has any, its first conflict is one, and nothing can go
/// from that where this is told.
pub fn assert_told(instance: &Instance, conflicts: &[Conflict]) {
    let Some(first) = conflicts.first() else {
        return;
    };
    let hopeful = !first.changes.is_empty();
    for conflict in conflicts {
        assert_eq!(!conflict.changes.is_empty(), hopeful, "{conflicts:?}");
        assert_eq!(
            conflict.en.contains("Feasible if"),
            hopeful,
            "{}",
            conflict.en
        );
        assert_eq!(conflict.fa.contains("شدنی است"), hopeful, "{}", conflict.fa);
    }
    let mut relaxed = instance.clone();
    for change in conflicts.iter().flat_map(|conflict| &conflict.changes) {
        apply(&mut relaxed, change);
    }
    assert!(
        !hopeful || best(&relaxed).is_some(),
        "the changes do not help: {conflicts:?}"
    );
    let conditions = &first.conditions;
    assert!(
        best(&only(instance, conditions)).is_none(),
        "no conflict: {conflicts:?}"
    );
    for left_out in (0..conditions.len()).filter(|_| first.irreducible) {
        let mut rest = conditions.clone();
        rest.remove(left_out);
        assert!(
            best(&only(instance, &rest)).is_some(),
            "superfluous {left_out}: {conflicts:?}"
        );
    }
}

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

/// The instance with nothing but these conditions.
pub fn only(instance: &Instance, conditions: &[Condition]) -> Instance {
    let mut bare = Instance {
        score: instance.score.clone(),
        ..Instance::default()
    };
    for limits in &instance.experts {
        let mut limits = *limits;
        (limits.min, limits.max) = (0, 99);
        bare.experts.push(limits);
    }
    for limits in &instance.tasks {
        let mut limits = *limits;
        (limits.min, limits.max, limits.min_external) = (0, 99, 0);
        bare.tasks.push(limits);
    }
    for &Condition {
        kind,
        expert,
        other,
        task,
        limit,
    } in conditions
    {
        let (e, f, t) = (expert.unwrap_or(0), other.unwrap_or(0), task.unwrap_or(0));
        match kind {
            ConditionKind::MinExternal => bare.tasks[t].min_external = limit,
            ConditionKind::TaskMin => bare.tasks[t].min = limit,
            ConditionKind::TaskMax => bare.tasks[t].max = limit,
            ConditionKind::ExpertMax => bare.experts[e].max = limit,
            ConditionKind::ExpertMin => bare.experts[e].min = limit,
            ConditionKind::Apart => bare.apart.push((e, f)),
            ConditionKind::Pin => bare.pin.push((e, t)),
            ConditionKind::Ban => bare.ban.push((e, t)),
        }
    }
    bare
}
