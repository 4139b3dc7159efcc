//! An answer to a problem (پاسخ) and how its reporter rates it; one that was not enough stays,
//! with the time at which the problem was reopened.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "problem_resolution")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub problem_id: i64,
    pub answer: String,
    pub resolved_by: i64,
    pub resolved_at: DateTimeUtc,
    pub stars: Option<i32>,
    pub comment: Option<String>,
    pub rated_by: Option<i64>,
    pub rated_at: Option<DateTimeUtc>,
    pub reopened_at: Option<DateTimeUtc>,
    #[sea_orm(belongs_to, from = "problem_id", to = "id")]
    pub problem: BelongsTo<super::problem::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
