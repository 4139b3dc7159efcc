//! What experts are asked to do.

use async_graphql::{Context, Object, Result};

use crate::{
    graphql::{
        enums::TeamMemberStatus,
        error::error,
        guard::{app, viewer},
        objects::TeamMember,
    },
    teams::find,
};

/// What experts are asked to do.
#[derive(Default)]
pub struct TeamsQuery;

#[Object]
impl TeamsQuery {
    /// The viewer's own invitations, the newest first (دعوت‌ها).
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that stand so; all when left out.")] status: Option<
            TeamMemberStatus,
        >,
    ) -> Result<Vec<TeamMember>> {
        let status = status.map(Into::into);
        let places = find::invitations(app(ctx)?, viewer(ctx)?, status).await;
        Ok(places.map_err(error)?.into_iter().map(TeamMember).collect())
    }
}
