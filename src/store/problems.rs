//! Problems as they were reported, and where they stand.

use chrono::{DateTime, Utc};
use entity::{
    problem::{self, ProblemStatus, Urgency},
    problem_concept,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LikeExpr},
};
use serde_json::Value as Json;

mod revise;

use super::{
    Connection, Result,
    filter::{self, Scalar, Tree},
    page::{self, KeyType, OrderKey, Page, Rows},
};

pub use revise::{Revision, name_concepts, revise};

/// One test of a problem.
#[derive(Clone, Debug)]
pub enum ProblemTest {
    Id(i64),
    Status(Scalar<ProblemStatus>),
    Urgency(Scalar<Urgency>),
    Desk(Scalar<i64>),
    OrgUnit(Scalar<i64>),
    District(Scalar<i32>),
    PostedAt(Scalar<DateTime<Utc>>),
    PostedBy(Scalar<i64>),
    /// Has this stem in its title or description.
    Stem(String),
    /// Has this member on its team, or asks them.
    Team(i64),
}

pub type ProblemFilter = Tree<ProblemTest>;

/// What problems can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemSort {
    PostedAt,
    UpdatedAt,
}

/// The order keys of a list of sorts, ending in the id so that no two rows tie.
#[must_use]
pub fn order_keys(sorts: &[(ProblemSort, bool)]) -> Vec<OrderKey<problem::Entity>> {
    let mut keys: Vec<_> = sorts
        .iter()
        .map(|(sort, descending)| key(*sort, *descending))
        .collect();
    let descending = sorts.first().is_some_and(|(_, descending)| *descending);
    keys.push(OrderKey {
        column: problem::Column::Id,
        key_type: KeyType::Integer,
        descending,
        read: |row| Json::from(row.id),
    });
    keys
}

fn key(sort: ProblemSort, descending: bool) -> OrderKey<problem::Entity> {
    let (column, read): (_, fn(&problem::Model) -> Json) = match sort {
        ProblemSort::PostedAt => (problem::Column::PostedAt, |row| {
            Json::from(row.posted_at.to_rfc3339())
        }),
        ProblemSort::UpdatedAt => (problem::Column::UpdatedAt, |row| {
            Json::from(row.updated_at.to_rfc3339())
        }),
    };
    OrderKey {
        column,
        key_type: KeyType::Time,
        descending,
        read,
    }
}

/// A problem to store.
pub struct NewProblem {
    pub title: String,
    pub description: String,
    pub search_key: String,
    pub org_unit_id: i64,
    pub district: Option<i32>,
    pub urgency: Urgency,
    pub status: ProblemStatus,
    pub desk_id: Option<i64>,
    pub posted_by: i64,
    pub due_at: Option<DateTime<Utc>>,
    pub now: DateTime<Utc>,
}

/// Stores a problem with the concepts that its reporter named.
pub async fn insert(
    db: &impl Connection,
    new: NewProblem,
    concept_ids: &[i64],
) -> Result<problem::Model> {
    let row = problem::ActiveModel {
        title: Set(new.title),
        description: Set(new.description),
        search_key: Set(new.search_key),
        org_unit_id: Set(new.org_unit_id),
        district: Set(new.district),
        urgency: Set(new.urgency),
        status: Set(new.status),
        desk_id: Set(new.desk_id),
        version: Set(1),
        posted_by: Set(new.posted_by),
        posted_at: Set(new.now),
        due_at: Set(new.due_at),
        updated_at: Set(new.now),
        ..Default::default()
    };
    let stored = problem::Entity::insert(row).exec_with_returning(db).await?;
    revise::insert_concepts(db, stored.id, concept_ids).await?;
    Ok(stored)
}

/// The concepts that the reporter named for a problem, by id.
pub async fn concept_ids(db: &impl Connection, problem_id: i64) -> Result<Vec<i64>> {
    let ids = problem_concept::Entity::find()
        .filter(problem_concept::Column::ProblemId.eq(problem_id))
        .select_only()
        .column(problem_concept::Column::ConceptId)
        .order_by_asc(problem_concept::Column::ConceptId);
    Ok(ids.into_tuple().all(db).await?)
}

