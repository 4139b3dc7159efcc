//! Proposing an assignment round, and editing the proposal.
//!
//! A round is stored with everything that it was computed from; an edit computes it again from
//! the same snapshot under more conditions, as a new version of the same round.

use entity::assignment_round::{self, RoundStatus};
use matching::assignment::Status;

pub use super::parameters::usual_parameters;
use super::{
    edit::{Edit, apply_edit, must_be_candidates},
    input::{self, RoundInput},
    parameters::{self, RoundParameters},
    plan::{self, Plan, is_answer},
    report::{self, Report},
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    store::{
        self, Connection,
        rounds::{NewRound, Replanned},
    },
};

/// A proposal and, unless it was a dry run, the round that holds it.
pub struct Proposed {
    pub round: Option<assignment_round::Model>,
    pub plan: Plan,
    pub report: Report,
}

/// Computes a seating of the candidates; a dry run stores nothing.
pub async fn propose(
    app: &App,
    viewer: &Viewer,
    parameters: RoundParameters,
    dry_run: bool,
) -> Result<Proposed, Fault> {
    viewer.must_coordinate()?;
    parameters::check(&parameters)?;
    let input = input::gather(app, &parameters).await?;
    must_be_candidates(&input, &parameters)?;
    let (input, plan) = solve(input, parameters.clone()).await?;
    let report = Report::of_plan(app, &input, &plan).await?;
    let round = if dry_run || !is_answer(plan.outcome.status) {
        None
    } else {
        Some(store_round(app, viewer, (&input, &parameters), &plan).await?)
    };
    Ok(Proposed {
        round,
        plan,
        report,
    })
}

/// Computes a proposed round again, from its own snapshot, around the edited seats.
///
/// When the conditions cannot hold together the round stays as it was and the report says why.
pub async fn pin(
    app: &App,
    viewer: &Viewer,
    (round_id, expected_version): (i64, i64),
    edit: Edit,
) -> Result<Proposed, Fault> {
    viewer.must_coordinate()?;
    let db = app.store.reader();
    let round = open_round(db, round_id, expected_version).await?;
    let (input, mut parameters) = computed_from(db, &round).await?;
    apply_edit(&mut parameters, edit);
    parameters::check(&parameters)?;
    must_be_candidates(&input, &parameters)?;
    let (input, plan) = solve(input, parameters.clone()).await?;
    let report = Report::of_plan(app, &input, &plan).await?;
    let round = if is_answer(plan.outcome.status) {
        Some(replan(app, viewer, (&round, &parameters), &plan).await?)
    } else {
        None
    };
    Ok(Proposed {
        round,
        plan,
        report,
    })
}

/// The snapshot and the conditions that a round was computed from.
pub async fn computed_from(
    db: &impl Connection,
    round: &assignment_round::Model,
) -> Result<(RoundInput, RoundParameters), Fault> {
    let broken = |error| Fault::Internal(format!("reading round {}: {error}", round.id));
    let text = store::rounds::input(db, round.id).await?;
    let text = text.ok_or_else(|| Fault::Internal(format!("round {} has no input", round.id)))?;
    let input = serde_json::from_str(&text).map_err(broken)?;
    let parameters = serde_json::from_value(round.parameters.clone()).map_err(broken)?;
    Ok((input, parameters))
}

/// The round, if it is still a proposal and as the caller saw it.
pub async fn open_round(
    db: &impl Connection,
    id: i64,
    expected_version: i64,
) -> Result<assignment_round::Model, Fault> {
    round_in(db, (id, expected_version), RoundStatus::Proposed).await
}

/// The round, if it is as the caller saw it and stands where the operation needs it.
pub async fn round_in(
    db: &impl Connection,
    (id, expected_version): (i64, i64),
    status: RoundStatus,
) -> Result<assignment_round::Model, Fault> {
    let round = store::rounds::by_id(db, id).await?.ok_or(Fault::NotFound)?;
    if round.version != expected_version {
        return Err(changed(&round));
    }
    if round.status == status {
        Ok(round)
    } else {
        Err(wrong_status(round.status))
    }
}

