//! Reading seats and rounds.

use std::{collections::HashMap, sync::Arc};

use entity::{
    assignment_round::{self, RoundStatus},
    round_proposal, seat,
};
use matching::assignment::Status;

use super::{
    gauge::on_a_thread,
    plan,
    report::{self, Report, Solved},
    round::{computed_from, has_seating, took_long},
};
use crate::{
    app::App,
    auth::Viewer,
    fault::{Complaint, ComplaintCode, Fault},
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

/// What these rounds change and how good they are, as it was stored with them, by round id, for a
/// loader; rounds of which nothing was stored are left out.
pub async fn reports(app: &App, round_ids: &[i64]) -> Result<HashMap<i64, Report>, StoreError> {
    let mut lines = proposals(app, round_ids).await?;
    let stored = store::rounds::reports(app.store.reader(), round_ids).await?;
    let reports = stored.into_iter().filter_map(|row| {
        // One that cannot be read is made again from the snapshot.
        let report: Report = serde_json::from_str(&row.data).ok()?;
        let lines = lines.remove(&row.round_id).unwrap_or_default();
        Some((row.round_id, Report { lines, ..report }))
    });
    Ok(reports.collect())
}

/// What a round changes and how good it is.
pub async fn report(app: &App, round: &assignment_round::Model) -> Result<Report, Fault> {
    match reports(app, &[round.id]).await?.remove(&round.id) {
        Some(report) => Ok(report),
        None => report_anew(app, round).await,
    }
}

/// The report of a round that none was stored with: it is older than stored reports, or nothing
/// was computed of it.
pub async fn report_anew(app: &App, round: &assignment_round::Model) -> Result<Report, Fault> {
    let db = app.store.reader();
    let (input, _) = computed_from(db, round).await?;
    let lines = store::rounds::proposals(db, &[round.id]).await?;
    let status = match (has_seating(round.status), round.optimal) {
        (true, true) => Status::Optimal,
        (true, false) => Status::Feasible,
        (false, _) if round.status == RoundStatus::Infeasible => Status::Infeasible,
        (false, _) => Status::Undecided,
    };
    let solved = Solved {
        status,
        objective: round.objective,
        bound: round.bound,
        floor_bound: None,
        conflicts: Vec::new(),
    };
    Ok(Report::of_lines(&app.reference(), &input, solved, lines))
}

/// Whether computing a stored round again gives the very same lines; no while there are none.
/// A round that takes longer than a caller can wait is refused.
pub async fn recomputes(app: &App, round: &assignment_round::Model) -> Result<bool, Fault> {
    if has_seating(round.status) && took_long(app, round).await? {
        return Err(too_long_to_recompute());
    }
    recomputes_in_the_end(app, round).await
}

/// The same, however long it takes.
pub async fn recomputes_in_the_end(
    app: &App,
    round: &assignment_round::Model,
) -> Result<bool, Fault> {
    if !has_seating(round.status) {
        return Ok(false);
    }
    let db = app.store.reader();
    let (input, parameters) = computed_from(db, round).await?;
    let turn = app.computations.turn().await;
    let plan = on_a_thread((&Arc::default(), turn), move |gauge| {
        plan::plan(&input, &parameters, gauge)
    })
    .await?;
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

fn too_long_to_recompute() -> Fault {
    Complaint::new(
        "recomputes",
        ComplaintCode::WrongState,
        "This round takes longer to compute than a request may last, so it cannot be checked here.",
        "محاسبهٔ این دور بیش از مهلت یک درخواست طول می‌کشد؛ این‌جا نمی‌توان آن را وارسی کرد.",
    )
    .into()
}
