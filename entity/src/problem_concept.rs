//! A concept that the reporter named for a problem.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "problem_concept")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub problem_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub concept_id: i64,
    #[sea_orm(belongs_to, from = "problem_id", to = "id")]
    pub problem: BelongsTo<super::problem::Entity>,
    #[sea_orm(belongs_to, from = "concept_id", to = "id")]
    pub concept: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
