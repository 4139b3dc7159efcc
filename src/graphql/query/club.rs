//! Members, units and the vocabulary.

use async_graphql::{Context, ID, Object, Result};

use crate::{
    club::find::{self, MemberQuery},
    fault::Fault,
    graphql::{
        connection::{PageArguments, Paged, Total, connection, slice, stale_cursor},
        enums::DeskCode,
        error::error,
        filter::{MemberFilter, MemberOrder, member_filter, member_order},
        guard::{app, viewer},
        id::Kind,
        objects::{Concept, Member, OrgUnit},
    },
    store::{
        members::order_keys,
        page::{Cursor, Page},
    },
};

/// Members, units and the vocabulary.
#[derive(Default)]
pub struct ClubQuery;

#[Object]
impl ClubQuery {
    /// Members of the club (اعضا). For coordinators, who see all, and for deputies and experts,
    /// who see planners in good standing, experts also themselves.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is an argument of the contract"
    )]
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which members.")] filter: Option<MemberFilter>,
        #[graphql(
            desc = "By name when left out; ignored with `search`, which orders by relevance."
        )]
        order_by: Option<Vec<MemberOrder>>,
        #[graphql(
            desc = "Names with up to two typing errors, then expertise and field; at most 500 hits."
        )]
        search: Option<String>,
        #[graphql(desc = "The first 1 to 100 entries; 20 when neither is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last 1 to 100 entries.")] last: Option<i32>,
        #[graphql(desc = "Entries before this cursor.")] before: Option<String>,
    ) -> Result<Paged<Member>> {
        let page = PageArguments {
            first,
            after,
            last,
            before,
        }
        .page()?;
        let query = MemberQuery {
            filter: member_filter(ctx, filter)?,
            order: member_order(order_by),
        };
        let query = query.seen_by(viewer(ctx)?).map_err(error)?;
        match search {
            Some(search) => found(ctx, &query, &search, &page).await,
            None => listed(ctx, query, &page).await,
        }
    }

    /// The member with this id (عضو); `NOT_FOUND` when there is none that the viewer may know of.
    async fn member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A member's global id.")] id: ID,
    ) -> Result<Option<Member>> {
        let row = Kind::Member
            .row(&id)
            .ok_or_else(|| error(Fault::NotFound))?;
        let member = find::member(app(ctx)?, viewer(ctx)?, row)
            .await
            .map_err(error)?;
        Ok(Some(Member(member)))
    }

    /// Organisational units by code (واحدهای سازمانی).
    async fn org_units(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first 1 to 100 entries; 20 when neither is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last 1 to 100 entries.")] last: Option<i32>,
        #[graphql(desc = "Entries before this cursor.")] before: Option<String>,
    ) -> Result<Paged<OrgUnit>> {
        let page = PageArguments {
            first,
            after,
            last,
            before,
        }
        .page()?;
        let reference = app(ctx)?.reference();
        let rows = slice(reference.org_units(), &page)?;
        let total = Total::Known(reference.org_units().len());
        Ok(connection(
            rows,
            total,
            |(at, _)| Cursor::position(*at),
            |(_, row)| OrgUnit(row),
        ))
    }

    /// The expertise vocabulary by code (مفاهیم).
    #[expect(
        clippy::too_many_arguments,
        reason = "each is an argument of the contract"
    )]
    async fn concepts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only concepts at home at this desk.")] desk: Option<DeskCode>,
        #[graphql(desc = "Only concepts with a term that contains this text.")] search: Option<
            String,
        >,
        #[graphql(desc = "The first 1 to 100 entries; 20 when neither is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last 1 to 100 entries.")] last: Option<i32>,
        #[graphql(desc = "Entries before this cursor.")] before: Option<String>,
    ) -> Result<Paged<Concept>> {
        let page = PageArguments {
            first,
            after,
            last,
            before,
        }
        .page()?;
        let reference = app(ctx)?.reference();
        let desk = desk.map(matching::Desk::from);
        let concepts = find::concepts(&reference, desk, search.as_deref());
        let rows = slice(&concepts, &page)?;
        let total = Total::Known(concepts.len());
        Ok(connection(
            rows,
            total,
            |(at, _)| Cursor::position(*at),
            |(_, row)| Concept(row),
        ))
    }
}

async fn listed(ctx: &Context<'_>, query: MemberQuery, page: &Page) -> Result<Paged<Member>> {
    let keys = order_keys(&query.order);
    for cursor in page.after.iter().chain(&page.before) {
        cursor.fits(&keys).map_err(|_| stale_cursor())?;
    }
    let rows = find::page(app(ctx)?, &query, page).await.map_err(error)?;
    Ok(connection(
        rows,
        Total::Members(query.filter),
        |row| Cursor::of(row, &keys),
        Member,
    ))
}

async fn found(
    ctx: &Context<'_>,
    query: &MemberQuery,
    search: &str,
    page: &Page,
) -> Result<Paged<Member>> {
    let app = app(ctx)?;
    let ids = find::ranked_ids(app, query, search).await.map_err(error)?;
    let rows = slice(&ids, page)?;
    let wanted: Vec<i64> = rows.rows.iter().map(|(_, id)| *id).collect();
    let mut members = find::by_ids(app, &wanted).await.map_err(error)?;
    let rows = rows.filter_map(|(at, id)| members.remove(&id).map(|member| (at, member)));
    let total = Total::Known(ids.len());
    Ok(connection(
        rows,
        total,
        |(at, _)| Cursor::position(*at),
        |(_, row)| Member(row),
    ))
}
