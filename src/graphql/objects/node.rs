//! Relay's global object identification.

use async_graphql::{Context, ID, Interface, Result};

use super::{AssignmentRound, Concept, Desk, Member, OrgUnit, Problem};
use crate::{
    club, desks,
    fault::Fault,
    graphql::{
        error::error,
        guard::{app, viewer},
        id::{self, Kind},
    },
    problems,
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
        let (app, viewer) = (app(ctx)?, viewer(ctx)?);
        let (kind, row) = id::parse(id).ok_or_else(|| error(Fault::NotFound))?;
        let reference = app.reference();
        let found = match kind {
            Kind::AssignmentRound => {
                let round = desks::find::round(app, viewer, row).await.map_err(error)?;
                Some(AssignmentRound(round).into())
            }
            Kind::Concept => reference
                .concept(row)
                .cloned()
                .map(|row| Concept(row).into()),
            Kind::Desk => reference.desk(row).cloned().map(|row| Desk(row).into()),
            Kind::Member => {
                let member = club::find::member(app, viewer, row).await.map_err(error)?;
                Some(Member(member).into())
            }
            Kind::OrgUnit => reference
                .org_unit(row)
                .cloned()
                .map(|row| OrgUnit(row).into()),
            Kind::Problem => {
                let problem = problems::find::problem(app, viewer, row)
                    .await
                    .map_err(error)?;
                Some(Problem(problem).into())
            }
        };
        found.ok_or_else(|| error(Fault::NotFound))
    }
}
