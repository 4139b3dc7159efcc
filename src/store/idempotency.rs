//! Which object a creation with a given key has already made.

use chrono::{DateTime, Utc};
use entity::idempotency;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{Connection, Result};

/// A creation as its caller names it.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    pub account_id: i64,
    pub operation: &'a str,
    pub key: &'a str,
    /// SHA-256 of the input without its key.
    pub body_hash: &'a str,
}

/// What an earlier call with this key made, however long ago.
pub async fn find(
    db: &impl Connection,
    attempt: Attempt<'_>,
) -> Result<Option<idempotency::Model>> {
    let row = idempotency::Entity::find()
        .filter(idempotency::Column::AccountId.eq(attempt.account_id))
        .filter(idempotency::Column::Operation.eq(attempt.operation))
        .filter(idempotency::Column::IdempotencyKey.eq(attempt.key));
    Ok(row.one(db).await?)
}

/// Remembers what this call made and, where that does not tell it, answered; `Duplicate` when another call with the key was first.
pub async fn insert(
    db: &impl Connection,
    attempt: Attempt<'_>,
    (subject_id, answer): (i64, Option<String>),
    now: DateTime<Utc>,
) -> Result<()> {
    let row = idempotency::ActiveModel {
        account_id: Set(attempt.account_id),
        operation: Set(attempt.operation.to_owned()),
        idempotency_key: Set(attempt.key.to_owned()),
        body_hash: Set(attempt.body_hash.to_owned()),
        subject_id: Set(subject_id),
        created_at: Set(now),
        answer: Set(answer),
        ..Default::default()
    };
    idempotency::Entity::insert(row).exec(db).await?;
    Ok(())
}

/// Forgets the calls up to `limit`, whose keys may then be used afresh.
pub async fn forget_until(db: &impl Connection, limit: DateTime<Utc>) -> Result<()> {
    idempotency::Entity::delete_many()
        .filter(idempotency::Column::CreatedAt.lte(limit))
        .exec(db)
        .await?;
    Ok(())
}
