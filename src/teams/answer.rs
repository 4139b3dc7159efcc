//! An expert's answer to an invitation, and what follows: the next is asked, or the team stands.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use entity::{
    problem::{self, ProblemStatus},
    team_member::{self, TeamMemberStatus},
};

use super::{compose, invite, lead, pool::Pool, sweep};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    problems::lifecycle::{self, Step},
    store::{self, Transaction, problems::Move, teams::NewPlace},
};

const REASON_MAX: usize = 1_000;

/// Yes or no.
#[derive(Clone, Debug)]
pub struct Answer {
    pub problem_id: i64,
    pub accept: bool,
    pub reason: Option<String>,
}

/// Records the viewer's own answer.
pub async fn answer(
    app: &App,
    viewer: &Viewer,
    input: Answer,
) -> Result<team_member::Model, Fault> {
    let member_id = viewer.member_id.ok_or(Fault::Forbidden)?;
    check(&input)?;
    sweep::sweep(app).await?;
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let places = store::teams::of_problems(&transaction, &[input.problem_id]).await?;
    let place = places.iter().find(|place| place.member_id == member_id);
    let place = place.ok_or(Fault::NotFound)?;
    let said = if input.accept {
        TeamMemberStatus::Accepted
    } else {
        TeamMemberStatus::Declined
    };
    if !store::teams::answer(&transaction, place.id, (said, input.reason), now).await? {
        return Err(answered());
    }
    let event = Event::InvitationAnswered {
        problem_id: input.problem_id,
        member_id,
        accepted: input.accept,
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    follow_up(app, &transaction, place, input.accept).await?;
    let now_there = store::teams::of_problems(&transaction, &[input.problem_id]).await?;
    app.store.commit(transaction).await?;
    let place = now_there.into_iter().find(|row| row.member_id == member_id);
    place.ok_or(Fault::NotFound)
}

/// After a yes: the team may stand. After a no or silence: the next is asked.
pub async fn follow_up(
    app: &App,
    transaction: &Transaction,
    place: &team_member::Model,
    accepted: bool,
) -> Result<(), Fault> {
    let now = app.clock.now();
    let problem = store::problems::by_id(transaction, place.problem_id).await?;
    let problem = problem.ok_or(Fault::NotFound)?;
    if lifecycle::next(problem.status, Step::Staff).is_none() {
        return Ok(());
    }
    if !accepted {
        match ask_next(app, transaction, (&problem, place), now).await? {
            Next::Asked => {}
            Next::NotNeeded => lead::hand_on(transaction, place, now).await?,
            Next::Nobody { lost } => {
                lead::hand_on(transaction, place, now).await?;
                leave_open(transaction, place, lost, now).await?;
            }
        }
    }
    settle(transaction, &problem, now).await
}

/// What becomes of a place that somebody has given up.
enum Next {
    /// Somebody else was asked.
    Asked,
    /// The others know all that was lost.
    NotNeeded,
    /// Nobody who may be asked knows any of these concepts.
    Nobody { lost: Vec<String> },
}

/// Asks whoever best covers what the team has lost; nobody when it has lost nothing or nobody can.
async fn ask_next(
    app: &App,
    transaction: &Transaction,
    (problem, place): (&problem::Model, &team_member::Model),
    now: DateTime<Utc>,
) -> Result<Next, Fault> {
    let reference = app.reference();
    let places = store::teams::of_problems(transaction, &[problem.id]).await?;
    let asked: BTreeSet<i64> = places.iter().map(|place| place.member_id).collect();
    let pool = Pool::fetch(app, transaction, problem, &asked).await?;
    let known = pool.bits(&invite::concepts(&reference, place));
    let lost = known & !pool.bits(&invite::covered(&reference, &places));
    if known != 0 && lost == 0 {
        return Ok(Next::NotNeeded);
    }
    let Some(next) = compose::stand_in(lost, &pool.candidates(), |_| true) else {
        let lost = pool.concepts(lost);
        let concepts = lost.iter().filter_map(|id| reference.concept(*id));
        return Ok(Next::Nobody {
            lost: concepts.map(|concept| concept.code.clone()).collect(),
        });
    };
    let offer = invite::one_offer(&pool, next, place.role);
    let new = NewPlace {
        alternate_of: Some(place.id),
        ..invite::place(&reference, problem, &offer, now)
    };
    store::teams::insert(transaction, new).await?;
    let event = Event::ExpertsInvited {
        problem_id: problem.id,
        member_ids: vec![offer.member_id],
    };
    events::append(transaction, event, None, now).await?;
    Ok(Next::Asked)
}

/// Tells the coordinators that nobody stands in: the trail says for what, and who is left.
async fn leave_open(
    transaction: &Transaction,
    place: &team_member::Model,
    concepts: Vec<String>,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let places = store::teams::of_problems(transaction, &[place.problem_id]).await?;
    let remaining = places.iter().filter(|place| invite::is_open(place.status));
    let event = Event::TeamPlaceLeftOpen {
        problem_id: place.problem_id,
        member_id: place.member_id,
        concepts,
        remaining: remaining.count(),
    };
    events::append(transaction, event, None, now).await
}

/// The team stands when somebody has accepted and nobody is still to answer.
async fn settle(
    transaction: &Transaction,
    problem: &problem::Model,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let places = store::teams::of_problems(transaction, &[problem.id]).await?;
    let count = |status| places.iter().filter(|place| place.status == status).count();
    let team = count(TeamMemberStatus::Accepted);
    if team == 0 || count(TeamMemberStatus::Invited) > 0 {
        return Ok(());
    }
    let staffed = Move {
        status: ProblemStatus::Staffed,
        desk_id: problem.desk_id,
        now,
    };
    if !store::problems::move_to(transaction, problem.id, problem.version, staffed).await? {
        return Err(lifecycle::changed(problem));
    }
    let event = Event::ProblemStaffed {
        problem_id: problem.id,
        team,
    };
    events::append(transaction, event, None, now).await
}

fn check(input: &Answer) -> Result<(), Fault> {
    let reason = input.reason.as_deref().unwrap_or_default();
    if reason.chars().count() <= REASON_MAX && !reason.contains('\0') {
        return Ok(());
    }
    Err(Complaint::new(
        "reason",
        ComplaintCode::TooLong,
        format!("A reason has at most {REASON_MAX} characters."),
        format!("دلیل حداکثر {REASON_MAX} نویسه است."),
    )
    .into())
}

fn answered() -> Fault {
    Complaint::new(
        "problem",
        ComplaintCode::WrongState,
        "The invitation has been answered, has expired or was cancelled.",
        "به این دعوت پاسخ داده شده، مهلت آن گذشته یا لغو شده است.",
    )
    .into()
}
