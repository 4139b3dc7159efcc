//! Seating one person by hand, and ending a seat.

use entity::{
    member::MemberStanding,
    seat::{self, SeatRole},
};
use matching::Desk;

use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    store::{self, Connection, StoreError, seats::NewSeat},
};

/// A seat to give.
#[derive(Clone, Copy, Debug)]
pub struct Seating {
    pub member_id: i64,
    pub desk: Desk,
    pub role: SeatRole,
}

/// Gives a seat, or another role at the same desk; the same seat again changes nothing.
pub async fn seat(app: &App, viewer: &Viewer, input: Seating) -> Result<seat::Model, Fault> {
    viewer.must_coordinate()?;
    let desk_id = desk_id(app, input.desk)?;
    let transaction = app.store.begin().await?;
    // Read after the wait for the writer, so that times follow the order of commits.
    let now = app.clock.now();
    must_be_active(&transaction, input.member_id).await?;
    let here = store::seats::at_desks(&transaction, &[desk_id]).await?;
    let held = here.iter().find(|seat| seat.member_id == input.member_id);
    if let Some(held) = held.filter(|seat| seat.role == input.role) {
        return Ok(held.clone());
    }
    if input.role == SeatRole::Chair && here.iter().any(|seat| seat.role == SeatRole::Chair) {
        return Err(chair_taken());
    }
    let held: Vec<i64> = held.iter().map(|seat| seat.id).collect();
    store::seats::end(&transaction, &held, (None, now)).await?;
    let new = NewSeat {
        desk_id,
        member_id: input.member_id,
        role: input.role,
    };
    store::seats::insert(&transaction, &[new], None, now).await?;
    let event = Event::MemberSeated {
        member_id: input.member_id,
        desk: input.desk.code(),
        role: role_code(input.role),
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    let given = seat_of(&transaction, desk_id, input.member_id).await?;
    app.store.commit(transaction).await?;
    given.ok_or(Fault::NotFound)
}

/// Ends a seat.
pub async fn unseat(
    app: &App,
    viewer: &Viewer,
    member_id: i64,
    desk: Desk,
) -> Result<seat::Model, Fault> {
    viewer.must_coordinate()?;
    let desk_id = desk_id(app, desk)?;
    let transaction = app.store.begin().await?;
    let now = app.clock.now();
    let held = seat_of(&transaction, desk_id, member_id).await?;
    let mut held = held.ok_or_else(not_seated)?;
    store::seats::end(&transaction, &[held.id], (None, now)).await?;
    let event = Event::MemberUnseated {
        member_id,
        desk: desk.code(),
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    held.until = Some(now);
    Ok(held)
}

async fn seat_of(
    db: &impl Connection,
    desk_id: i64,
    member_id: i64,
) -> Result<Option<seat::Model>, StoreError> {
    let here = store::seats::at_desks(db, &[desk_id]).await?;
    Ok(here.into_iter().find(|seat| seat.member_id == member_id))
}

async fn must_be_active(db: &impl Connection, member_id: i64) -> Result<(), Fault> {
    let member = store::members::by_ids(db, &[member_id]).await?.pop();
    let member = member.ok_or_else(|| Complaint::unknown("member"))?;
    if member.standing == MemberStanding::Active {
        return Ok(());
    }
    Err(Complaint::new(
        "member",
        ComplaintCode::WrongState,
        "Only active members can be seated.",
        "تنها عضو فعال را می‌توان بر کرسی نشاند.",
    )
    .into())
}

fn desk_id(app: &App, desk: Desk) -> Result<i64, Fault> {
    let id = app.reference().desk_id(desk);
    id.ok_or_else(|| Complaint::unknown("desk").into())
}

const fn role_code(role: SeatRole) -> &'static str {
    match role {
        SeatRole::Chair => "CHAIR",
        SeatRole::Secretary => "SECRETARY",
        SeatRole::Member => "MEMBER",
    }
}

fn chair_taken() -> Fault {
    Complaint::new(
        "role",
        ComplaintCode::WrongState,
        "The desk has a chair already; end that role first.",
        "این میز رئیس دارد؛ نخست آن نقش را پایان دهید.",
    )
    .into()
}

fn not_seated() -> Fault {
    Complaint::new(
        "member",
        ComplaintCode::WrongState,
        "The member holds no seat at this desk.",
        "این عضو در این میز کرسی ندارد.",
    )
    .into()
}
