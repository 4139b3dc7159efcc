//! Assignment rounds and their proposals.

use chrono::{DateTime, Utc};
use entity::{
    assignment_round::{self, RoundStatus},
    round_input, round_proposal, round_report,
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

/// A round to store, to be computed yet.
pub struct NewRound {
    /// What it is computed from.
    pub input: String,
    pub parameters: Json,
    pub weights_version: i64,
    pub proposed_by: i64,
    pub now: DateTime<Utc>,
}

/// What was computed of a round; the proposals' own ids and round are ignored.
pub struct Computed {
    pub parameters: Json,
    pub objective: i64,
    pub optimal: bool,
    pub bound: Option<i64>,
    pub proposals: Vec<round_proposal::Model>,
    pub report: String,
}

/// Stores a round as being computed.
pub async fn insert(db: &impl Connection, new: NewRound) -> Result<assignment_round::Model> {
    let row = assignment_round::ActiveModel {
        status: Set(RoundStatus::Computing),
        parameters: Set(new.parameters),
        objective: Set(0),
        optimal: Set(false),
        bound: Set(None),
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
    let input = round_input::ActiveModel {
        round_id: Set(round.id),
        data: Set(new.input),
    };
    round_input::Entity::insert(input).exec(db).await?;
    Ok(round)
}

/// Stores a round that is computed already, as proposed.
pub async fn insert_computed(
    db: &impl Connection,
    new: NewRound,
    computed: Computed,
) -> Result<assignment_round::Model> {
    let round = insert(db, new).await?;
    // Nobody can have seen the round before, so this is its first version.
    plan(db, &round, (round.version, computed)).await?;
    let stored = by_id(db, round.id).await?;
    Ok(stored.unwrap_or(round))
}

/// Makes a round that is computed, or computed again, a proposal with this plan, if it is still
/// as it was read; `false` when it has changed.
pub async fn propose(
    db: &impl Connection,
    round: &assignment_round::Model,
    computed: Computed,
) -> Result<bool> {
    plan(db, round, (round.version + 1, computed)).await
}

async fn plan(
    db: &impl Connection,
    round: &assignment_round::Model,
    (version, new): (i64, Computed),
) -> Result<bool> {
    use assignment_round::Column;
    let done = assignment_round::Entity::update_many()
        .col_expr(Column::Status, Expr::value(RoundStatus::Proposed))
        .col_expr(Column::Parameters, Expr::value(new.parameters))
        .col_expr(Column::Objective, Expr::value(new.objective))
        .col_expr(Column::Optimal, Expr::value(new.optimal))
        .col_expr(Column::Bound, Expr::value(new.bound))
        .col_expr(Column::Version, Expr::value(version))
        .filter(Column::Id.eq(round.id))
        .filter(Column::Version.eq(round.version))
        .filter(Column::Status.eq(round.status))
        .exec(db)
        .await?;
    if done.rows_affected != 1 {
        return Ok(false);
    }
    round_proposal::Entity::delete_many()
        .filter(round_proposal::Column::RoundId.eq(round.id))
        .exec(db)
        .await?;
    insert_proposals(db, round.id, &new.proposals).await?;
    put_report(db, round.id, new.report).await?;
    Ok(true)
}

/// Puts a round's figures in place of those that it had.
pub async fn put_report(db: &impl Connection, round_id: i64, data: String) -> Result<()> {
    round_report::Entity::delete_by_id(round_id)
        .exec(db)
        .await?;
    let row = round_report::ActiveModel {
        round_id: Set(round_id),
        data: Set(data),
    };
    round_report::Entity::insert(row).exec(db).await?;
    Ok(())
}

/// The texts of these rounds' figures, in no particular order.
pub async fn reports(db: &impl Connection, round_ids: &[i64]) -> Result<Vec<round_report::Model>> {
    let rows = round_report::Entity::find()
        .filter(round_report::Column::RoundId.is_in(round_ids.iter().copied()));
    Ok(rows.all(db).await?)
}

async fn insert_proposals(
    db: &impl Connection,
    round_id: i64,
    proposals: &[round_proposal::Model],
) -> Result<()> {
    for batch in proposals.chunks(BATCH) {
        let rows = batch.iter().map(|proposal| round_proposal::ActiveModel {
            round_id: Set(round_id),
            desk_id: Set(proposal.desk_id),
            member_id: Set(proposal.member_id),
            change: Set(proposal.change),
            score: Set(proposal.score),
            contributions: Set(proposal.contributions.clone()),
            ..Default::default()
        });
        round_proposal::Entity::insert_many(rows).exec(db).await?;
    }
    Ok(())
}

/// Moves a round on if it is still as it was read; `false` when it has changed.
pub async fn close(
    db: &impl Connection,
    round: &assignment_round::Model,
    (status, now): (RoundStatus, DateTime<Utc>),
) -> Result<bool> {
    use assignment_round::Column;
    let done = assignment_round::Entity::update_many()
        .col_expr(Column::Status, Expr::value(status))
        .col_expr(Column::ClosedAt, Expr::value(Some(now)))
        .col_expr(Column::Version, Expr::value(round.version + 1))
        .filter(Column::Id.eq(round.id))
        .filter(Column::Version.eq(round.version))
        .filter(Column::Status.eq(round.status))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// The text of what a round was computed from.
pub async fn input(db: &impl Connection, round_id: i64) -> Result<Option<String>> {
    let row = round_input::Entity::find_by_id(round_id).one(db).await?;
    Ok(row.map(|row| row.data))
}

/// The newest round that stands at `status`.
pub async fn newest(
    db: &impl Connection,
    status: RoundStatus,
) -> Result<Option<assignment_round::Model>> {
    let newest = assignment_round::Entity::find()
        .filter(assignment_round::Column::Status.eq(status))
        .order_by_desc(assignment_round::Column::ClosedAt)
        .order_by_desc(assignment_round::Column::Id);
    Ok(newest.one(db).await?)
}

/// The rounds that were applied after `since` and still stand, the oldest first.
pub async fn applied_after(
    db: &impl Connection,
    since: DateTime<Utc>,
) -> Result<Vec<assignment_round::Model>> {
    let rounds = assignment_round::Entity::find()
        .filter(assignment_round::Column::Status.eq(RoundStatus::Applied))
        .filter(assignment_round::Column::ClosedAt.gt(since))
        .order_by_asc(assignment_round::Column::Id);
    Ok(rounds.all(db).await?)
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
