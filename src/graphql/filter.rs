//! Typed filters and orders as callers write them, mapped to the store's trees.

mod audit;
mod members;
mod problems;

use async_graphql::{Enum, ID, InputObject, InputType, Result, Value};
use chrono::{DateTime, Datelike, Utc};

use super::{
    day::Day,
    enums::{DeskCode, EventKind, MemberKind, MemberStanding, MemberTier, ProblemStatus, Urgency},
    error::bad_input,
    id::Kind,
};
use crate::{
    persian::persian_number,
    reference::Reference,
    store::filter::{Scalar, Text, Tree},
};

pub use audit::{AuditEventFilter, audit_filter};
pub use members::{MemberFilter, MemberOrder, member_filter, member_order};
pub use problems::{ProblemFilter, ProblemOrder, problem_filter, problem_order};

/// A moment; the derive takes a plain name only.
type Time = DateTime<Utc>;

/// Deeper trees than this are a machine's work, not a person's.
const DEPTH_MAX: usize = 6;

/// Values that a whole filter may compare with: SQLite takes 32,766 parameters a statement.
const OPERANDS_MAX: usize = 5_000;

/// Of times that a filter may name.
const YEARS: std::ops::Range<i32> = 1900..2200;

// Databases take some ten thousand parameters a statement and shorter patterns than a body has
// room for, so lists and texts have limits.

/// Operators over one sort of value; those left out do not test, several must all hold.
#[derive(InputObject, Clone)]
#[graphql(
    concrete(name = "IntFilter", params(i32)),
    concrete(name = "DateFilter", params(Day)),
    concrete(name = "DateTimeFilter", params(Time))
)]
pub struct OrderedFilter<T: InputType> {
    /// Equal to.
    eq: Option<T>,
    /// Not equal to: the opposite of `eq`, so what has no value passes.
    ne: Option<T>,
    /// One of.
    #[graphql(validator(max_items = 1000))]
    r#in: Option<Vec<T>>,
    /// None of: the opposite of `in`, so what has no value passes.
    #[graphql(validator(max_items = 1000))]
    not_in: Option<Vec<T>>,
    /// Less than, or before.
    lt: Option<T>,
    /// At most, or not after.
    lte: Option<T>,
    /// Greater than, or after.
    gt: Option<T>,
    /// At least, or not before.
    gte: Option<T>,
    /// Whether there is no value.
    is_null: Option<bool>,
}

/// Operators over a closed set; those left out do not test, several must all hold.
#[derive(InputObject, Clone)]
#[graphql(
    concrete(name = "MemberKindFilter", params(MemberKind)),
    concrete(name = "MemberTierFilter", params(MemberTier)),
    concrete(name = "MemberStandingFilter", params(MemberStanding)),
    concrete(name = "ProblemStatusFilter", params(ProblemStatus)),
    concrete(name = "UrgencyFilter", params(Urgency)),
    concrete(name = "DeskFilter", params(DeskCode)),
    concrete(name = "EventKindFilter", params(EventKind)),
    concrete(name = "NameFilter", params(String)),
    concrete(name = "OrgUnitFilter", params(ID))
)]
pub struct ChoiceFilter<T: InputType> {
    /// Equal to.
    eq: Option<T>,
    /// Not equal to: the opposite of `eq`, so what has no value passes.
    ne: Option<T>,
    /// One of.
    #[graphql(validator(max_items = 1000))]
    r#in: Option<Vec<T>>,
    /// None of: the opposite of `in`, so what has no value passes.
    #[graphql(validator(max_items = 1000))]
    not_in: Option<Vec<T>>,
    /// Whether there is no value.
    is_null: Option<bool>,
}

/// Operators over text, blind to spelling variants: ي and ی, half-spaces, spaces and digits
/// of either script are the same.
#[derive(InputObject, Clone)]
pub struct StringFilter {
    /// Equal to.
    #[graphql(validator(chars_max_length = 1000))]
    eq: Option<String>,
    /// Not equal to: the opposite of `eq`, so what has no value passes.
    #[graphql(validator(chars_max_length = 1000))]
    ne: Option<String>,
    /// One of.
    #[graphql(validator(max_items = 1000))]
    r#in: Option<Vec<String>>,
    /// None of: the opposite of `in`, so what has no value passes.
    #[graphql(validator(max_items = 1000))]
    not_in: Option<Vec<String>>,
    /// Has this text somewhere; `%` and `_` are ordinary characters.
    #[graphql(validator(chars_max_length = 1000))]
    contains: Option<String>,
    /// Begins with this text.
    #[graphql(validator(chars_max_length = 1000))]
    starts_with: Option<String>,
    /// Whether it is empty.
    is_null: Option<bool>,
}

/// Which way a list runs.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// From the smallest, the first letter or the oldest.
    Asc,
    /// From the largest, the last letter or the newest.
    Desc,
}

/// The keys with whether each descends; a field that comes again orders nothing any more.
fn distinct<Sort: PartialEq>(
    keys: impl Iterator<Item = (Sort, OrderDirection)>,
) -> Vec<(Sort, bool)> {
    let mut distinct: Vec<(Sort, bool)> = Vec::new();
    for (sort, direction) in keys {
        if distinct.iter().all(|(known, _)| *known != sort) {
            distinct.push((sort, direction == OrderDirection::Desc));
        }
    }
    distinct
}

