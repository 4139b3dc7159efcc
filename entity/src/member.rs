//! A member (عضو) of the club, internal or external; editable, so it carries a version.

use sea_orm::entity::prelude::*;

/// A colleague of the municipality or somebody from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum MemberKind {
    Internal,
    External,
}

/// An ordinary member or one of the planner class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum MemberTier {
    Member,
    Planner,
}

/// Where the membership stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum MemberStanding {
    Applicant,
    Active,
    Suspended,
    Left,
}

/// The highest academic degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum Degree {
    Diploma,
    Associate,
    Bachelor,
    Master,
    Doctorate,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "member")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique)]
    pub member_no: i64,
    pub full_name: String,
    pub name_key: String,
    pub name_sort: String,
    pub kind: MemberKind,
    pub tier: MemberTier,
    pub standing: MemberStanding,
    pub org_unit_id: Option<i64>,
    pub field: String,
    pub field_key: String,
    pub degree: Degree,
    pub job: String,
    pub bio: String,
    #[sea_orm(unique)]
    pub national_id: Option<String>,
    pub mobile: Option<String>,
    pub email: Option<String>,
    pub max_load: i32,
    pub joined_on: Date,
    pub version: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    /// The record of the same person that was kept; this one is then nobody any more.
    pub merged_into_id: Option<i64>,
    #[sea_orm(belongs_to, from = "org_unit_id", to = "id")]
    pub org_unit: BelongsTo<Option<super::org_unit::Entity>>,
    #[sea_orm(has_many)]
    pub expertise: HasMany<super::member_expertise::Entity>,
    #[sea_orm(has_many)]
    pub seats: HasMany<super::seat::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
