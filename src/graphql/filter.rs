//! Typed filters and orders as callers write them, mapped to the store's trees.

mod audit;

use async_graphql::{Context, Enum, ID, InputObject, InputType, Result};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{
    enums::{DeskCode, EventKind, MemberKind, MemberStanding, MemberTier, ProblemStatus, Urgency},
    error::bad_input,
    guard::app,
    id::Kind,
};
use crate::{
    reference::Reference,
    store::{
        filter::{Scalar, Text, Tree},
        members::{self, MemberTest},
        problems::{self, ProblemTest},
    },
};

pub use audit::{AuditEventFilter, audit_filter};

/// A moment; the derive takes a plain name only.
type Time = DateTime<Utc>;

/// Deeper trees than this are a machine's work, not a person's.
const DEPTH_MAX: usize = 6;

// Databases take some ten thousand parameters a statement and shorter patterns than a body has
// room for, so lists and texts have limits.

/// Operators over one sort of value; those left out do not test, several must all hold.
#[derive(InputObject, Clone)]
#[graphql(
    concrete(name = "IntFilter", params(i32)),
    concrete(name = "DateFilter", params(NaiveDate)),
    concrete(name = "DateTimeFilter", params(Time))
)]
pub struct OrderedFilter<T: InputType> {
    /// Equal to.
    eq: Option<T>,
    /// Not equal to.
    ne: Option<T>,
    /// One of.
    #[graphql(validator(max_items = 1000))]
    r#in: Option<Vec<T>>,
    /// None of.
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
    /// Not equal to.
    ne: Option<T>,
    /// One of.
    #[graphql(validator(max_items = 1000))]
    r#in: Option<Vec<T>>,
    /// None of.
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
    /// Not equal to.
    #[graphql(validator(chars_max_length = 1000))]
    ne: Option<String>,
    /// One of.
    #[graphql(validator(max_items = 1000))]
    r#in: Option<Vec<String>>,
    /// None of.
    #[graphql(validator(max_items = 1000))]
    not_in: Option<Vec<String>>,
    /// Has this text somewhere; `%` and `_` are ordinary characters.
    #[graphql(validator(chars_max_length = 1000))]
    contains: Option<String>,
    /// Begins with this text.
    #[graphql(validator(chars_max_length = 1000))]
    starts_with: Option<String>,
}

/// Which members; all given conditions must hold.
#[derive(InputObject, Clone, Default)]
pub struct MemberFilter {
    /// All of these hold.
    #[graphql(validator(max_items = 100))]
    and: Option<Vec<MemberFilter>>,
    /// At least one of these holds.
    #[graphql(validator(max_items = 100))]
    or: Option<Vec<MemberFilter>>,
    /// This does not hold.
    not: Option<Box<MemberFilter>>,
    /// By membership number.
    member_no: Option<OrderedFilter<i32>>,
    /// By full name (نام).
    full_name: Option<StringFilter>,
    /// By field of study (رشته).
    field: Option<StringFilter>,
    /// By an expertise phrase (تخصص).
    expertise: Option<StringFilter>,
    /// Internal or external.
    kind: Option<ChoiceFilter<MemberKind>>,
    /// By tier.
    tier: Option<ChoiceFilter<MemberTier>>,
    /// By standing.
    standing: Option<ChoiceFilter<MemberStanding>>,
    /// By organisational unit: its id or its code.
    org_unit: Option<ChoiceFilter<ID>>,
    /// By a desk at which they are seated now.
    desk: Option<ChoiceFilter<DeskCode>>,
    /// By the day of joining.
    joined_on: Option<OrderedFilter<NaiveDate>>,
    /// By the number of problems they can take.
    max_load: Option<OrderedFilter<i32>>,
}

/// Which problems; all given conditions must hold.
#[derive(InputObject, Clone, Default)]
pub struct ProblemFilter {
    /// All of these hold.
    #[graphql(validator(max_items = 100))]
    and: Option<Vec<ProblemFilter>>,
    /// At least one of these holds.
    #[graphql(validator(max_items = 100))]
    or: Option<Vec<ProblemFilter>>,
    /// This does not hold.
    not: Option<Box<ProblemFilter>>,
    /// By status.
    status: Option<ChoiceFilter<ProblemStatus>>,
    /// By urgency.
    urgency: Option<ChoiceFilter<Urgency>>,
    /// By the desk that has the problem.
    desk: Option<ChoiceFilter<DeskCode>>,
    /// By the reporting unit: its id or its code.
    org_unit: Option<ChoiceFilter<ID>>,
    /// By district, 1 to 14.
    district: Option<OrderedFilter<i32>>,
    /// By the time of posting.
    posted_at: Option<OrderedFilter<Time>>,
}

/// Which way a list runs.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// From the smallest, the first letter or the oldest.
    Asc,
    /// From the largest, the last letter or the newest.
    Desc,
}

/// What members can be ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "members::MemberSort")]
pub enum MemberOrderField {
    /// The full name, in Persian dictionary order.
    FullName,
    /// The membership number.
    MemberNo,
    /// The day of joining.
    JoinedOn,
}

