//! A coordinator's word on a routing: confirm it, or send the problem elsewhere with a reason.
//!
//! Either is a labelled decision, from which the engine learns at once.

use entity::{
    problem::{self, ProblemStatus},
    routing::RoutingSource,
};
use matching::Desk;

use super::{
    lifecycle::{self, Step, stand},
    opinion,
    routing::{self, Decider},
    statement::{REASON_MAX, passage},
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::Fault,
    store::{
        Transaction,
        problems::{self, Move},
        routings,
    },
};

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
    let reason = passage("reason", &input.reason, REASON_MAX)?;
    let transaction = app.store.begin().await?;
    let step = (
        Step::Reroute,
        input.problem_id,
        Some(input.expected_version),
    );
    let problem = stand(app, &transaction, viewer, step).await?.problem;
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
    let step = (Step::Confirm, problem_id, Some(expected_version));
    let problem = stand(app, &transaction, viewer, step).await?.problem;
    let desk = problem
        .desk_id
        .and_then(|id| app.reference().engine_desk(id));
    let desk = desk.ok_or_else(|| Fault::Internal("a routed problem without a desk".to_owned()))?;
    // Why a person has sent it there stays true.
    let before = routings::latest(&transaction, &[problem.id]).await?.pop();
    let decision = (
        desk,
        before.and_then(persons_reason),
        ProblemStatus::Confirmed,
    );
    decide(app, viewer, (transaction, problem), decision).await
}

/// The words of the person who made a decision.
fn persons_reason(routing: entity::routing::Model) -> Option<String> {
    let by_person = routing.source == RoutingSource::Coordinator;
    routing.reason.filter(|_| by_person)
}

async fn decide(
    app: &App,
    viewer: &Viewer,
    (transaction, problem): (Transaction, problem::Model),
    (desk, reason, status): (Desk, Option<String>, ProblemStatus),
) -> Result<problem::Model, Fault> {
    let now = app.clock.now();
    let to = Move {
        status,
        desk_id: app.reference().desk_id(desk),
        now,
    };
    if !problems::move_to(&transaction, problem.id, problem.version, to).await? {
        return Err(overtaken(&transaction, problem.id).await);
    }
    let opinion = opinion::of_problem(app, &transaction, &problem).await?;
    let decider = Decider::Coordinator {
        account_id: viewer.account_id,
        desk,
        reason: reason.clone(),
    };
    let row = routing::record(app, &transaction, (&problem, &opinion), decider, now).await?;
    let (problem_id, routing_id, desk) = (problem.id, row.id, desk.code());
    let event = match reason.filter(|_| status == ProblemStatus::Routed) {
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
    app.engine.learn(app.store.reader()).await;
    Ok(moved)
}

/// Another decision was faster: the fault with where it left the problem.
pub(super) async fn overtaken(transaction: &Transaction, problem_id: i64) -> Fault {
    match problems::by_id(transaction, problem_id).await {
        Ok(Some(problem)) => lifecycle::changed(&problem),
        Ok(None) => Fault::NotFound,
        Err(error) => error.into(),
    }
}
