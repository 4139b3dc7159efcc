//! Assignment rounds: propose a seating, then apply or discard it.
//!
//! A proposal is stored with the seats that it was computed from; it is applied only while
//! those still stand.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    assignment_round::{self, RoundStatus},
    member::{MemberStanding, MemberTier},
    round_proposal::{self, SeatChange},
    seat::{self, SeatRole},
};
use matching::assignment::Status;

use super::plan::{self, Candidate, Plan, RoundParameters, Seated, SeatsEach};
use crate::{
    app::App,
    auth::Viewer,
    club,
    events::{self, Event},
    fault::{self, Complaint, ComplaintCode, Fault},
    reference::Reference,
    store::{
        self, Connection, StoreError, Transaction,
        filter::{Scalar, Tree},
        members::MemberTest,
        rounds::NewRound,
        seats::NewSeat,
    },
};

/// Somebody with more than this many seats would sit in meetings only.
const SEATS_EACH_MAX: u32 = 6;
/// More than the club has members.
const DESK_SEATS_MAX: u32 = 1_000;

/// A proposal and, unless it was a dry run, the round that holds it.
pub struct Proposed {
    pub round: Option<assignment_round::Model>,
    pub plan: Plan,
}

/// Computes a seating of all active planners; a dry run stores nothing.
pub async fn propose(
    app: &App,
    viewer: &Viewer,
    parameters: RoundParameters,
    dry_run: bool,
) -> Result<Proposed, Fault> {
    viewer.must_coordinate()?;
    check(&parameters)?;
    let reference = app.reference();
    let candidates = candidates(app).await?;
    let seats = store::seats::current(app.store.reader()).await?;
    let seated = seated(&reference, seats);
    let router = app.engine.router();
    let asked = parameters.clone();
    let plan =
        tokio::task::spawn_blocking(move || plan::plan(&router, &candidates, &seated, &asked))
            .await
            .map_err(|error| Fault::Internal(format!("planning a round: {error}")))??;
    if dry_run || !is_answer(plan.outcome.status) {
        return Ok(Proposed { round: None, plan });
    }
    let round = store_round(app, viewer, &parameters, &plan).await?;
    Ok(Proposed {
        round: Some(round),
        plan,
    })
}

/// Seats people as a proposed round says.
pub async fn apply(
    app: &App,
    viewer: &Viewer,
    round_id: i64,
    expected_version: i64,
) -> Result<assignment_round::Model, Fault> {
    viewer.must_coordinate()?;
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let round = open_round(&transaction, round_id, expected_version).await?;
    let proposals = store::rounds::proposals(&transaction, &[round_id]).await?;
    let current = store::seats::current(&transaction).await?;
    if !still_stands(&proposals, &current) {
        return Err(seats_changed(round.version));
    }
    let added = new_seats(&proposals);
    let removed = ended_seats(&proposals, &current);
    store::seats::end(&transaction, &removed, now).await?;
    store::seats::insert(&transaction, &added, Some(round_id), now)
        .await
        .map_err(|error| match error {
            StoreError::Duplicate(_) => seats_changed(round.version),
            error => error.into(),
        })?;
    let event = Event::RoundApplied {
        round_id,
        added: added.len(),
        removed: removed.len(),
    };
    close(
        app,
        viewer,
        (transaction, &round),
        (RoundStatus::Applied, event),
    )
    .await
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
    let event = Event::RoundDiscarded { round_id };
    close(
        app,
        viewer,
        (transaction, &round),
        (RoundStatus::Discarded, event),
    )
    .await
}

/// The parameters of a round that keeps to the desks' usual sizes: everybody from within at one
/// desk, everybody from outside at one or two or, where there is no room, at none.
#[must_use]
pub fn usual_parameters(reference: &Reference) -> RoundParameters {
    let whole = |number: i32| u32::try_from(number).unwrap_or_default();
    let desks = reference.desks().iter().filter_map(|desk| {
        Some(plan::DeskLimits {
            desk: reference.engine_desk(desk.id)?,
            seats_min: whole(desk.seats_min),
            seats_max: whole(desk.seats_max),
            externals_min: whole(desk.externals_min),
        })
    });
    RoundParameters {
        desks: desks.collect(),
        internal: SeatsEach { min: 1, max: 1 },
        external: SeatsEach { min: 0, max: 2 },
        continuity: 0,
    }
}

async fn close(
    app: &App,
    viewer: &Viewer,
    (transaction, round): (Transaction, &assignment_round::Model),
    (status, event): (RoundStatus, Event),
) -> Result<assignment_round::Model, Fault> {
    let now = app.clock.now();
    if !store::rounds::close(&transaction, round.id, round.version, (status, now)).await? {
        return Err(fault::changed(round.version));
    }
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    let closed = store::rounds::by_id(&transaction, round.id)
        .await?
        .ok_or(Fault::NotFound)?;
    app.store.commit(transaction).await?;
    Ok(closed)
}

/// The active planners, by member id.
pub async fn candidates(app: &App) -> Result<Vec<Candidate>, Fault> {
    let planners = Tree::All(vec![
        Tree::Test(MemberTest::Tier(Scalar::equal(MemberTier::Planner))),
        Tree::Test(MemberTest::Standing(Scalar::equal(MemberStanding::Active))),
    ]);
    let members = store::members::all(app.store.reader(), &planners).await?;
    let ids: Vec<i64> = members.iter().map(|member| member.id).collect();
    let mut expertise = club::find::expertise(app, &ids).await?;
    Ok(members
        .into_iter()
        .map(|member| Candidate {
            expertise: expertise.remove(&member.id).unwrap_or_default(),
            member,
        })
        .collect())
}

