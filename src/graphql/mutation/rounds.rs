//! Proposing, applying and discarding assignment rounds.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use crate::{
    desks::{
        plan::{DeskLimits, RoundParameters, SeatsEach},
        round,
    },
    graphql::{
        enums::DeskCode,
        error::{UserError, outcome},
        guard::{Coordinator, app, viewer},
        id::Kind,
        objects::{AssignmentRound, RoundReport},
    },
    reference::Reference,
};

/// Proposing, applying and discarding assignment rounds.
#[derive(Default)]
pub struct RoundsMutation;

/// What a round keeps to; what is left out follows the desks' usual sizes.
#[derive(InputObject)]
pub struct AssignmentRoundProposeInput {
    /// Sizes of some desks; the others keep theirs.
    #[graphql(default)]
    desks: Vec<DeskLimitsInput>,
    /// Seats of each internal planner; one when left out.
    internal: Option<SeatsEachInput>,
    /// Seats of each external planner; none to two when left out.
    external: Option<SeatsEachInput>,
    /// Hundredths of a point for keeping somebody at their desk, 0 to 10,000.
    #[graphql(default, validator(minimum = 0, maximum = 10_000))]
    continuity: i32,
    /// Only say what would happen.
    #[graphql(default)]
    dry_run: bool,
}

/// How many people a desk takes.
#[derive(InputObject)]
pub struct DeskLimitsInput {
    /// Which desk.
    desk: DeskCode,
    /// The fewest seats, 0 to 1,000.
    #[graphql(validator(minimum = 0, maximum = 1000))]
    seats_min: u32,
    /// The most seats, 0 to 1,000.
    #[graphql(validator(minimum = 0, maximum = 1000))]
    seats_max: u32,
    /// The fewest external experts among them.
    #[graphql(validator(minimum = 0, maximum = 1000))]
    externals_min: u32,
}

/// How many seats a person takes.
#[derive(InputObject)]
pub struct SeatsEachInput {
    /// The fewest, 0 to 6.
    #[graphql(validator(minimum = 0, maximum = 6))]
    min: u32,
    /// The most, 0 to 6.
    #[graphql(validator(minimum = 0, maximum = 6))]
    max: u32,
}

/// A proposed round and what it would do.
#[derive(SimpleObject)]
pub struct AssignmentRoundProposePayload {
    /// The stored round; null for a dry run, when no seating exists, and with errors.
    round: Option<AssignmentRound>,
    /// What it would do; null with errors.
    report: Option<RoundReport>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Which round to apply or discard.
#[derive(InputObject)]
pub struct AssignmentRoundInput {
    /// The round.
    id: ID,
    /// The version that the caller has seen.
    expected_version: i64,
}

/// The applied round, or what is wrong.
#[derive(SimpleObject)]
pub struct AssignmentRoundApplyPayload {
    /// The round; null with errors.
    round: Option<AssignmentRound>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// The discarded round, or what is wrong.
#[derive(SimpleObject)]
pub struct AssignmentRoundDiscardPayload {
    /// The round; null with errors.
    round: Option<AssignmentRound>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl RoundsMutation {
    /// Computes the best seating of all active planners; nothing changes until it is applied
    /// (پیشنهاد دور تخصیص). For coordinators.
    #[graphql(guard = "Coordinator")]
    async fn assignment_round_propose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the round keeps to.")] input: AssignmentRoundProposeInput,
    ) -> Result<AssignmentRoundProposePayload> {
        let app = app(ctx)?;
        let dry_run = input.dry_run;
        let parameters = parameters(&app.reference(), input);
        let proposed = round::propose(app, viewer(ctx)?, parameters, dry_run).await;
        let (proposed, user_errors) = outcome(proposed)?;
        let report = proposed
            .as_ref()
            .map(|proposed| RoundReport::from(&proposed.plan));
        let round = proposed
            .and_then(|proposed| proposed.round)
            .map(AssignmentRound);
        Ok(AssignmentRoundProposePayload {
            round,
            report,
            user_errors,
        })
    }

    /// Seats people as a proposed round says (اعمال دور تخصیص). For coordinators.
    #[graphql(guard = "Coordinator")]
    async fn assignment_round_apply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which round.")] input: AssignmentRoundInput,
    ) -> Result<AssignmentRoundApplyPayload> {
        let row = Kind::AssignmentRound.row(&input.id).unwrap_or_default();
        let applied = round::apply(app(ctx)?, viewer(ctx)?, row, input.expected_version).await;
        let (round, user_errors) = outcome(applied)?;
        Ok(AssignmentRoundApplyPayload {
            round: round.map(AssignmentRound),
            user_errors,
        })
    }

    /// Puts a proposed round aside (کنار گذاشتن دور تخصیص). For coordinators.
    #[graphql(guard = "Coordinator")]
    async fn assignment_round_discard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which round.")] input: AssignmentRoundInput,
    ) -> Result<AssignmentRoundDiscardPayload> {
        let row = Kind::AssignmentRound.row(&input.id).unwrap_or_default();
        let discarded = round::discard(app(ctx)?, viewer(ctx)?, row, input.expected_version).await;
        let (round, user_errors) = outcome(discarded)?;
        Ok(AssignmentRoundDiscardPayload {
            round: round.map(AssignmentRound),
            user_errors,
        })
    }
}

fn parameters(reference: &Reference, input: AssignmentRoundProposeInput) -> RoundParameters {
    let mut parameters = round::usual_parameters(reference);
    for limits in input.desks {
        let desk = limits.desk.into();
        parameters.desks.retain(|usual| usual.desk != desk);
        parameters.desks.push(DeskLimits {
            desk,
            seats_min: limits.seats_min,
            seats_max: limits.seats_max,
            externals_min: limits.externals_min,
        });
    }
    let each = |seats: SeatsEachInput| SeatsEach {
        min: seats.min,
        max: seats.max,
    };
    parameters.internal = input.internal.map_or(parameters.internal, each);
    parameters.external = input.external.map_or(parameters.external, each);
    parameters.continuity = input.continuity;
    parameters
}
