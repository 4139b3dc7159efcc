//! Why a round has no seating and what would help, in the words of the club: desks and people by
//! name, people alike counted together.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use matching::{
    Desk,
    assignment::{self, Change, Condition, ConditionKind},
};
use serde::{Deserialize, Serialize};

use super::input::RoundInput;
use crate::{app::App, fault::Fault, persian::persian_digits, reference::Reference, store};

/// Conditions that cannot hold together, and the cheapest way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    pub conditions: Vec<ToldCondition>,
    /// All of them together make the round possible; none where the budget ended before that was sure.
    pub changes: Vec<ToldChange>,
    pub message: String,
    pub message_fa: String,
}

/// A condition by rows instead of positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldCondition {
    pub kind: ConditionKind,
    pub desk: Option<Desk>,
    pub member_id: Option<i64>,
    pub other_id: Option<i64>,
    pub limit: u32,
}

/// A condition to relax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldChange {
    pub condition: ToldCondition,
    pub have: u32,
    pub need: u32,
}

/// The solver's conflicts, told.
pub async fn told(
    app: &App,
    input: &RoundInput,
    conflicts: &[assignment::Conflict],
) -> Result<Vec<Conflict>, Fault> {
    let conditions = conflicts.iter().flat_map(|conflict| &conflict.conditions);
    let changed = conflicts.iter().flat_map(|conflict| &conflict.changes);
    let all = conditions.chain(changed.map(|change| &change.condition));
    let people = all.flat_map(|condition| [condition.expert, condition.other]);
    let ids: BTreeSet<i64> = people
        .flatten()
        .map(|at| input.people[at].member_id)
        .collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let members = store::members::by_ids(app.store.reader(), &ids).await?;
    let names = members
        .into_iter()
        .map(|member| (member.id, member.full_name));
    let teller = Teller {
        reference: &app.reference(),
        names: names.collect(),
    };
    let conflicts = conflicts
        .iter()
        .map(|conflict| teller.conflict(input, conflict));
    Ok(conflicts.collect())
}

/// English, or Persian.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tongue {
    English,
    Persian,
}

struct Teller<'r> {
    reference: &'r Reference,
    names: HashMap<i64, String>,
}

