//! Relay's global object identification.

use async_graphql::{Context, ID, Interface, Result};

use super::{AssignmentRound, Concept, Desk, Member, OrgUnit, Problem};
use crate::{
    fault::Fault,
    graphql::{
        error::error,
        guard::{app, viewer},
        id::{self, Kind},
        loaders::{Loaders, MemberById, RoundById},
    },
};

/// An object with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
pub enum Node {
    AssignmentRound(AssignmentRound),
    Concept(Concept),
    Desk(Desk),
    Member(Member),
    OrgUnit(OrgUnit),
    Problem(Problem),
}

impl Node {
    /// The object that `id` names, if the viewer may know of it; `NOT_FOUND` otherwise.
    pub async fn fetch(ctx: &Context<'_>, id: &ID) -> Result<Self> {
        let (kind, row) = id::parse(id).ok_or_else(|| error(Fault::NotFound))?;
        let reference = app(ctx)?.reference();
        let found = match kind {
            Kind::AssignmentRound => round(ctx, row).await?,
            Kind::Concept => reference
                .concept(row)
                .cloned()
                .map(|row| Concept(row).into()),
            Kind::Desk => reference.desk(row).cloned().map(|row| Desk(row).into()),
            Kind::Member => member(ctx, row).await?,
            Kind::OrgUnit => reference
                .org_unit(row)
                .cloned()
                .map(|row| OrgUnit(row).into()),
            Kind::Problem => problem(ctx, row).await?,
        };
        found.ok_or_else(|| error(Fault::NotFound))
    }
}

async fn round(ctx: &Context<'_>, row: i64) -> Result<Option<Node>> {
    // To anybody else no round exists.
    if !viewer(ctx)?.is_coordinator() {
        return Ok(None);
    }
    let loaders = ctx.data::<Loaders>()?;
    let found = loaders.load_one(RoundById(row)).await.map_err(error)?;
    Ok(found.map(|round| AssignmentRound(round).into()))
}

async fn member(ctx: &Context<'_>, row: i64) -> Result<Option<Node>> {
    let loaders = ctx.data::<Loaders>()?;
    let found = loaders.load_one(MemberById(row)).await.map_err(error)?;
    let viewer = viewer(ctx)?;
    let found = found.filter(|member| viewer.may_see_member(member));
    Ok(found.map(|member| Member(member).into()))
}

async fn problem(ctx: &Context<'_>, row: i64) -> Result<Option<Node>> {
    Ok(Problem::if_known(ctx, row).await?.map(Node::from))
}
