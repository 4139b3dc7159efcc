//! Ending a proposal: its seats are given, or it is put aside.
//!
//! A proposal is applied only while the seats and the memberships that it was computed from
//! still stand, and in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    assignment_round::{self, RoundStatus},
    member::MemberKind,
    round_proposal::{self, SeatChange},
    seat::{self, SeatRole},
};

use super::{
    kept::{RoleCode, SeatNote, SeatReason},
    report::Report,
    round::{changed, computed_from, open_round, status_code},
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::Fault,
    reference::Reference,
    store::{self, Connection, StoreError, Transaction, seats::NewSeat},
};

/// By desk and member.
type Notes = BTreeMap<(i64, i64), SeatNote>;

/// Seats people as a proposed round says.
pub async fn apply(
    app: &App,
    viewer: &Viewer,
    round_id: i64,
    expected_version: i64,
) -> Result<assignment_round::Model, Fault> {
    viewer.must_coordinate()?;
    let transaction = app.store.begin().await?;
    let now = app.clock.now();
    let round = open_round(&transaction, round_id, expected_version).await?;
    let proposals = store::rounds::proposals(&transaction, &[round_id]).await?;
    let current = store::seats::current(&transaction).await?;
    let notes = notes(&transaction, &round, &app.reference()).await?;
    if !still_stands(&proposals, &current)
        || !offices_stand(&proposals, &current, &notes)
        || !all_as_before(&transaction, &round, (&proposals, &notes)).await?
    {
        return Err(outdated(&round));
    }
    let added = new_seats(&proposals);
    let removed = ended_seats(&proposals, &current);
    store::seats::end(&transaction, &removed, (Some(round_id), now)).await?;
    store::seats::insert(&transaction, &added, Some(round_id), now)
        .await
        .map_err(|error| match error {
            StoreError::Duplicate(_) => outdated(&round),
            error => error.into(),
        })?;
    let event = Event::RoundApplied {
        round_id,
        added: added.len(),
        removed: removed.len(),
    };
    let end = (RoundStatus::Applied, event);
    close(app, Some(viewer.account_id), (transaction, &round), end).await
}

/// Ends a proposed round without applying it.
pub async fn discard(
    app: &App,
    viewer: &Viewer,
    round_id: i64,
    expected_version: i64,
) -> Result<assignment_round::Model, Fault> {
    viewer.must_coordinate()?;
    let transaction = app.store.begin().await?;
    let round = open_round(&transaction, round_id, expected_version).await?;
    let end = (RoundStatus::Discarded, Event::RoundDiscarded { round_id });
    close(app, Some(viewer.account_id), (transaction, &round), end).await
}

/// Moves a round on, tells the audit trail and commits.
pub async fn close(
    app: &App,
    actor_id: Option<i64>,
    (transaction, round): (Transaction, &assignment_round::Model),
    (status, event): (RoundStatus, Event),
) -> Result<assignment_round::Model, Fault> {
    let now = app.clock.now();
    if !store::rounds::close(&transaction, round, (status, now)).await? {
        let there = store::rounds::by_id(&transaction, round.id).await?;
        return Err(there.map_or(Fault::NotFound, |round| changed(&round)));
    }
    events::append(&transaction, event, actor_id, now).await?;
    let closed = store::rounds::by_id(&transaction, round.id).await?;
    app.store.commit(transaction).await?;
    closed.ok_or(Fault::NotFound)
}

/// Whether today's seats are those that the proposal was computed from.
fn still_stands(proposals: &[round_proposal::Model], current: &[seat::Model]) -> bool {
    let stood = proposals
        .iter()
        .filter(|line| line.change != SeatChange::Added);
    let expected: BTreeSet<(i64, i64)> = stood.map(|line| (line.desk_id, line.member_id)).collect();
    let present = current.iter().map(|seat| (seat.desk_id, seat.member_id));
    expected == present.collect()
}

