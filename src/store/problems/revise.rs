//! Changing what a problem says.

use chrono::{DateTime, Utc};
use entity::{
    problem::{self, ProblemStatus, Urgency},
    problem_concept,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

use crate::store::{Connection, Result};

/// A problem as its reporter would have it.
pub struct Revision {
    pub title: String,
    pub description: String,
    pub search_key: String,
    pub district: Option<i32>,
    pub urgency: Urgency,
    pub status: ProblemStatus,
    pub desk_id: Option<i64>,
    pub posted_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
}

/// Revises the problem if it still has `expected_version`; `false` when it has changed.
pub async fn revise(
    db: &impl Connection,
    id: i64,
    expected_version: i64,
    to: Revision,
) -> Result<bool> {
    use problem::Column;
    let done = problem::Entity::update_many()
        .col_expr(Column::Title, Expr::value(to.title))
        .col_expr(Column::Description, Expr::value(to.description))
        .col_expr(Column::SearchKey, Expr::value(to.search_key))
        .col_expr(Column::District, Expr::value(to.district))
        .col_expr(Column::Urgency, Expr::value(to.urgency))
        .col_expr(Column::Status, Expr::value(to.status))
        .col_expr(Column::DeskId, Expr::value(to.desk_id))
        .col_expr(Column::PostedAt, Expr::value(to.posted_at))
        .col_expr(Column::DueAt, Expr::value(to.due_at))
        .col_expr(Column::Version, Expr::value(expected_version + 1))
        .col_expr(Column::UpdatedAt, Expr::value(to.now))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(expected_version))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Names these concepts for a problem, in place of those that it named.
pub async fn name_concepts(db: &impl Connection, id: i64, concept_ids: &[i64]) -> Result<()> {
    problem_concept::Entity::delete_many()
        .filter(problem_concept::Column::ProblemId.eq(id))
        .exec(db)
        .await?;
    insert_concepts(db, id, concept_ids).await
}

/// Names these concepts for a problem that names none.
pub(super) async fn insert_concepts(
    db: &impl Connection,
    id: i64,
    concept_ids: &[i64],
) -> Result<()> {
    let concepts = concept_ids
        .iter()
        .map(|concept| problem_concept::ActiveModel {
            problem_id: Set(id),
            concept_id: Set(*concept),
        });
    if !concept_ids.is_empty() {
        problem_concept::Entity::insert_many(concepts)
            .exec(db)
            .await?;
    }
    Ok(())
}
