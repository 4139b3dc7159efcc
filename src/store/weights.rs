//! Versions of the engine's weights.

use chrono::{DateTime, Utc};
use entity::weights::{self, WeightsStatus};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::Expr,
};
use serde_json::Value as Json;

use super::{
    Connection, Result,
    page::{self, KeyType, OrderKey, Page, Rows},
};

/// A proposed version; it gets the next free number.
pub struct NewWeights {
    pub base_version: i64,
    pub feature_weights: Json,
    pub back_test: Json,
    pub decisions: i32,
    pub proposed_by: i64,
    pub now: DateTime<Utc>,
}

/// Stores a proposal; `Duplicate` when another one took the number at the same moment.
pub async fn insert(db: &impl Connection, new: NewWeights) -> Result<weights::Model> {
    let row = weights::ActiveModel {
        version: Set(newest(db).await?.max(new.base_version) + 1),
        base_version: Set(new.base_version),
        status: Set(WeightsStatus::Proposed),
        feature_weights: Set(new.feature_weights),
        back_test: Set(new.back_test),
        decisions: Set(new.decisions),
        proposed_by: Set(new.proposed_by),
        proposed_at: Set(new.now),
        published_by: Set(None),
        published_at: Set(None),
        ..Default::default()
    };
    Ok(weights::Entity::insert(row).exec_with_returning(db).await?)
}

/// Notes that a version is put in force; `false` when it is not there.
pub async fn publish(
    db: &impl Connection,
    version: i64,
    (account_id, now): (i64, DateTime<Utc>),
) -> Result<bool> {
    let done = weights::Entity::update_many()
        .col_expr(
            weights::Column::Status,
            Expr::value(WeightsStatus::Published),
        )
        .col_expr(weights::Column::PublishedBy, Expr::value(Some(account_id)))
        .col_expr(weights::Column::PublishedAt, Expr::value(Some(now)))
        .filter(weights::Column::Version.eq(version))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The version with this number.
pub async fn by_version(db: &impl Connection, version: i64) -> Result<Option<weights::Model>> {
    Ok(weights::Entity::find()
        .filter(weights::Column::Version.eq(version))
        .one(db)
        .await?)
}

/// The order of versions: newest first.
#[must_use]
pub fn order_keys() -> Vec<OrderKey<weights::Entity>> {
    vec![OrderKey {
        column: weights::Column::Id,
        key_type: KeyType::Integer,
        descending: true,
        read: |row| Json::from(row.id),
    }]
}

/// One page of versions, newest first.
pub async fn page(db: &impl Connection, page: &Page) -> Result<Rows<weights::Model>> {
    page::fetch(db, weights::Entity::find(), &order_keys(), page).await
}

/// How many versions there are besides the built-in one.
pub async fn count(db: &impl Connection) -> Result<u64> {
    Ok(weights::Entity::find().count(db).await?)
}

async fn newest(db: &impl Connection) -> Result<i64> {
    let version = weights::Entity::find()
        .select_only()
        .column_as(weights::Column::Version.max(), "version")
        .into_tuple::<Option<i64>>()
        .one(db)
        .await?;
    Ok(version.flatten().unwrap_or(1))
}
