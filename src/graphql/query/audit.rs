//! The audit trail, and the place at which it stands.

use async_graphql::{Context, Object, Result, SimpleObject};

use crate::{
    events::{Verdict, read},
    graphql::{
        connection::{Paged, Total, connection, page, stale_cursor},
        error::error,
        filter::{AuditEventFilter, audit_filter},
        guard::{app, viewer},
        objects::{AuditEvent, event_cursor},
    },
    problems::timeline,
    store::{audit::order_keys, page::Cursor},
};

/// The audit trail, and the place at which it stands.
#[derive(Default)]
pub struct AuditQuery;

/// What a walk over the whole trail found.
#[derive(SimpleObject)]
pub struct AuditVerification {
    /// Whether every event fits the one before it, and the one with the expected hash is there.
    intact: bool,
    /// How many events there are; null when one does not fit.
    events: Option<u64>,
    /// The number of the first event that does not fit; null when all do.
    first_bad_number: Option<i64>,
    /// The hash of the newest event, to be noted outside the service; null when the trail is not intact.
    newest_hash: Option<String>,
}

impl From<Verdict> for AuditVerification {
    fn from(verdict: Verdict) -> Self {
        let (events, first_bad_number, newest_hash) = match verdict {
            Verdict::Intact { events, newest } => (Some(events), None, Some(newest)),
            Verdict::Broken { first_bad_id } => (None, Some(first_bad_id), None),
            Verdict::CutOff { events } => (Some(events), None, None),
        };
        Self {
            intact: newest_hash.is_some(),
            events,
            first_bad_number,
            newest_hash,
        }
    }
}

#[Object]
impl AuditQuery {
    /// The audit trail in the order in which it happened (ردّ حسابرسی).
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which events.")] filter: Option<AuditEventFilter>,
        #[graphql(desc = "The first 1 to 100 entries; 20 when neither is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last 1 to 100 entries.")] last: Option<i32>,
        #[graphql(desc = "Entries before this cursor.")] before: Option<String>,
    ) -> Result<Paged<AuditEvent>> {
        let page = page(first, after.as_deref(), last, before.as_deref())?;
        let keys = order_keys();
        page.fits(&keys).map_err(|_| stale_cursor())?;
        let filter = audit_filter(filter)?;
        let rows = read::page(app(ctx)?, viewer(ctx)?, &filter, &page).await;
        Ok(connection(
            rows.map_err(error)?,
            Total::AuditEvents(filter),
            event_cursor,
            AuditEvent,
        ))
    }

    /// Walks over the whole trail and says whether it is intact (راستی‌آزمایی).
    async fn audit_verification(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "A newestHash noted earlier: its event must still be there, or the end was cut off."
        )]
        expect: Option<String>,
    ) -> Result<AuditVerification> {
        let verdict = read::verdict(app(ctx)?, viewer(ctx)?, expect.as_deref()).await;
        Ok(verdict.map_err(error)?.into())
    }

    /// The place of the newest event. A page that asks for it, then reads its problems, and then
    /// subscribes to `problemEvents` after it, misses nothing.
    async fn event_cursor(&self, ctx: &Context<'_>) -> Result<String> {
        let newest = timeline::newest_id(app(ctx)?, viewer(ctx)?).await;
        Ok(Cursor::row(newest.map_err(error)?, &order_keys()).encode())
    }
}
