//! Reading seats and rounds.

use std::collections::HashMap;

use entity::{assignment_round, round_proposal, seat};
use matching::assignment::Status;

use super::{
    plan,
    report::{self, Report, Solved},
    round::computed_from,
};
use crate::{
    app::App,
    auth::Viewer,
    fault::Fault,
    store::{
        self, StoreError,
        page::{Page, Rows},
    },
};

/// Current seats by desk id, for a loader.
pub async fn seats_at(
    app: &App,
    desk_ids: &[i64],
) -> Result<HashMap<i64, Vec<seat::Model>>, StoreError> {
    let mut by_desk: HashMap<i64, Vec<_>> = HashMap::new();
    for seat in store::seats::at_desks(app.store.reader(), desk_ids).await? {
        by_desk.entry(seat.desk_id).or_default().push(seat);
    }
    Ok(by_desk)
}

/// Past and current seats by member id, oldest first, for a loader.
pub async fn seats_of(
    app: &App,
    member_ids: &[i64],
) -> Result<HashMap<i64, Vec<seat::Model>>, StoreError> {
    let mut by_member: HashMap<i64, Vec<_>> = HashMap::new();
    for seat in store::seats::of_members(app.store.reader(), member_ids).await? {
        by_member.entry(seat.member_id).or_default().push(seat);
    }
    Ok(by_member)
}

/// One page of rounds, newest first.
pub async fn rounds(
    app: &App,
    viewer: &Viewer,
    page: &Page,
) -> Result<Rows<assignment_round::Model>, Fault> {
    viewer.must_coordinate()?;
    Ok(store::rounds::page(app.store.reader(), page).await?)
}

/// The round with this id.
pub async fn round(app: &App, viewer: &Viewer, id: i64) -> Result<assignment_round::Model, Fault> {
    // To anybody else no round exists.
    if !viewer.is_coordinator() {
        return Err(Fault::NotFound);
    }
    store::rounds::by_id(app.store.reader(), id)
        .await?
        .ok_or(Fault::NotFound)
}

/// Rounds by id, for a loader; the caller looks at who may know of them.
pub async fn rounds_by_ids(
    app: &App,
    ids: &[i64],
) -> Result<HashMap<i64, assignment_round::Model>, StoreError> {
    let rows = store::rounds::by_ids(app.store.reader(), ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The proposals of these rounds, by round id, for a loader.
pub async fn proposals(
    app: &App,
    round_ids: &[i64],
) -> Result<HashMap<i64, Vec<round_proposal::Model>>, StoreError> {
    let mut by_round: HashMap<i64, Vec<_>> = HashMap::new();
    for row in store::rounds::proposals(app.store.reader(), round_ids).await? {
        by_round.entry(row.round_id).or_default().push(row);
    }
    Ok(by_round)
}

/// What a stored round changes and how good it is.
pub async fn report(app: &App, round: &assignment_round::Model) -> Result<Report, Fault> {
    let db = app.store.reader();
    let (input, _) = computed_from(db, round).await?;
    let lines = store::rounds::proposals(db, &[round.id]).await?;
    let solved = Solved {
        status: if round.optimal {
            Status::Optimal
        } else {
            Status::Feasible
        },
        objective: round.objective,
        bound: round.bound,
        conflicts: Vec::new(),
    };
    Ok(Report::of_lines(&app.reference(), &input, solved, lines))
}

/// Whether computing a stored round again gives the very same lines.
pub async fn recomputes(app: &App, round: &assignment_round::Model) -> Result<bool, Fault> {
    let db = app.store.reader();
    let (input, parameters) = computed_from(db, round).await?;
    let plan = plan::plan(&input, &parameters)?;
    let stored = store::rounds::proposals(db, &[round.id]).await?;
    let again = report::lines(&app.reference(), &plan);
    let same = |(stored, again): (&round_proposal::Model, round_proposal::Model)| {
        let again = round_proposal::Model {
            id: stored.id,
            round_id: stored.round_id,
            ..again
        };
        *stored == again && stored.score.to_bits() == again.score.to_bits()
    };
    Ok(plan.outcome.objective == round.objective
        && stored.len() == again.len()
        && stored.iter().zip(again).all(same))
}
