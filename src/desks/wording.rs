//! A conflict as a sentence, in both languages: people alike in one phrase, a few of them by name
//! and the others counted.

use std::collections::HashMap;

use matching::assignment::ConditionKind as Kind;

use super::{
    conflict::{ToldChange, ToldCondition},
    input::RoundInput,
    kept::{RoleCode, SeatReason},
    parameters::SeatOf,
};
use crate::{persian::persian_digits, reference::Reference};

/// People named before the others are only counted: a handful is read, hundreds are not.
const NAMED: usize = 3;

/// Knows everything by name.
pub struct Teller<'r> {
    pub reference: &'r Reference,
    pub input: &'r RoundInput,
    /// By member.
    pub names: HashMap<i64, String>,
}

/// English, or Persian.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tongue {
    English,
    Persian,
}

/// Conditions, or changes, that differ only in whom they are about.
struct Alike<'t> {
    /// Of the first of them.
    change: ToldChange,
    desk: &'t str,
    /// People, or pairs of them; empty where it is about a desk alone.
    who: String,
    many: bool,
}

impl Teller<'_> {
    /// The conflict, and the way out where one is sure, in English and in Persian.
    pub fn sentences(
        &self,
        conditions: &[ToldCondition],
        changes: &[ToldChange],
    ) -> (String, String) {
        let conditions = conditions.iter().map(|condition| ToldChange {
            condition: *condition,
            have: 0,
            need: 0,
        });
        let conditions: Vec<_> = conditions.collect();
        let phrases = |all: &[ToldChange], tongue, say: fn(&Alike<'_>) -> String, stop| {
            let alike = groups(all).into_iter();
            let said: Vec<_> = alike
                .map(|group| say(&self.alike(&group, tongue)))
                .collect();
            said.join(stop)
        };
        let mut english = format!(
            "These cannot hold together: {}.",
            phrases(&conditions, Tongue::English, english_condition, "; "),
        );
        let mut persian = format!(
            "این شرط‌ها با هم برقرار نمی‌شوند: {}.",
            phrases(&conditions, Tongue::Persian, persian_condition, "؛ "),
        );
        if !changes.is_empty() {
            let way_out = phrases(changes, Tongue::English, english_change, "; ");
            english = format!("{english} The cheapest way out: {way_out}.");
            let way_out = phrases(changes, Tongue::Persian, persian_change, "؛ ");
            persian = format!("{persian} ارزان‌ترین راه: {way_out}.");
        }
        // No name has a digit in it.
        (english, persian_digits(&persian))
    }

    fn alike(&self, group: &[ToldChange], tongue: Tongue) -> Alike<'_> {
        let change = group[0];
        let many = group.len() > 1;
        let people = group.iter().map(|one| one.condition);
        let people = people.filter_map(|one| self.subject(&one, many, tongue));
        let row = change.condition.desk;
        let row = row.and_then(|desk| self.reference.desk(self.reference.desk_id(desk)?));
        Alike {
            change,
            desk: row.map_or("", |row| match tongue {
                Tongue::English => row.name_en.as_str(),
                Tongue::Persian => row.name_fa.as_str(),
            }),
            who: list(&people.collect::<Vec<_>>(), change.condition.kind, tongue),
            many,
        }
    }

    /// Whom a condition is about: a person, with their office where that is what matters, or a pair.
    fn subject(&self, condition: &ToldCondition, many: bool, tongue: Tongue) -> Option<String> {
        let name = |id: i64| self.names.get(&id).map_or("", String::as_str);
        let (member_id, who) = condition.member_id.map(|id| (id, name(id)))?;
        if let Some(other) = condition.other_id.map(name) {
            return Some(match (many, tongue) {
                (true, _) => format!("{who} – {other}"),
                (false, Tongue::English) => format!("{who} and {other}"),
                (false, Tongue::Persian) => format!("{who} و {other}"),
            });
        }
        let seat = condition.desk.map(|desk| SeatOf { member_id, desk });
        let seat = seat.filter(|_| condition.stays.is_some());
        let office = seat.and_then(|seat| office(self.input.role(seat), tongue));
        Some(office.map_or_else(|| who.to_owned(), |office| format!("{who} ({office})")))
    }
}