/// Somebody was faster: the fault tells where the round stands now.
#[must_use]
pub fn changed(round: &assignment_round::Model) -> Fault {
    Fault::Stale {
        message: "Somebody changed this round meanwhile; read it again and repeat.",
        message_fa: "این دور در این میان تغییر کرده است؛ دوباره بخوانید و تکرار کنید.",
        current_version: round.version,
        current_status: status_code(round.status),
    }
}

/// The code that callers see.
#[must_use]
pub const fn status_code(status: RoundStatus) -> &'static str {
    match status {
        RoundStatus::Proposed => "PROPOSED",
        RoundStatus::Applied => "APPLIED",
        RoundStatus::Reverted => "REVERTED",
        RoundStatus::Discarded => "DISCARDED",
    }
}

async fn solve(
    input: RoundInput,
    parameters: RoundParameters,
) -> Result<(RoundInput, Plan), Fault> {
    let solving = tokio::task::spawn_blocking(move || {
        let plan = plan::plan(&input, &parameters)?;
        Ok((input, plan))
    });
    solving
        .await
        .map_err(|error| Fault::Internal(format!("planning a round: {error}")))?
}

async fn store_round(
    app: &App,
    viewer: &Viewer,
    (input, parameters): (&RoundInput, &RoundParameters),
    plan: &Plan,
) -> Result<assignment_round::Model, Fault> {
    let now = app.clock.now();
    let new = NewRound {
        input: serde_json::to_string(input).map_err(unwritable)?,
        parameters: serde_json::to_value(parameters).map_err(unwritable)?,
        objective: plan.outcome.objective,
        optimal: plan.outcome.status == Status::Optimal,
        bound: plan.outcome.bound,
        weights_version: app.engine.weights_version(),
        proposed_by: viewer.account_id,
        proposals: report::lines(&app.reference(), plan),
        now,
    };
    let transaction = app.store.begin().await?;
    let round = store::rounds::insert(&transaction, new).await?;
    let event = Event::RoundProposed {
        round_id: round.id,
        seats: plan.outcome.assign.len(),
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    Ok(round)
}

async fn replan(
    app: &App,
    viewer: &Viewer,
    (round, parameters): (&assignment_round::Model, &RoundParameters),
    plan: &Plan,
) -> Result<assignment_round::Model, Fault> {
    let now = app.clock.now();
    let new = Replanned {
        parameters: serde_json::to_value(parameters).map_err(unwritable)?,
        objective: plan.outcome.objective,
        optimal: plan.outcome.status == Status::Optimal,
        bound: plan.outcome.bound,
        proposals: report::lines(&app.reference(), plan),
    };
    let transaction = app.store.begin().await?;
    if !store::rounds::replan(&transaction, (round.id, round.version), new).await? {
        let now_there = store::rounds::by_id(&transaction, round.id).await?;
        return Err(now_there.map_or(Fault::NotFound, |round| changed(&round)));
    }
    let event = Event::RoundPinned {
        round_id: round.id,
        pins: parameters.pins.len(),
        bans: parameters.bans.len(),
        version: round.version + 1,
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    let replanned = store::rounds::by_id(&transaction, round.id).await?;
    app.store.commit(transaction).await?;
    replanned.ok_or(Fault::NotFound)
}

fn wrong_status(status: RoundStatus) -> Fault {
    let code = status_code(status);
    Complaint::new(
        "id",
        ComplaintCode::WrongState,
        format!("The round's status, {code}, does not allow this."),
        format!("وضعیت این دور ({code}) اجازهٔ این کار را نمی‌دهد."),
    )
    .into()
}

#[expect(clippy::needless_pass_by_value, reason = "map_err passes a value")]
fn unwritable(error: serde_json::Error) -> Fault {
    Fault::Internal(format!("writing a round: {error}"))
}
