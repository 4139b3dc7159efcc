//! Counts and times over many problems and members, each one grouped statement.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    member::{self, MemberKind, MemberStanding, MemberTier},
    problem::{self, ProblemStatus, Urgency},
    routing::RoutingDecision,
    seat,
    team_member::{self, TeamMemberStatus},
};
use sea_orm::{
    AccessMode, ColumnTrait, Condition, DbBackend, EntityTrait, FromQueryResult, IsolationLevel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select, Statement, TransactionOptions,
    TransactionTrait,
    sea_query::{Expr, Func},
};

use super::{
    Connection, Result, Store, Transaction,
    problems::{OVER, ProblemFilter, condition},
};

/// Problems that have a desk, a status and an urgency in common.
#[derive(Clone, Debug, FromQueryResult)]
pub struct ProblemGroup {
    pub desk_id: Option<i64>,
    pub status: ProblemStatus,
    pub urgency: Urgency,
    pub problems: i64,
    /// Those of them whose answer was due before now.
    pub late: i64,
}

/// Members who have a kind, a tier and a standing in common.
#[derive(Clone, Debug, FromQueryResult)]
pub struct MemberGroup {
    pub kind: MemberKind,
    pub tier: MemberTier,
    pub standing: MemberStanding,
    pub members: i64,
}

/// Problems that a person decided after the engine.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DecisionGroup {
    /// What the engine had decided.
    pub decision: RoutingDecision,
    /// 1 where the person's last desk is the engine's.
    pub kept: i32,
    pub problems: i64,
}

/// How long something took, in seconds; by the nearest rank.
#[derive(Clone, Debug, Default, FromQueryResult)]
pub struct Spans {
    pub spans: Option<i64>,
    pub median: Option<f64>,
    pub ninth_decile: Option<f64>,
}

/// From where a time is taken to where.
#[derive(Clone, Copy)]
pub enum Span {
    /// From posting to the first decision by a person.
    Confirmation,
    /// From posting to the answer that stands.
    Resolution,
}

impl Store {
    /// A transaction that reads, so that several statements see the same moment.
    pub async fn snapshot(&self) -> Result<Transaction> {
        let postgres = self.reader().get_database_backend() == DbBackend::Postgres;
        let options = TransactionOptions {
            // SQLite's transactions are snapshots anyway.
            isolation_level: postgres.then_some(IsolationLevel::RepeatableRead),
            access_mode: postgres.then_some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        };
        Ok(self.reader().begin_with_options(options).await?)
    }
}

/// Submitted problems by desk, status and urgency.
pub async fn problems(
    db: &impl Connection,
    filter: &ProblemFilter,
    now: DateTime<Utc>,
) -> Result<Vec<ProblemGroup>> {
    use problem::Column;
    let late = Expr::case(ColumnTrait::lt(&Column::DueAt, now), 1).finally(0);
    let rows = submitted(filter)
        .select_only()
        .columns([Column::DeskId, Column::Status, Column::Urgency])
        .column_as(Column::Id.count(), "problems")
        .column_as(Expr::from(Func::sum(late)), "late")
        .group_by(Column::DeskId)
        .group_by(Column::Status)
        .group_by(Column::Urgency);
    Ok(rows.into_model().all(db).await?)
}

/// Submitted problems by the unit that reports them.
pub async fn problems_by_unit(
    db: &impl Connection,
    filter: &ProblemFilter,
) -> Result<Vec<(i64, i64)>> {
    let rows = submitted(filter)
        .select_only()
        .column(problem::Column::OrgUnitId)
        .column_as(problem::Column::Id.count(), "problems")
        .group_by(problem::Column::OrgUnitId);
    Ok(rows.into_tuple().all(db).await?)
}

/// Submitted problems by the day on which they were posted, in the club's time zone.
pub async fn problems_by_day(
    db: &impl Connection,
    filter: &ProblemFilter,
) -> Result<Vec<(NaiveDate, i64)>> {
    let day = match db.get_database_backend() {
        DbBackend::Postgres => {
            "CAST((posted_at AT TIME ZONE 'UTC') + INTERVAL '210 minutes' AS DATE)"
        }
        _ => "date(posted_at, '+210 minutes')",
    };
    let rows = submitted(filter)
        .select_only()
        .column_as(Expr::cust(day), "posting_day")
        .column_as(problem::Column::Id.count(), "problems")
        .group_by(Expr::cust("posting_day"))
        .order_by_asc(Expr::cust("posting_day"));
    Ok(rows.into_tuple().all(db).await?)
}

