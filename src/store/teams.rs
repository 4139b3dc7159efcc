//! Places in problems' teams.

use chrono::{DateTime, Utc};
use entity::{
    problem::{self, ProblemStatus},
    team_member::{self, TeamMemberStatus, TeamRole},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, SelectStatement},
};
use serde_json::Value as Json;

use super::{Connection, Result, StoreError, problems::OVER};

/// Somebody who is asked is busy already; they may say yes.
const OPEN: [TeamMemberStatus; 2] = [TeamMemberStatus::Invited, TeamMemberStatus::Accepted];

/// A place to offer.
pub struct NewPlace {
    pub problem_id: i64,
    pub member_id: i64,
    pub role: TeamRole,
    pub alternate_of: Option<i64>,
    pub score: f64,
    pub contributions: Json,
    pub concepts: Json,
    pub invited_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// The places of these problems' teams: by problem, in the order in which they were offered.
pub async fn of_problems(
    db: &impl Connection,
    problem_ids: &[i64],
) -> Result<Vec<team_member::Model>> {
    let rows = team_member::Entity::find()
        .filter(team_member::Column::ProblemId.is_in(problem_ids.iter().copied()))
        .order_by_asc(team_member::Column::ProblemId)
        .order_by_asc(team_member::Column::Id);
    Ok(rows.all(db).await?)
}

/// Every place that a member was ever offered, the newest first.
pub async fn of_member(db: &impl Connection, member_id: i64) -> Result<Vec<team_member::Model>> {
    let rows = team_member::Entity::find()
        .filter(team_member::Column::MemberId.eq(member_id))
        .order_by_desc(team_member::Column::Id);
    Ok(rows.all(db).await?)
}

/// The newest `limit` places that were offered to anybody, of this status alone if one is given.
pub async fn newest(
    db: &impl Connection,
    status: Option<TeamMemberStatus>,
    limit: u64,
) -> Result<Vec<team_member::Model>> {
    let mut rows = team_member::Entity::find()
        .order_by_desc(team_member::Column::Id)
        .limit(limit);
    if let Some(status) = status {
        rows = rows.filter(team_member::Column::Status.eq(status));
    }
    Ok(rows.all(db).await?)
}

/// How many problems that are not over each member works on or is asked to, by member id.
pub async fn open_loads(db: &impl Connection) -> Result<Vec<(i64, i64)>> {
    let rows = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::MemberId)
        .column_as(team_member::Column::Id.count(), "places")
        .filter(team_member::Column::Status.is_in(OPEN))
        .filter(team_member::Column::ProblemId.in_subquery(going_on()))
        .group_by(team_member::Column::MemberId);
    Ok(rows.into_tuple().all(db).await?)
}

/// A member's places, offered or accepted, in teams of problems that are not over.
pub async fn open_places(db: &impl Connection, member_id: i64) -> Result<Vec<team_member::Model>> {
    let rows = team_member::Entity::find()
        .filter(team_member::Column::MemberId.eq(member_id))
        .filter(team_member::Column::Status.is_in(OPEN))
        .filter(team_member::Column::ProblemId.in_subquery(going_on()))
        .order_by_asc(team_member::Column::Id);
    Ok(rows.all(db).await?)
}

/// Writes what has become of a place: status, role, reason and time of the answer, and whether a
/// conflict of interest was declared.
pub async fn settle_place(db: &impl Connection, place: &team_member::Model) -> Result<()> {
    team_member::Entity::update_many()
        .col_expr(team_member::Column::Status, Expr::value(place.status))
        .col_expr(team_member::Column::Role, Expr::value(place.role))
        .col_expr(
            team_member::Column::Reason,
            Expr::value(place.reason.clone()),
        )
        .col_expr(
            team_member::Column::AnsweredAt,
            Expr::value(place.answered_at),
        )
        .col_expr(
            team_member::Column::DeclaresConflict,
            Expr::value(place.declares_conflict),
        )
        .filter(team_member::Column::Id.eq(place.id))
        .exec(db)
        .await?;
    Ok(())
}

/// Who solved these problems, as pairs of member and problem: those who said yes to a place in
/// the team of one that is resolved.
pub async fn solvers(db: &impl Connection, problem_ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    let solved = problem::Entity::find()
        .select_only()
        .column(problem::Column::Id)
        .filter(problem::Column::Status.is_in([ProblemStatus::Resolved, ProblemStatus::Closed]))
        .into_query();
    let rows = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::MemberId)
        .column(team_member::Column::ProblemId)
        .filter(team_member::Column::Status.eq(TeamMemberStatus::Accepted))
        .filter(team_member::Column::ProblemId.is_in(problem_ids.iter().copied()))
        .filter(team_member::Column::ProblemId.in_subquery(solved))
        .order_by_asc(team_member::Column::MemberId)
        .order_by_asc(team_member::Column::ProblemId);
    Ok(rows.into_tuple().all(db).await?)
}

