//! Writing rounds: begun, computed, computed again, or come to nothing; each time one transaction
//! with its event. A round is only moved on while it is still as it was read.

use entity::{
    assignment_round::{self, RoundStatus},
    round_computation::{RoundFailure, RoundPhase},
};
use matching::assignment::Status;

use super::{
    close::close,
    input::RoundInput,
    parameters::RoundParameters,
    plan::Plan,
    report::{self, Report},
    round::changed,
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    once::{self, Keyed},
    persian::persian_number,
    store::{
        self, Transaction,
        computations::Reading,
        rounds::{Computed, NewRound},
    },
};

/// More than a committee compares; each keeps a processor busy.
const COMPUTING_MAX: u64 = 10;

/// A stored round, or the one that an earlier call with the same key has stored.
pub enum Stored {
    New(assignment_round::Model),
    Earlier(assignment_round::Model),
}

/// What a round is computed from.
pub type Conditions<'a> = (&'a RoundInput, &'a RoundParameters);

/// The same, with the version of the weights that scored its candidates.
pub type Scored<'a> = (Conditions<'a>, i64);

/// What was found.
pub type Answer<'a> = (&'a Plan, &'a Report);

/// The round that an earlier call with this key has stored.
pub async fn earlier(
    app: &App,
    keyed: Option<&Keyed>,
) -> Result<Option<assignment_round::Model>, Fault> {
    let Some(keyed) = keyed else { return Ok(None) };
    let db = app.store.reader();
    match once::earlier(app, db, keyed.attempt()).await? {
        Some(known) => Ok(store::rounds::by_id(db, known.subject_id).await?),
        None => Ok(None),
    }
}