/// How long submitted problems took to get somewhere.
pub async fn spans(db: &impl Connection, filter: &ProblemFilter, span: Span) -> Result<Spans> {
    let ends = match span {
        Span::Confirmation => {
            "SELECT problem_id, min(decided_at) AS at FROM routing
             WHERE source = 'COORDINATOR' GROUP BY problem_id"
        }
        Span::Resolution => {
            "SELECT problem_id, resolved_at AS at FROM problem_resolution WHERE reopened_at IS NULL"
        }
    };
    let seconds = match db.get_database_backend() {
        DbBackend::Postgres => {
            "CAST(EXTRACT(EPOCH FROM (ends.at - chosen.posted_at)) AS DOUBLE PRECISION)"
        }
        _ => "(julianday(ends.at) - julianday(chosen.posted_at)) * 86400.0",
    };
    let sql = format!(
        "ends AS ({ends}),
         spans AS (SELECT {seconds} AS seconds FROM chosen JOIN ends ON ends.problem_id = chosen.id),
         ranked AS (SELECT seconds, row_number() OVER (ORDER BY seconds) AS place,
                           count(*) OVER () AS spans FROM spans)
         SELECT max(spans) AS spans,
                min(CASE WHEN place * 2 >= spans THEN seconds END) AS median,
                min(CASE WHEN place * 10 >= spans * 9 THEN seconds END) AS ninth_decile
         FROM ranked"
    );
    let found = Spans::find_by_statement(over(db, filter, &sql))
        .one(db)
        .await?;
    Ok(found.unwrap_or_default())
}

/// Submitted problems that a person decided, by what the engine had decided.
pub async fn decisions(db: &impl Connection, filter: &ProblemFilter) -> Result<Vec<DecisionGroup>> {
    let sql = "latest AS (SELECT problem_id, source, max(id) AS id FROM routing
                          GROUP BY problem_id, source)
         SELECT engine.decision AS decision,
                CASE WHEN engine.desk_id = person.desk_id THEN 1 ELSE 0 END AS kept,
                count(*) AS problems
         FROM chosen
         JOIN latest AS first ON first.problem_id = chosen.id AND first.source = 'ENGINE'
         JOIN latest AS last ON last.problem_id = chosen.id AND last.source = 'COORDINATOR'
         JOIN routing AS engine ON engine.id = first.id
         JOIN routing AS person ON person.id = last.id
         GROUP BY 1, 2";
    Ok(DecisionGroup::find_by_statement(over(db, filter, sql))
        .all(db)
        .await?)
}

/// How many people work on a desk's open problems or are asked to, by desk id.
pub async fn places_by_desk(
    db: &impl Connection,
    filter: &ProblemFilter,
) -> Result<HashMap<i64, i64>> {
    let open = [TeamMemberStatus::Invited, TeamMemberStatus::Accepted];
    let rows = team_member::Entity::find()
        .select_only()
        .column(problem::Column::DeskId)
        .column_as(team_member::Column::Id.count(), "places")
        .inner_join(problem::Entity)
        .filter(condition(filter))
        .filter(problem::Column::DeskId.is_not_null())
        .filter(problem::Column::Status.is_not_in(OVER))
        .filter(team_member::Column::Status.is_in(open))
        .group_by(problem::Column::DeskId);
    let rows: Vec<(i64, i64)> = rows.into_tuple().all(db).await?;
    Ok(rows.into_iter().collect())
}

/// How many seats are held at each desk, by desk id.
pub async fn seats_by_desk(db: &impl Connection) -> Result<HashMap<i64, i64>> {
    let rows = seat::Entity::find()
        .select_only()
        .column(seat::Column::DeskId)
        .column_as(seat::Column::Id.count(), "seats")
        .filter(seat::Column::Until.is_null())
        .group_by(seat::Column::DeskId);
    let rows: Vec<(i64, i64)> = rows.into_tuple().all(db).await?;
    Ok(rows.into_iter().collect())
}

/// Members by kind, tier and standing.
pub async fn members(db: &impl Connection) -> Result<Vec<MemberGroup>> {
    use member::Column;
    let rows = member::Entity::find()
        .select_only()
        .columns([Column::Kind, Column::Tier, Column::Standing])
        .column_as(Column::Id.count(), "members")
        .group_by(Column::Kind)
        .group_by(Column::Tier)
        .group_by(Column::Standing);
    Ok(rows.into_model().all(db).await?)
}

/// The problems that the filter lets through and that were submitted: drafts are due never.
fn submitted(filter: &ProblemFilter) -> Select<problem::Entity> {
    let submitted = Condition::all().add(problem::Column::DueAt.is_not_null());
    problem::Entity::find().filter(submitted.add(condition(filter)))
}

/// A statement over `chosen`: the ids and times of the submitted problems.
fn over(db: &impl Connection, filter: &ProblemFilter, rest: &str) -> Statement {
    let backend = db.get_database_backend();
    let chosen = submitted(filter)
        .select_only()
        .columns([problem::Column::Id, problem::Column::PostedAt])
        .build(backend);
    Statement {
        sql: format!("WITH chosen AS ({}), {rest}", chosen.sql),
        ..chosen
    }
}
