//! Cancelling the computation of a round.

use async_graphql::{Context, Object, Result, SimpleObject};

use super::rounds::AssignmentRoundInput;
use crate::{
    desks::cancel,
    graphql::{
        error::{UserError, outcome},
        guard::{app, viewer},
        objects::AssignmentRound,
    },
};

/// Cancelling the computation of a round.
#[derive(Default)]
pub struct RoundCancelMutation;

/// The cancelled round, or what is wrong.
#[derive(SimpleObject)]
pub struct AssignmentRoundCancelPayload {
    /// The round; null with errors.
    round: Option<AssignmentRound>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl RoundCancelMutation {
    /// Ends the computation of a round that is COMPUTING, whoever began it and whichever process
    /// runs it; nothing that it has found is stored. A round that has ended meanwhile is a
    /// `CONFLICT` (لغو محاسبهٔ دور).
    async fn assignment_round_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which round.")] input: AssignmentRoundInput,
    ) -> Result<AssignmentRoundCancelPayload> {
        let cancelled = cancel::cancel(app(ctx)?, viewer(ctx)?, input.expected()).await;
        let (round, user_errors) = outcome(cancelled)?;
        Ok(AssignmentRoundCancelPayload {
            round: round.map(AssignmentRound),
            user_errors,
        })
    }
}
