//! Proposing and publishing the engine's weights.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};

use crate::{
    graphql::{
        error::{UserError, outcome},
        guard::{app, viewer},
        objects::{BackTest, FeatureWeight, WeightsInForce, WeightsVersion, feature_weights},
    },
    problems::learning,
};

/// Proposing and publishing the engine's weights.
#[derive(Default)]
pub struct WeightsMutation;

/// How to propose weights.
#[derive(InputObject)]
pub struct WeightsProposeInput {
    /// Only say what they would be and do.
    #[graphql(default)]
    dry_run: bool,
}

/// Proposed weights, or why there are none.
#[derive(SimpleObject)]
pub struct WeightsProposePayload {
    /// The stored version; null for a dry run and with errors.
    weights: Option<WeightsVersion>,
    /// One weight a feature; null with errors.
    features: Option<Vec<FeatureWeight>>,
    /// What they would have done to the problems decided so far; null with errors.
    back_test: Option<BackTest>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Which weights to put in force.
#[derive(InputObject)]
pub struct WeightsPublishInput {
    /// A proposed version, or an earlier one to go back to; 1 is built in.
    version: i64,
}

/// The weights in force, or what is wrong.
#[derive(SimpleObject)]
pub struct WeightsPublishPayload {
    /// The published version; null with errors, and for version 1, which is built in and was
    /// never proposed.
    weights: Option<WeightsVersion>,
    /// The weights that decide from now on; null with errors.
    in_force: Option<WeightsInForce>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl WeightsMutation {
    /// Fits the engine's weights to the coordinators' decisions, at least 30 of them, and
    /// back-tests them; nothing changes until they are published (پیشنهاد وزن‌ها).
    async fn weights_propose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How to propose.")] input: WeightsProposeInput,
    ) -> Result<WeightsProposePayload> {
        let proposed = learning::propose(app(ctx)?, viewer(ctx)?, input.dry_run).await;
        let (proposed, user_errors) = outcome(proposed)?;
        let Some(proposed) = proposed else {
            return Ok(WeightsProposePayload {
                weights: None,
                features: None,
                back_test: None,
                user_errors,
            });
        };
        Ok(WeightsProposePayload {
            weights: proposed.stored.map(WeightsVersion),
            features: Some(feature_weights(&proposed.proposal.weights)),
            back_test: Some(proposed.proposal.back_test.into()),
            user_errors,
        })
    }

    /// Puts weights in force for every routing from now on: proposed ones, or again ones that
    /// were in force before, of which version 1 is built in (انتشار وزن‌ها).
    async fn weights_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which weights.")] input: WeightsPublishInput,
    ) -> Result<WeightsPublishPayload> {
        let published = learning::publish(app(ctx)?, viewer(ctx)?, input.version).await;
        let (published, user_errors) = outcome(published)?;
        let in_force = published
            .as_ref()
            .map(|published| WeightsInForce::from(&published.weights));
        Ok(WeightsPublishPayload {
            weights: published
                .and_then(|published| published.stored)
                .map(WeightsVersion),
            in_force,
            user_errors,
        })
    }
}
