//! What one feature added to one desk's score, with its evidence.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "routing_contribution")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub routing_desk_id: i64,
    pub feature: String,
    pub value: f64,
    pub weight: f64,
    pub points: f64,
    pub evidence: Json,
    #[sea_orm(belongs_to, from = "routing_desk_id", to = "id")]
    pub routing_desk: BelongsTo<super::routing_desk::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