/// Those that differ only in whom they are about together, in the order of the first of each.
fn groups(changes: &[ToldChange]) -> Vec<Vec<ToldChange>> {
    let about_nobody = |change: &ToldChange| ToldChange {
        condition: ToldCondition {
            member_id: None,
            other_id: None,
            ..change.condition
        },
        ..*change
    };
    let mut groups: Vec<Vec<ToldChange>> = Vec::new();
    for change in changes {
        let mut known = groups.iter_mut();
        match known.find(|group| about_nobody(&group[0]) == about_nobody(change)) {
            Some(group) => group.push(*change),
            None => groups.push(vec![*change]),
        }
    }
    groups
}

const fn office(role: RoleCode, tongue: Tongue) -> Option<&'static str> {
    match (role, tongue) {
        (RoleCode::Chair, Tongue::English) => Some("chair"),
        (RoleCode::Chair, Tongue::Persian) => Some("رئیس"),
        (RoleCode::Secretary, Tongue::English) => Some("secretary"),
        (RoleCode::Secretary, Tongue::Persian) => Some("دبیر"),
        (RoleCode::Member, _) => None,
    }
}

fn list(names: &[String], kind: Kind, tongue: Tongue) -> String {
    // A last name is no longer than saying that one more is left.
    let told = if names.len() > NAMED + 1 {
        NAMED
    } else {
        names.len()
    };
    let (said, rest) = names.split_at(told);
    let rest = (!rest.is_empty()).then(|| match (tongue, kind == Kind::Apart) {
        (Tongue::English, false) => format!("{} more", rest.len()),
        (Tongue::English, true) => format!("{} more pairs", rest.len()),
        (Tongue::Persian, false) => format!("{} نفر دیگر", rest.len()),
        (Tongue::Persian, true) => format!("{} جفت دیگر", rest.len()),
    });
    let (comma, and) = match tongue {
        Tongue::English => (", ", " and "),
        Tongue::Persian => ("، ", " و "),
    };
    let items: Vec<&str> = said.iter().chain(&rest).map(String::as_str).collect();
    match items.split_last() {
        Some((last, others)) if !others.is_empty() => others.join(comma) + and + last,
        _ => items.concat(),
    }
}

