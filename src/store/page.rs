//! Keyset paging: a cursor names the row it stands at by its order keys and id.
//!
//! Rows inserted while a caller pages are neither repeated nor skipped.

use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde_json::Value as Json;

mod cursor;

use super::{Connection, Result};

pub use cursor::{BadCursor, Cursor, Rank};

/// A page of at most `limit` rows after or before a place in the order.
#[derive(Clone, Debug)]
pub struct Page {
    pub limit: u64,
    /// Rows strictly after this cursor.
    pub after: Option<Cursor>,
    /// Rows strictly before this cursor.
    pub before: Option<Cursor>,
    /// Take the page from the end (`last`) instead of the start (`first`).
    pub from_end: bool,
}

impl Page {
    /// Whether its cursors are of a list in this order.
    pub fn fits<E: EntityTrait>(&self, keys: &[OrderKey<E>]) -> Result<(), BadCursor> {
        let mut cursors = self.after.iter().chain(&self.before);
        cursors.try_for_each(|cursor| cursor.fits(keys))
    }
}

/// Rows of one page, in order, and whether there are more on either side.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    pub rows: Vec<T>,
    pub has_previous: bool,
    pub has_next: bool,
}

impl<T> Rows<T> {
    /// The same page of other values; those that have none are left out.
    pub fn filter_map<U>(self, value: impl FnMut(T) -> Option<U>) -> Rows<U> {
        Rows {
            rows: self.rows.into_iter().filter_map(value).collect(),
            has_previous: self.has_previous,
            has_next: self.has_next,
        }
    }
}

/// How an order key travels in a cursor.
#[derive(Clone, Copy, Debug)]
pub enum KeyType {
    Integer,
    Text,
    Time,
    Date,
}

/// One key of an order over the rows of `E`.
pub struct OrderKey<E: EntityTrait> {
    pub column: E::Column,
    pub key_type: KeyType,
    pub descending: bool,
    pub read: fn(&E::Model) -> Json,
}

/// One page of `select`, whose rows are ordered by `keys` (the last must be unique).
///
/// # Errors
/// A cursor that does not fit the keys reads as an empty page; check it first with
/// `Cursor::fits`. Otherwise the database's failure.
pub async fn fetch<E>(
    db: &impl Connection,
    select: Select<E>,
    keys: &[OrderKey<E>],
    page: &Page,
) -> Result<Rows<E::Model>>
where
    E: EntityTrait,
{
    let mut select = select;
    for (cursor, forwards) in [(&page.after, true), (&page.before, false)] {
        if let Some(cursor) = cursor {
            select = select.filter(beyond(cursor, keys, forwards));
        }
    }
    for key in keys {
        let order = if key.descending == page.from_end {
            Order::Asc
        } else {
            Order::Desc
        };
        select = select.order_by(key.column, order);
    }
    // One row more than asked tells whether there is a next page.
    let mut rows = select.limit(page.limit + 1).all(db).await?;
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    if page.from_end {
        rows.reverse();
    }
    Ok(Rows {
        rows,
        has_previous: if page.from_end {
            more
        } else {
            page.after.is_some()
        },
        has_next: if page.from_end {
            page.before.is_some()
        } else {
            more
        },
    })
}

/// Rows beyond the cursor: `(a, b) > (x, y)` written out, since each key has its own direction.
fn beyond<E: EntityTrait>(cursor: &Cursor, keys: &[OrderKey<E>], forwards: bool) -> Condition {
    let Ok(values) = cursor.values(keys) else {
        return Condition::any();
    };
    let mut any = Condition::any();
    for (index, key) in keys.iter().enumerate() {
        let mut all = Condition::all();
        for (equal, value) in keys.iter().zip(&values).take(index) {
            all = all.add(equal.column.eq(value.clone()));
        }
        let value = values[index].clone();
        let step = if key.descending == forwards {
            key.column.lt(value)
        } else {
            key.column.gt(value)
        };
        any = any.add(all.add(step));
    }
    any
}
