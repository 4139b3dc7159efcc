//! Proposing, editing, applying, discarding and undoing assignment rounds.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::round_input::{AssignmentRoundPinInput, AssignmentRoundProposeInput};
use crate::{
    desks::{
        close, computing, edit,
        revert::{self, Reverted},
        round::{self, Proposed},
    },
    graphql::{
        enums::{DeskCode, RevertConflictKind},
        error::{UserError, outcome},
        guard::{app, viewer},
        id::Kind,
        objects::{AssignmentRound, Member, RoundReport, Seat},
    },
    reference::Reference,
};

/// Proposing, editing, applying, discarding and undoing assignment rounds.
#[derive(Default)]
pub struct RoundsMutation;

/// A proposed round and what it would do.
#[derive(SimpleObject)]
pub struct AssignmentRoundProposePayload {
    /// The stored round; null for a dry run, when no seating exists, and with errors.
    round: Option<AssignmentRound>,
    /// What it would do; null with `wait: false` and with errors.
    report: Option<RoundReport>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// An edited round and what it would do now.
#[derive(SimpleObject)]
pub struct AssignmentRoundPinPayload {
    /// The round at its new version, or another one that is COMPUTING with `wait: false`; null, and
    /// the round as it was, when no seating exists and with errors.
    round: Option<AssignmentRound>,
    /// What it would do; null with `wait: false` and with errors.
    report: Option<RoundReport>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Which round to apply, discard or cancel.
#[derive(InputObject)]
pub struct AssignmentRoundInput {
    /// The round.
    id: ID,
    /// The version that the caller has seen.
    expected_version: i64,
}

impl AssignmentRoundInput {
    /// The round's row and the version that it should have.
    pub fn expected(&self) -> (i64, i64) {
        let row = Kind::AssignmentRound.row(&self.id).unwrap_or_default();
        (row, self.expected_version)
    }
}

/// Which round to undo.
#[derive(InputObject)]
pub struct AssignmentRoundRevertInput {
    /// The round.
    id: ID,
    /// The version that the caller has seen.
    expected_version: i64,
    /// Only say what would happen.
    #[graphql(default)]
    dry_run: bool,
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

/// What undoing a round does; the same for a dry run as for the real one.
#[derive(SimpleObject)]
pub struct AssignmentRoundRevertPayload {
    /// The round; null for a dry run and with errors.
    round: Option<AssignmentRound>,
    /// Seats of the round that end.
    ended: Vec<Seat>,
    /// Seats that the round took away and that come back.
    restored: Vec<Seat>,
    /// Seats that were changed since and stay as they are.
    conflicts: Vec<RevertConflict>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// A seat that was changed since its round was applied.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct RevertConflict {
    #[graphql(skip)]
    member_id: i64,
    /// The desk; null only if this version of the service does not know it.
    desk: Option<DeskCode>,
    /// What has happened to the seat.
    kind: RevertConflictKind,
    /// The same in a sentence, in English.
    message: &'static str,
    /// The same in a sentence, in Persian (فارسی).
    message_fa: &'static str,
}

#[async_graphql::ComplexObject]
impl RevertConflict {
    /// Whose seat; null only if they no longer exist.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        Member::with_id(ctx, self.member_id).await
    }
}

#[Object]
impl RoundsMutation {
    /// Computes the best seating of the candidates; nothing changes until it is applied (پیشنهاد
    /// دور تخصیص).
    async fn assignment_round_propose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the round keeps to.")] input: AssignmentRoundProposeInput,
    ) -> Result<AssignmentRoundProposePayload> {
        let (app, viewer) = (app(ctx)?, viewer(ctx)?);
        let ask = input.ask(&app.reference());
        let proposed = if ask.wait {
            round::propose(app, viewer, ask).await
        } else {
            computing::begin(app, viewer, ask)
                .await
                .map(Proposed::begun)
        };
        let (proposed, user_errors) = outcome(proposed)?;
        let (round, report) = proposed.map(|done| (done.round, done.report)).unzip();
        Ok(AssignmentRoundProposePayload {
            round: round.flatten().map(AssignmentRound),
            report: report.flatten().map(RoundReport),
            user_errors,
        })
    }

