//! A sign-in (حساب کاربری) with exactly one role.

use sea_orm::entity::prelude::*;

/// What an account may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Role {
    Coordinator,
    Deputy,
    Expert,
    Frontend,
    Auditor,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique)]
    pub username: String,
    pub password_hash: Option<String>,
    pub role: Role,
    pub org_unit_id: Option<i64>,
    #[sea_orm(unique)]
    pub member_id: Option<i64>,
    pub disabled: bool,
    pub created_at: DateTimeUtc,
    #[sea_orm(has_many)]
    pub tokens: HasMany<super::token::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
