//! Ending a computation before its end: by a coordinator, because its process has died, or because
//! this process stops.

use chrono::TimeDelta;
use entity::{
    assignment_round::{self, RoundStatus},
    round_computation::RoundFailure,
};

use super::{close::close, record, round::round_in};
use crate::{app::App, auth::Viewer, events::Event, fault::Fault, store};

/// Many beats of a living process; as long as clocks of two machines may differ at most.
const SILENCE: TimeDelta = TimeDelta::seconds(30);

/// Ends a round that is being computed, wherever that is; nothing of it is stored.
pub async fn cancel(
    app: &App,
    viewer: &Viewer,
    expected: (i64, i64),
) -> Result<assignment_round::Model, Fault> {
    viewer.must_coordinate()?;
    let transaction = app.store.begin().await?;
    let round = round_in(&transaction, expected, RoundStatus::Computing).await?;
    if let Some(gauge) = app.computations.gauge(round.id) {
        let owned = (round.id, app.computations.owner());
        let (reading, now) = (gauge.reading(), app.clock.now());
        store::computations::beat(&transaction, owned, reading, now).await?;
    }
    let event = Event::RoundCancelled { round_id: round.id };
    let end = (RoundStatus::Cancelled, event);
    let actor = Some(viewer.account_id);
    let cancelled = close(app, actor, (transaction, &round), end).await?;
    // Another process sees it at its next beat.
    app.computations.stop(round.id);
    Ok(cancelled)
}

/// Ends the rounds whose process has fallen silent; answers with how many there were.
pub async fn sweep(app: &App) -> Result<usize, Fault> {
    let limit = app.clock.now() - SILENCE;
    if store::computations::silent(app.store.reader(), limit)
        .await?
        .is_empty()
    {
        return Ok(0);
    }
    let mut ended = 0;
    loop {
        // Looked at again under the writer's lock: it may have spoken, or another has ended it.
        let transaction = app.store.begin().await?;
        let silent = store::computations::silent(&transaction, limit).await?;
        let Some(round) = silent.first() else {
            return Ok(ended);
        };
        record::end_failed(app, (transaction, round), RoundFailure::ProcessEnded).await?;
        app.computations.stop(round.id);
        ended += 1;
    }
}

/// Stops whatever this process computes and says so, since nobody will go on with it.
pub async fn abandon(app: &App) -> Result<usize, Fault> {
    let rounds = app.computations.rounds();
    for round_id in &rounds {
        app.computations.stop(*round_id);
        let transaction = app.store.begin().await?;
        let round = store::rounds::by_id(&transaction, *round_id).await?;
        let running = round.filter(|round| round.status == RoundStatus::Computing);
        if let Some(round) = running {
            let failure = RoundFailure::ProcessEnded;
            record::end_failed(app, (transaction, &round), failure).await?;
        }
    }
    Ok(rounds.len())
}
