//! After an answer: those who know what is missing are asked, or the team stands.
//!
//! A team never stands while somebody could be asked who knows what it lacks.

use std::collections::BTreeSet;

use entity::{
    problem::{self, ProblemStatus},
    team_member::{self, TeamMemberStatus, TeamRole},
};

use super::{
    compose, invite, lead,
    pool::Pool,
    staffing::{is_given_up, staffing},
};
use crate::{
    app::App,
    events::{self, Event},
    fault::Fault,
    problems::lifecycle::{self, Step},
    store::{self, Connection, Transaction, problems::Move, teams::NewPlace},
};

/// Somebody has said yes: whoever could be asked by now is asked for what was left open, else the
/// team may stand.
pub async fn after_yes(app: &App, transaction: &Transaction, problem_id: i64) -> Result<(), Fault> {
    let Some(problem) = teamed(transaction, problem_id).await? else {
        return Ok(());
    };
    let places = store::teams::of_problems(transaction, &[problem_id]).await?;
    if !is_any(&places, TeamMemberStatus::Invited)
        && let Some(loss) = Loss::last(app, &problem, &places)
    {
        stand_in(app, transaction, &loss).await?;
    }
    settle(app, transaction, &problem).await
}

/// Somebody has given up a place, by a no, by silence or by leaving the team: those who know what
/// is missing now are asked, or the trail says that nobody could be.
pub async fn after_loss(
    app: &App,
    transaction: &Transaction,
    place: &team_member::Model,
) -> Result<(), Fault> {
    let Some(problem) = teamed(transaction, place.problem_id).await? else {
        return Ok(());
    };
    let places = store::teams::of_problems(transaction, &[problem.id]).await?;
    let loss = Loss::of(app, (&problem, &places), place);
    if !loss.missing.is_empty() || !loss.is_manned() {
        let outcome = stand_in(app, transaction, &loss).await?;
        leave_open(app, transaction, &loss, &outcome).await?;
    }
    lead::hand_on(app, transaction, place).await?;
    settle(app, transaction, &problem).await
}

/// The problem, if its team may still change.
async fn teamed(db: &impl Connection, id: i64) -> Result<Option<problem::Model>, Fault> {
    let problem = store::problems::by_id(db, id).await?;
    let problem = problem.ok_or(Fault::NotFound)?;
    let open = lifecycle::next(problem.status, Step::Invite).is_some();
    Ok(open.then_some(problem))
}

/// A place that somebody has given up, and what the team lacks.
struct Loss<'p> {
    problem: &'p problem::Model,
    place: &'p team_member::Model,
    /// Everybody who was ever asked.
    places: &'p [team_member::Model],
    /// What those who have given up their places knew and nobody else does; concepts by id.
    missing: Vec<i64>,
}

impl<'p> Loss<'p> {
    fn of(
        app: &App,
        (problem, places): (&'p problem::Model, &'p [team_member::Model]),
        place: &'p team_member::Model,
    ) -> Self {
        Self {
            problem,
            place,
            places,
            missing: staffing(&app.reference(), places).missing,
        }
    }

    /// The last place that was given up by somebody who knew what is missing.
    fn last(
        app: &App,
        problem: &'p problem::Model,
        places: &'p [team_member::Model],
    ) -> Option<Self> {
        let reference = app.reference();
        let missing = staffing(&reference, places).missing;
        let lacks = |place: &team_member::Model| {
            let known = invite::concepts(&reference, place);
            known.iter().any(|concept| missing.contains(concept))
        };
        let mut lost = places.iter().filter(|place| is_given_up(place));
        let place = lost.rfind(|place| lacks(place))?;
        Some(Self::of(app, (problem, places), place))
    }

    fn is_manned(&self) -> bool {
        self.places
            .iter()
            .any(|place| invite::is_open(place.status))
    }

    /// A lead's stand-in leads, unless somebody is at work who can.
    fn role(&self) -> TeamRole {
        if is_any(self.places, TeamMemberStatus::Accepted) {
            TeamRole::Member
        } else {
            self.place.role
        }
    }
}