fn joined<F, Test>(
    and: Option<Vec<F>>,
    or: Option<Vec<F>>,
    not: Option<Box<F>>,
    tree: impl Fn(F) -> Result<Tree<Test>>,
) -> Result<Vec<Tree<Test>>> {
    let all = |filters: Vec<F>| filters.into_iter().map(&tree).collect::<Result<Vec<_>>>();
    let mut parts = Vec::new();
    if let Some(filters) = and {
        parts.push(Tree::All(all(filters)?));
    }
    if let Some(filters) = or {
        parts.push(Tree::Any(all(filters)?));
    }
    if let Some(filter) = not {
        parts.push(Tree::Not(Box::new(tree(*filter)?)));
    }
    Ok(parts)
}

/// Times of a filter. A Jalali year would be read as one of the Middle Ages.
fn times(test: OrderedFilter<Time>) -> Result<Scalar<Time>> {
    let lists = [&test.r#in, &test.not_in].into_iter().flatten().flatten();
    let single = [&test.eq, &test.ne, &test.lt, &test.lte, &test.gt, &test.gte];
    let mut times = single.into_iter().flatten().chain(lists);
    let fit = times.all(|time| YEARS.contains(&time.year()));
    drop(times);
    if fit {
        return Ok(test.map(|time| time));
    }
    Err(bad_input(
        "A time in a filter is of the Gregorian years 1900 to 2199.",
        "زمان در شرط‌ها از سال‌های ۱۹۰۰ تا ۲۱۹۹ میلادی است.",
    ))
}

fn check_depth(depth: usize) -> Result<()> {
    if depth < DEPTH_MAX {
        return Ok(());
    }
    Err(bad_input(
        format!("A filter nests at most {DEPTH_MAX} levels."),
        "شرط‌ها بیش از اندازه تودرتو هستند.",
    ))
}

/// Lists have limits of their own, but a filter may have many lists.
fn check_size(filter: &impl InputType) -> Result<()> {
    if operands(&filter.to_value()) <= OPERANDS_MAX {
        return Ok(());
    }
    Err(bad_input(
        format!("A filter compares with at most {OPERANDS_MAX} values in all."),
        &format!(
            "هر شرط در مجموع با حداکثر {} مقدار می‌سنجد.",
            persian_number(OPERANDS_MAX)
        ),
    ))
}

fn operands(value: &Value) -> usize {
    match value {
        Value::List(values) => values.iter().map(operands).sum(),
        Value::Object(fields) => fields.values().map(operands).sum(),
        Value::Null => 0,
        Value::Number(_)
        | Value::String(_)
        | Value::Boolean(_)
        | Value::Binary(_)
        | Value::Enum(_) => 1,
    }
}

/// Names of the service's own making. None has a NUL, which PostgreSQL refuses to compare with,
/// and none is empty.
fn names(test: ChoiceFilter<String>) -> Scalar<String> {
    let stored = |name: String| {
        if name.contains('\0') {
            String::new()
        } else {
            name
        }
    };
    test.map(stored)
}

fn desks(reference: &Reference, test: ChoiceFilter<DeskCode>) -> Scalar<i64> {
    // Every desk of the enum has a row; zero is no row's id.
    test.map(|desk| reference.desk_id(desk.into()).unwrap_or_default())
}

fn units(reference: &Reference, test: ChoiceFilter<ID>) -> Scalar<i64> {
    // A unit that does not exist is a filter that nothing passes, not an error.
    test.map(|id| org_unit_row(reference, &id).unwrap_or_default())
}

/// The row of the unit that a caller names by its id or its code.
pub fn org_unit_row(reference: &Reference, id: &ID) -> Option<i64> {
    let by_id = Kind::OrgUnit
        .row(id)
        .filter(|row| reference.org_unit(*row).is_some());
    by_id.or_else(|| reference.org_unit_by_code(id.as_str()).map(|unit| unit.id))
}

impl<T: InputType> OrderedFilter<T> {
    fn map<U>(self, value: impl Fn(T) -> U) -> Scalar<U> {
        let list =
            |values: Option<Vec<T>>| values.map(|values| values.into_iter().map(&value).collect());
        Scalar {
            is_in: list(self.r#in),
            not_in: list(self.not_in),
            eq: self.eq.map(&value),
            ne: self.ne.map(&value),
            lt: self.lt.map(&value),
            lte: self.lte.map(&value),
            gt: self.gt.map(&value),
            gte: self.gte.map(&value),
            is_null: self.is_null,
        }
    }
}

impl<T: InputType> ChoiceFilter<T> {
    fn map<U>(self, value: impl Fn(T) -> U) -> Scalar<U> {
        let list =
            |values: Option<Vec<T>>| values.map(|values| values.into_iter().map(&value).collect());
        Scalar {
            is_in: list(self.r#in),
            not_in: list(self.not_in),
            eq: self.eq.map(&value),
            ne: self.ne.map(&value),
            is_null: self.is_null,
            ..Scalar::default()
        }
    }
}

impl From<StringFilter> for Text {
    fn from(filter: StringFilter) -> Self {
        Self {
            eq: filter.eq,
            ne: filter.ne,
            is_in: filter.r#in,
            not_in: filter.not_in,
            contains: filter.contains,
            starts_with: filter.starts_with,
            is_null: filter.is_null,
        }
    }
}