/// What the round's report says of its lines, by desk and member.
async fn notes(
    db: &impl Connection,
    round: &assignment_round::Model,
    reference: &Reference,
) -> Result<Notes, Fault> {
    let stored = store::rounds::reports(db, &[round.id]).await?.pop();
    let report: Option<Report> = stored.and_then(|row| serde_json::from_str(&row.data).ok());
    let notes = report.map_or_else(Vec::new, |report| report.notes);
    let notes = notes.into_iter().filter_map(|note| {
        let desk_id = reference.desk_id(note.seat.desk)?;
        Some(((desk_id, note.seat.member_id), note))
    });
    Ok(notes.collect())
}

/// Whether nobody whose seat ends has become a chair or a secretary meanwhile.
fn offices_stand(
    proposals: &[round_proposal::Model],
    current: &[seat::Model],
    notes: &Notes,
) -> bool {
    let ended: BTreeSet<i64> = ended_seats(proposals, current).into_iter().collect();
    let mut ended = current.iter().filter(|seat| ended.contains(&seat.id));
    ended.all(|seat| {
        let note = notes.get(&(seat.desk_id, seat.member_id));
        RoleCode::from(seat.role) == note.map_or(RoleCode::Member, |note| note.role)
    })
}

/// Whether everybody is from within or from outside as when the round was computed, and whoever
/// would be seated is still somebody whom it may consider.
async fn all_as_before(
    db: &impl Connection,
    round: &assignment_round::Model,
    (proposals, notes): (&[round_proposal::Model], &Notes),
) -> Result<bool, Fault> {
    let (input, parameters) = computed_from(db, round).await?;
    let ids: Vec<i64> = input.people.iter().map(|person| person.member_id).collect();
    let members = store::members::by_ids(db, &ids).await?;
    let same_kind = members.iter().all(|member| {
        let at = input.position(member.id);
        at.is_some_and(|at| input.people[at].external == (member.kind == MemberKind::External))
    });
    let eligible = members.iter().filter(|member| {
        parameters.tiers.contains(&member.tier.into())
            && parameters.standings.contains(&member.standing.into())
    });
    let eligible: BTreeSet<i64> = eligible.map(|member| member.id).collect();
    let mut seated = proposals
        .iter()
        .filter(|line| line.change != SeatChange::Removed)
        .filter(|line| !is_left_alone(line, notes));
    Ok(same_kind && seated.all(|line| eligible.contains(&line.member_id)))
}

/// Whether the line is a seat that the round keeps whoever holds it.
fn is_left_alone(line: &round_proposal::Model, notes: &Notes) -> bool {
    let note = notes.get(&(line.desk_id, line.member_id));
    let left = note
        .is_some_and(|note| matches!(note.reason, SeatReason::Office | SeatReason::NotCandidate));
    left && line.change == SeatChange::Kept
}

fn new_seats(proposals: &[round_proposal::Model]) -> Vec<NewSeat> {
    let added = proposals
        .iter()
        .filter(|line| line.change == SeatChange::Added);
    let seats = added.map(|line| NewSeat {
        desk_id: line.desk_id,
        member_id: line.member_id,
        role: SeatRole::Member,
    });
    seats.collect()
}

fn ended_seats(proposals: &[round_proposal::Model], current: &[seat::Model]) -> Vec<i64> {
    let removed = proposals
        .iter()
        .filter(|line| line.change == SeatChange::Removed);
    let removed: BTreeSet<(i64, i64)> =
        removed.map(|line| (line.desk_id, line.member_id)).collect();
    let ended = current
        .iter()
        .filter(|seat| removed.contains(&(seat.desk_id, seat.member_id)));
    ended.map(|seat| seat.id).collect()
}

fn outdated(round: &assignment_round::Model) -> Fault {
    Fault::Stale {
        message: "Seats or memberships have changed since this round was proposed; propose it again.",
        message_fa: "کرسی‌ها یا عضویت‌ها پس از پیشنهاد این دور تغییر کرده‌اند؛ دوباره پیشنهاد بدهید.",
        current_version: round.version,
        current_status: status_code(round.status),
    }
}