/// `1 seat`, `2 seats`.
fn counted(number: u32, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

fn english_condition(alike: &Alike<'_>) -> String {
    let Alike {
        change: ToldChange { condition, .. },
        desk,
        who,
        many,
    } = alike;
    let one_or_many = |one, more| if *many { more } else { one };
    let (are, have, each) = (
        one_or_many("is", "are"),
        one_or_many("has", "have"),
        one_or_many("", " each"),
    );
    let keep = one_or_many("keeps a seat", "keep their seats");
    let seats = counted(condition.limit, "seat");
    match (condition.kind, condition.stays) {
        (Kind::Apart, _) => format!("{who} are kept apart"),
        (Kind::MinExternal, _) => {
            format!(
                "{desk} has at least {}",
                counted(condition.limit, "external")
            )
        }
        (Kind::TaskMin, _) => format!("{desk} has at least {seats}"),
        (Kind::TaskMax, _) => format!("{desk} has at most {seats}"),
        (Kind::Pin, Some(SeatReason::NotCandidate)) => {
            format!("{who}, whom the round does not consider, {keep} at {desk}")
        }
        (Kind::Pin, Some(_)) => format!("{who} {keep} at {desk}"),
        (Kind::Pin, None) => format!("{who} {are} pinned to {desk}"),
        (Kind::Ban, _) => format!("{who} {are} banned from {desk}"),
        (Kind::ExpertMin, _) => format!("{who} {have} at least {seats}{each}"),
        (Kind::ExpertMax, _) => format!("{who} {have} at most {seats}{each}"),
    }
}

fn persian_condition(alike: &Alike<'_>) -> String {
    let Alike {
        change: ToldChange { condition, .. },
        desk,
        who,
        many,
    } = alike;
    let one_or_many = |one, more| if *many { more } else { one };
    let (each, has) = (one_or_many("", " هر یک"), one_or_many("دارد", "دارند"));
    let is_not = one_or_many("نیست", "نیستند");
    let keeps = one_or_many("نگه می‌دارد", "نگه می‌دارند");
    let limit = condition.limit;
    match (condition.kind, condition.stays) {
        (Kind::Apart, _) => format!("{who} جدا می‌نشینند"),
        (Kind::MinExternal, _) => format!("میز {desk} دست‌کم {limit} بیرونی دارد"),
        (Kind::TaskMin, _) => format!("میز {desk} دست‌کم {limit} کرسی دارد"),
        (Kind::TaskMax, _) => format!("میز {desk} حداکثر {limit} کرسی دارد"),
        (Kind::Pin, Some(SeatReason::NotCandidate)) => {
            format!("{who} که نامزد این دور {is_not} کرسی خود را در میز {desk} {keeps}")
        }
        (Kind::Pin, Some(_)) => format!("{who} کرسی خود را در میز {desk} {keeps}"),
        (Kind::Pin, None) => format!("کرسی {who} در میز {desk} قطعی است"),
        (Kind::Ban, _) => format!("کرسی {who} در میز {desk} ممنوع است"),
        (Kind::ExpertMin, _) => format!("{who}{each} دست‌کم {limit} کرسی {has}"),
        (Kind::ExpertMax, _) => format!("{who}{each} حداکثر {limit} کرسی {has}"),
    }
}

fn english_change(alike: &Alike<'_>) -> String {
    let Alike {
        change,
        desk,
        who,
        many,
    } = alike;
    let (have, need) = (change.have, change.need);
    let (fewer, more) = (counted(have, "seat"), counted(need, "seat"));
    let each = if *many { " each" } else { "" };
    match change.condition.kind {
        Kind::Apart => format!("let {who} share a desk"),
        Kind::MinExternal => {
            format!(
                "{desk} with {} instead of {need}",
                counted(have, "external")
            )
        }
        Kind::TaskMin => format!("{desk} with {fewer} at least instead of {need}"),
        Kind::TaskMax => format!("{desk} with {more} at most instead of {have}"),
        Kind::Pin if change.condition.stays.is_some() => format!("ban {who} from {desk}"),
        Kind::Pin => format!("unpin {who} from {desk}"),
        Kind::Ban => format!("let {who} sit at {desk}"),
        Kind::ExpertMin => format!("{who} with {fewer}{each} at least instead of {need}"),
        Kind::ExpertMax => format!("{who} with {more}{each} at most instead of {have}"),
    }
}

fn persian_change(alike: &Alike<'_>) -> String {
    let Alike {
        change,
        desk,
        who,
        many,
    } = alike;
    let (have, need) = (change.have, change.need);
    let each = if *many { " هر یک" } else { "" };
    match change.condition.kind {
        Kind::Apart => format!("{who} بتوانند هم‌میز شوند"),
        Kind::MinExternal => format!("میز {desk} با {have} بیرونی به جای {need}"),
        Kind::TaskMin => format!("میز {desk} با دست‌کم {have} کرسی به جای {need}"),
        Kind::TaskMax => format!("میز {desk} با حداکثر {need} کرسی به جای {have}"),
        Kind::Pin if change.condition.stays.is_some() => {
            format!("کرسی {who} در میز {desk} ممنوع شود")
        }
        Kind::Pin => format!("کرسی {who} در میز {desk} قطعی نباشد"),
        Kind::Ban => format!("کرسی {who} در میز {desk} ممنوع نباشد"),
        Kind::ExpertMin => format!("{who}{each} با دست‌کم {have} کرسی به جای {need}"),
        Kind::ExpertMax => format!("{who}{each} با حداکثر {need} کرسی به جای {have}"),
    }
}