fn seated(reference: &Reference, seats: Vec<seat::Model>) -> Seated {
    let mut seated = BTreeMap::new();
    for seat in seats {
        if let Some(desk) = reference.engine_desk(seat.desk_id) {
            seated.insert((seat.member_id, desk), seat);
        }
    }
    seated
}

async fn store_round(
    app: &App,
    viewer: &Viewer,
    parameters: &RoundParameters,
    plan: &Plan,
) -> Result<assignment_round::Model, Fault> {
    let now = app.clock.now();
    let reference = app.reference();
    let parameters = serde_json::to_value(parameters)
        .map_err(|error| Fault::Internal(format!("writing a round's parameters: {error}")))?;
    let proposals = plan.proposals.iter().filter_map(|proposal| {
        Some(round_proposal::Model {
            id: 0,
            round_id: 0,
            desk_id: reference.desk_id(proposal.desk)?,
            member_id: proposal.member_id,
            change: proposal.change,
            score: proposal.score,
            contributions: proposal.contributions.clone(),
        })
    });
    let new = NewRound {
        parameters,
        objective: plan.outcome.objective,
        optimal: plan.outcome.status == Status::Optimal,
        weights_version: app.engine.weights_version(),
        proposed_by: viewer.account_id,
        proposals: proposals.collect(),
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

async fn open_round(
    db: &impl Connection,
    id: i64,
    expected_version: i64,
) -> Result<assignment_round::Model, Fault> {
    let round = store::rounds::by_id(db, id).await?.ok_or(Fault::NotFound)?;
    if round.version != expected_version {
        return Err(fault::changed(round.version));
    }
    if round.status == RoundStatus::Proposed {
        Ok(round)
    } else {
        Err(not_open())
    }
}

/// Whether today's seats are those that the proposal was computed from.
fn still_stands(proposals: &[round_proposal::Model], current: &[seat::Model]) -> bool {
    let expected: BTreeSet<(i64, i64)> = proposals
        .iter()
        .filter(|proposal| proposal.change != SeatChange::Added)
        .map(|proposal| (proposal.desk_id, proposal.member_id))
        .collect();
    let present = current
        .iter()
        .map(|seat| (seat.desk_id, seat.member_id))
        .collect();
    expected == present
}

fn new_seats(proposals: &[round_proposal::Model]) -> Vec<NewSeat> {
    let added = proposals
        .iter()
        .filter(|proposal| proposal.change == SeatChange::Added);
    added
        .map(|proposal| NewSeat {
            desk_id: proposal.desk_id,
            member_id: proposal.member_id,
            role: SeatRole::Member,
        })
        .collect()
}

fn ended_seats(proposals: &[round_proposal::Model], current: &[seat::Model]) -> Vec<i64> {
    let removed: BTreeSet<(i64, i64)> = proposals
        .iter()
        .filter(|proposal| proposal.change == SeatChange::Removed)
        .map(|proposal| (proposal.desk_id, proposal.member_id))
        .collect();
    let ended = current
        .iter()
        .filter(|seat| removed.contains(&(seat.desk_id, seat.member_id)));
    ended.map(|seat| seat.id).collect()
}

fn check(parameters: &RoundParameters) -> Result<(), Fault> {
    let mut complaints = Vec::new();
    for (field, each) in [
        ("internal", parameters.internal),
        ("external", parameters.external),
    ] {
        if each.min > each.max || each.max > SEATS_EACH_MAX {
            complaints.push(bad_limits(field));
        }
    }
    let fits = |limits: &plan::DeskLimits| {
        limits.seats_min <= limits.seats_max
            && limits.externals_min <= limits.seats_max
            && limits.seats_max <= DESK_SEATS_MAX
    };
    if !parameters.desks.iter().all(fits) {
        complaints.push(bad_limits("desks"));
    }
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(complaints))
    }
}

const fn is_answer(status: Status) -> bool {
    matches!(status, Status::Optimal | Status::Feasible)
}

fn bad_limits(field: &'static str) -> Complaint {
    Complaint::new(
        field,
        ComplaintCode::Invalid,
        format!(
            "A minimum is at most its maximum; at most {SEATS_EACH_MAX} seats a person and {DESK_SEATS_MAX} a desk."
        ),
        format!(
            "حداقل از حداکثر بیشتر نیست؛ حداکثر {SEATS_EACH_MAX} کرسی برای هر نفر و {DESK_SEATS_MAX} برای هر میز."
        ),
    )
}

fn seats_changed(version: i64) -> Fault {
    Fault::Conflict {
        message: "Seats have changed since this round was proposed; propose it again.",
        message_fa: "کرسی‌ها پس از پیشنهاد این دور تغییر کرده‌اند؛ دوباره پیشنهاد بدهید.",
        current_version: Some(version),
    }
}

fn not_open() -> Fault {
    Complaint::new(
        "id",
        ComplaintCode::WrongState,
        "The round has been applied or discarded already.",
        "این دور پیش‌تر اعمال یا کنار گذاشته شده است.",
    )
    .into()
}
