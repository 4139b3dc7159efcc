//! The audit trail's rows: appended, read in order, never changed.

use entity::audit_event;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::{Connection, Result};

/// Any number serves, so long as every writer of the chain takes the same one.
const CHAIN_LOCK: &str = "SELECT pg_advisory_xact_lock(7205759403)";

/// The hash of the newest event, after making sure that no one else can append until this
/// transaction ends. `None` when the trail is empty.
pub async fn lock_tip(db: &impl Connection) -> Result<Option<String>> {
    // SQLite's write transaction is already alone.
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(CHAIN_LOCK).await?;
    }
    let tip = audit_event::Entity::find()
        .order_by_desc(audit_event::Column::Id)
        .limit(1)
        .one(db)
        .await?;
    Ok(tip.map(|event| event.hash))
}

/// Appends one row.
pub async fn insert(db: &impl Connection, event: audit_event::Model) -> Result<()> {
    let row = audit_event::ActiveModel {
        at: Set(event.at),
        actor_id: Set(event.actor_id),
        kind: Set(event.kind),
        subject: Set(event.subject),
        subject_id: Set(event.subject_id),
        data: Set(event.data),
        previous_hash: Set(event.previous_hash),
        hash: Set(event.hash),
        ..Default::default()
    };
    audit_event::Entity::insert(row).exec(db).await?;
    Ok(())
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
