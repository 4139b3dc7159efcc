//! One line of a round: a member at a desk, how that differs from today, and why.

use sea_orm::entity::prelude::*;

/// How a proposed seat differs from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum SeatChange {
    Added,
    Kept,
    Removed,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "round_proposal")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub round_id: i64,
    pub desk_id: i64,
    pub member_id: i64,
    pub change: SeatChange,
    pub score: f64,
    pub contributions: Json,
    #[sea_orm(belongs_to, from = "round_id", to = "id")]
    pub round: BelongsTo<super::assignment_round::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
