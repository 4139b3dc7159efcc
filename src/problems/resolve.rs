//! Work on a problem: it begins, it ends with an answer, and it goes on where that is not enough.

use std::collections::HashMap;

use entity::{
    problem::{self, ProblemStatus},
    problem_resolution,
    team_member::{self, TeamMemberStatus},
};

use super::{
    decisions,
    lifecycle::{Step, stand},
    statement::{DESCRIPTION_MAX, REASON_MAX, passage},
    status::status_code,
    withdraw::{Ended, cancel, move_to},
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::Fault,
    store::{
        StoreError, Transaction,
        resolutions::{self, NewResolution},
    },
};

/// A problem with a text about it: an answer, or why the answer is not enough.
#[derive(Clone, Debug)]
pub struct Word {
    pub problem_id: i64,
    pub text: String,
    pub expected_version: i64,
}

/// Says that the team is at work.
pub async fn start(
    app: &App,
    viewer: &Viewer,
    problem_id: i64,
    expected_version: i64,
) -> Result<problem::Model, Fault> {
    let transaction = app.store.begin().await?;
    let step = (Step::Start, problem_id, Some(expected_version));
    let problem = stand(app, &transaction, viewer, step).await?.problem;
    let now = app.clock.now();
    let problem = move_to(&transaction, &problem, ProblemStatus::InProgress, now).await?;
    let event = Event::ProblemStarted { problem_id };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    Ok(problem)
}

/// Answers a problem; invitations that wait for an answer are void with it.
pub async fn resolve(app: &App, viewer: &Viewer, input: Word) -> Result<Ended, Fault> {
    let transaction = app.store.begin().await?;
    let seen = Some(input.expected_version);
    let step = (Step::Resolve, input.problem_id, seen);
    let problem = stand(app, &transaction, viewer, step).await?.problem;
    let answer = passage("resolution", &input.text, DESCRIPTION_MAX)?;
    let now = app.clock.now();
    let problem = move_to(&transaction, &problem, ProblemStatus::Resolved, now).await?;
    let new = NewResolution {
        problem_id: problem.id,
        answer,
        resolved_by: viewer.account_id,
        now,
    };
    let resolution = resolutions::insert(&transaction, new).await?;
    let event = Event::ProblemResolved {
        problem_id: problem.id,
        resolution_id: resolution.id,
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    let cancelled = cancel(&transaction, viewer, problem.id, now).await?;
    app.store.commit(transaction).await?;
    Ok(Ended { problem, cancelled })
}

/// Says that the answer is not enough, and lets work go on where it stood.
pub async fn reopen(app: &App, viewer: &Viewer, input: Word) -> Result<problem::Model, Fault> {
    let transaction = app.store.begin().await?;
    let seen = Some(input.expected_version);
    let step = (Step::Reopen, input.problem_id, seen);
    let standing = stand(app, &transaction, viewer, step).await?;
    let reason = passage("reason", &input.text, REASON_MAX)?;
    let now = app.clock.now();
    let status = back(&transaction, &standing.problem, &standing.team).await?;
    let problem = move_to(&transaction, &standing.problem, status, now).await?;
    resolutions::reopen(&transaction, problem.id, now).await?;
    let event = Event::ProblemReopened {
        problem_id: problem.id,
        reason,
        status: status_code(status),
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    Ok(problem)
}

/// Where work stood: with a team it goes on, else the desk has the problem as it had it.
pub async fn back(
    transaction: &Transaction,
    problem: &problem::Model,
    team: &[team_member::Model],
) -> Result<ProblemStatus, Fault> {
    let accepted = |place: &team_member::Model| place.status == TeamMemberStatus::Accepted;
    if team.iter().any(accepted) {
        return Ok(ProblemStatus::InProgress);
    }
    let confirmed = decisions::is_confirmed(transaction, problem.id).await?;
    Ok(if confirmed {
        ProblemStatus::Confirmed
    } else {
        ProblemStatus::Routed
    })
}

/// Every answer to these problems, oldest first, by problem id, for a loader.
pub async fn of_problems(
    app: &App,
    problem_ids: &[i64],
) -> Result<HashMap<i64, Vec<problem_resolution::Model>>, StoreError> {
    let mut answers: HashMap<i64, Vec<_>> = HashMap::new();
    for answer in resolutions::of_problems(app.store.reader(), problem_ids).await? {
        answers.entry(answer.problem_id).or_default().push(answer);
    }
    Ok(answers)
}
