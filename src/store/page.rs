//! Keyset paging: a cursor names the row it stands at by its order keys and id.
//!
//! Rows inserted while a caller pages are neither repeated nor skipped.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::Value,
};
use serde_json::Value as Json;

use super::{Connection, Result};

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

/// A place in an order: the values of the order keys, then the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(Vec<Json>);

/// A place in a list that is ranked in memory, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// The sort of match, the best from 0.
    pub kind: i64,
    /// What it lacks of the best score.
    pub lack: i64,
    /// The row.
    pub id: i64,
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

/// The cursor does not belong to this order.
#[derive(Debug, PartialEq, Eq)]
pub struct BadCursor;

impl Cursor {
    /// The opaque text that callers hold.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(Json::from(self.0.clone()).to_string())
    }

    /// Reads what [`Cursor::encode`] wrote.
    pub fn decode(text: &str) -> Result<Self, BadCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadCursor)?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|_| BadCursor)
    }

    /// The cursor of `row` under `keys`.
    pub fn of<E: EntityTrait>(row: &E::Model, keys: &[OrderKey<E>]) -> Self {
        Self(keys.iter().map(|key| (key.read)(row)).collect())
    }

    /// A cursor that is only a position, for lists that are ranked in memory.
    #[must_use]
    pub fn position(index: usize) -> Self {
        Self(vec![Json::from(index)])
    }

    /// The position in a cursor of [`Cursor::position`].
    pub fn as_position(&self) -> Result<usize, BadCursor> {
        match self.0.as_slice() {
            [index] => index
                .as_u64()
                .and_then(|n| usize::try_from(n).ok())
                .ok_or(BadCursor),
            _ => Err(BadCursor),
        }
    }

    /// A cursor in a list that is ranked under `mark`.
    #[must_use]
    pub fn ranked(mark: &str, rank: Rank) -> Self {
        let Rank { kind, lack, id } = rank;
        let place = [kind, lack, id].map(Json::from);
        Self([Json::from(mark)].into_iter().chain(place).collect())
    }

    /// The place of a cursor of [`Cursor::ranked`] under the same mark.
    pub fn as_rank(&self, mark: &str) -> Result<Rank, BadCursor> {
        let whole = |json: &Json| json.as_i64().ok_or(BadCursor);
        match self.0.as_slice() {
            [of, kind, lack, id] if of.as_str() == Some(mark) => Ok(Rank {
                kind: whole(kind)?,
                lack: whole(lack)?,
                id: whole(id)?,
            }),
            _ => Err(BadCursor),
        }
    }

    /// A cursor at a row of a list that is ordered by id alone.
    #[must_use]
    pub fn row(id: i64) -> Self {
        Self(vec![Json::from(id)])
    }

    /// The row of a cursor in a list that is ordered by id alone.
    pub fn as_row(&self) -> Result<i64, BadCursor> {
        match self.0.as_slice() {
            [id] => id.as_i64().ok_or(BadCursor),
            _ => Err(BadCursor),
        }
    }

    /// Whether this cursor has a value of the right type for each key.
    fn fits<E: EntityTrait>(&self, keys: &[OrderKey<E>]) -> Result<(), BadCursor> {
        self.values(keys).map(|_| ())
    }

    fn values<E: EntityTrait>(&self, keys: &[OrderKey<E>]) -> Result<Vec<Value>, BadCursor> {
        if self.0.len() != keys.len() {
            return Err(BadCursor);
        }
        self.0
            .iter()
            .zip(keys)
            .map(|(json, key)| read_value(json, key.key_type))
            .collect()
    }
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

fn read_value(json: &Json, key_type: KeyType) -> Result<Value, BadCursor> {
    let text = || json.as_str().ok_or(BadCursor);
    match key_type {
        KeyType::Integer => json.as_i64().map(Value::from).ok_or(BadCursor),
        // PostgreSQL takes no NUL, and no key has one.
        KeyType::Text => text()
            .ok()
            .filter(|text| !text.contains('\0'))
            .map(Value::from)
            .ok_or(BadCursor),
        KeyType::Time => text()?
            .parse::<DateTime<Utc>>()
            .ok()
            .filter(is_storable)
            .map(Value::from)
            .ok_or(BadCursor),
        KeyType::Date => text()?
            .parse::<NaiveDate>()
            .ok()
            .filter(is_storable)
            .map(Value::from)
            .ok_or(BadCursor),
    }
}

/// Whether every database can hold it.
fn is_storable(time: &impl Datelike) -> bool {
    (1..=9_999).contains(&time.year())
}
