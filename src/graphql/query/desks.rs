//! Desks and assignment rounds.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, Result};

use crate::{
    desks::{explain, find},
    fault::Fault,
    graphql::{
        connection::{PageArguments, Paged, Total, connection, stale_cursor},
        enums::DeskCode,
        error::error,
        guard::{app, viewer},
        id::Kind,
        objects::{AssignmentRound, Desk, SeatExplanation},
    },
    store::{page::Cursor, rounds::order_keys},
};

/// Desks and assignment rounds.
#[derive(Default)]
pub struct DesksQuery;

#[Object]
impl DesksQuery {
    /// The six specialist desks in their fixed order (میزها).
    async fn desks(&self, ctx: &Context<'_>) -> Result<Vec<Desk>> {
        Ok(app(ctx)?
            .reference()
            .desks()
            .iter()
            .cloned()
            .map(Desk)
            .collect())
    }

    /// One desk (میز); null only if this database lacks it.
    async fn desk(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which desk.")] code: DeskCode,
    ) -> Result<Option<Desk>> {
        match app(ctx)?.reference().desk_id(code.into()) {
            Some(id) => Desk::with_id(ctx, id),
            None => Ok(None),
        }
    }

    /// Assignment rounds, newest first (دورهای تخصیص).
    async fn assignment_rounds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first 1 to 100 entries; 20 when neither is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last 1 to 100 entries.")] last: Option<i32>,
        #[graphql(desc = "Entries before this cursor.")] before: Option<String>,
    ) -> Result<Paged<AssignmentRound>> {
        let page = PageArguments {
            first,
            after,
            last,
            before,
        }
        .page()?;
        let keys = order_keys();
        for cursor in page.after.iter().chain(&page.before) {
            cursor.fits(&keys).map_err(|_| stale_cursor())?;
        }
        let rows = find::rounds(app(ctx)?, viewer(ctx)?, &page)
            .await
            .map_err(error)?;
        Ok(connection(
            rows,
            Total::Rounds,
            |row| Cursor::of(row, &keys),
            AssignmentRound,
        ))
    }

    /// One assignment round (دور تخصیص); `NOT_FOUND` when there is none.
    async fn assignment_round(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A round's global id.")] id: ID,
    ) -> Result<Option<AssignmentRound>> {
        let row = Kind::AssignmentRound
            .row(&id)
            .ok_or_else(|| error(Fault::NotFound))?;
        let round = find::round(app(ctx)?, viewer(ctx)?, row)
            .await
            .map_err(error)?;
        Ok(Some(AssignmentRound(round)))
    }

    /// Why somebody is, or is not, at a desk, and what would have to change (چرا من، چرا من نه).
    /// Coordinators ask about anybody, experts about themselves in rounds that are in force;
    /// `NOT_FOUND` otherwise.
    async fn seat_explanation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A round's global id; the newest applied round when left out.")]
        round: Option<ID>,
        #[graphql(desc = "The member's global id.")] member: ID,
        #[graphql(desc = "Which desk.")] desk: DeskCode,
    ) -> Result<SeatExplanation> {
        let round = round.map(|id| Kind::AssignmentRound.row(&id).unwrap_or_default());
        let member = Kind::Member.row(&member).unwrap_or_default();
        let explained = explain::explain(app(ctx)?, viewer(ctx)?, (round, member), desk.into());
        Ok(SeatExplanation(Arc::new(explained.await.map_err(error)?)))
    }
}
