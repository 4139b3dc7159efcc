//! A version of the engine's weights (وزن‌ها): proposed from decisions, in force once published.
//!
//! Version 1 is built in and has no row.

use sea_orm::entity::prelude::*;

/// Whether a version has been put in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum WeightsStatus {
    Proposed,
    Published,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "weights")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique)]
    pub version: i64,
    pub base_version: i64,
    pub status: WeightsStatus,
    pub feature_weights: Json,
    pub back_test: Json,
    pub decisions: i32,
    pub proposed_by: i64,
    pub proposed_at: DateTimeUtc,
    pub published_by: Option<i64>,
    pub published_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