/// What came of asking for stand-ins.
#[derive(Default)]
struct Outcome {
    asked: usize,
    /// Missing concepts that nobody who may be asked knows, by id.
    left: Vec<i64>,
}

/// Asks the fewest who know all that is missing; whoever fits best if a team of nobody lacks
/// nothing in particular.
async fn stand_in(app: &App, transaction: &Transaction, loss: &Loss<'_>) -> Result<Outcome, Fault> {
    let asked: BTreeSet<i64> = loss.places.iter().map(|place| place.member_id).collect();
    let pool = Pool::fetch(app, transaction, loss.problem, &asked).await?;
    let missing = pool.bits(&loss.missing);
    if missing == 0 && loss.is_manned() {
        return Ok(Outcome::default());
    }
    let chosen = compose::smallest(missing, &pool.candidates());
    ask(app, transaction, loss, (&pool, &chosen)).await?;
    let reached = chosen
        .iter()
        .fold(0, |bits, at| bits | pool.people[*at].covers);
    Ok(Outcome {
        asked: chosen.len(),
        left: pool.concepts(missing & !reached),
    })
}

/// Offers places in the stead of the lost one; the first of them takes over its role.
async fn ask(
    app: &App,
    transaction: &Transaction,
    loss: &Loss<'_>,
    (pool, chosen): (&Pool, &[usize]),
) -> Result<(), Fault> {
    if chosen.is_empty() {
        return Ok(());
    }
    let (reference, now) = (app.reference(), app.clock.now());
    let roles = std::iter::once(loss.role()).chain(std::iter::repeat(TeamRole::Member));
    for (at, role) in chosen.iter().zip(roles) {
        let offer = invite::one_offer(pool, *at, role);
        let new = NewPlace {
            alternate_of: Some(loss.place.id),
            ..invite::place(&reference, loss.problem, &offer, now)
        };
        store::teams::insert(transaction, new).await?;
    }
    let members = chosen.iter().map(|at| pool.people[*at].member.id);
    let event = Event::ExpertsInvited {
        problem_id: loss.problem.id,
        member_ids: members.collect(),
    };
    events::append(transaction, event, None, now).await
}

/// Tells the coordinators where nobody stands in: the trail says for what, and how many are left.
async fn leave_open(
    app: &App,
    transaction: &Transaction,
    loss: &Loss<'_>,
    outcome: &Outcome,
) -> Result<(), Fault> {
    let reference = app.reference();
    let own = invite::concepts(&reference, loss.place);
    let left = outcome.left.iter().filter(|id| own.contains(id));
    let left = left.filter_map(|id| reference.concept(*id));
    let concepts: Vec<String> = left.map(|concept| concept.code.clone()).collect();
    let deserted = outcome.asked == 0 && !loss.is_manned();
    if concepts.is_empty() && !deserted {
        return Ok(());
    }
    let remaining = loss
        .places
        .iter()
        .filter(|place| invite::is_open(place.status));
    let event = Event::TeamPlaceLeftOpen {
        problem_id: loss.problem.id,
        member_id: loss.place.member_id,
        concepts,
        remaining: remaining.count() + outcome.asked,
    };
    events::append(transaction, event, None, app.clock.now()).await
}

/// The team stands when somebody has accepted and nobody is still to answer.
async fn settle(
    app: &App,
    transaction: &Transaction,
    problem: &problem::Model,
) -> Result<(), Fault> {
    if lifecycle::next(problem.status, Step::Staff).is_none() {
        return Ok(());
    }
    let places = store::teams::of_problems(transaction, &[problem.id]).await?;
    let team = count(&places, TeamMemberStatus::Accepted);
    if team == 0 || is_any(&places, TeamMemberStatus::Invited) {
        return Ok(());
    }
    let now = app.clock.now();
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

fn count(places: &[team_member::Model], status: TeamMemberStatus) -> usize {
    places.iter().filter(|place| place.status == status).count()
}

fn is_any(places: &[team_member::Model], status: TeamMemberStatus) -> bool {
    count(places, status) > 0
}
