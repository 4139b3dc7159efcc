//! What a member knows: a phrase of their own, tied to a concept where one matches.

use sea_orm::entity::prelude::*;

/// How the club came to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum ExpertiseSource {
    Stated,
    Imported,
    Observed,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member_expertise")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub member_id: i64,
    pub concept_id: Option<i64>,
    pub phrase: String,
    pub phrase_key: String,
    pub level: i32,
    pub source: ExpertiseSource,
    #[sea_orm(belongs_to, from = "member_id", to = "id")]
    pub member: BelongsTo<super::member::Entity>,
    #[sea_orm(belongs_to, from = "concept_id", to = "id")]
    pub concept: BelongsTo<Option<super::concept::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
