//! Cursors: opaque to callers, and good in the one list and order that they are of.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::{EntityTrait, IdenStatic, sea_query::Value};
use serde_json::Value as Json;

use super::{KeyType, OrderKey};

/// A place in a list: what the list and its order are known by, and the values of the order keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    mark: String,
    place: Vec<Json>,
}

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

/// The cursor does not belong to this order.
#[derive(Debug, PartialEq, Eq)]
pub struct BadCursor;

impl Cursor {
    /// The opaque text that callers hold.
    #[must_use]
    pub fn encode(&self) -> String {
        let mark = [Json::from(self.mark.as_str())];
        let parts: Vec<Json> = mark.into_iter().chain(self.place.clone()).collect();
        URL_SAFE_NO_PAD.encode(Json::from(parts).to_string())
    }

    /// Reads what [`Cursor::encode`] wrote.
    pub fn decode(text: &str) -> Result<Self, BadCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadCursor)?;
        let (mark, place) = match serde_json::from_slice(&bytes) {
            Ok(Json::Array(mut parts)) if !parts.is_empty() => (parts.remove(0), parts),
            Ok(_) | Err(_) => return Err(BadCursor),
        };
        let mark = mark.as_str().ok_or(BadCursor)?.to_owned();
        Ok(Self { mark, place })
    }

    /// The cursor of `row` under `keys`.
    pub fn of<E: EntityTrait>(row: &E::Model, keys: &[OrderKey<E>]) -> Self {
        Self {
            mark: mark(keys),
            place: keys.iter().map(|key| (key.read)(row)).collect(),
        }
    }

    /// A cursor that is only a position, for a list that is whole in memory.
    #[must_use]
    pub fn position(list: &str, index: usize) -> Self {
        Self {
            mark: list.to_owned(),
            place: vec![Json::from(index)],
        }
    }

    /// The position in a cursor of [`Cursor::position`] in the same list.
    pub fn as_position(&self, list: &str) -> Result<usize, BadCursor> {
        match self.place.as_slice() {
            [index] if self.mark == list => index
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
        Self {
            mark: mark.to_owned(),
            place: [kind, lack, id].map(Json::from).into(),
        }
    }

    /// The place of a cursor of [`Cursor::ranked`] under the same mark.
    pub fn as_rank(&self, mark: &str) -> Result<Rank, BadCursor> {
        let whole = |json: &Json| json.as_i64().ok_or(BadCursor);
        match self.place.as_slice() {
            [kind, lack, id] if self.mark == mark => Ok(Rank {
                kind: whole(kind)?,
                lack: whole(lack)?,
                id: whole(id)?,
            }),
            _ => Err(BadCursor),
        }
    }

    /// The cursor of the row with this id under `keys`, of which the id is the only one.
    pub fn row<E: EntityTrait>(id: i64, keys: &[OrderKey<E>]) -> Self {
        Self {
            mark: mark(keys),
            place: vec![Json::from(id)],
        }
    }

    /// The id in a cursor of [`Cursor::row`] under the same keys.
    pub fn as_row<E: EntityTrait>(&self, keys: &[OrderKey<E>]) -> Result<i64, BadCursor> {
        self.fits(keys)?;
        match self.place.as_slice() {
            [id] => id.as_i64().ok_or(BadCursor),
            _ => Err(BadCursor),
        }
    }

    /// Whether this cursor is of a list in this order, with a value of the right type for each key.
    pub(super) fn fits<E: EntityTrait>(&self, keys: &[OrderKey<E>]) -> Result<(), BadCursor> {
        self.values(keys).map(|_| ())
    }

    pub(super) fn values<E: EntityTrait>(
        &self,
        keys: &[OrderKey<E>],
    ) -> Result<Vec<Value>, BadCursor> {
        if self.mark != mark(keys) || self.place.len() != keys.len() {
            return Err(BadCursor);
        }
        self.place
            .iter()
            .zip(keys)
            .map(|(json, key)| read_value(json, key.key_type))
            .collect()
    }
}

/// What a list of `E` in this order is known by.
fn mark<E: EntityTrait>(keys: &[OrderKey<E>]) -> String {
    let mut mark = E::default().table_name().to_owned();
    for key in keys {
        mark.push(if key.descending { '-' } else { '+' });
        mark.push_str(key.column.as_str());
    }
    mark
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
