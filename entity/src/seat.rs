//! A seat (کرسی) at a desk; current while `until` is null.

use sea_orm::entity::prelude::*;

/// What the holder of a seat does at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum SeatRole {
    Chair,
    Secretary,
    Member,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub desk_id: i64,
    pub member_id: i64,
    pub role: SeatRole,
    /// The round that gave the seat; none when a coordinator did by hand.
    pub round_id: Option<i64>,
    /// The round that took it away.
    pub ended_round_id: Option<i64>,
    pub since: DateTimeUtc,
    pub until: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "desk_id", to = "id")]
    pub desk: BelongsTo<super::desk::Entity>,
    #[sea_orm(belongs_to, from = "member_id", to = "id")]
    pub member: BelongsTo<super::member::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
