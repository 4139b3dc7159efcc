//! Work on problems: it begins, ends with an answer, is rated, and goes on where that is too little.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use crate::{
    graphql::{
        error::{UserError, outcome},
        guard::{app, viewer},
        id::Kind,
        objects::{Problem, TeamMember},
    },
    problems::{
        rate::{self, Rate},
        resolve::{self, Word},
    },
};

/// Work on problems.
#[derive(Default)]
pub struct ProblemWorkMutation;

/// Which problem's team begins.
#[derive(InputObject)]
pub struct ProblemStartInput {
    /// The problem; with a team.
    id: ID,
    /// The version that the caller has seen.
    expected_version: i64,
}

/// The problem, or what is wrong.
#[derive(SimpleObject)]
pub struct ProblemStartPayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// An answer to a problem.
#[derive(InputObject)]
pub struct ProblemResolveInput {
    /// The problem; at a desk, with or without a team.
    id: ID,
    /// The answer, in 1 to 10,000 characters (پاسخ).
    resolution: String,
    /// The version that the caller has seen.
    expected_version: i64,
}

/// The answered problem, or what is wrong.
#[derive(SimpleObject)]
pub struct ProblemResolvePayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// The invitations that waited for an answer and are void now.
    cancelled_invitations: Vec<TeamMember>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Why an answer is not enough.
#[derive(InputObject)]
pub struct ProblemReopenInput {
    /// The problem; answered or closed.
    id: ID,
    /// Why, in 1 to 1,000 characters (دلیل).
    reason: String,
    /// The version that the caller has seen.
    expected_version: i64,
}

/// The reopened problem, or what is wrong.
#[derive(SimpleObject)]
pub struct ProblemReopenPayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// How good an answer is.
#[derive(InputObject)]
pub struct ProblemRateInput {
    /// The problem; answered.
    id: ID,
    /// 1 to 5, the best.
    stars: i32,
    /// In words, at most 2,000 characters.
    comment: Option<String>,
    /// Whether the problem is over with it; false to keep it open for another word.
    #[graphql(default = true)]
    close: bool,
    /// The version that the caller has seen.
    expected_version: i64,
}

/// The rated problem, or what is wrong.
#[derive(SimpleObject)]
pub struct ProblemRatePayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl ProblemWorkMutation {
    /// Says that the team is at work: `STAFFED` becomes `IN_PROGRESS` (آغاز کار). For experts on
    /// the problem's team and coordinators.
    async fn problem_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problem.")] input: ProblemStartInput,
    ) -> Result<ProblemStartPayload> {
        let row = Kind::Problem.row(&input.id).unwrap_or_default();
        let started = resolve::start(app(ctx)?, viewer(ctx)?, row, input.expected_version).await;
        let (problem, user_errors) = outcome(started)?;
        Ok(ProblemStartPayload {
            problem: problem.map(Problem),
            user_errors,
        })
    }

    /// Answers a problem, which is `RESOLVED` then; invitations that wait for an answer are
    /// cancelled (ثبت پاسخ). For experts on the problem's team and coordinators.
    async fn problem_resolve(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problem, and the answer.")] input: ProblemResolveInput,
    ) -> Result<ProblemResolvePayload> {
        let word = word(&input.id, input.resolution, input.expected_version);
        let resolved = resolve::resolve(app(ctx)?, viewer(ctx)?, word).await;
        let (ended, user_errors) = outcome(resolved)?;
        let (problem, cancelled) = ended.map(|ended| (ended.problem, ended.cancelled)).unzip();
        Ok(ProblemResolvePayload {
            problem: problem.map(Problem),
            cancelled_invitations: TeamMember::all(cancelled.unwrap_or_default()),
            user_errors,
        })
    }

    /// Says that an answer is not enough: work goes on where it stood (بازگشایی مسئله). For
    /// deputies of the reporting unit and coordinators.
    async fn problem_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problem and why.")] input: ProblemReopenInput,
    ) -> Result<ProblemReopenPayload> {
        let word = word(&input.id, input.reason, input.expected_version);
        let reopened = resolve::reopen(app(ctx)?, viewer(ctx)?, word).await;
        let (problem, user_errors) = outcome(reopened)?;
        Ok(ProblemReopenPayload {
            problem: problem.map(Problem),
            user_errors,
        })
    }

    /// Rates the answer to a problem and, unless told otherwise, closes it (امتیاز به پاسخ). For
    /// deputies of the reporting unit.
    async fn problem_rate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problem, and how good its answer is.")] input: ProblemRateInput,
    ) -> Result<ProblemRatePayload> {
        let rate = Rate {
            problem_id: Kind::Problem.row(&input.id).unwrap_or_default(),
            stars: input.stars,
            comment: input.comment,
            close: input.close,
            expected_version: input.expected_version,
        };
        let rated = rate::rate(app(ctx)?, viewer(ctx)?, rate).await;
        let (problem, user_errors) = outcome(rated)?;
        Ok(ProblemRatePayload {
            problem: problem.map(Problem),
            user_errors,
        })
    }
}

fn word(id: &ID, text: String, expected_version: i64) -> Word {
    Word {
        problem_id: Kind::Problem.row(id).unwrap_or_default(),
        text,
        expected_version,
    }
}
