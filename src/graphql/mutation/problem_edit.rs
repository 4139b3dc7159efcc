//! What reporters do with their problems: edit them, take them back, talk about them.

use std::collections::HashSet;

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result, SimpleObject};

use super::member_input::concept_row;
use crate::{
    fault::Complaint,
    graphql::{
        enums::Urgency,
        error::{UserError, outcome},
        guard::{app, viewer},
        id::Kind,
        objects::{Problem, ProblemComment, TeamMember},
    },
    problems::{
        comment::{self, Comment},
        edit::{self, UpdateProblem},
        withdraw::{self, Withdraw},
    },
    reference::Reference,
};

/// What reporters do with their problems.
#[derive(Default)]
pub struct ProblemEditMutation;

/// What to change of a problem; what is left out stays.
#[derive(InputObject)]
pub struct UpdateProblemInput {
    /// The problem; not yet answered, closed or taken back.
    id: ID,
    /// The version that the caller has seen.
    expected_version: i64,
    /// Title (عنوان), 1 to 200 characters; null is refused.
    title: MaybeUndefined<String>,
    /// Description (شرح), at most 10,000 characters; null for none.
    description: MaybeUndefined<String>,
    /// The district that it is about, 1 to 14; null for the whole city.
    district: MaybeUndefined<i32>,
    /// How pressing it is; the day on which an answer is due follows. Null for `NORMAL`.
    urgency: MaybeUndefined<Urgency>,
    /// Concepts of the vocabulary that it is about, as for `postProblem`, in place of those
    /// that were named; null for none.
    concept_ids: MaybeUndefined<Vec<ID>>,
    /// False submits a draft: it is routed at once. True and null leave a draft as it is.
    draft: MaybeUndefined<bool>,
}

/// The problem, or what is wrong.
#[derive(SimpleObject)]
pub struct UpdateProblemPayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Which problem to take back.
#[derive(InputObject)]
pub struct WithdrawProblemInput {
    /// The problem; not yet answered or closed.
    id: ID,
    /// Why, in 1 to 1,000 characters (دلیل).
    reason: String,
    /// The version that the caller has seen.
    expected_version: i64,
}

/// The withdrawn problem, or what is wrong.
#[derive(SimpleObject)]
pub struct WithdrawProblemPayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// The invitations that waited for an answer and are void now.
    cancelled_invitations: Vec<TeamMember>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Something to say about a problem.
#[derive(InputObject)]
pub struct ProblemCommentInput {
    /// The problem; neither a draft nor taken back.
    id: ID,
    /// What to say, in 1 to 4,000 characters (نظر).
    body: String,
    /// 1 to 100 characters of the caller's choice. A repeated call with the same key within 24
    /// hours answers with the first call's comment and makes no second one.
    idempotency_key: String,
}

/// The comment, or what is wrong.
#[derive(SimpleObject)]
pub struct ProblemCommentPayload {
    /// The comment; null with errors.
    comment: Option<ProblemComment>,
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl ProblemEditMutation {
    /// Edits a problem or submits a draft (ویرایش مسئله). Another text or other concepts route it
    /// anew, unless a person has decided its desk or experts have been asked. For deputies of the
    /// reporting unit and coordinators.
    async fn update_problem(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problem, and what to change.")] input: UpdateProblemInput,
    ) -> Result<UpdateProblemPayload> {
        let app = app(ctx)?;
        let updated = match to_update(&app.reference(), input) {
            Ok(input) => edit::update(app, viewer(ctx)?, input).await,
            Err(complaint) => Err(complaint.into()),
        };
        let (problem, user_errors) = outcome(updated)?;
        Ok(UpdateProblemPayload {
            problem: problem.map(Problem),
            user_errors,
        })
    }

    /// Takes a problem back for good; invitations that wait for an answer are cancelled
    /// (پس‌گرفتن مسئله). For deputies of the reporting unit and coordinators.
    async fn withdraw_problem(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problem and why.")] input: WithdrawProblemInput,
    ) -> Result<WithdrawProblemPayload> {
        let withdraw = Withdraw {
            problem_id: Kind::Problem.row(&input.id).unwrap_or_default(),
            reason: input.reason,
            expected_version: input.expected_version,
        };
        let withdrawn = withdraw::withdraw(app(ctx)?, viewer(ctx)?, withdraw).await;
        let (ended, user_errors) = outcome(withdrawn)?;
        let (problem, cancelled) = ended.map(|ended| (ended.problem, ended.cancelled)).unzip();
        Ok(WithdrawProblemPayload {
            problem: problem.map(Problem),
            cancelled_invitations: TeamMember::all(cancelled.unwrap_or_default()),
            user_errors,
        })
    }

    /// Says something about a problem; it stands in its `comments` and in its `timeline` (ثبت نظر).
    /// For coordinators, deputies of its unit, and experts of its desk and its team: whoever may
    /// see the problem.
    async fn problem_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to say about which problem.")] input: ProblemCommentInput,
    ) -> Result<ProblemCommentPayload> {
        let comment = Comment {
            problem_id: Kind::Problem.row(&input.id).unwrap_or_default(),
            body: input.body,
            idempotency_key: input.idempotency_key,
        };
        let commented = comment::comment(app(ctx)?, viewer(ctx)?, comment).await;
        let (commented, user_errors) = outcome(commented)?;
        let (comment, problem) = commented.map(|done| (done.comment, done.problem)).unzip();
        Ok(ProblemCommentPayload {
            comment: comment.map(ProblemComment),
            problem: problem.map(Problem),
            user_errors,
        })
    }
}

/// The input with its ids resolved and its nulls read.
fn to_update(reference: &Reference, input: UpdateProblemInput) -> Result<UpdateProblem, Complaint> {
    let concept = |(at, id)| {
        let path = format!("conceptIds.{at}");
        concept_row(reference, &id).ok_or_else(|| Complaint::unknown(path))
    };
    let rows = |ids: Vec<ID>| {
        ids.into_iter()
            .enumerate()
            .map(concept)
            .collect::<Result<_, _>>()
    };
    let named = filled(input.concept_ids).map(rows);
    let named: Option<HashSet<i64>> = named.transpose()?;
    Ok(UpdateProblem {
        problem_id: Kind::Problem.row(&input.id).unwrap_or_default(),
        expected_version: input.expected_version,
        // Nothing is no title, and complained of as such.
        title: filled(input.title),
        description: filled(input.description),
        district: input.district.into(),
        urgency: filled(input.urgency).map(Into::into),
        // The use-case puts them in order.
        concept_ids: named.map(|ids| ids.into_iter().collect()),
        draft: input.draft.value().copied(),
    })
}

/// The value, or the usual one for null; none when the argument was left out.
fn filled<T: Default>(value: MaybeUndefined<T>) -> Option<T> {
    match value {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(T::default()),
        MaybeUndefined::Value(value) => Some(value),
    }
}