/// Stores a round that is computed already.
pub async fn store(
    app: &App,
    viewer: &Viewer,
    (from, keyed): (Scored<'_>, Option<&Keyed>),
    answer: Answer<'_>,
) -> Result<Stored, Fault> {
    let new = new_round(app, viewer, from)?;
    let computed = computed(app, from.0.1, answer)?;
    let transaction = app.store.begin().await?;
    if let Some(round) = repeated(app, &transaction, keyed).await? {
        return Ok(Stored::Earlier(round));
    }
    let round = store::rounds::insert_computed(&transaction, new, computed).await?;
    let event = Event::RoundProposed {
        round_id: round.id,
        seats: answer.0.outcome.assign.len(),
    };
    finish_new(app, viewer, (transaction, round), (event, keyed)).await
}

/// Stores a round that is going to be computed by this process.
pub async fn begin(
    app: &App,
    viewer: &Viewer,
    (from, keyed): (Scored<'_>, Option<&Keyed>),
) -> Result<Stored, Fault> {
    let new = new_round(app, viewer, from)?;
    let transaction = app.store.begin().await?;
    if let Some(round) = repeated(app, &transaction, keyed).await? {
        return Ok(Stored::Earlier(round));
    }
    if store::computations::count(&transaction).await? >= COMPUTING_MAX {
        return Err(too_many());
    }
    let round = store::rounds::insert(&transaction, new).await?;
    let budget = i64::try_from(from.0.0.steps).unwrap_or(i64::MAX);
    let owned = (app.computations.owner(), budget);
    store::computations::insert(&transaction, round.id, owned, app.clock.now()).await?;
    let event = Event::RoundComputing { round_id: round.id };
    finish_new(app, viewer, (transaction, round), (event, keyed)).await
}

/// Puts a new plan in place of a proposed round's.
pub async fn replan(
    app: &App,
    viewer: &Viewer,
    (round, parameters): (&assignment_round::Model, &RoundParameters),
    answer: Answer<'_>,
) -> Result<assignment_round::Model, Fault> {
    let computed = computed(app, parameters, answer)?;
    let event = Event::RoundPinned {
        round_id: round.id,
        pins: parameters.pins.len(),
        bans: parameters.bans.len(),
        version: round.version + 1,
    };
    let transaction = app.store.begin().await?;
    let actor = Some(viewer.account_id);
    propose(app, actor, (transaction, round), (computed, event)).await
}

/// Makes a round whose computation has found a seating a proposal.
pub async fn finish(
    app: &App,
    (round, parameters): (&assignment_round::Model, &RoundParameters),
    answer: Answer<'_>,
    reading: Reading,
) -> Result<assignment_round::Model, Fault> {
    let computed = computed(app, parameters, answer)?;
    let outcome = &answer.0.outcome;
    let event = Event::RoundProposed {
        round_id: round.id,
        seats: outcome.assign.len(),
    };
    let last = Reading {
        phase: RoundPhase::Storing,
        best: Some(outcome.objective),
        bound: match outcome.status {
            Status::Optimal => Some(outcome.objective),
            Status::Feasible | Status::Infeasible | Status::Undecided => outcome.bound,
        },
        ..reading
    };
    let transaction = app.store.begin().await?;
    let owned = (round.id, app.computations.owner());
    store::computations::beat(&transaction, owned, last, app.clock.now()).await?;
    let actor = Some(round.proposed_by);
    propose(app, actor, (transaction, round), (computed, event)).await
}

/// Ends a round whose conditions cannot hold together; its report says why.
pub async fn end_infeasible(
    app: &App,
    round: &assignment_round::Model,
    report: &Report,
) -> Result<(), Fault> {
    let transaction = app.store.begin().await?;
    store::rounds::put_report(&transaction, round.id, report.to_text()?).await?;
    let event = Event::RoundInfeasible { round_id: round.id };
    let end = (RoundStatus::Infeasible, event);
    close(app, Some(round.proposed_by), (transaction, round), end).await?;
    Ok(())
}

/// Ends a round whose computation has come to nothing.
pub async fn end_failed(
    app: &App,
    (transaction, round): (Transaction, &assignment_round::Model),
    failure: RoundFailure,
) -> Result<(), Fault> {
    store::computations::fail(&transaction, round.id, failure).await?;
    let event = Event::RoundFailed {
        round_id: round.id,
        failure: match failure {
            RoundFailure::ProcessEnded => "PROCESS_ENDED",
            RoundFailure::Undecided => "UNDECIDED",
            RoundFailure::Internal => "INTERNAL",
        },
    };
    let end = (RoundStatus::Failed, event);
    close(app, None, (transaction, round), end).await?;
    Ok(())
}

async fn propose(
    app: &App,
    actor: Option<i64>,
    (transaction, round): (Transaction, &assignment_round::Model),
    (computed, event): (Computed, Event),
) -> Result<assignment_round::Model, Fault> {
    if !store::rounds::propose(&transaction, round, computed).await? {
        let there = store::rounds::by_id(&transaction, round.id).await?;
        return Err(there.map_or(Fault::NotFound, |round| changed(&round)));
    }
    events::append(&transaction, event, actor, app.clock.now()).await?;
    let proposed = store::rounds::by_id(&transaction, round.id).await?;
    app.store.commit(transaction).await?;
    proposed.ok_or(Fault::NotFound)
}

async fn finish_new(
    app: &App,
    viewer: &Viewer,
    (transaction, round): (Transaction, assignment_round::Model),
    (event, keyed): (Event, Option<&Keyed>),
) -> Result<Stored, Fault> {
    let now = app.clock.now();
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    if let Some(keyed) = keyed {
        let made = (round.id, None);
        store::idempotency::insert(&transaction, keyed.attempt(), made, now).await?;
    }
    app.store.commit(transaction).await?;
    Ok(Stored::New(round))
}

async fn repeated(
    app: &App,
    transaction: &Transaction,
    keyed: Option<&Keyed>,
) -> Result<Option<assignment_round::Model>, Fault> {
    let Some(keyed) = keyed else { return Ok(None) };
    match once::first_or_earlier(app, transaction, keyed.attempt()).await? {
        Some(known) => Ok(store::rounds::by_id(transaction, known.subject_id).await?),
        None => Ok(None),
    }
}

fn new_round(
    app: &App,
    viewer: &Viewer,
    ((input, parameters), weights_version): Scored<'_>,
) -> Result<NewRound, Fault> {
    Ok(NewRound {
        input: serde_json::to_string(input).map_err(unwritable)?,
        parameters: serde_json::to_value(parameters).map_err(unwritable)?,
        weights_version,
        proposed_by: viewer.account_id,
        now: app.clock.now(),
    })
}

fn computed(
    app: &App,
    parameters: &RoundParameters,
    (plan, report): Answer<'_>,
) -> Result<Computed, Fault> {
    Ok(Computed {
        parameters: serde_json::to_value(parameters).map_err(unwritable)?,
        objective: plan.outcome.objective,
        optimal: plan.outcome.status == Status::Optimal,
        bound: plan.outcome.bound,
        proposals: report::lines(&app.reference(), plan),
        report: report.to_text()?,
    })
}

fn too_many() -> Fault {
    Complaint::new(
        "wait",
        ComplaintCode::WrongState,
        format!("{COMPUTING_MAX} rounds are being computed; wait for one or cancel one."),
        format!(
            "{} دور در حال محاسبه است؛ منتظر بمانید یا یکی را لغو کنید.",
            persian_number(COMPUTING_MAX)
        ),
    )
    .into()
}

#[expect(clippy::needless_pass_by_value, reason = "map_err passes a value")]
pub(super) fn unwritable(error: serde_json::Error) -> Fault {
    Fault::Internal(format!("writing a round: {error}"))
}
