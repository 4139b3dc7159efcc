//! Members, units and the vocabulary.

use async_graphql::{Context, ID, Object, Result};

use crate::{
    club::{
        find::{self, MemberQuery},
        search::{self, Search},
    },
    fault::Fault,
    graphql::{
        connection::{Paged, Total, connection, page, ranked, slice, stale_cursor},
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

/// What cursors of lists in memory are known by.
const ORG_UNITS: &str = "org_unit";
const CONCEPTS: &str = "concept";

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
            desc = "A membership number, a name, a concept or words of somebody's expertise or field; \
                    names with up to two typing errors come last. At most 500 hits; an empty text \
                    is no search."
        )]
        search: Option<String>,
        #[graphql(desc = "The first 1 to 100 entries; 20 when neither is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last 1 to 100 entries.")] last: Option<i32>,
        #[graphql(desc = "Entries before this cursor.")] before: Option<String>,
    ) -> Result<Paged<Member>> {
        let page = page(first, after.as_deref(), last, before.as_deref())?;
        let query = MemberQuery {
            filter: member_filter(ctx, filter)?,
            order: member_order(order_by),
        };
        let query = query.seen_by(viewer(ctx)?).map_err(error)?;
        match search.as_deref().and_then(Search::parse) {
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
        let page = page(first, after.as_deref(), last, before.as_deref())?;
        let reference = app(ctx)?.reference();
        let rows = slice(reference.org_units(), &page, ORG_UNITS)?;
        let total = Total::Known(reference.org_units().len());
        Ok(connection(
            rows,
            total,
            |(at, _)| Cursor::position(ORG_UNITS, *at),
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
        let page = page(first, after.as_deref(), last, before.as_deref())?;
        let reference = app(ctx)?.reference();
        let desk = desk.map(matching::Desk::from);
        let concepts = find::concepts(&reference, desk, search.as_deref());
        let rows = slice(&concepts, &page, CONCEPTS)?;
        let total = Total::Known(concepts.len());
        Ok(connection(
            rows,
            total,
            |(at, _)| Cursor::position(CONCEPTS, *at),
            |(_, row)| Concept(row),
        ))
    }
}

async fn listed(ctx: &Context<'_>, query: MemberQuery, page: &Page) -> Result<Paged<Member>> {
    let keys = order_keys(&query.order);
    page.fits(&keys).map_err(|_| stale_cursor())?;
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
    search: &Search,
    page: &Page,
) -> Result<Paged<Member>> {
    let app = app(ctx)?;
    let ranks = search::ranked(app, query, search).await.map_err(error)?;
    let mark = search.mark();
    let rows = ranked(&ranks, page, &mark)?;
    let wanted: Vec<i64> = rows.rows.iter().map(|rank| rank.id).collect();
    let mut members = find::by_ids(app, &wanted).await.map_err(error)?;
    let rows = rows.filter_map(|rank| members.remove(&rank.id).map(|member| (rank, member)));
    let total = Total::Known(ranks.len());
    Ok(connection(
        rows,
        total,
        |(rank, _)| Cursor::ranked(&mark, *rank),
        |(_, row)| Member(row),
    ))
}
