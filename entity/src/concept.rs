//! A concept (مفهوم) of the bilingual expertise vocabulary.

use sea_orm::entity::prelude::*;

/// What a concept says of a text: its field of work, a thing in it, or what is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Facet {
    Topic,
    Object,
    Function,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "concept")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique)]
    pub code: String,
    pub desk_id: i64,
    pub facet: Facet,
    pub name_fa: String,
    pub name_en: String,
    pub weight: f64,
    #[sea_orm(belongs_to, from = "desk_id", to = "id")]
    pub desk: BelongsTo<super::desk::Entity>,
    #[sea_orm(has_many)]
    pub terms: HasMany<super::concept_term::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
