//! Which members, and in which order.

use async_graphql::{Context, Enum, ID, InputObject, Result};

use super::{
    ChoiceFilter, OrderDirection, OrderedFilter, StringFilter, check_depth, check_size, desks,
    distinct, joined, units,
};
use crate::{
    graphql::{
        day::Day,
        enums::{DeskCode, MemberKind, MemberStanding, MemberTier},
        guard::app,
    },
    reference::Reference,
    store::{
        filter::Tree,
        members::{self, MemberTest},
    },
};

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
    /// By the day of joining, in either calendar.
    joined_on: Option<OrderedFilter<Day>>,
    /// By the number of problems they can take.
    max_load: Option<OrderedFilter<i32>>,
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

/// A filter of members as the store takes it.
pub fn member_filter(
    ctx: &Context<'_>,
    filter: Option<MemberFilter>,
) -> Result<members::MemberFilter> {
    let filter = filter.unwrap_or_default();
    check_size(&filter)?;
    filter.tree(&app(ctx)?.reference(), 0)
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
                .map(|test| MemberTest::JoinedOn(test.map(|day| day.0))),
            self.max_load
                .map(|test| MemberTest::MaxLoad(test.map(|load| load))),
        ];
        let mut parts: Vec<_> = tests.into_iter().flatten().map(Tree::Test).collect();
        parts.extend(joined(self.and, self.or, self.not, below)?);
        Ok(Tree::All(parts))
    }
}