    /// Pins and bans seats of a proposed round and computes the others anew around them, from the
    /// same candidates and scores (ویرایش دور تخصیص).
    async fn assignment_round_pin(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which round and which seats.")] input: AssignmentRoundPinInput,
    ) -> Result<AssignmentRoundPinPayload> {
        let row = Kind::AssignmentRound.row(&input.id).unwrap_or_default();
        let expected = (row, input.expected_version);
        let (app, viewer) = (app(ctx)?, viewer(ctx)?);
        let pinned = if input.wait {
            edit::pin(app, viewer, expected, input.edit()).await
        } else {
            computing::begin_edited(app, viewer, expected, input.edit())
                .await
                .map(Proposed::begun)
        };
        let (pinned, user_errors) = outcome(pinned)?;
        let (round, report) = pinned.map(|done| (done.round, done.report)).unzip();
        Ok(AssignmentRoundPinPayload {
            round: round.flatten().map(AssignmentRound),
            report: report.flatten().map(RoundReport),
            user_errors,
        })
    }

    /// Seats people as a proposed round says (اعمال دور تخصیص).
    async fn assignment_round_apply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which round.")] input: AssignmentRoundInput,
    ) -> Result<AssignmentRoundApplyPayload> {
        let row = Kind::AssignmentRound.row(&input.id).unwrap_or_default();
        let applied = close::apply(app(ctx)?, viewer(ctx)?, row, input.expected_version).await;
        let (round, user_errors) = outcome(applied)?;
        Ok(AssignmentRoundApplyPayload {
            round: round.map(AssignmentRound),
            user_errors,
        })
    }

    /// Puts a proposed round aside (کنار گذاشتن دور تخصیص).
    async fn assignment_round_discard(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which round.")] input: AssignmentRoundInput,
    ) -> Result<AssignmentRoundDiscardPayload> {
        let row = Kind::AssignmentRound.row(&input.id).unwrap_or_default();
        let discarded = close::discard(app(ctx)?, viewer(ctx)?, row, input.expected_version).await;
        let (round, user_errors) = outcome(discarded)?;
        Ok(AssignmentRoundDiscardPayload {
            round: round.map(AssignmentRound),
            user_errors,
        })
    }

    /// Undoes an applied round: the seats that it gave end, those that it took come back. What was
    /// changed since is named and stays as it is (برگرداندن دور تخصیص).
    async fn assignment_round_revert(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which round.")] input: AssignmentRoundRevertInput,
    ) -> Result<AssignmentRoundRevertPayload> {
        let app = app(ctx)?;
        let row = Kind::AssignmentRound.row(&input.id).unwrap_or_default();
        let expected = (row, input.expected_version);
        let reverted = revert::revert(app, viewer(ctx)?, expected, input.dry_run).await;
        let (reverted, user_errors) = outcome(reverted)?;
        Ok(payload(&app.reference(), reverted, user_errors))
    }
}

fn payload(
    reference: &Reference,
    reverted: Option<Reverted>,
    user_errors: Vec<UserError>,
) -> AssignmentRoundRevertPayload {
    let done = reverted.unwrap_or(Reverted {
        round: None,
        ended: Vec::new(),
        restored: Vec::new(),
        conflicts: Vec::new(),
    });
    let conflicts = done.conflicts.into_iter().map(|conflict| {
        let (message, message_fa) = conflict.kind.messages();
        RevertConflict {
            member_id: conflict.member_id,
            desk: reference.engine_desk(conflict.desk_id).map(DeskCode::from),
            kind: conflict.kind.into(),
            message,
            message_fa,
        }
    });
    AssignmentRoundRevertPayload {
        round: done.round.map(AssignmentRound),
        ended: done.ended.into_iter().map(Seat).collect(),
        restored: done.restored.into_iter().map(Seat).collect(),
        conflicts: conflicts.collect(),
        user_errors,
    }
}
