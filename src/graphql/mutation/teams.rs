//! Asking experts to work on a problem, and their answers.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::round_input::member_row;
use crate::{
    graphql::{
        error::{UserError, outcome},
        guard::{app, viewer},
        id::Kind,
        objects::{Concept, Problem, TeamMember, TeamOffer},
    },
    teams::{
        answer::{self, Answer},
        invite::{self, Invite},
        remove::{self, Remove},
    },
};

/// Asking experts to work on a problem, and their answers.
#[derive(Default)]
pub struct TeamsMutation;

/// Which problem needs people.
#[derive(InputObject)]
pub struct ExpertsInviteInput {
    /// The problem; at a desk, with a team that lacks something or without one.
    problem: ID,
    /// The version that the caller has seen.
    expected_version: i64,
    /// Whom to ask, 1 to 12 members, such as `expertFinder` names; null for the smallest team that
    /// knows what is needed. Whoever has declined or left may be asked once more; whoever may not be
    /// asked (`IneligibilityReason`) is refused at their place in the list, such as `members.2`.
    members: Option<Vec<ID>>,
    /// Only say who would be asked.
    #[graphql(default)]
    dry_run: bool,
    /// Makes a repeated call within 24 hours ask nobody again and answer as the first did, with the
    /// problem as it is then; 1 to 100 characters, the caller's own. The same key with another input
    /// is a `CONFLICT`. Means nothing with `dryRun`.
    idempotency_key: Option<String>,
}

/// The team that is asked; the same for a dry run as for the real one.
#[derive(SimpleObject)]
pub struct ExpertsInvitePayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// The smallest team that knows what the problem needs, or those who were named, best first,
    /// with an alternate each.
    team: Vec<TeamOffer>,
    /// Concepts of the vocabulary that the problem needs, at most 12 (نیازها).
    needed: Vec<Concept>,
    /// Needed concepts that nobody who may be asked knows (نیازهای بی‌پاسخ).
    uncovered: Vec<Concept>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// An answer to an invitation.
#[derive(InputObject)]
pub struct InvitationAnswerInput {
    /// The problem that somebody is asked to work on.
    problem: ID,
    /// Who answers; for coordinators, who record what somebody has told them (پاسخ به نیابت). Null
    /// for the viewer.
    member: Option<ID>,
    /// Yes or no.
    accept: bool,
    /// Why not, in at most 1,000 characters; for coordinators and the member alone (دلیل).
    reason: Option<String>,
    /// With a no: since the member's own interests are touched, so that they are not asked about this
    /// problem again (تعارض منافع).
    #[graphql(default)]
    conflict_of_interest: bool,
}

/// The answered invitation, or what is wrong.
#[derive(SimpleObject)]
pub struct InvitationAnswerPayload {
    /// The invitation; null with errors.
    invitation: Option<TeamMember>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Who leaves which team.
#[derive(InputObject)]
pub struct TeamMemberRemoveInput {
    /// The problem; at a desk, and not over.
    problem: ID,
    /// The member who leaves, asked or on the team; for coordinators. Null for the viewer, who steps
    /// down.
    member: Option<ID>,
    /// Why, in 1 to 1,000 characters; for coordinators and the member alone (دلیل).
    reason: String,
    /// The version that the caller has seen.
    expected_version: i64,
}

/// The place that was given up, or what is wrong.
#[derive(SimpleObject)]
pub struct TeamMemberRemovePayload {
    /// The problem; null with errors, and for a viewer who may not know of it any more.
    problem: Option<Problem>,
    /// The place, with the status `REMOVED`; null with errors.
    removed: Option<TeamMember>,
    /// Those who are asked instead; none for a viewer who may not know of the problem any more.
    invited: Vec<TeamMember>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl TeamsMutation {
    /// Asks the smallest team that knows what a problem needs, across desks and balanced by load, or
    /// those who know what its team lacks; nobody is asked whose own unit reported it (دعوت از
    /// کارشناسان).
    async fn experts_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problem.")] input: ExpertsInviteInput,
    ) -> Result<ExpertsInvitePayload> {
        let invite = Invite {
            problem_id: Kind::Problem.row(&input.problem).unwrap_or_default(),
            expected_version: input.expected_version,
            members: input
                .members
                .map(|ids| ids.iter().map(member_row).collect()),
            dry_run: input.dry_run,
            key: input.idempotency_key,
        };
        let invited = invite::invite(app(ctx)?, viewer(ctx)?, invite).await;
        let (invited, user_errors) = outcome(invited)?;
        let Some(invited) = invited else {
            return Ok(ExpertsInvitePayload {
                problem: None,
                team: Vec::new(),
                needed: Vec::new(),
                uncovered: Vec::new(),
                user_errors,
            });
        };
        Ok(ExpertsInvitePayload {
            problem: Some(Problem(invited.problem)),
            team: invited.team.into_iter().map(TeamOffer).collect(),
            needed: Concept::with_ids(ctx, &invited.needed)?,
            uncovered: Concept::with_ids(ctx, &invited.uncovered)?,
            user_errors,
        })
    }

    /// Takes somebody off a team, or steps down (کنار گذاشتن از گروه): somebody else leads then if
    /// they led, and those who know what is missing are asked, as after a no. A problem that is left
    /// without anybody goes back to `CONFIRMED` or `ROUTED` until somebody says yes. For coordinators,
    /// and experts for themselves.
    async fn team_member_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who leaves which team, and why.")] input: TeamMemberRemoveInput,
    ) -> Result<TeamMemberRemovePayload> {
        let problem_id = Kind::Problem.row(&input.problem).unwrap_or_default();
        let remove = Remove {
            problem_id,
            member_id: input.member.as_ref().map(member_row),
            reason: input.reason,
            expected_version: input.expected_version,
        };
        let removed = remove::remove(app(ctx)?, viewer(ctx)?, remove).await;
        let (removed, user_errors) = outcome(removed)?;
        let problem = match removed {
            Some(_) => Problem::if_known(ctx, problem_id).await?,
            None => None,
        };
        let (removed, invited) = removed.map(|done| (done.place, done.invited)).unzip();
        let invited = invited.filter(|_| problem.is_some());
        Ok(TeamMemberRemovePayload {
            problem,
            removed: removed.map(TeamMember),
            invited: TeamMember::all(invited.unwrap_or_default()),
            user_errors,
        })
    }

    /// Answers an invitation; after a no the next is asked, and when all have said yes the problem
    /// is STAFFED (پاسخ به دعوت). Coordinators record what somebody has told them; the audit trail
    /// says on whose behalf.
    async fn invitation_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation, yes or no.")] input: InvitationAnswerInput,
    ) -> Result<InvitationAnswerPayload> {
        let answer = Answer {
            problem_id: Kind::Problem.row(&input.problem).unwrap_or_default(),
            member_id: input.member.as_ref().map(member_row),
            accept: input.accept,
            reason: input.reason,
            declares_conflict: input.conflict_of_interest,
        };
        let answered = answer::answer(app(ctx)?, viewer(ctx)?, answer).await;
        let (invitation, user_errors) = outcome(answered)?;
        Ok(InvitationAnswerPayload {
            invitation: invitation.map(TeamMember),
            user_errors,
        })
    }
}
