//! Where a membership stands, and what ends with it: seats and open invitations.
//!
//! A dry run does everything in a transaction that it never commits, so that its report is the
//! real one's.

use chrono::{DateTime, Utc};
use entity::{
    member::{self, MemberStanding},
    seat,
    team_member::{self, TeamMemberStatus},
};

use super::reveal::reason;
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{self, Complaint, ComplaintCode, Fault},
    store::{self, Connection, Transaction},
    teams::vacancy::after_loss,
};

/// A membership to open, suspend or end.
#[derive(Clone, Debug)]
pub struct ChangeStanding {
    pub member_id: i64,
    pub expected_version: i64,
    pub standing: MemberStanding,
    pub reason: String,
    pub dry_run: bool,
}

/// The member afterwards, and what has ended.
pub struct StandingChanged {
    pub member: member::Model,
    pub before: MemberStanding,
    /// Seats that have ended.
    pub seats: Vec<seat::Model>,
    /// Invitations that have been taken back.
    pub invitations: Vec<team_member::Model>,
    /// Accepted places in teams whose problems are not over; a coordinator sees to them.
    pub work: Vec<team_member::Model>,
}

/// Where a membership may go from where it stands.
#[must_use]
pub const fn next(from: MemberStanding) -> &'static [MemberStanding] {
    use MemberStanding::{Active, Applicant, Left, Suspended};
    match from {
        Applicant | Suspended => &[Active, Left],
        Active => &[Suspended, Left],
        Left => &[Applicant, Active],
    }
}

/// Changes a standing; leaving and suspension end seats and open invitations.
pub async fn change(
    app: &App,
    viewer: &Viewer,
    input: ChangeStanding,
) -> Result<StandingChanged, Fault> {
    viewer.must_coordinate()?;
    let reason = reason(&input.reason)?;
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let found = store::members::by_ids(&transaction, &[input.member_id]).await?;
    let before = found.into_iter().next().ok_or(Fault::NotFound)?;
    if before.version != input.expected_version {
        return Err(fault::changed(before.version));
    }
    if !next(before.standing).contains(&input.standing) {
        return Err(no_way(before.standing, input.standing));
    }
    let member = member::Model {
        standing: input.standing,
        version: before.version + 1,
        updated_at: now,
        ..before.clone()
    };
    if !store::members::update(&transaction, &member, before.version).await? {
        return Err(fault::changed(before.version));
    }
    let mut changed = StandingChanged {
        seats: Vec::new(),
        invitations: Vec::new(),
        work: Vec::new(),
        before: before.standing,
        member,
    };
    if ends(input.standing) {
        end_seats(&transaction, &mut changed, now).await?;
        let places = store::teams::open_places(&transaction, before.id).await?;
        let invited = |place: &team_member::Model| place.status == TeamMemberStatus::Invited;
        let (invitations, work) = places.into_iter().partition(invited);
        changed.work = work;
        for place in invitations {
            let place = take_back(app, &transaction, (place, &reason), now).await?;
            changed.invitations.push(place);
        }
    }
    let event = event(app, &changed, reason);
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    if !input.dry_run {
        app.store.commit(transaction).await?;
    }
    Ok(changed)
}

/// Whoever is suspended or has left holds nothing.
const fn ends(standing: MemberStanding) -> bool {
    match standing {
        MemberStanding::Suspended | MemberStanding::Left => true,
        MemberStanding::Applicant | MemberStanding::Active => false,
    }
}

async fn end_seats(
    db: &impl Connection,
    changed: &mut StandingChanged,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let seats = store::seats::of_members(db, &[changed.member.id]).await?;
    let current = seats.into_iter().filter(|seat| seat.until.is_none());
    let current: Vec<seat::Model> = current
        .map(|seat| seat::Model {
            until: Some(now),
            ..seat
        })
        .collect();
    let ids: Vec<i64> = current.iter().map(|seat| seat.id).collect();
    store::seats::end(db, &ids, (None, now)).await?;
    changed.seats = current;
    Ok(())
}

/// Takes an invitation back, and asks whoever comes next.
async fn take_back(
    app: &App,
    transaction: &Transaction,
    (place, reason): (team_member::Model, &str),
    now: DateTime<Utc>,
) -> Result<team_member::Model, Fault> {
    let said = (TeamMemberStatus::Expired, Some(reason.to_owned()));
    if !store::teams::answer(transaction, place.id, said, now).await? {
        return Err(Fault::Internal(
            "an open invitation was answered".to_owned(),
        ));
    }
    let event = Event::InvitationExpired {
        problem_id: place.problem_id,
        member_id: place.member_id,
    };
    events::append(transaction, event, None, now).await?;
    after_loss(app, transaction, &place).await?;
    Ok(team_member::Model {
        status: TeamMemberStatus::Expired,
        reason: Some(reason.to_owned()),
        answered_at: Some(now),
        ..place
    })
}

fn event(app: &App, changed: &StandingChanged, reason: String) -> Event {
    let reference = app.reference();
    let desks = changed.seats.iter();
    let desks = desks.filter_map(|seat| reference.engine_desk(seat.desk_id));
    Event::MemberStandingChanged {
        member_id: changed.member.id,
        from: code(changed.before),
        to: code(changed.member.standing),
        reason,
        seats: desks.map(matching::Desk::code).collect(),
        invitations: changed.invitations.len(),
    }
}

/// The standing as the contract names it.
#[must_use]
pub const fn code(standing: MemberStanding) -> &'static str {
    match standing {
        MemberStanding::Applicant => "APPLICANT",
        MemberStanding::Active => "ACTIVE",
        MemberStanding::Suspended => "SUSPENDED",
        MemberStanding::Left => "LEFT",
    }
}

const fn persian(standing: MemberStanding) -> &'static str {
    match standing {
        MemberStanding::Applicant => "متقاضی",
        MemberStanding::Active => "فعال",
        MemberStanding::Suspended => "تعلیق‌شده",
        MemberStanding::Left => "خارج‌شده",
    }
}

fn no_way(from: MemberStanding, to: MemberStanding) -> Fault {
    let ways: Vec<&str> = next(from).iter().map(|to| code(*to)).collect();
    let ways_fa: Vec<&str> = next(from).iter().map(|to| persian(*to)).collect();
    Complaint::new(
        "standing",
        ComplaintCode::WrongState,
        format!(
            "From {} a membership goes to {}, not to {}.",
            code(from),
            ways.join(" or "),
            code(to)
        ),
        format!(
            "عضویت از «{}» به {} می‌رود، نه به «{}».",
            persian(from),
            ways_fa.join(" یا "),
            persian(to)
        ),
    )
    .into()
}
