//! Learning weights: proposed from decisions with a back-test, in force once published.

use entity::weights::{self, WeightsStatus};
use matching::{
    learning::{self, LEAST_DECISIONS},
    routing::Weights,
};

use super::engine;
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event, EventKind},
    fault::{Complaint, ComplaintCode, Fault},
    persian::persian_number,
    store::{
        self, Connection, StoreError,
        page::{Page, Rows},
        weights::NewWeights,
    },
};

/// A proposal and, unless it was a dry run, the version that holds it.
pub struct Proposed {
    pub stored: Option<weights::Model>,
    pub proposal: learning::Proposal,
}

/// Fits weights to every decision so far; a dry run stores nothing.
pub async fn propose(app: &App, viewer: &Viewer, dry_run: bool) -> Result<Proposed, Fault> {
    viewer.must_coordinate()?;
    app.engine.catch_up(app.store.reader()).await?;
    let (router, decisions) = app.engine.lessons();
    let (base, count) = (router.weights().version, decisions.len());
    let fitted =
        tokio::task::spawn_blocking(move || learning::propose_weights(&router, &decisions))
            .await
            .map_err(|error| Fault::Internal(format!("fitting weights: {error}")))?;
    let proposal = fitted.ok_or_else(|| too_few(count))?;
    if dry_run {
        return Ok(Proposed {
            stored: None,
            proposal,
        });
    }
    let stored = store_proposal(app, viewer, (&proposal, base)).await?;
    Ok(Proposed {
        stored: Some(stored),
        proposal,
    })
}

/// Weights that have been put in force.
pub struct Published {
    /// The version's row; `None` for the built-in weights.
    pub stored: Option<weights::Model>,
    pub weights: Weights,
}

/// Puts a version in force for every routing from now on: a proposal that is still about the
/// weights in force, or weights that were in force before.
pub async fn publish(app: &App, viewer: &Viewer, version: i64) -> Result<Published, Fault> {
    viewer.must_coordinate()?;
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let stored = store::weights::by_version(&transaction, version).await?;
    let weights = match &stored {
        Some(row) => engine::stored_weights(row),
        None => engine::built_in(version),
    };
    let weights = weights.ok_or(Fault::NotFound)?;
    let in_force = in_force(&transaction).await?;
    if version == in_force {
        return Err(in_force_already().into());
    }
    let is_proposal = |row: &weights::Model| row.status == WeightsStatus::Proposed;
    let stale = |row: &weights::Model| is_proposal(row) && row.base_version != in_force;
    if stored.as_ref().is_some_and(stale) {
        return Err(overtaken(in_force));
    }
    store::weights::publish(&transaction, version, (viewer.account_id, now)).await?;
    let event = Event::WeightsPublished { version };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    let stored = store::weights::by_version(&transaction, version).await?;
    app.store.commit(transaction).await?;
    app.engine.learn(app.store.reader()).await;
    Ok(Published { stored, weights })
}

/// The version that was last put in force, as the trail tells; the built-in one before any was.
async fn in_force(db: &impl Connection) -> Result<i64, StoreError> {
    let last = store::audit::last_of_kind(db, "Weights", EventKind::WeightsPublished.code());
    let built_in = i64::from(Weights::default().version);
    Ok(last.await?.map_or(built_in, |event| event.subject_id))
}

/// The weights that decide now, by whatever process they were put in force.
pub async fn weights(app: &App) -> Result<Weights, Fault> {
    app.engine.catch_up(app.store.reader()).await?;
    Ok(app.engine.weights())
}

/// One page of versions with their back-tests, newest first.
pub async fn versions(
    app: &App,
    viewer: &Viewer,
    page: &Page,
) -> Result<Rows<weights::Model>, Fault> {
    viewer.must_coordinate()?;
    Ok(store::weights::page(app.store.reader(), page).await?)
}

async fn store_proposal(
    app: &App,
    viewer: &Viewer,
    (proposal, base): (&learning::Proposal, u32),
) -> Result<weights::Model, Fault> {
    let now = app.clock.now();
    let json = |error: serde_json::Error| Fault::Internal(format!("writing weights: {error}"));
    let new = NewWeights {
        // Others may have been published while these were fitted.
        base_version: i64::from(base),
        feature_weights: serde_json::to_value(&proposal.weights).map_err(json)?,
        back_test: serde_json::to_value(&proposal.back_test).map_err(json)?,
        decisions: i32::try_from(proposal.decisions).unwrap_or(i32::MAX),
        proposed_by: viewer.account_id,
        now,
    };
    let transaction = app.store.begin().await?;
    let stored = store::weights::insert(&transaction, new).await?;
    let event = Event::WeightsProposed {
        version: stored.version,
        decisions: proposal.decisions,
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    Ok(stored)
}

fn too_few(count: usize) -> Fault {
    Complaint::new(
        "",
        ComplaintCode::WrongState,
        format!("Weights are proposed from {LEAST_DECISIONS} decisions on; there are {count}."),
        format!(
            "پیشنهاد وزن دست‌کم {} تصمیم می‌خواهد؛ اکنون {} تصمیم هست.",
            persian_number(LEAST_DECISIONS),
            persian_number(count)
        ),
    )
    .into()
}

fn in_force_already() -> Complaint {
    Complaint::new(
        "version",
        ComplaintCode::WrongState,
        "These weights are in force already.",
        "این وزن‌ها هم‌اکنون برقرارند.",
    )
}

fn overtaken(in_force: i64) -> Fault {
    Fault::Conflict {
        message: "Other weights have been published since this proposal; propose again.",
        message_fa: "پس از این پیشنهاد وزن‌های دیگری منتشر شده‌اند؛ دوباره پیشنهاد بدهید.",
        current_version: Some(in_force),
    }
}
