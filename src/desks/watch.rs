//! How far a round's computation is: once, for many rounds, or followed to its end.

use std::{collections::HashMap, sync::Arc, time::Duration};

use entity::{
    assignment_round::{self, RoundStatus},
    round_computation,
};
use tokio::sync::watch;

use super::find;
use crate::{
    app::App,
    auth::Viewer,
    fault::Fault,
    store::{self, StoreError},
};

/// Finer than a person sees moving; read from memory.
const LOOK: Duration = Duration::from_millis(250);
/// Another process tells no more often; one statement.
const LOOK_ELSEWHERE: Duration = Duration::from_secs(1);

/// A round and, unless it was computed while its caller waited, its computation.
#[derive(Clone, Debug, PartialEq)]
pub struct RoundProgress {
    pub round: assignment_round::Model,
    pub computation: Option<round_computation::Model>,
}

/// Somebody who follows a round's computation.
pub struct Watching {
    app: Arc<App>,
    round_id: i64,
    commits: watch::Receiver<u64>,
    told: Option<RoundProgress>,
}

/// Begins to follow a round.
pub async fn follow(app: &Arc<App>, viewer: &Viewer, round_id: i64) -> Result<Watching, Fault> {
    let round = find::round(app, viewer, round_id).await?;
    Ok(Watching {
        commits: app.store.commits(),
        app: Arc::clone(app),
        round_id: round.id,
        told: None,
    })
}

impl Watching {
    /// What has changed since it was last asked; none after the round has ended.
    pub async fn next(&mut self) -> Result<Option<RoundProgress>, Fault> {
        if self.told.as_ref().is_some_and(is_over) {
            return Ok(None);
        }
        loop {
            // A commit between the read and the wait must still wake.
            self.commits.mark_unchanged();
            let now = self.look().await?;
            if self.told.as_ref().is_none_or(|told| has_moved(told, &now)) {
                self.told = Some(now.clone());
                return Ok(Some(now));
            }
            self.wait().await;
        }
    }

    async fn look(&self) -> Result<RoundProgress, Fault> {
        // While this process computes, its memory knows better than its last word to the database.
        if let Some(told) = self.told.as_ref().filter(|_| self.is_here()) {
            let mut now = told.clone();
            if let Some(row) = &mut now.computation {
                overlay(&self.app, row);
            }
            return Ok(now);
        }
        // The round first: what is read of its computation after its end is its last word.
        let round = store::rounds::by_id(self.app.store.reader(), self.round_id).await?;
        let mut rows = of_rounds(&self.app, &[self.round_id]).await?;
        let mut computation = rows.remove(&self.round_id);
        let told = self
            .told
            .as_ref()
            .and_then(|told| told.computation.as_ref());
        if let (Some(row), Some(told)) = (&mut computation, told) {
            never_backwards(row, told);
        }
        Ok(RoundProgress {
            round: round.ok_or(Fault::NotFound)?,
            computation,
        })
    }

    /// Whether this process computes the round and has not been told to stop.
    fn is_here(&self) -> bool {
        let gauge = self.app.computations.gauge(self.round_id);
        gauge.is_some_and(|gauge| !gauge.is_stopped())
    }

    async fn wait(&mut self) {
        if self.is_here() {
            tokio::time::sleep(LOOK).await;
            return;
        }
        tokio::select! {
            // The sender lives in the store, which `app` keeps.
            _ = self.commits.changed() => {}
            () = tokio::time::sleep(LOOK_ELSEWHERE) => {}
        }
    }
}

/// The computations of these rounds, by round id, for a loader.
pub async fn of_rounds(
    app: &App,
    round_ids: &[i64],
) -> Result<HashMap<i64, round_computation::Model>, StoreError> {
    let rows = store::computations::by_rounds(app.store.reader(), round_ids).await?;
    let rows = rows.into_iter().map(|mut row| {
        overlay(app, &mut row);
        (row.round_id, row)
    });
    Ok(rows.collect())
}

fn overlay(app: &App, row: &mut round_computation::Model) {
    let Some(gauge) = app.computations.gauge(row.round_id) else {
        return;
    };
    let reading = gauge.reading();
    row.phase = reading.phase;
    row.steps = row.steps.max(reading.steps);
    row.best = reading.best;
    row.bound = reading.bound;
}

/// A computation that was ended elsewhere may have said less to the database than was told here.
fn never_backwards(row: &mut round_computation::Model, told: &round_computation::Model) {
    if row.steps < told.steps {
        (row.steps, row.best, row.bound) = (told.steps, told.best, told.bound);
    }
}

fn is_over(told: &RoundProgress) -> bool {
    told.round.status != RoundStatus::Computing
}

/// Whether there is anything new to tell; a bare sign of life is not.
fn has_moved(told: &RoundProgress, now: &RoundProgress) -> bool {
    let essence = |progress: &RoundProgress| {
        let row = progress.computation.as_ref();
        let row = row.map(|row| (row.phase, row.steps, row.best, row.bound));
        (progress.round.status, row)
    };
    essence(told) != essence(now)
}
