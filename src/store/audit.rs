//! The audit trail's rows: appended, read in order, never changed.

use entity::audit_event;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Connection, Result};

/// The hash of the newest event; `None` when the trail is empty.
pub async fn tip(db: &impl Connection) -> Result<Option<String>> {
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
