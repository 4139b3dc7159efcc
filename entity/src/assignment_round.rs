//! An assignment round (دور تخصیص): what it was computed from and how it ended.

use sea_orm::entity::prelude::*;

/// Where a round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum RoundStatus {
    Computing,
    Proposed,
    Applied,
    Reverted,
    Discarded,
    Infeasible,
    Cancelled,
    Failed,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment_round")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub status: RoundStatus,
    pub parameters: Json,
    pub objective: i64,
    pub optimal: bool,
    /// A proved limit of the objective; none when the answer is proved to be the best, or its floor is unproved.
    pub bound: Option<i64>,
    pub weights_version: i64,
    pub version: i64,
    pub proposed_by: i64,
    pub proposed_at: DateTimeUtc,
    pub closed_at: Option<DateTimeUtc>,
    #[sea_orm(has_many)]
    pub proposals: HasMany<super::round_proposal::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