impl Teller<'_> {
    fn conflict(&self, input: &RoundInput, conflict: &assignment::Conflict) -> Conflict {
        let conditions = conflict.conditions.iter().map(|one| condition(input, one));
        let conditions: Vec<_> = conditions.collect();
        let changes: Vec<_> = conflict
            .changes
            .iter()
            .map(|one| change(input, one))
            .collect();
        Conflict {
            message: self.sentence(&conditions, &changes, Tongue::English),
            message_fa: self.sentence(&conditions, &changes, Tongue::Persian),
            conditions,
            changes,
        }
    }

    fn sentence(
        &self,
        conditions: &[ToldCondition],
        changes: &[ToldChange],
        tongue: Tongue,
    ) -> String {
        let cannot = self.conditions(conditions, tongue);
        let helps: Vec<String> = changes.iter().map(|one| self.change(one, tongue)).collect();
        let with_helps = |cannot: String, helps: String| {
            if changes.is_empty() {
                cannot
            } else {
                format!("{cannot} {helps}")
            }
        };
        match tongue {
            Tongue::English => with_helps(
                format!("These cannot hold together: {}.", cannot.join("; ")),
                format!("The cheapest way out: {}.", helps.join("; ")),
            ),
            // No name has a digit in it.
            Tongue::Persian => persian_digits(&with_helps(
                format!("این شرط‌ها با هم برقرار نمی‌شوند: {}.", cannot.join("؛ ")),
                format!("ارزان‌ترین راه: {}.", helps.join("؛ ")),
            )),
        }
    }

    /// One phrase a condition; the same limit of many people is one phrase.
    fn conditions(&self, conditions: &[ToldCondition], tongue: Tongue) -> Vec<String> {
        let mut people: BTreeMap<(ConditionKind, u32), Vec<&ToldCondition>> = BTreeMap::new();
        let mut phrases = Vec::new();
        for condition in conditions {
            match condition.kind {
                ConditionKind::ExpertMin | ConditionKind::ExpertMax => {
                    let alike = people.entry((condition.kind, condition.limit)).or_default();
                    alike.push(condition);
                }
                _ => phrases.push(self.condition(condition, tongue)),
            }
        }
        for ((kind, limit), alike) in people {
            phrases.push(match alike.as_slice() {
                [one] => self.condition(one, tongue),
                many => crowd(kind, limit, many.len(), tongue),
            });
        }
        phrases
    }

    fn condition(&self, condition: &ToldCondition, tongue: Tongue) -> String {
        use ConditionKind as Kind;
        use Tongue::{English, Persian};
        let (desk, who, other) = self.parties(condition, tongue);
        let limit = condition.limit;
        match (condition.kind, tongue) {
            (Kind::Apart, English) => format!("{who} and {other} are kept apart"),
            (Kind::Apart, Persian) => format!("{who} و {other} جدا می‌نشینند"),
            (Kind::MinExternal, English) => format!("{desk} has at least {limit} externals"),
            (Kind::MinExternal, Persian) => format!("میز {desk} دست‌کم {limit} بیرونی دارد"),
            (Kind::TaskMin, English) => format!("{desk} has at least {limit} seats"),
            (Kind::TaskMin, Persian) => format!("میز {desk} دست‌کم {limit} کرسی دارد"),
            (Kind::TaskMax, English) => format!("{desk} has at most {limit} seats"),
            (Kind::TaskMax, Persian) => format!("میز {desk} حداکثر {limit} کرسی دارد"),
            (Kind::Pin, English) => format!("{who} is pinned to {desk}"),
            (Kind::Pin, Persian) => format!("کرسی {who} در میز {desk} قطعی است"),
            (Kind::Ban, English) => format!("{who} is banned from {desk}"),
            (Kind::Ban, Persian) => format!("کرسی {who} در میز {desk} ممنوع است"),
            (Kind::ExpertMin, English) => format!("{who} has at least {limit} seats"),
            (Kind::ExpertMin, Persian) => format!("{who} دست‌کم {limit} کرسی دارد"),
            (Kind::ExpertMax, English) => format!("{who} has at most {limit} seats"),
            (Kind::ExpertMax, Persian) => format!("{who} حداکثر {limit} کرسی دارد"),
        }
    }

    fn change(&self, change: &ToldChange, tongue: Tongue) -> String {
        use ConditionKind as Kind;
        use Tongue::{English, Persian};
        let (desk, who, other) = self.parties(&change.condition, tongue);
        let (have, need) = (change.have, change.need);
        match (change.condition.kind, tongue) {
            (Kind::Apart, English) => format!("let {who} and {other} share a desk"),
            (Kind::Apart, Persian) => format!("{who} و {other} بتوانند هم‌میز شوند"),
            (Kind::MinExternal, English) => {
                format!("{desk} with {have} externals instead of {need}")
            }
            (Kind::MinExternal, Persian) => format!("میز {desk} با {have} بیرونی به جای {need}"),
            (Kind::TaskMin, English) => {
                format!("{desk} with {have} seats at least instead of {need}")
            }
            (Kind::TaskMin, Persian) => format!("میز {desk} با دست‌کم {have} کرسی به جای {need}"),
            (Kind::TaskMax, English) => {
                format!("{desk} with {need} seats at most instead of {have}")
            }
            (Kind::TaskMax, Persian) => format!("میز {desk} با حداکثر {need} کرسی به جای {have}"),
            (Kind::Pin, English) => format!("unpin {who} from {desk}"),
            (Kind::Pin, Persian) => format!("کرسی {who} در میز {desk} قطعی نباشد"),
            (Kind::Ban, English) => format!("let {who} sit at {desk}"),
            (Kind::Ban, Persian) => format!("کرسی {who} در میز {desk} ممنوع نباشد"),
            (Kind::ExpertMin, English) => {
                format!("{who} with {have} seats at least instead of {need}")
            }
            (Kind::ExpertMin, Persian) => format!("{who} با دست‌کم {have} کرسی به جای {need}"),
            (Kind::ExpertMax, English) => {
                format!("{who} with {need} seats at most instead of {have}")
            }
            (Kind::ExpertMax, Persian) => format!("{who} با حداکثر {need} کرسی به جای {have}"),
        }
    }

    /// The names of the desk, the person and the other person; empty where there is none.
    fn parties(&self, condition: &ToldCondition, tongue: Tongue) -> (&str, &str, &str) {
        let name = |id: Option<i64>| {
            let name = id.and_then(|id| self.names.get(&id));
            name.map_or("", String::as_str)
        };
        let row = condition.desk.and_then(|desk| self.reference.desk_id(desk));
        let row = row.and_then(|id| self.reference.desk(id));
        let desk = row.map_or("", |row| match tongue {
            Tongue::English => row.name_en.as_str(),
            Tongue::Persian => row.name_fa.as_str(),
        });
        (desk, name(condition.member_id), name(condition.other_id))
    }
}

fn crowd(kind: ConditionKind, limit: u32, people: usize, tongue: Tongue) -> String {
    let least = kind == ConditionKind::ExpertMin;
    match (tongue, least) {
        (Tongue::English, true) => format!("{people} people have at least {limit} seats each"),
        (Tongue::English, false) => format!("{people} people have at most {limit} seats each"),
        (Tongue::Persian, true) => format!("{people} نفر هر یک دست‌کم {limit} کرسی دارند"),
        (Tongue::Persian, false) => format!("{people} نفر هر یک حداکثر {limit} کرسی دارند"),
    }
}

fn condition(input: &RoundInput, condition: &Condition) -> ToldCondition {
    let member = |at: Option<usize>| at.map(|at| input.people[at].member_id);
    ToldCondition {
        kind: condition.kind,
        desk: condition.task.map(|task| Desk::ALL[task]),
        member_id: member(condition.expert),
        other_id: member(condition.other),
        limit: condition.limit,
    }
}

fn change(input: &RoundInput, change: &Change) -> ToldChange {
    ToldChange {
        condition: condition(input, &change.condition),
        have: change.have,
        need: change.need,
    }
}
