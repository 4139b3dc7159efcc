//! Conflicts as sentences, in English and in Persian; the data fields say the same to programs.

use super::{Change, Condition, ConditionKind};

/// Items named one by one before the rest is only counted.
const NAMED: usize = 8;

/// The conflict in English.
pub(super) fn english(conditions: &[Condition], changes: &[Change]) -> String {
    let more = |count: usize| format!("{count} more");
    let group = |group: &Group| english_group(group, &list(&group.names, ", ", " and ", more));
    let named = groups(conditions)
        .iter()
        .map(group)
        .collect::<Vec<_>>()
        .join("; ");
    let changes: Vec<String> = changes.iter().map(english_change).collect();
    let cure = list(&changes, "; ", "; and ", |count| {
        format!("{count} more changes")
    });
    let mut text = format!("These cannot all hold: {named}.");
    if !changes.is_empty() {
        text = format!("{text} Feasible if {cure}.");
    }
    text
}

/// The conflict in Persian.
pub(super) fn persian(conditions: &[Condition], changes: &[Change]) -> String {
    let more = |count: usize| format!("{count} مورد دیگر");
    let group = |group: &Group| persian_group(group, &list(&group.names, "، ", " و ", more));
    let named = groups(conditions)
        .iter()
        .map(group)
        .collect::<Vec<_>>()
        .join("؛ ");
    let changes: Vec<String> = changes.iter().map(persian_change).collect();
    let cure = list(&changes, "؛ ", "؛ و ", |count| {
        format!("{count} تغییر دیگر")
    });
    let mut text = format!("این شرط‌ها با هم برقرار نمی‌شوند: {named}.");
    if !changes.is_empty() {
        text = format!("{text} شدنی است اگر {cure}.");
    }
    text.chars().map(persian_digit).collect()
}

/// Conditions of one kind with one limit.
struct Group {
    kind: ConditionKind,
    limit: u32,
    names: Vec<String>,
}

fn groups(conditions: &[Condition]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for condition in conditions {
        let Condition { kind, limit, .. } = *condition;
        match groups
            .iter_mut()
            .find(|group| group.kind == kind && group.limit == limit)
        {
            Some(group) => group.names.push(name(condition)),
            None => groups.push(Group {
                kind,
                limit,
                names: vec![name(condition)],
            }),
        }
    }
    groups
}

/// The numbers that tell a condition from others of its kind.
fn name(condition: &Condition) -> String {
    let numbers = [condition.expert, condition.other, condition.task];
    let numbers: Vec<String> = numbers
        .into_iter()
        .flatten()
        .map(|number| number.to_string())
        .collect();
    numbers.join("–")
}

fn list(items: &[String], comma: &str, last: &str, more: impl Fn(usize) -> String) -> String {
    let mut said: Vec<String> = items.iter().take(NAMED).cloned().collect();
    if items.len() > NAMED {
        said.push(more(items.len() - NAMED));
    }
    match said.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{}{last}{end}", rest.join(comma)),
        _ => said.concat(),
    }
}

fn english_group(group: &Group, names: &str) -> String {
    let limit = group.limit;
    match group.kind {
        ConditionKind::MinExternal => format!("at least {limit} externals for task {names}"),
        ConditionKind::TaskMin => format!("at least {limit} experts for task {names}"),
        ConditionKind::TaskMax => format!("at most {limit} experts for task {names}"),
        ConditionKind::ExpertMax => format!("at most {limit} tasks for expert {names}"),
        ConditionKind::ExpertMin => format!("at least {limit} tasks for expert {names}"),
        ConditionKind::Apart => format!("kept apart: experts {names}"),
        ConditionKind::Pin => format!("pinned, expert to task: {names}"),
        ConditionKind::Ban => format!("banned, expert from task: {names}"),
    }
}

fn persian_group(group: &Group, names: &str) -> String {
    let limit = group.limit;
    match group.kind {
        ConditionKind::MinExternal => format!("دست‌کم {limit} کارشناس بیرونی برای کار {names}"),
        ConditionKind::TaskMin => format!("دست‌کم {limit} کارشناس برای کار {names}"),
        ConditionKind::TaskMax => format!("حداکثر {limit} کارشناس برای کار {names}"),
        ConditionKind::ExpertMax => format!("حداکثر {limit} کار برای کارشناس {names}"),
        ConditionKind::ExpertMin => format!("دست‌کم {limit} کار برای کارشناس {names}"),
        ConditionKind::Apart => format!("جدا ماندن کارشناسان {names}"),
        ConditionKind::Pin => format!("الزام کارشناس به کار: {names}"),
        ConditionKind::Ban => format!("منع کارشناس از کار: {names}"),
    }
}

fn english_change(change: &Change) -> String {
    let Condition {
        kind,
        expert,
        other,
        task,
        ..
    } = change.condition;
    let (e, f, t) = (expert.unwrap_or(0), other.unwrap_or(0), task.unwrap_or(0));
    let Change { have, need, .. } = *change;
    match kind {
        ConditionKind::MinExternal => {
            format!("task {t} may have {have} externals instead of {need}")
        }
        ConditionKind::TaskMin => format!("task {t} may have {have} experts instead of {need}"),
        ConditionKind::TaskMax => format!("task {t} takes up to {need} experts instead of {have}"),
        ConditionKind::ExpertMax => {
            format!("expert {e} takes up to {need} tasks instead of {have}")
        }
        ConditionKind::ExpertMin => format!("expert {e} may have {have} tasks instead of {need}"),
        ConditionKind::Apart => format!("experts {e} and {f} may share a task"),
        ConditionKind::Pin => format!("expert {e} is not pinned to task {t}"),
        ConditionKind::Ban => format!("expert {e} is not banned from task {t}"),
    }
}

fn persian_change(change: &Change) -> String {
    let Condition {
        kind,
        expert,
        other,
        task,
        ..
    } = change.condition;
    let (e, f, t) = (expert.unwrap_or(0), other.unwrap_or(0), task.unwrap_or(0));
    let Change { have, need, .. } = *change;
    match kind {
        ConditionKind::MinExternal => {
            format!("کار {t} به جای {need} به {have} کارشناس بیرونی بسنده کند")
        }
        ConditionKind::TaskMin => format!("کار {t} به جای {need} به {have} کارشناس بسنده کند"),
        ConditionKind::TaskMax => format!("کار {t} به جای {have} تا {need} کارشناس بپذیرد"),
        ConditionKind::ExpertMax => format!("کارشناس {e} به جای {have} تا {need} کار بپذیرد"),
        ConditionKind::ExpertMin => format!("کارشناس {e} به جای {need} به {have} کار بسنده کند"),
        ConditionKind::Apart => format!("کارشناس {e} و کارشناس {f} بتوانند در یک کار باشند"),
        ConditionKind::Pin => format!("کارشناس {e} در کار {t} الزامی نباشد"),
        ConditionKind::Ban => format!("کارشناس {e} برای کار {t} منع نشود"),
    }
}

fn persian_digit(character: char) -> char {
    match character.to_digit(10) {
        Some(digit) => char::from_u32(u32::from('۰') + digit).unwrap_or(character),
        None => character,
    }
}
