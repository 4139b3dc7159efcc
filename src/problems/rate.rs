//! The reporting unit's word on an answer, which may close the problem.

use entity::problem::{self, ProblemStatus};

use super::{
    lifecycle::{Step, stand},
    statement::passage,
    withdraw::move_to,
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    store::resolutions::{self, Rating},
};

/// Longer words are comments.
const COMMENT_MAX: usize = 2_000;
const STARS: std::ops::RangeInclusive<i32> = 1..=5;

/// How good an answer is.
#[derive(Clone, Debug)]
pub struct Rate {
    pub problem_id: i64,
    /// 1 to 5.
    pub stars: i32,
    pub comment: Option<String>,
    pub close: bool,
    pub expected_version: i64,
}

/// Rates the standing answer, in place of an earlier rating of the same one.
pub async fn rate(app: &App, viewer: &Viewer, input: Rate) -> Result<problem::Model, Fault> {
    let transaction = app.store.begin().await?;
    let (step, status) = if input.close {
        (Step::Close, ProblemStatus::Closed)
    } else {
        (Step::Rate, ProblemStatus::Resolved)
    };
    let step = (step, input.problem_id, Some(input.expected_version));
    let problem = stand(app, &transaction, viewer, step).await?.problem;
    let comment = check(&input)?;
    let now = app.clock.now();
    let standing = resolutions::standing(&transaction, problem.id).await?;
    let resolution = standing
        .ok_or_else(|| Fault::Internal("a resolved problem without an answer".to_owned()))?;
    let problem = move_to(&transaction, &problem, status, now).await?;
    let rating = Rating {
        stars: input.stars,
        comment,
        rated_by: viewer.account_id,
        now,
    };
    resolutions::rate(&transaction, resolution.id, rating).await?;
    let problem_id = problem.id;
    let rated = Event::ProblemRated {
        problem_id,
        resolution_id: resolution.id,
        stars: input.stars,
    };
    events::append(&transaction, rated, Some(viewer.account_id), now).await?;
    if input.close {
        let closed = Event::ProblemClosed { problem_id };
        events::append(&transaction, closed, Some(viewer.account_id), now).await?;
    }
    app.store.commit(transaction).await?;
    Ok(problem)
}

/// The comment as it may be stored; one of nothing visible is none.
fn check(input: &Rate) -> Result<Option<String>, Fault> {
    let mut complaints = Vec::new();
    if !STARS.contains(&input.stars) {
        complaints.push(Complaint::new(
            "stars",
            ComplaintCode::Invalid,
            "A rating has 1 to 5 stars.",
            "امتیاز عددی از ۱ تا ۵ است.",
        ));
    }
    let comment = input.comment.as_deref().unwrap_or_default();
    match passage("comment", comment, COMMENT_MAX) {
        Ok(comment) if complaints.is_empty() => return Ok(Some(comment)),
        Err(complaint) if complaint.code != ComplaintCode::Required => complaints.push(complaint),
        Ok(_) | Err(_) => {}
    }
    if complaints.is_empty() {
        Ok(None)
    } else {
        Err(Fault::Invalid(complaints))
    }
}
