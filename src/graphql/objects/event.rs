//! Lines of the audit trail: as a problem's story, and as auditors read them.

use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use entity::{account, audit_event, problem};

use super::{Problem, ProblemComment, ProblemResolution};
use crate::{
    club::calendar,
    events,
    graphql::{
        enums::{EventKind, Role},
        error::error,
        guard::viewer,
        id,
        loaders::{AccountById, Loaders},
    },
    problems::timeline,
    store::{audit::order_keys, page::Cursor},
};

pub struct ProblemEvent {
    pub event: audit_event::Model,
    pub problem: problem::Model,
}

pub struct AuditEvent(pub audit_event::Model);

/// Something that happened to a problem (رویداد مسئله).
#[Object]
impl ProblemEvent {
    /// The place of this event, for `problemEvents(after)`; opaque.
    async fn cursor(&self) -> String {
        cursor(&self.event).encode()
    }

    /// When it happened, in UTC.
    async fn at(&self) -> DateTime<Utc> {
        self.event.at
    }

    /// When it happened, as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn at_jalali(&self) -> String {
        calendar::jalali_time(self.event.at)
    }

    /// What happened.
    async fn kind(&self) -> EventKind {
        kind(&self.event)
    }

    /// The problem as it is now.
    async fn problem(&self) -> Problem {
        Problem(self.problem.clone())
    }

    /// Why, for a rerouting, a reopening and a withdrawal; null otherwise.
    async fn reason(&self) -> Option<String> {
        timeline::details(&self.event).reason
    }

    /// The comment that was made; null for other kinds.
    async fn comment(&self, ctx: &Context<'_>) -> Result<Option<ProblemComment>> {
        match timeline::details(&self.event).comment_id {
            Some(id) => ProblemComment::with_id(ctx, self.problem.id, id).await,
            None => Ok(None),
        }
    }

    /// The answer that was given or rated, as it stands now; null for other kinds.
    async fn resolution(&self, ctx: &Context<'_>) -> Result<Option<ProblemResolution>> {
        match timeline::details(&self.event).resolution_id {
            Some(id) => ProblemResolution::with_id(ctx, self.problem.id, id).await,
            None => Ok(None),
        }
    }

    /// The role of whoever did it; null when the service did it by itself.
    async fn actor_role(&self, ctx: &Context<'_>) -> Result<Option<Role>> {
        Ok(actor(ctx, &self.event).await?.map(|row| row.role.into()))
    }

    /// The username of whoever did it; null when the service did it by itself, and for all
    /// viewers but coordinators.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        if !viewer(ctx)?.is_coordinator() {
            return Ok(None);
        }
        Ok(actor(ctx, &self.event).await?.map(|row| row.username))
    }
}

/// One line of the audit trail (رویداد).
#[Object]
impl AuditEvent {
    /// The place of this event in the trail; opaque.
    async fn cursor(&self) -> String {
        cursor(&self.0).encode()
    }

    /// The number of its row; later events have greater numbers, with gaps.
    async fn number(&self) -> i64 {
        self.0.id
    }

    /// When it happened, in UTC.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// When it happened, as Jalali date and time in Mashhad, such as `1405-09-01 12:30`.
    async fn at_jalali(&self) -> String {
        calendar::jalali_time(self.0.at)
    }

    /// What happened.
    async fn kind(&self) -> EventKind {
        kind(&self.0)
    }

    /// The role of whoever did it; null when the service or its operator did it.
    async fn actor_role(&self, ctx: &Context<'_>) -> Result<Option<Role>> {
        Ok(actor(ctx, &self.0).await?.map(|row| row.role.into()))
    }

    /// The username of whoever did it; null when the service or its operator did it.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(actor(ctx, &self.0).await?.map(|row| row.username))
    }

    /// The kind of object that it is about, such as `Problem` or `Account`.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// The global id of the object that it is about; null for accounts, weights and the club as a
    /// whole, which have none.
    async fn subject_id(&self) -> Option<ID> {
        id::of(&self.0.subject, self.0.subject_id)
    }

    /// The details, as the JSON text that the hash covers.
    async fn data(&self) -> &str {
        &self.0.data
    }

    /// The hash of the event before it, in hexadecimal; `genesis` for the first.
    async fn previous_hash(&self) -> &str {
        &self.0.previous_hash
    }

    /// SHA-256 over the event and the hash before it, in hexadecimal.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

/// The cursor of an event.
pub fn cursor(event: &audit_event::Model) -> Cursor {
    Cursor::of(event, &order_keys())
}

fn kind(event: &audit_event::Model) -> EventKind {
    events::EventKind::from_code(&event.kind).into()
}

async fn actor(ctx: &Context<'_>, event: &audit_event::Model) -> Result<Option<account::Model>> {
    match event.actor_id {
        Some(id) => account(ctx, id).await,
        None => Ok(None),
    }
}

/// The account with this row.
pub(super) async fn account(ctx: &Context<'_>, id: i64) -> Result<Option<account::Model>> {
    let account = ctx.data::<Loaders>()?.load_one(AccountById(id)).await;
    account.map_err(error)
}
