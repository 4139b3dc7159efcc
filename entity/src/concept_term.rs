//! A synonym (مترادف) of a concept, with its space-free key.

use sea_orm::entity::prelude::*;

/// The language of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Language {
    Fa,
    En,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "concept_term")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub concept_id: i64,
    pub language: Language,
    pub term: String,
    pub term_key: String,
    #[sea_orm(belongs_to, from = "concept_id", to = "id")]
    pub concept: BelongsTo<super::concept::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
