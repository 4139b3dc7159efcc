//! A routing (مسیریابی): one decision about a problem; the latest one counts, the others are its history.

use sea_orm::entity::prelude::*;

/// Who decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum RoutingSource {
    Engine,
    Coordinator,
}

/// Sent to a desk, or kept for a person to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum RoutingDecision {
    Routed,
    Triage,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "routing")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub problem_id: i64,
    pub source: RoutingSource,
    pub decision: RoutingDecision,
    pub desk_id: Option<i64>,
    pub reason: Option<String>,
    pub confidence: f64,
    pub routability: f64,
    pub weights_version: i64,
    pub counterfactual: Option<Json>,
    pub decided_by: Option<i64>,
    pub decided_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "problem_id", to = "id")]
    pub problem: BelongsTo<super::problem::Entity>,
    #[sea_orm(has_many)]
    pub desks: HasMany<super::routing_desk::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
