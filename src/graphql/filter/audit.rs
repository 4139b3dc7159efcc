//! Filters of the audit trail.

use async_graphql::{InputObject, Result};

use super::{ChoiceFilter, OrderedFilter, Time, check_depth, check_size, joined, names, times};
use crate::{
    events,
    graphql::enums::EventKind,
    store::{
        audit::{self, AuditTest},
        filter::Tree,
    },
};

/// Which events; all given conditions must hold.
#[derive(InputObject, Clone, Default)]
pub struct AuditEventFilter {
    /// All of these hold.
    #[graphql(validator(max_items = 100))]
    and: Option<Vec<AuditEventFilter>>,
    /// At least one of these holds.
    #[graphql(validator(max_items = 100))]
    or: Option<Vec<AuditEventFilter>>,
    /// This does not hold.
    not: Option<Box<AuditEventFilter>>,
    /// By what happened.
    kind: Option<ChoiceFilter<EventKind>>,
    /// By the username of whoever did it.
    actor: Option<ChoiceFilter<String>>,
    /// By the kind of object that it is about, such as `Problem`.
    subject: Option<ChoiceFilter<String>>,
    /// By the time.
    at: Option<OrderedFilter<Time>>,
}

/// A filter of events as the store takes it.
pub fn audit_filter(filter: Option<AuditEventFilter>) -> Result<audit::AuditFilter> {
    let filter = filter.unwrap_or_default();
    check_size(&filter)?;
    filter.tree(0)
}

impl AuditEventFilter {
    fn tree(self, depth: usize) -> Result<audit::AuditFilter> {
        check_depth(depth)?;
        let code = |kind| events::EventKind::from(kind).code();
        let tests = [
            self.kind.map(|test| AuditTest::Kind(test.map(code))),
            self.actor.map(|test| AuditTest::Actor(names(test))),
            self.subject.map(|test| AuditTest::Subject(names(test))),
            self.at.map(times).transpose()?.map(AuditTest::At),
        ];
        let mut parts: Vec<_> = tests.into_iter().flatten().map(Tree::Test).collect();
        let below = |filter: Self| filter.tree(depth + 1);
        parts.extend(joined(self.and, self.or, self.not, below)?);
        Ok(Tree::All(parts))
    }
}
