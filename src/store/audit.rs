//! The audit trail's rows: appended, read in order, never changed.

use chrono::{DateTime, Utc};
use entity::{account, audit_event};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, sea_query::Query,
};
use serde_json::Value as Json;

use super::{
    Connection, Result,
    filter::{self, Scalar, Tree},
    page::{self, KeyType, OrderKey, Page, Rows},
};

/// One test of an event.
#[derive(Clone, Debug)]
pub enum AuditTest {
    Kind(Scalar<String>),
    Subject(Scalar<String>),
    /// By the username of whoever did it.
    Actor(Scalar<String>),
    At(Scalar<DateTime<Utc>>),
}

/// Rows a statement.
const BATCH: usize = 200;

pub type AuditFilter = Tree<AuditTest>;

/// The hash of the newest event; `None` when the trail is empty.
pub async fn tip(db: &impl Connection) -> Result<Option<String>> {
    let tip = audit_event::Entity::find()
        .order_by_desc(audit_event::Column::Id)
        .limit(1)
        .one(db)
        .await?;
    Ok(tip.map(|event| event.hash))
}

/// Appends rows in their order.
pub async fn insert(db: &impl Connection, events: Vec<audit_event::Model>) -> Result<()> {
    let mut rows = events.into_iter().map(active).peekable();
    while rows.peek().is_some() {
        let batch: Vec<_> = rows.by_ref().take(BATCH).collect();
        audit_event::Entity::insert_many(batch).exec(db).await?;
    }
    Ok(())
}

fn active(event: audit_event::Model) -> audit_event::ActiveModel {
    audit_event::ActiveModel {
        at: Set(event.at),
        actor_id: Set(event.actor_id),
        kind: Set(event.kind),
        subject: Set(event.subject),
        subject_id: Set(event.subject_id),
        data: Set(event.data),
        previous_hash: Set(event.previous_hash),
        hash: Set(event.hash),
        ..Default::default()
    }
}

/// At most `limit` events after the one with id `after`, oldest first.
pub async fn after(
    db: &impl Connection,
    after: i64,
    limit: u64,
) -> Result<Vec<audit_event::Model>> {
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::Id.gt(after))
        .order_by_asc(audit_event::Column::Id)
        .limit(limit);
    Ok(events.all(db).await?)
}

/// The events of these kinds after the one with id `after`, oldest first, and last of all the
/// newest event of any kind, so that whoever follows need not pass the others again.
pub async fn of_kinds_after(
    db: &impl Connection,
    kinds: Vec<String>,
    after: i64,
) -> Result<Vec<audit_event::Model>> {
    let newest = audit_event::Entity::find()
        .select_only()
        .column_as(audit_event::Column::Id.max(), "id")
        .into_query();
    let wanted = Condition::any()
        .add(audit_event::Column::Kind.is_in(kinds))
        .add(audit_event::Column::Id.in_subquery(newest));
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::Id.gt(after))
        .filter(wanted)
        .order_by_asc(audit_event::Column::Id);
    Ok(events.all(db).await?)
}

/// The newest event of a kind about objects of one kind.
pub async fn last_of_kind(
    db: &impl Connection,
    subject: &str,
    kind: String,
) -> Result<Option<audit_event::Model>> {
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::Subject.eq(subject))
        .filter(audit_event::Column::Kind.eq(kind))
        .order_by_desc(audit_event::Column::Id);
    Ok(events.limit(1).one(db).await?)
}

/// The newest event of these kinds about one object.
pub async fn last_about(
    db: &impl Connection,
    (subject, subject_id): (&str, i64),
    kinds: Vec<String>,
) -> Result<Option<audit_event::Model>> {
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::Subject.eq(subject))
        .filter(audit_event::Column::SubjectId.eq(subject_id))
        .filter(audit_event::Column::Kind.is_in(kinds))
        .order_by_desc(audit_event::Column::Id);
    Ok(events.limit(1).one(db).await?)
}

/// The id of the newest event; 0 when the trail is empty.
pub async fn newest_id(db: &impl Connection) -> Result<i64> {
    let newest = audit_event::Entity::find()
        .select_only()
        .column(audit_event::Column::Id)
        .order_by_desc(audit_event::Column::Id)
        .limit(1);
    let id: Option<i64> = newest.into_tuple().one(db).await?;
    Ok(id.unwrap_or_default())
}

/// Every event about these objects of one kind, oldest first.
pub async fn about(
    db: &impl Connection,
    subject: &str,
    subject_ids: &[i64],
) -> Result<Vec<audit_event::Model>> {
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::Subject.eq(subject))
        .filter(audit_event::Column::SubjectId.is_in(subject_ids.iter().copied()))
        .order_by_asc(audit_event::Column::Id);
    Ok(events.all(db).await?)
}

/// The order of the trail: as it happened.
#[must_use]
pub fn order_keys() -> Vec<OrderKey<audit_event::Entity>> {
    vec![OrderKey {
        column: audit_event::Column::Id,
        key_type: KeyType::Integer,
        descending: false,
        read: |row| Json::from(row.id),
    }]
}

/// One page of the events that `filter` lets through.
pub async fn page(
    db: &impl Connection,
    filter: &AuditFilter,
    page: &Page,
) -> Result<Rows<audit_event::Model>> {
    let events = audit_event::Entity::find().filter(condition(filter));
    page::fetch(db, events, &order_keys(), page).await
}

/// How many events `filter` lets through.
pub async fn count(db: &impl Connection, filter: &AuditFilter) -> Result<u64> {
    let events = audit_event::Entity::find().filter(condition(filter));
    Ok(events.count(db).await?)
}

fn condition(filter: &AuditFilter) -> Condition {
    use audit_event::Column;
    filter.condition(&|test| match test {
        AuditTest::Kind(test) => filter::scalar(Column::Kind, test),
        AuditTest::Subject(test) => filter::scalar(Column::Subject, test),
        AuditTest::At(test) => filter::scalar(Column::At, test),
        AuditTest::Actor(test) => {
            let accounts = Query::select()
                .column(account::Column::Id)
                .from(account::Entity)
                .cond_where(filter::scalar(account::Column::Username, test))
                .to_owned();
            Condition::all().add(Column::ActorId.in_subquery(accounts))
        }
    })
}
