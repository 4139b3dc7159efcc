//! Rounds that are being computed: by which process, how far, and whether it still lives.

use chrono::{DateTime, Utc};
use entity::{
    assignment_round::{self, RoundStatus},
    round_computation::{self, Column, RoundFailure, RoundPhase},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};

use super::{Connection, Result};

/// How far a computation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub phase: RoundPhase,
    pub steps: i64,
    pub best: Option<i64>,
    pub bound: Option<i64>,
}

/// Notes that `owner` has begun to compute a round with so many steps.
pub async fn insert(
    db: &impl Connection,
    round_id: i64,
    (owner, budget): (&str, i64),
    now: DateTime<Utc>,
) -> Result<()> {
    let row = round_computation::ActiveModel {
        round_id: Set(round_id),
        owner: Set(owner.to_owned()),
        phase: Set(RoundPhase::Waiting),
        steps: Set(0),
        budget: Set(budget),
        best: Set(None),
        bound: Set(None),
        failure: Set(None),
        started_at: Set(now),
        seen_at: Set(now),
    };
    round_computation::Entity::insert(row).exec(db).await?;
    Ok(())
}

/// Says that `owner` is at work and how far; `false` when the round is no longer being computed
/// or is another process's.
pub async fn beat(
    db: &impl Connection,
    (round_id, owner): (i64, &str),
    reading: Reading,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = round_computation::Entity::update_many()
        .col_expr(Column::Phase, Expr::value(reading.phase))
        .col_expr(Column::Steps, Expr::value(reading.steps))
        .col_expr(Column::Best, Expr::value(reading.best))
        .col_expr(Column::Bound, Expr::value(reading.bound))
        .col_expr(Column::SeenAt, Expr::value(now))
        .filter(Column::RoundId.eq(round_id))
        .filter(Column::Owner.eq(owner))
        .filter(Column::RoundId.in_subquery(computing()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes why a computation came to nothing.
pub async fn fail(db: &impl Connection, round_id: i64, failure: RoundFailure) -> Result<()> {
    round_computation::Entity::update_many()
        .col_expr(Column::Failure, Expr::value(Some(failure)))
        .filter(Column::RoundId.eq(round_id))
        .exec(db)
        .await?;
    Ok(())
}

/// The rounds whose process has said nothing since `limit`, the oldest first.
pub async fn silent(
    db: &impl Connection,
    limit: DateTime<Utc>,
) -> Result<Vec<assignment_round::Model>> {
    let silent = round_computation::Entity::find()
        .select_only()
        .column(Column::RoundId)
        .filter(Column::SeenAt.lte(limit))
        .into_query();
    let rounds = assignment_round::Entity::find()
        .filter(assignment_round::Column::Status.eq(RoundStatus::Computing))
        .filter(assignment_round::Column::Id.in_subquery(silent))
        .order_by_asc(assignment_round::Column::Id);
    Ok(rounds.all(db).await?)
}

/// How many rounds are being computed.
pub async fn count(db: &impl Connection) -> Result<u64> {
    let rounds = assignment_round::Entity::find()
        .filter(assignment_round::Column::Status.eq(RoundStatus::Computing));
    Ok(rounds.count(db).await?)
}

/// The computations of these rounds, in no particular order.
pub async fn by_rounds(
    db: &impl Connection,
    round_ids: &[i64],
) -> Result<Vec<round_computation::Model>> {
    let rows =
        round_computation::Entity::find().filter(Column::RoundId.is_in(round_ids.iter().copied()));
    Ok(rows.all(db).await?)
}

fn computing() -> SelectStatement {
    assignment_round::Entity::find()
        .select_only()
        .column(assignment_round::Column::Id)
        .filter(assignment_round::Column::Status.eq(RoundStatus::Computing))
        .into_query()
}
