//! How one desk scored in a routing.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "routing_desk")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub routing_id: i64,
    pub desk_id: i64,
    pub position: i32,
    pub score: f64,
    pub confidence: f64,
    #[sea_orm(belongs_to, from = "routing_id", to = "id")]
    pub routing: BelongsTo<super::routing::Entity>,
    #[sea_orm(has_many)]
    pub contributions: HasMany<super::routing_contribution::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
