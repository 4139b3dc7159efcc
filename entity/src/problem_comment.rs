//! A comment on a problem (نظر), which nobody edits.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "problem_comment")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub problem_id: i64,
    pub body: String,
    pub author_id: i64,
    pub posted_at: DateTimeUtc,
    #[sea_orm(belongs_to, from = "problem_id", to = "id")]
    pub problem: BelongsTo<super::problem::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
