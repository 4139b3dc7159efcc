//! Assignment rounds and their proposals.

use chrono::{DateTime, Utc};
use entity::{
    assignment_round::{self, RoundStatus},
    round_proposal,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select,
    sea_query::Expr,
};
use serde_json::Value as Json;

use super::{
    Connection, Result,
    page::{self, KeyType, OrderKey, Page, Rows},
};

const BATCH: usize = 200;

/// A round to store; the proposals' own ids and round are ignored.
pub struct NewRound {
    pub parameters: Json,
    pub objective: i64,
    pub optimal: bool,
    pub weights_version: i64,
    pub proposed_by: i64,
    pub proposals: Vec<round_proposal::Model>,
    pub now: DateTime<Utc>,
}

/// Stores a round as proposed.
pub async fn insert(db: &impl Connection, new: NewRound) -> Result<assignment_round::Model> {
    let row = assignment_round::ActiveModel {
        status: Set(RoundStatus::Proposed),
        parameters: Set(new.parameters),
        objective: Set(new.objective),
        optimal: Set(new.optimal),
        weights_version: Set(new.weights_version),
        version: Set(1),
        proposed_by: Set(new.proposed_by),
        proposed_at: Set(new.now),
        closed_at: Set(None),
        ..Default::default()
    };
    let round = assignment_round::Entity::insert(row)
        .exec_with_returning(db)
        .await?;
    for batch in new.proposals.chunks(BATCH) {
        let rows = batch.iter().map(|proposal| round_proposal::ActiveModel {
            round_id: Set(round.id),
            desk_id: Set(proposal.desk_id),
            member_id: Set(proposal.member_id),
            change: Set(proposal.change),
            score: Set(proposal.score),
            contributions: Set(proposal.contributions.clone()),
            ..Default::default()
        });
        round_proposal::Entity::insert_many(rows).exec(db).await?;
    }
    Ok(round)
}

/// Ends a proposed round if it still has `expected_version`; `false` when it has changed.
pub async fn close(
    db: &impl Connection,
    id: i64,
    expected_version: i64,
    (status, now): (RoundStatus, DateTime<Utc>),
) -> Result<bool> {
    let done = assignment_round::Entity::update_many()
        .col_expr(assignment_round::Column::Status, Expr::value(status))
        .col_expr(assignment_round::Column::ClosedAt, Expr::value(Some(now)))
        .col_expr(
            assignment_round::Column::Version,
            Expr::value(expected_version + 1),
        )
        .filter(assignment_round::Column::Id.eq(id))
        .filter(assignment_round::Column::Version.eq(expected_version))
        .filter(assignment_round::Column::Status.eq(RoundStatus::Proposed))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The round with this id.
pub async fn by_id(db: &impl Connection, id: i64) -> Result<Option<assignment_round::Model>> {
    Ok(assignment_round::Entity::find_by_id(id).one(db).await?)
}

/// The rounds with these ids, in no particular order.
pub async fn by_ids(db: &impl Connection, ids: &[i64]) -> Result<Vec<assignment_round::Model>> {
    let rows = assignment_round::Entity::find()
        .filter(assignment_round::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?)
}

/// The proposals of these rounds: by desk, best first.
pub async fn proposals(
    db: &impl Connection,
    round_ids: &[i64],
) -> Result<Vec<round_proposal::Model>> {
    let rows = round_proposal::Entity::find()
        .filter(round_proposal::Column::RoundId.is_in(round_ids.iter().copied()))
        .order_by_asc(round_proposal::Column::DeskId)
        .order_by_desc(round_proposal::Column::Score)
        .order_by_asc(round_proposal::Column::MemberId);
    Ok(rows.all(db).await?)
}

/// The order of rounds: newest first.
#[must_use]
pub fn order_keys() -> Vec<OrderKey<assignment_round::Entity>> {
    vec![OrderKey {
        column: assignment_round::Column::Id,
        key_type: KeyType::Integer,
        descending: true,
        read: |row| Json::from(row.id),
    }]
}

/// One page of rounds, newest first.
pub async fn page(db: &impl Connection, page: &Page) -> Result<Rows<assignment_round::Model>> {
    page::fetch(db, all(), &order_keys(), page).await
}

/// How many rounds there are.
pub async fn count(db: &impl Connection) -> Result<u64> {
    Ok(all().count(db).await?)
}

fn all() -> Select<assignment_round::Entity> {
    assignment_round::Entity::find()
}
