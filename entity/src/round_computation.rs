//! Where the computation of a round stands, which process runs it, and when that last said so.

use sea_orm::entity::prelude::*;

/// What a computation is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum RoundPhase {
    Waiting,
    Solving,
    Storing,
}

/// Why a computation came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum RoundFailure {
    ProcessEnded,
    Undecided,
    Internal,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "round_computation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: i64,
    /// The process that computes.
    pub owner: String,
    pub phase: RoundPhase,
    pub steps: i64,
    pub budget: i64,
    /// In hundredths of a point; none before the first seating is found.
    pub best: Option<i64>,
    pub bound: Option<i64>,
    /// None unless the round has failed.
    pub failure: Option<RoundFailure>,
    pub started_at: DateTimeUtc,
    /// When the owner last said that it is at work.
    pub seen_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "round_id", to = "id")]
    pub round: BelongsTo<super::assignment_round::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
