//! An organisational unit (واحد سازمانی): a deputy, an affiliated organisation, a district; a tree.

use sea_orm::entity::prelude::*;

/// What sort of unit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum OrgUnitKind {
    Office,
    Deputy,
    Organisation,
    District,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "org_unit")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique)]
    pub code: String,
    pub name_fa: String,
    pub name_en: String,
    pub kind: OrgUnitKind,
    pub parent_id: Option<i64>,
    pub nearest_desk_id: Option<i64>,
    #[sea_orm(has_many)]
    pub members: HasMany<super::member::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
