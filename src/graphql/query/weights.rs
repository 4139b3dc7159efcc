//! The engine's weights and their history.

use async_graphql::{Context, Object, Result};

use crate::{
    graphql::{
        connection::{Paged, Total, connection, page, stale_cursor},
        error::error,
        guard::{app, viewer},
        objects::{FeatureWeight, WeightsInForce, WeightsVersion, feature_weights},
    },
    problems::learning,
    store::{page::Cursor, weights::order_keys},
};

/// The engine's weights and their history.
#[derive(Default)]
pub struct WeightsQuery;

#[Object]
impl WeightsQuery {
    /// The weights that decide now, one a feature (وزن‌های جاری).
    async fn weights(&self, ctx: &Context<'_>) -> Result<Vec<FeatureWeight>> {
        let weights = learning::weights(app(ctx)?).await.map_err(error)?;
        Ok(feature_weights(&weights))
    }

    /// The version that decides now, with its weights (نسخهٔ جاری وزن‌ها).
    async fn weights_in_force(&self, ctx: &Context<'_>) -> Result<WeightsInForce> {
        let weights = learning::weights(app(ctx)?).await.map_err(error)?;
        Ok(WeightsInForce::from(&weights))
    }

    /// Proposed and published weights with their back-tests, newest first (پس‌آزمون‌ها).
    async fn backtests(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first 1 to 100 entries; 20 when neither is given.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Entries after this cursor.")] after: Option<String>,
        #[graphql(desc = "The last 1 to 100 entries.")] last: Option<i32>,
        #[graphql(desc = "Entries before this cursor.")] before: Option<String>,
    ) -> Result<Paged<WeightsVersion>> {
        let page = page(first, after.as_deref(), last, before.as_deref())?;
        let keys = order_keys();
        page.fits(&keys).map_err(|_| stale_cursor())?;
        let rows = learning::versions(app(ctx)?, viewer(ctx)?, &page)
            .await
            .map_err(error)?;
        Ok(connection(
            rows,
            Total::Weights,
            |row| Cursor::of(row, &keys),
            WeightsVersion,
        ))
    }
}
