//! A specialist desk (میز تخصصی): one of six rows that the first migration writes.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "desk")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique)]
    pub code: String,
    pub name_fa: String,
    pub name_en: String,
    pub seats_min: i32,
    pub seats_max: i32,
    pub externals_min: i32,
    #[sea_orm(has_many)]
    pub seats: HasMany<super::seat::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
