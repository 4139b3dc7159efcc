//! Reading seats and rounds.

use std::collections::HashMap;

use entity::{assignment_round, round_proposal, seat};

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
