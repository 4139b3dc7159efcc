//! Proposing an assignment round, which is stored with everything that it was computed from.

use std::sync::Arc;

use entity::assignment_round::{self, RoundStatus};
use serde_json::json;

pub use super::parameters::usual_parameters;
use super::{
    computations::Turn,
    find,
    gauge::on_a_thread,
    input::{self, RoundInput},
    limits,
    parameters::RoundParameters,
    plan::{self, Plan},
    record::{self, Stored},
    report::Report,
    solving::is_answer,
};
use crate::{
    app::App,
    auth::Viewer,
    fault::{Complaint, ComplaintCode, Fault},
    once::Keyed,
    store::{self, Connection},
};

const OPERATION: &str = "assignmentRoundPropose";
/// A million hard steps are one to three seconds, and a request has ten.
const WAITING_STEPS: i64 = 3_000_000;

/// What to compute, and how.
#[derive(Clone, Debug)]
pub struct Propose {
    pub parameters: RoundParameters,
    /// Steps that the solver may take; the usual number when left out.
    pub steps: Option<u64>,
    /// Store nothing; a key means nothing then.
    pub dry_run: bool,
    /// Whether the caller waits for the answer; part of what a key stands for.
    pub wait: bool,
    pub key: Option<String>,
}

impl Propose {
    /// To be computed at once and stored, as often as it is asked for.
    #[must_use]
    pub const fn now(parameters: RoundParameters) -> Self {
        Self {
            parameters,
            steps: None,
            dry_run: false,
            wait: true,
            key: None,
        }
    }

    /// The call as its key names it.
    pub(super) fn keyed(&self, viewer: &Viewer) -> Result<Option<Keyed>, Fault> {
        let Some(key) = self.key.clone().filter(|_| !self.dry_run) else {
            return Ok(None);
        };
        let parameters = serde_json::to_value(&self.parameters).map_err(record::unwritable)?;
        let body = json!([parameters, self.steps, self.wait]);
        Keyed::checked(viewer, OPERATION, key, &body).map(Some)
    }

    /// The snapshot to compute from, and the version of the weights that scored it.
    pub(super) async fn input(&self, app: &App) -> Result<(RoundInput, i64), Fault> {
        limits::check(&self.parameters, self.steps)?;
        let (mut input, weights_version) = input::gather(app, &self.parameters).await?;
        limits::must_be_candidates(&input, &self.parameters)?;
        input.steps = self.steps.unwrap_or(input.steps);
        Ok((input, weights_version))
    }
}

/// A proposal and, unless it was a dry run, the round that holds it.
pub struct Proposed {
    pub round: Option<assignment_round::Model>,
    /// None while the round is being computed.
    pub report: Option<Report>,
}

impl Proposed {
    /// A round that is being computed.
    #[must_use]
    pub const fn begun(round: assignment_round::Model) -> Self {
        Self {
            round: Some(round),
            report: None,
        }
    }
}

/// Computes a seating of the candidates while the caller waits; a dry run stores nothing.
pub async fn propose(app: &App, viewer: &Viewer, ask: Propose) -> Result<Proposed, Fault> {
    viewer.must_coordinate()?;
    let keyed = ask.keyed(viewer)?;
    let turn = app.computations.turn().await;
    if let Some(round) = record::earlier(app, keyed.as_ref()).await? {
        return stored_before(app, round).await;
    }
    let (input, weights_version) = ask.input(app).await?;
    let (input, plan) = solve((input, ask.parameters.clone()), turn).await?;
    let report = Report::of_plan(app, (&input, &ask.parameters), &plan).await?;
    if ask.dry_run || !is_answer(plan.outcome.status) {
        return Ok(Proposed {
            round: None,
            report: Some(report),
        });
    }
    let from = ((&input, &ask.parameters), weights_version);
    match record::store(app, viewer, (from, keyed.as_ref()), (&plan, &report)).await? {
        Stored::Earlier(round) => stored_before(app, round).await,
        Stored::New(round) => Ok(Proposed {
            round: Some(round),
            report: Some(report),
        }),
    }
}

/// What an earlier call with the same key has stored, as it is now.
async fn stored_before(app: &App, round: assignment_round::Model) -> Result<Proposed, Fault> {
    Ok(Proposed {
        report: Some(find::report(app, &round).await?),
        round: Some(round),
    })
}

/// Whether the round took more steps than a caller can wait for, so that computing it again does.
pub async fn took_long(app: &App, round: &assignment_round::Model) -> Result<bool, Fault> {
    // One without a row was waited for.
    let rows = store::computations::by_rounds(app.store.reader(), &[round.id]).await?;
    Ok(rows.iter().any(|row| row.steps > WAITING_STEPS))
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
    names(status).0
}

/// The code, and the name in Persian.
const fn names(status: RoundStatus) -> (&'static str, &'static str) {
    match status {
        RoundStatus::Computing => ("COMPUTING", "در حال محاسبه"),
        RoundStatus::Proposed => ("PROPOSED", "پیشنهادشده"),
        RoundStatus::Applied => ("APPLIED", "اعمال‌شده"),
        RoundStatus::Reverted => ("REVERTED", "برگشته"),
        RoundStatus::Discarded => ("DISCARDED", "کنارگذاشته"),
        RoundStatus::Infeasible => ("INFEASIBLE", "ناشدنی"),
        RoundStatus::Cancelled => ("CANCELLED", "لغوشده"),
        RoundStatus::Failed => ("FAILED", "ناموفق"),
    }
}

pub(super) async fn solve(
    (input, parameters): (RoundInput, RoundParameters),
    turn: Option<Turn>,
) -> Result<(RoundInput, Plan), Fault> {
    on_a_thread((&Arc::default(), turn), move |gauge| {
        let plan = plan::plan(&input, &parameters, gauge)?;
        Ok((input, plan))
    })
    .await
}

/// Whether a seating was computed for the round.
#[must_use]
pub const fn has_seating(status: RoundStatus) -> bool {
    match status {
        RoundStatus::Proposed
        | RoundStatus::Applied
        | RoundStatus::Reverted
        | RoundStatus::Discarded => true,
        RoundStatus::Computing
        | RoundStatus::Infeasible
        | RoundStatus::Cancelled
        | RoundStatus::Failed => false,
    }
}

/// The round stands where the operation makes no sense.
#[must_use]
pub fn wrong_status(status: RoundStatus) -> Fault {
    let (code, name) = names(status);
    Complaint::new(
        "id",
        ComplaintCode::WrongState,
        format!("The round's status, {code}, does not allow this."),
        format!("وضعیت این دور («{name}») اجازهٔ این کار را نمی‌دهد."),
    )
    .into()
}
