//! A coordinator's word on a routing: confirm it, or send the problem elsewhere with a reason.
//!
//! Either is a labelled decision, from which the engine learns at once.

use entity::problem::{self, ProblemStatus};
use matching::{Desk, routing::Statement};

use super::{
    routing::{self, Decider},
    statement::clean,
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{self, Complaint, ComplaintCode, Fault},
    store::{
        Transaction,
        problems::{self, Move},
    },
};

const REASON_MAX: usize = 1_000;

/// Send a problem to another desk.
#[derive(Clone, Debug)]
pub struct Reroute {
    pub problem_id: i64,
    pub desk: Desk,
    pub reason: String,
    pub expected_version: i64,
}

/// Sends a problem to the desk that a coordinator names.
pub async fn reroute(app: &App, viewer: &Viewer, input: Reroute) -> Result<problem::Model, Fault> {
    viewer.must_coordinate()?;
    let reason = check_reason(&input.reason)?;
    let transaction = app.store.begin().await?;
    let problem = undecided(&transaction, input.problem_id, input.expected_version).await?;
    let decision = (input.desk, Some(reason), ProblemStatus::Routed);
    decide(app, viewer, (transaction, problem), decision).await
}

/// Confirms that the present desk is right.
pub async fn confirm(
    app: &App,
    viewer: &Viewer,
    problem_id: i64,
    expected_version: i64,
) -> Result<problem::Model, Fault> {
    viewer.must_coordinate()?;
    let transaction = app.store.begin().await?;
    let problem = undecided(&transaction, problem_id, expected_version).await?;
    let desk = problem
        .desk_id
        .and_then(|id| app.reference().engine_desk(id));
    let desk = desk.ok_or_else(nothing_to_confirm)?;
    let decision = (desk, None, ProblemStatus::Confirmed);
    decide(app, viewer, (transaction, problem), decision).await
}

async fn decide(
    app: &App,
    viewer: &Viewer,
    (transaction, problem): (Transaction, problem::Model),
    (desk, reason, status): (Desk, Option<String>, ProblemStatus),
) -> Result<problem::Model, Fault> {
    let now = app.clock.now();
    let reference = app.reference();
    let to = Move {
        status,
        desk_id: reference.desk_id(desk),
        now,
    };
    if !problems::move_to(&transaction, problem.id, problem.version, to).await? {
        return Err(overtaken(&transaction, problem.id).await);
    }
    let concept_ids = problems::concept_ids(&transaction, problem.id).await?;
    let description = routing::with_concepts(&reference, &problem.description, &concept_ids);
    let statement = Statement {
        title: &problem.title,
        description: &description,
        reporter_desk: routing::reporter_desk(&reference, problem.org_unit_id),
    };
    let opinion = routing::opinion(app, &transaction, statement).await?;
    let decider = Decider::Coordinator {
        account_id: viewer.account_id,
        desk,
        reason: reason.clone(),
    };
    let row = routing::record(app, &transaction, (&problem, &opinion), decider, now).await?;
    let (problem_id, routing_id, desk) = (problem.id, row.id, desk.code());
    let event = match reason {
        Some(reason) => Event::ProblemRerouted {
            problem_id,
            routing_id,
            desk,
            reason,
        },
        None => Event::RoutingConfirmed {
            problem_id,
            routing_id,
            desk,
        },
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    let moved = problems::by_id(&transaction, problem_id)
        .await?
        .ok_or(Fault::NotFound)?;
    app.store.commit(transaction).await?;
    app.engine.catch_up(app.store.reader(), &reference).await?;
    Ok(moved)
}

/// The problem, if it is as the caller saw it and no team works on it yet.
async fn undecided(
    transaction: &Transaction,
    problem_id: i64,
    expected_version: i64,
) -> Result<problem::Model, Fault> {
    let problem = problems::by_id(transaction, problem_id)
        .await?
        .ok_or(Fault::NotFound)?;
    if problem.version != expected_version {
        return Err(fault::changed(problem.version));
    }
    match problem.status {
        ProblemStatus::Triage | ProblemStatus::Routed | ProblemStatus::Confirmed => Ok(problem),
        ProblemStatus::Draft
        | ProblemStatus::Staffed
        | ProblemStatus::InProgress
        | ProblemStatus::Resolved
        | ProblemStatus::Closed
        | ProblemStatus::Withdrawn => Err(wrong_state()),
    }
}

/// Another decision was faster: the fault with the version that it left.
async fn overtaken(transaction: &Transaction, problem_id: i64) -> Fault {
    match problems::by_id(transaction, problem_id).await {
        Ok(Some(problem)) => fault::changed(problem.version),
        Ok(None) => Fault::NotFound,
        Err(error) => error.into(),
    }
}

fn check_reason(reason: &str) -> Result<String, Fault> {
    let reason = clean(reason, true);
    let code = match reason.chars().count() {
        0 => ComplaintCode::Required,
        1..=REASON_MAX => return Ok(reason),
        _ => ComplaintCode::TooLong,
    };
    Err(Complaint::new(
        "reason",
        code,
        format!("Say why, in 1 to {REASON_MAX} characters."),
        format!("دلیل را در ۱ تا {REASON_MAX} نویسه بنویسید."),
    )
    .into())
}

fn nothing_to_confirm() -> Fault {
    Complaint::new(
        "id",
        ComplaintCode::WrongState,
        "The problem is at no desk yet; send it to one.",
        "مسئله هنوز به میزی نرفته است؛ آن را به یک میز بفرستید.",
    )
    .into()
}

fn wrong_state() -> Fault {
    Complaint::new(
        "id",
        ComplaintCode::WrongState,
        "The problem's state no longer allows another routing.",
        "وضعیت مسئله دیگر اجازهٔ مسیریابی دوباره نمی‌دهد.",
    )
    .into()
}
