//! Computing a round while nobody waits for it.
//!
//! The round's row decides: what was computed is stored only if the round is still COMPUTING then,
//! so that a cancelled round stays cancelled whatever its solver finds. A process says now and then
//! that it is at work; one that has fallen silent loses its rounds (`cancel.rs`).

use std::{sync::Arc, time::Duration};

use entity::{
    assignment_round,
    round_computation::{RoundFailure, RoundPhase},
};
use matching::assignment::Status;

use super::{
    edit::{self, Edit, Edited},
    gauge::{Gauge, on_a_thread},
    input::RoundInput,
    parameters::RoundParameters,
    plan::{self, Plan},
    record::{self, Stored},
    report::Report,
    round::Propose,
};
use crate::{
    app::App,
    auth::Viewer,
    fault::{Complaint, ComplaintCode, Fault},
    store,
};

/// Often enough for others to see it move, and a small part of the silence that ends it.
const BEAT: Duration = Duration::from_secs(2);

/// Stores a round as COMPUTING, answers with it, and goes on to compute it.
pub async fn begin(
    app: &Arc<App>,
    viewer: &Viewer,
    ask: Propose,
) -> Result<assignment_round::Model, Fault> {
    viewer.must_coordinate()?;
    if ask.dry_run {
        return Err(nothing_to_wait_for());
    }
    let keyed = ask.keyed(viewer)?;
    if let Some(round) = record::earlier(app, keyed.as_ref()).await? {
        return Ok(round);
    }
    let (input, weights_version) = ask.input(app).await?;
    let from = ((&input, &ask.parameters), weights_version);
    match record::begin(app, viewer, (from, keyed.as_ref())).await? {
        Stored::Earlier(round) => Ok(round),
        Stored::New(round) => Ok(start(app, round, (input, ask.parameters))),
    }
}

/// Stores an edited proposal as a COMPUTING round of its own, answers with it, and goes on to
/// compute it. The proposal stays as it is, whatever comes of the edit.
pub async fn begin_edited(
    app: &Arc<App>,
    viewer: &Viewer,
    expected: (i64, i64),
    edit: Edit,
) -> Result<assignment_round::Model, Fault> {
    viewer.must_coordinate()?;
    let Edited {
        round,
        input,
        parameters,
    } = edit::edited(app, expected, edit).await?;
    let from = ((&input, &parameters), round.weights_version);
    let (Stored::Earlier(round) | Stored::New(round)) =
        record::begin(app, viewer, (from, None)).await?;
    Ok(start(app, round, (input, parameters)))
}

fn start(
    app: &Arc<App>,
    round: assignment_round::Model,
    (input, parameters): (RoundInput, RoundParameters),
) -> assignment_round::Model {
    let job = Job {
        gauge: app.computations.enter(round.id),
        app: Arc::clone(app),
        round: round.clone(),
        input: Arc::new(input),
        parameters: Arc::new(parameters),
    };
    tokio::spawn(async move { job.run().await });
    round
}

/// A round that this process computes.
struct Job {
    app: Arc<App>,
    round: assignment_round::Model,
    input: Arc<RoundInput>,
    parameters: Arc<RoundParameters>,
    gauge: Arc<Gauge>,
}

impl Drop for Job {
    fn drop(&mut self) {
        self.app.computations.leave(self.round.id);
    }
}

impl Job {
    async fn run(&self) {
        let plan = tokio::select! {
            plan = self.compute() => plan,
            // It was cancelled elsewhere, or given up for lost; dropping the solver stops it.
            () = self.until_lost() => return,
        };
        if self.gauge.is_stopped() {
            return;
        }
        self.gauge.enter(RoundPhase::Storing);
        match self.finish(plan).await {
            // Stored; or somebody ended the round in the last moment.
            Ok(()) | Err(Fault::Stale { .. }) => {}
            Err(fault) => {
                tracing::error!(error = %fault, round = self.round.id, "a round was not stored");
            }
        }
    }

    async fn compute(&self) -> Result<Plan, Fault> {
        let turn = self.app.computations.background_turn().await;
        self.gauge.enter(RoundPhase::Solving);
        let (input, parameters) = (Arc::clone(&self.input), Arc::clone(&self.parameters));
        on_a_thread((&self.gauge, turn), move |gauge| {
            plan::plan(&input, &parameters, gauge)
        })
        .await
    }

    /// Says now and then that this process is at work; returns when the round is no longer its own.
    async fn until_lost(&self) {
        let mut tick = tokio::time::interval(BEAT);
        loop {
            tick.tick().await;
            match self.beat().await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::warn!(%error, "a computation could not say that it lives"),
            }
        }
    }

    async fn beat(&self) -> Result<bool, Fault> {
        let owned = (self.round.id, self.app.computations.owner());
        let (reading, now) = (self.gauge.reading(), self.app.clock.now());
        let transaction = self.app.store.begin().await?;
        let owned = store::computations::beat(&transaction, owned, reading, now).await?;
        self.app.store.commit(transaction).await?;
        Ok(owned)
    }

    async fn finish(&self, plan: Result<Plan, Fault>) -> Result<(), Fault> {
        // Whatever comes of it, how far it came is kept.
        if !self.beat().await? {
            return Ok(());
        }
        let plan = match plan {
            Ok(plan) => plan,
            Err(fault) => {
                tracing::error!(error = %fault, round = self.round.id, "a computation failed");
                return self.fail(RoundFailure::Internal).await;
            }
        };
        let (app, round) = (&self.app, &self.round);
        let report = Report::of_plan(app, (&self.input, &self.parameters), &plan).await?;
        match plan.outcome.status {
            Status::Optimal | Status::Feasible => {
                let asked = (round, &*self.parameters);
                let reading = self.gauge.reading();
                record::finish(app, asked, (&plan, &report), reading).await?;
                Ok(())
            }
            Status::Infeasible => record::end_infeasible(app, round, &report).await,
            Status::Undecided => self.fail(RoundFailure::Undecided).await,
        }
    }

    async fn fail(&self, failure: RoundFailure) -> Result<(), Fault> {
        let transaction = self.app.store.begin().await?;
        record::end_failed(&self.app, (transaction, &self.round), failure).await
    }
}

fn nothing_to_wait_for() -> Fault {
    Complaint::new(
        "wait",
        ComplaintCode::Invalid,
        "A dry run stores nothing that could be looked at later; leave wait at true.",
        "اجرای آزمایشی چیزی ذخیره نمی‌کند که بعد دیده شود؛ wait را true بگذارید.",
    )
    .into()
}
