//! Relay connections: page arguments, edges and a total that is counted only when asked.

use async_graphql::{
    Context, Object, OutputType, Result,
    connection::{Connection, Edge, EmptyFields},
};

use super::{
    error::{bad_input, error},
    guard::app,
};
use crate::store::{
    self,
    audit::AuditFilter,
    members::MemberFilter,
    page::{Cursor, Page, Rank, Rows},
    problems::ProblemFilter,
};

/// A page when the caller names no size.
const DEFAULT_SIZE: i32 = 20;
/// The largest page.
const MAX_SIZE: i32 = 100;

/// A connection of `T` with a lazy total.
pub type Paged<T> = Connection<String, T, Total, EmptyFields>;

/// The page that a connection field's arguments ask for, with sizes checked.
///
/// The library cannot share a list of arguments, so each field declares the four and hands them
/// here.
pub fn page(
    first: Option<i32>,
    after: Option<&str>,
    last: Option<i32>,
    before: Option<&str>,
) -> Result<Page> {
    let (size, from_end) = match (first, last) {
        (Some(_), Some(_)) => {
            return Err(bad_input(
                "Give `first` or `last`, not both.",
                "یکی از first و last را بدهید، نه هر دو.",
            ));
        }
        (None, Some(last)) => (last, true),
        (first, None) => (first.unwrap_or(DEFAULT_SIZE), false),
    };
    if !(1..=MAX_SIZE).contains(&size) {
        return Err(bad_input(
            format!("A page has 1 to {MAX_SIZE} entries."),
            "هر صفحه ۱ تا ۱۰۰ مورد دارد.",
        ));
    }
    Ok(Page {
        limit: u64::from(size.unsigned_abs()),
        after: after.map(cursor).transpose()?,
        before: before.map(cursor).transpose()?,
        from_end,
    })
}

/// A connection over rows, whose cursors `cursor` makes.
pub fn connection<R, T: OutputType>(
    rows: Rows<R>,
    total: Total,
    cursor: impl Fn(&R) -> Cursor,
    node: impl Fn(R) -> T,
) -> Paged<T> {
    let mut connection =
        Connection::with_additional_fields(rows.has_previous, rows.has_next, total);
    connection.edges = rows
        .rows
        .into_iter()
        .map(|row| Edge::new(cursor(&row).encode(), node(row)))
        .collect();
    connection
}

/// A page of a list that is whole in memory, whose cursors are good in `list` alone.
pub fn slice<T>(items: &[T], page: &Page, list: &str) -> Result<Rows<(usize, T)>>
where
    T: Clone,
{
    let position = |cursor: &Cursor| cursor.as_position(list).map_err(|_| stale_cursor());
    let after = page
        .after
        .as_ref()
        .map(position)
        .transpose()?
        .map_or(0, |at| at.saturating_add(1));
    let before = page
        .before
        .as_ref()
        .map(position)
        .transpose()?
        .unwrap_or(items.len());
    let (start, end) = (after.min(items.len()), before.min(items.len()));
    let numbered: Vec<(usize, T)> = items.iter().cloned().enumerate().collect();
    Ok(within(&numbered, page, (start, end)))
}

/// What a page takes of the places from `start` to `end`.
fn within<T: Clone>(items: &[T], page: &Page, (start, end): (usize, usize)) -> Rows<T> {
    let end = end.max(start);
    let size = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let (start, end) = if page.from_end {
        (end.saturating_sub(size).max(start), end)
    } else {
        (start, end.min(start.saturating_add(size)))
    };
    Rows {
        rows: items[start..end].to_vec(),
        has_previous: start > 0,
        has_next: end < items.len(),
    }
}

/// A page of a ranked list, whose cursors are good under `mark` alone and hold while rows come.
pub fn ranked(ranks: &[Rank], page: &Page, mark: &str) -> Result<Rows<Rank>> {
    let place = |cursor: &Cursor| cursor.as_rank(mark).map_err(|_| stale_cursor());
    let after = page.after.as_ref().map(place).transpose()?;
    let before = page.before.as_ref().map(place).transpose()?;
    let start = after.map_or(0, |after| ranks.partition_point(|rank| *rank <= after));
    let end = before.map_or(ranks.len(), |before| {
        ranks.partition_point(|rank| *rank < before)
    });
    Ok(within(ranks, page, (start, end)))
}

/// The cursor does not belong to this list and order.
pub fn stale_cursor() -> async_graphql::Error {
    bad_input(
        "This cursor does not belong to this list and order.",
        "این نشانگر به این فهرست و ترتیب تعلق ندارد.",
    )
}

/// What a total counts.
pub enum Total {
    Members(MemberFilter),
    Problems(ProblemFilter),
    Rounds,
    AuditEvents(AuditFilter),
    Weights,
    Known(usize),
}

/// The field that every connection adds.
#[Object]
impl Total {
    /// How many objects the same filter lets through, whatever the page.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let db = app(ctx)?.store.reader();
        let count = match self {
            Self::Members(filter) => store::members::count(db, filter).await,
            Self::Problems(filter) => store::problems::count(db, filter).await,
            Self::Rounds => store::rounds::count(db).await,
            Self::AuditEvents(filter) => store::audit::count(db, filter).await,
            Self::Weights => store::weights::count(db).await,
            Self::Known(count) => Ok(u64::try_from(*count).unwrap_or(u64::MAX)),
        };
        count.map_err(error)
    }
}

fn cursor(text: &str) -> Result<Cursor> {
    Cursor::decode(text).map_err(|_| stale_cursor())
}

/// The id of the event that a cursor of the trail stands at.
pub fn place(text: &str) -> Result<i64> {
    let cursor = cursor(text)?;
    cursor
        .as_row(&store::audit::order_keys())
        .map_err(|_| stale_cursor())
}
