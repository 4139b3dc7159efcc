//! Taking a problem back: its open invitations are cancelled, and whoever was asked is named.

use chrono::{DateTime, Utc};
use entity::{
    problem::{self, ProblemStatus},
    team_member,
};

use super::{
    decide::overtaken,
    lifecycle::{Step, stand},
    statement::{REASON_MAX, passage},
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::Fault,
    store::{
        self, Transaction,
        problems::{self, Move},
    },
};

/// Which problem, and why.
#[derive(Clone, Debug)]
pub struct Withdraw {
    pub problem_id: i64,
    pub reason: String,
    pub expected_version: i64,
}

/// A problem that asks for no more work, and the invitations that are void with it.
pub struct Ended {
    pub problem: problem::Model,
    pub cancelled: Vec<team_member::Model>,
}

/// Takes a problem back for good.
pub async fn withdraw(app: &App, viewer: &Viewer, input: Withdraw) -> Result<Ended, Fault> {
    let transaction = app.store.begin().await?;
    let step = (
        Step::Withdraw,
        input.problem_id,
        Some(input.expected_version),
    );
    let problem = stand(app, &transaction, viewer, step).await?.problem;
    let reason = passage("reason", &input.reason, REASON_MAX)?;
    let now = app.clock.now();
    let problem = move_to(&transaction, &problem, ProblemStatus::Withdrawn, now).await?;
    let problem_id = problem.id;
    let event = Event::ProblemWithdrawn { problem_id, reason };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    let cancelled = cancel(&transaction, viewer, problem_id, now).await?;
    app.store.commit(transaction).await?;
    Ok(Ended { problem, cancelled })
}

/// Moves the problem from where the caller has read it, at the same desk.
pub async fn move_to(
    transaction: &Transaction,
    problem: &problem::Model,
    status: ProblemStatus,
    now: DateTime<Utc>,
) -> Result<problem::Model, Fault> {
    let to = Move {
        status,
        desk_id: problem.desk_id,
        now,
    };
    if !problems::move_to(transaction, problem.id, problem.version, to).await? {
        return Err(overtaken(transaction, problem.id).await);
    }
    let moved = problems::by_id(transaction, problem.id).await?;
    moved.ok_or(Fault::NotFound)
}

/// Cancels the invitations that wait for an answer, and names them.
pub(super) async fn cancel(
    transaction: &Transaction,
    viewer: &Viewer,
    problem_id: i64,
    now: DateTime<Utc>,
) -> Result<Vec<team_member::Model>, Fault> {
    let ids = store::teams::cancel_open(transaction, problem_id, now).await?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut places = store::teams::of_problems(transaction, &[problem_id]).await?;
    places.retain(|place| ids.contains(&place.id));
    let event = Event::InvitationsCancelled {
        problem_id,
        member_ids: places.iter().map(|place| place.member_id).collect(),
    };
    events::append(transaction, event, Some(viewer.account_id), now).await?;
    Ok(places)
}
