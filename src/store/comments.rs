//! Comments on problems: appended, read in order, never changed.

use chrono::{DateTime, Utc};
use entity::problem_comment::{self, Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

use super::{Connection, Result};

/// A comment to store.
pub struct NewComment {
    pub problem_id: i64,
    pub body: String,
    pub author_id: i64,
    pub now: DateTime<Utc>,
}

/// Stores a comment.
pub async fn insert(db: &impl Connection, new: NewComment) -> Result<problem_comment::Model> {
    let row = problem_comment::ActiveModel {
        problem_id: Set(new.problem_id),
        body: Set(new.body),
        author_id: Set(new.author_id),
        posted_at: Set(new.now),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec_with_returning(db).await?)
}

/// The comment with this id.
pub async fn by_id(db: &impl Connection, id: i64) -> Result<Option<problem_comment::Model>> {
    Ok(Entity::find_by_id(id).one(db).await?)
}

/// Every comment on these problems, oldest first.
pub async fn of_problems(
    db: &impl Connection,
    problem_ids: &[i64],
) -> Result<Vec<problem_comment::Model>> {
    let rows = Entity::find()
        .filter(Column::ProblemId.is_in(problem_ids.iter().copied()))
        .order_by_asc(Column::Id);
    Ok(rows.all(db).await?)
}

/// How many comments a problem has.
pub async fn count(db: &impl Connection, problem_id: i64) -> Result<u64> {
    let rows = Entity::find().filter(Column::ProblemId.eq(problem_id));
    Ok(rows.count(db).await?)
}
