//! A place in a problem's team (گروه): who was asked, what they answered, whom they stand in for.

use sea_orm::entity::prelude::*;

/// What has become of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum TeamMemberStatus {
    Invited,
    Accepted,
    Declined,
    Expired,
    Cancelled,
    /// Taken off the team, or stepped down.
    Removed,
}

/// What somebody does in the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum TeamRole {
    Lead,
    Member,
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "team_member")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub problem_id: i64,
    pub member_id: i64,
    pub status: TeamMemberStatus,
    pub role: TeamRole,
    /// The place in whose stead this one was given; several may share one.
    pub alternate_of: Option<i64>,
    pub score: f64,
    pub contributions: Json,
    /// Codes of the needed concepts that this member knows.
    pub concepts: Json,
    pub reason: Option<String>,
    pub invited_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    /// Whether they declined because their own interests are touched.
    pub declares_conflict: bool,
    #[sea_orm(belongs_to, from = "problem_id", to = "id")]
    pub problem: BelongsTo<super::problem::Entity>,
    #[sea_orm(belongs_to, from = "member_id", to = "id")]
    pub member: BelongsTo<super::member::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
