//! Which problems, and in which order.

use async_graphql::{Context, Enum, ID, InputObject, Result};

use super::{
    ChoiceFilter, OrderDirection, OrderedFilter, Time, check_depth, check_size, desks, distinct,
    joined, times, units,
};
use crate::{
    graphql::{
        enums::{DeskCode, ProblemStatus, Urgency},
        guard::app,
    },
    reference::Reference,
    store::{
        filter::Tree,
        problems::{self, ProblemTest},
    },
};

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

/// A filter of problems as the store takes it.
pub fn problem_filter(
    ctx: &Context<'_>,
    filter: Option<ProblemFilter>,
) -> Result<problems::ProblemFilter> {
    let filter = filter.unwrap_or_default();
    check_size(&filter)?;
    filter.tree(&app(ctx)?.reference(), 0)
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
                .map(times)
                .transpose()?
                .map(ProblemTest::PostedAt),
        ];
        let mut parts: Vec<_> = tests.into_iter().flatten().map(Tree::Test).collect();
        parts.extend(joined(self.and, self.or, self.not, below)?);
        Ok(Tree::All(parts))
    }
}
