//! Reporting problems, and deciding where they belong.

use std::collections::HashSet;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::problem;

use super::member_input::concept_row;
use crate::{
    fault::{Complaint, Fault},
    graphql::{
        enums::{DeskCode, Urgency},
        error::{UserError, outcome},
        filter::org_unit_row,
        guard::{app, viewer},
        id::Kind,
        objects::Problem,
    },
    problems::{
        decide::{self, Reroute},
        post::{self, PostProblem},
    },
    reference::Reference,
};

/// Reporting problems, and deciding where they belong.
#[derive(Default)]
pub struct ProblemsMutation;

/// A problem to report.
#[derive(InputObject)]
pub struct PostProblemInput {
    /// Title (عنوان), 1 to 200 characters.
    title: String,
    /// Description (شرح), at most 10,000 characters.
    #[graphql(default)]
    description: String,
    /// The reporting unit, by id or code; a deputy's own when left out.
    org_unit: Option<ID>,
    /// The district that it is about, 1 to 14.
    district: Option<i32>,
    /// How pressing it is; it sets the day on which an answer is due.
    #[graphql(default)]
    urgency: Urgency,
    /// Concepts of the vocabulary that the problem is about, by id or code; at most 20. The engine
    /// reads their names, and those of functions as asked for.
    #[graphql(default)]
    concept_ids: Vec<ID>,
    /// Keep it unrouted for now.
    #[graphql(default)]
    draft: bool,
    /// 1 to 100 characters of the caller's choice. A repeated call with the same key within 24
    /// hours answers with the first call's problem and makes no second one.
    idempotency_key: String,
}

/// A problem, or what is wrong with it.
#[derive(SimpleObject)]
pub struct PostProblemPayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// Another desk for a problem.
#[derive(InputObject)]
pub struct ProblemRerouteInput {
    /// The problem.
    id: ID,
    /// Where it belongs.
    desk: DeskCode,
    /// Why, in 1 to 1,000 characters (دلیل).
    reason: String,
    /// The version that the caller has seen.
    expected_version: i64,
}

/// The problem at its new desk, or what is wrong.
#[derive(SimpleObject)]
pub struct ProblemReroutePayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

/// The word that a routing is right.
#[derive(InputObject)]
pub struct ProblemConfirmRoutingInput {
    /// The problem.
    id: ID,
    /// The version that the caller has seen.
    expected_version: i64,
}

/// The confirmed problem, or what is wrong.
#[derive(SimpleObject)]
pub struct ProblemConfirmRoutingPayload {
    /// The problem; null with errors.
    problem: Option<Problem>,
    /// What the caller can put right.
    user_errors: Vec<UserError>,
}

#[Object]
impl ProblemsMutation {
    /// Reports a problem and routes it at once (ثبت مسئله). For deputies, on behalf of their own
    /// unit, and coordinators.
    async fn post_problem(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The problem.")] input: PostProblemInput,
    ) -> Result<PostProblemPayload> {
        let app = app(ctx)?;
        let posted = match to_post(&app.reference(), input) {
            Ok(input) => post::post(app, viewer(ctx)?, input).await,
            Err(complaint) => Err(complaint.into()),
        };
        let (problem, user_errors) = outcome(posted)?;
        Ok(PostProblemPayload {
            problem: problem.map(Problem),
            user_errors,
        })
    }

    /// Sends a problem to another desk, with a reason from which the engine learns (تغییر میز).
    async fn problem_reroute(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problem, where and why.")] input: ProblemRerouteInput,
    ) -> Result<ProblemReroutePayload> {
        let reroute = Reroute {
            problem_id: Kind::Problem.row(&input.id).unwrap_or_default(),
            desk: input.desk.into(),
            reason: input.reason,
            expected_version: input.expected_version,
        };
        let rerouted = decide::reroute(app(ctx)?, viewer(ctx)?, reroute).await;
        let (problem, user_errors) = outcome(rerouted)?;
        Ok(ProblemReroutePayload {
            problem: problem.map(Problem),
            user_errors,
        })
    }

    /// Confirms that a problem is at the right desk; the engine learns from it (تأیید میز).
    async fn problem_confirm_routing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which problem.")] input: ProblemConfirmRoutingInput,
    ) -> Result<ProblemConfirmRoutingPayload> {
        let row = Kind::Problem.row(&input.id).unwrap_or_default();
        let confirmed: Result<problem::Model, Fault> =
            decide::confirm(app(ctx)?, viewer(ctx)?, row, input.expected_version).await;
        let (problem, user_errors) = outcome(confirmed)?;
        Ok(ProblemConfirmRoutingPayload {
            problem: problem.map(Problem),
            user_errors,
        })
    }
}

/// The input with its ids resolved.
fn to_post(reference: &Reference, input: PostProblemInput) -> Result<PostProblem, Complaint> {
    let unit = |id| org_unit_row(reference, &id).ok_or_else(|| Complaint::unknown("orgUnit"));
    let concept = |(at, id)| {
        let path = format!("conceptIds.{at}");
        concept_row(reference, &id).ok_or_else(|| Complaint::unknown(path))
    };
    let named = input.concept_ids.into_iter().enumerate().map(concept);
    let named: Vec<i64> = named.collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    Ok(PostProblem {
        org_unit_id: input.org_unit.map(unit).transpose()?,
        // Naming a concept twice says no more than naming it once.
        concept_ids: named.into_iter().filter(|id| seen.insert(*id)).collect(),
        title: input.title,
        description: input.description,
        district: input.district,
        urgency: input.urgency.into(),
        draft: input.draft,
        idempotency_key: input.idempotency_key,
    })
}
