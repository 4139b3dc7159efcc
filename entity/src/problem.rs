//! A reported problem (مسئله); editable, so it carries a version.

use sea_orm::entity::prelude::*;

/// Where a problem stands between report and closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum ProblemStatus {
    Draft,
    Triage,
    Routed,
    Confirmed,
    Staffed,
    InProgress,
    Resolved,
    Closed,
    Withdrawn,
}

/// How pressing the reporter says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Urgency {
    Low,
    Normal,
    High,
    Critical,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "problem")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub title: String,
    pub description: String,
    pub search_key: String,
    pub org_unit_id: i64,
    pub district: Option<i32>,
    pub urgency: Urgency,
    pub status: ProblemStatus,
    pub desk_id: Option<i64>,
    pub version: i64,
    pub posted_by: i64,
    pub posted_at: DateTimeUtc,
    pub due_at: Option<DateTimeUtc>,
    pub updated_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "org_unit_id", to = "id")]
    pub org_unit: BelongsTo<super::org_unit::Entity>,
    #[sea_orm(belongs_to, from = "desk_id", to = "id")]
    pub desk: BelongsTo<Option<super::desk::Entity>>,
    #[sea_orm(has_many)]
    pub routings: HasMany<super::routing::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
