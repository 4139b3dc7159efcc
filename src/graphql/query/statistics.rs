//! Figures.

use async_graphql::{Context, Object, Result};

use crate::{
    graphql::{
        error::error,
        filter::{ProblemFilter, problem_filter},
        guard::{app, viewer},
        objects::Statistics,
    },
    statistics,
};

/// Figures.
#[derive(Default)]
pub struct StatisticsQuery;

#[Object]
impl StatisticsQuery {
    /// Figures about problems and members (آمار). For coordinators, who see all of them, deputies
    /// and experts, and, in their public part, for the role FRONTEND. For all but coordinators
    /// groups under five are null, and so is another group where a sum would give them away; a
    /// list is empty where even that would tell too much.
    async fn statistics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these problems; for coordinators. Drafts count nowhere.")]
        filter: Option<ProblemFilter>,
    ) -> Result<Statistics> {
        let filter = match filter {
            Some(filter) => Some(problem_filter(ctx, Some(filter))?),
            None => None,
        };
        let figures = statistics::statistics(app(ctx)?, viewer(ctx)?, filter).await;
        Ok(Statistics::new(
            app(ctx)?.reference(),
            figures.map_err(error)?,
        ))
    }
}