/// The invitations that have had no answer by `now`, the oldest first.
pub async fn overdue(db: &impl Connection, now: DateTime<Utc>) -> Result<Vec<team_member::Model>> {
    let rows = team_member::Entity::find()
        .filter(team_member::Column::Status.eq(TeamMemberStatus::Invited))
        .filter(team_member::Column::ExpiresAt.lte(now))
        .order_by_asc(team_member::Column::Id);
    Ok(rows.all(db).await?)
}

/// Offers a place; `Duplicate` when the member was asked before.
pub async fn insert(db: &impl Connection, new: NewPlace) -> Result<team_member::Model> {
    Ok(team_member::Entity::insert(offered(new))
        .exec_with_returning(db)
        .await?)
}

fn offered(new: NewPlace) -> team_member::ActiveModel {
    team_member::ActiveModel {
        problem_id: Set(new.problem_id),
        member_id: Set(new.member_id),
        status: Set(TeamMemberStatus::Invited),
        role: Set(new.role),
        alternate_of: Set(new.alternate_of),
        score: Set(new.score),
        contributions: Set(new.contributions),
        concepts: Set(new.concepts),
        reason: Set(None),
        invited_at: Set(new.invited_at),
        expires_at: Set(new.expires_at),
        answered_at: Set(None),
        declares_conflict: Set(false),
        ..Default::default()
    }
}

/// Offers a place once more to somebody who has given it up; `Duplicate` when they have it.
pub async fn ask_again(db: &impl Connection, id: i64, new: NewPlace) -> Result<()> {
    let asked = team_member::Entity::update_many()
        .set(offered(new))
        .filter(team_member::Column::Id.eq(id))
        .filter(team_member::Column::Status.is_not_in(OPEN))
        .exec(db)
        .await?;
    if asked.rows_affected == 0 {
        return Err(StoreError::Duplicate("team_member".to_owned()));
    }
    Ok(())
}

/// Records an answer to an open invitation; `false` when it has had one.
pub async fn answer(
    db: &impl Connection,
    id: i64,
    (status, reason): (TeamMemberStatus, Option<String>),
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = team_member::Entity::update_many()
        .col_expr(team_member::Column::Status, Expr::value(status))
        .col_expr(team_member::Column::Reason, Expr::value(reason))
        .col_expr(team_member::Column::AnsweredAt, Expr::value(Some(now)))
        .filter(team_member::Column::Id.eq(id))
        .filter(team_member::Column::Status.eq(TeamMemberStatus::Invited))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Keeps that somebody has declined since their own interests are touched.
pub async fn declare_conflict(db: &impl Connection, id: i64) -> Result<()> {
    team_member::Entity::update_many()
        .col_expr(team_member::Column::DeclaresConflict, Expr::value(true))
        .filter(team_member::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends an open place for a reason.
pub async fn remove(
    db: &impl Connection,
    id: i64,
    reason: String,
    now: DateTime<Utc>,
) -> Result<()> {
    let removed = TeamMemberStatus::Removed;
    team_member::Entity::update_many()
        .col_expr(team_member::Column::Status, Expr::value(removed))
        .col_expr(team_member::Column::Reason, Expr::value(Some(reason)))
        .col_expr(team_member::Column::AnsweredAt, Expr::value(Some(now)))
        .filter(team_member::Column::Id.eq(id))
        .filter(team_member::Column::Status.is_in(OPEN))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends every open invitation to a problem; answers with the ids of the places.
pub async fn cancel_open(
    db: &impl Connection,
    problem_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<i64>> {
    let open = Condition::all()
        .add(team_member::Column::ProblemId.eq(problem_id))
        .add(team_member::Column::Status.eq(TeamMemberStatus::Invited));
    let ids = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::Id)
        .filter(open.clone())
        .order_by_asc(team_member::Column::Id);
    let ids: Vec<i64> = ids.into_tuple().all(db).await?;
    if ids.is_empty() {
        return Ok(ids);
    }
    let cancelled = TeamMemberStatus::Cancelled;
    team_member::Entity::update_many()
        .col_expr(team_member::Column::Status, Expr::value(cancelled))
        .col_expr(team_member::Column::AnsweredAt, Expr::value(Some(now)))
        .filter(open)
        .exec(db)
        .await?;
    Ok(ids)
}

/// Gives somebody another role in the team.
pub async fn give_role(db: &impl Connection, id: i64, role: TeamRole) -> Result<()> {
    team_member::Entity::update_many()
        .col_expr(team_member::Column::Role, Expr::value(role))
        .filter(team_member::Column::Id.eq(id))
        .exec(db)
        .await?;
    Ok(())
}

/// The problems whose team a member is on or asked to.
pub(super) fn problems_of(member_id: i64) -> SelectStatement {
    team_member::Entity::find()
        .select_only()
        .column(team_member::Column::ProblemId)
        .filter(team_member::Column::MemberId.eq(member_id))
        .filter(team_member::Column::Status.is_in(OPEN))
        .into_query()
}

fn going_on() -> SelectStatement {
    problem::Entity::find()
        .select_only()
        .column(problem::Column::Id)
        .filter(problem::Column::Status.is_not_in(OVER))
        .into_query()
}
