//! Answers to problems, and how their reporters rate them.

use chrono::{DateTime, Utc};
use entity::problem_resolution::{self, Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

use super::{Connection, Result};

/// An answer to store.
pub struct NewResolution {
    pub problem_id: i64,
    pub answer: String,
    pub resolved_by: i64,
    pub now: DateTime<Utc>,
}

/// A reporter's word on an answer.
pub struct Rating {
    pub stars: i32,
    pub comment: Option<String>,
    pub rated_by: i64,
    pub now: DateTime<Utc>,
}

/// Stores an answer; `Duplicate` when one stands already.
pub async fn insert(db: &impl Connection, new: NewResolution) -> Result<problem_resolution::Model> {
    let row = problem_resolution::ActiveModel {
        problem_id: Set(new.problem_id),
        answer: Set(new.answer),
        resolved_by: Set(new.resolved_by),
        resolved_at: Set(new.now),
        stars: Set(None),
        comment: Set(None),
        rated_by: Set(None),
        rated_at: Set(None),
        reopened_at: Set(None),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec_with_returning(db).await?)
}

/// The answer that stands: the one after which the problem was not reopened.
pub async fn standing(
    db: &impl Connection,
    problem_id: i64,
) -> Result<Option<problem_resolution::Model>> {
    let row = Entity::find()
        .filter(Column::ProblemId.eq(problem_id))
        .filter(Column::ReopenedAt.is_null());
    Ok(row.one(db).await?)
}

/// Every answer to these problems, oldest first.
pub async fn of_problems(
    db: &impl Connection,
    problem_ids: &[i64],
) -> Result<Vec<problem_resolution::Model>> {
    let rows = Entity::find()
        .filter(Column::ProblemId.is_in(problem_ids.iter().copied()))
        .order_by_asc(Column::Id);
    Ok(rows.all(db).await?)
}

/// Rates an answer, in place of an earlier rating.
pub async fn rate(db: &impl Connection, id: i64, rating: Rating) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Stars, Expr::value(Some(rating.stars)))
        .col_expr(Column::Comment, Expr::value(rating.comment))
        .col_expr(Column::RatedBy, Expr::value(Some(rating.rated_by)))
        .col_expr(Column::RatedAt, Expr::value(Some(rating.now)))
        .filter(Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Says that the standing answer was not enough.
pub async fn reopen(db: &impl Connection, problem_id: i64, now: DateTime<Utc>) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::ReopenedAt, Expr::value(Some(now)))
        .filter(Column::ProblemId.eq(problem_id))
        .filter(Column::ReopenedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}