/// One key of an order of members; ties are broken by id.
#[derive(InputObject, Clone, Copy)]
pub struct MemberOrder {
    /// What to order by.
    field: MemberOrderField,
    /// Which way.
    #[graphql(default_with = "OrderDirection::Asc")]
    direction: OrderDirection,
}

/// What problems can be ordered by.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "problems::ProblemSort")]
pub enum ProblemOrderField {
    /// The time of posting.
    PostedAt,
    /// The time of the last change.
    UpdatedAt,
}

/// One key of an order of problems; ties are broken by id.
#[derive(InputObject, Clone, Copy)]
pub struct ProblemOrder {
    /// What to order by.
    field: ProblemOrderField,
    /// Which way.
    #[graphql(default_with = "OrderDirection::Desc")]
    direction: OrderDirection,
}

/// The order of members as the store takes it; by name when none is given.
pub fn member_order(order: Option<Vec<MemberOrder>>) -> Vec<(members::MemberSort, bool)> {
    let keys = order.unwrap_or_default();
    let keys = keys.iter().map(|key| (key.field.into(), key.direction));
    let keys = distinct(keys);
    if keys.is_empty() {
        vec![(members::MemberSort::FullName, false)]
    } else {
        keys
    }
}

/// The order of problems as the store takes it; newest first when none is given.
pub fn problem_order(order: Option<Vec<ProblemOrder>>) -> Vec<(problems::ProblemSort, bool)> {
    let keys = order.unwrap_or_default();
    let keys = keys.iter().map(|key| (key.field.into(), key.direction));
    let keys = distinct(keys);
    if keys.is_empty() {
        vec![(problems::ProblemSort::PostedAt, true)]
    } else {
        keys
    }
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

/// A filter of members as the store takes it.
pub fn member_filter(
    ctx: &Context<'_>,
    filter: Option<MemberFilter>,
) -> Result<members::MemberFilter> {
    let reference = app(ctx)?.reference();
    filter.map_or(Ok(Tree::everything()), |filter| filter.tree(&reference, 0))
}

/// A filter of problems as the store takes it.
pub fn problem_filter(
    ctx: &Context<'_>,
    filter: Option<ProblemFilter>,
) -> Result<problems::ProblemFilter> {
    let reference = app(ctx)?.reference();
    filter.map_or(Ok(Tree::everything()), |filter| filter.tree(&reference, 0))
}

impl MemberFilter {
    fn tree(self, reference: &Reference, depth: usize) -> Result<members::MemberFilter> {
        check_depth(depth)?;
        let below = |filter: Self| filter.tree(reference, depth + 1);
        let tests = [
            self.member_no
                .map(|test| MemberTest::MemberNo(test.map(i64::from))),
            self.full_name.map(|test| MemberTest::FullName(test.into())),
            self.field.map(|test| MemberTest::Field(test.into())),
            self.expertise
                .map(|test| MemberTest::Expertise(test.into())),
            self.kind.map(|test| MemberTest::Kind(test.map(Into::into))),
            self.tier.map(|test| MemberTest::Tier(test.map(Into::into))),
            self.standing
                .map(|test| MemberTest::Standing(test.map(Into::into))),
            self.org_unit
                .map(|test| MemberTest::OrgUnit(units(reference, test))),
            self.desk
                .map(|test| MemberTest::Desk(desks(reference, test))),
            self.joined_on
                .map(|test| MemberTest::JoinedOn(test.map(near))),
            self.max_load
                .map(|test| MemberTest::MaxLoad(test.map(|load| load))),
        ];
        let mut parts: Vec<_> = tests.into_iter().flatten().map(Tree::Test).collect();
        parts.extend(joined(self.and, self.or, self.not, below)?);
        Ok(Tree::All(parts))
    }
}

impl ProblemFilter {
    fn tree(self, reference: &Reference, depth: usize) -> Result<problems::ProblemFilter> {
        check_depth(depth)?;
        let below = |filter: Self| filter.tree(reference, depth + 1);
        let tests = [
            self.status
                .map(|test| ProblemTest::Status(test.map(Into::into))),
            self.urgency
                .map(|test| ProblemTest::Urgency(test.map(Into::into))),
            self.desk
                .map(|test| ProblemTest::Desk(desks(reference, test))),
            self.org_unit
                .map(|test| ProblemTest::OrgUnit(units(reference, test))),
            self.district
                .map(|test| ProblemTest::District(test.map(|number| number))),
            self.posted_at
                .map(|test| ProblemTest::PostedAt(test.map(near))),
        ];
        let mut parts: Vec<_> = tests.into_iter().flatten().map(Tree::Test).collect();
        parts.extend(joined(self.and, self.or, self.not, below)?);
        Ok(Tree::All(parts))
    }
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

/// The day or time, or the nearest that every database can hold: nothing of ours lies beyond.
fn near<T: Datelike + Copy>(time: T) -> T {
    let year = time.year().clamp(1, 9_999);
    if year == time.year() {
        return time;
    }
    let new_year = time.with_ordinal(1).and_then(|day| day.with_year(year));
    new_year.unwrap_or(time)
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
        }
    }
}
