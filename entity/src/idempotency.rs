//! Which object a creation with a given key has already made.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub account_id: i64,
    pub operation: String,
    pub idempotency_key: String,
    pub body_hash: String,
    pub subject_id: i64,
    pub created_at: DateTimeUtc,
    /// What the call answered, where the object alone does not tell it.
    pub answer: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