/// Where a decision moves a problem.
#[derive(Clone, Copy)]
pub struct Move {
    pub status: ProblemStatus,
    pub desk_id: Option<i64>,
    pub now: DateTime<Utc>,
}

/// Moves the problem if it still has `expected_version`; `false` when it has changed.
pub async fn move_to(
    db: &impl Connection,
    id: i64,
    expected_version: i64,
    to: Move,
) -> Result<bool> {
    let done = problem::Entity::update_many()
        .col_expr(problem::Column::Status, Expr::value(to.status))
        .col_expr(problem::Column::DeskId, Expr::value(to.desk_id))
        .col_expr(problem::Column::Version, Expr::value(expected_version + 1))
        .col_expr(problem::Column::UpdatedAt, Expr::value(to.now))
        .filter(problem::Column::Id.eq(id))
        .filter(problem::Column::Version.eq(expected_version))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The problem with this id.
pub async fn by_id(db: &impl Connection, id: i64) -> Result<Option<problem::Model>> {
    Ok(problem::Entity::find_by_id(id).one(db).await?)
}

/// The problems with these ids, in no particular order.
pub async fn by_ids(db: &impl Connection, ids: &[i64]) -> Result<Vec<problem::Model>> {
    let rows = problem::Entity::find().filter(problem::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?)
}

/// One page of the problems that `filter` lets through.
pub async fn page(
    db: &impl Connection,
    filter: &ProblemFilter,
    keys: &[OrderKey<problem::Entity>],
    page: &Page,
) -> Result<Rows<problem::Model>> {
    page::fetch(
        db,
        problem::Entity::find().filter(condition(filter)),
        keys,
        page,
    )
    .await
}

/// How many problems `filter` lets through.
pub async fn count(db: &impl Connection, filter: &ProblemFilter) -> Result<u64> {
    Ok(problem::Entity::find()
        .filter(condition(filter))
        .count(db)
        .await?)
}

/// How many problems each desk holds that are not over, by desk id.
pub async fn open_by_desk(db: &impl Connection) -> Result<Vec<(i64, i64)>> {
    let rows = problem::Entity::find()
        .select_only()
        .column(problem::Column::DeskId)
        .column_as(problem::Column::Id.count(), "problems")
        .filter(problem::Column::DeskId.is_not_null())
        .filter(problem::Column::Status.is_not_in(OVER))
        .group_by(problem::Column::DeskId);
    Ok(rows.into_tuple().all(db).await?)
}

/// A problem in one of these states asks for no more work.
pub const OVER: [ProblemStatus; 3] = [
    ProblemStatus::Resolved,
    ProblemStatus::Closed,
    ProblemStatus::Withdrawn,
];

/// The SQL of a filter.
pub(super) fn condition(filter: &ProblemFilter) -> Condition {
    use problem::Column;
    filter.condition(&|test| match test {
        ProblemTest::Id(id) => Condition::all().add(Column::Id.eq(*id)),
        ProblemTest::Status(test) => filter::scalar(Column::Status, test),
        ProblemTest::Urgency(test) => filter::scalar(Column::Urgency, test),
        ProblemTest::Desk(test) => filter::scalar(Column::DeskId, test),
        ProblemTest::OrgUnit(test) => filter::scalar(Column::OrgUnitId, test),
        ProblemTest::District(test) => filter::scalar(Column::District, test),
        ProblemTest::PostedAt(test) => filter::scalar(Column::PostedAt, test),
        ProblemTest::PostedBy(test) => filter::scalar(Column::PostedBy, test),
        ProblemTest::Team(member_id) => {
            let problems = super::teams::problems_of(*member_id);
            Condition::all().add(Column::Id.in_subquery(problems))
        }
        ProblemTest::Stem(stem) => {
            let pattern = LikeExpr::new(format!("%{}%", filter::escape(stem))).escape('\\');
            Condition::all().add(Column::SearchKey.into_expr().like(pattern))
        }
    })
}
