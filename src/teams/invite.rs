//! Asking people to work on a problem: the smallest team that knows what it needs.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    problem::{self, Urgency},
    team_member::{self, TeamMemberStatus, TeamRole},
};
use serde_json::{Value as Json, json};

use super::{
    compose::{self, Candidate},
    named,
    pool::Pool,
    refusal::{complete, nobody, wrong_state},
    repeat, sweep,
};
use crate::{
    app::App,
    auth::Viewer,
    contribution::Contribution,
    events::{self, Event},
    fault::Fault,
    once::Keyed,
    problems::lifecycle::{self, Step},
    reference::Reference,
    store::{self, Connection, StoreError, Transaction, problems::Move, teams::NewPlace},
};

/// Which problem to staff.
#[derive(Clone, Debug)]
pub struct Invite {
    pub problem_id: i64,
    pub expected_version: i64,
    /// Whom to ask, by id; the smallest team that is needed where nobody is named.
    pub members: Option<Vec<i64>>,
    /// Ask nobody; a key means nothing then.
    pub dry_run: bool,
    pub key: Option<String>,
}

/// A team as it is, or would be, asked.
pub struct Invited {
    pub problem: problem::Model,
    /// Best first.
    pub team: Vec<Offer>,
    /// Concepts that the problem needs.
    pub needed: Vec<i64>,
    /// Those that nobody who may be asked knows.
    pub uncovered: Vec<i64>,
}

/// A place that is offered to somebody.
#[derive(Clone, Debug)]
pub struct Offer {
    pub member_id: i64,
    pub role: TeamRole,
    pub score: f64,
    pub contributions: Json,
    /// The needed concepts that they know.
    pub concepts: Vec<i64>,
    /// Who would be asked next, should they decline.
    pub alternate: Option<i64>,
}

/// Proposes a team and asks its members; a dry run asks nobody.
pub async fn invite(app: &App, viewer: &Viewer, input: Invite) -> Result<Invited, Fault> {
    viewer.must_coordinate()?;
    let keyed = repeat::keyed(viewer, &input)?;
    sweep::sweep(app).await?;
    let transaction = app.store.begin().await?;
    if let Some(invited) = repeat::earlier(app, &transaction, keyed.as_ref()).await? {
        return Ok(invited);
    }
    let invited = find_team(app, &transaction, &input).await?;
    if input.dry_run {
        return Ok(invited);
    }
    ask(app, viewer, (transaction, invited), keyed.as_ref()).await
}

async fn find_team(app: &App, transaction: &Transaction, input: &Invite) -> Result<Invited, Fault> {
    let problem = staffable(transaction, input.problem_id, input.expected_version).await?;
    let places = store::teams::of_problems(transaction, &[problem.id]).await?;
    let named = input.members.as_deref();
    // Whoever is named may be asked once more, unless they are on the team.
    let again = |id: &i64| named.is_some_and(|named| named.contains(id));
    let asked = places.iter().map(|place| place.member_id);
    let asked: BTreeSet<i64> = asked.filter(|id| !again(id)).collect();
    let pool = Pool::fetch(app, transaction, &problem, &asked).await?;
    let covered = pool.bits(&covered(&app.reference(), &places));
    let open = pool.all() & !covered;
    let chosen = match named {
        Some(named) => named::chosen(transaction, &pool, named).await?,
        None if has_team(&places) && open == 0 => return Err(complete()),
        None => compose::smallest(open, &pool.candidates()),
    };
    let mut team = offers(&pool, &chosen, open);
    let Some(best) = team.first_mut() else {
        return Err(nobody(places.len()));
    };
    if !has_team(&places) {
        best.role = TeamRole::Lead;
    }
    let reached = team
        .iter()
        .fold(covered, |bits, offer| bits | pool.bits(&offer.concepts));
    Ok(Invited {
        uncovered: pool.concepts(pool.all() & !reached),
        needed: pool.needs,
        problem,
        team,
    })
}

async fn ask(
    app: &App,
    viewer: &Viewer,
    (transaction, mut invited): (Transaction, Invited),
    keyed: Option<&Keyed>,
) -> Result<Invited, Fault> {
    let now = app.clock.now();
    offer(&transaction, &app.reference(), &invited, now).await?;
    let stay = Move {
        status: invited.problem.status,
        desk_id: invited.problem.desk_id,
        now,
    };
    let (id, version) = (invited.problem.id, invited.problem.version);
    if !store::problems::move_to(&transaction, id, version, stay).await? {
        return Err(lifecycle::changed(&invited.problem));
    }
    let event = Event::ExpertsInvited {
        problem_id: id,
        member_ids: invited.team.iter().map(|offer| offer.member_id).collect(),
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    if let Some(keyed) = keyed {
        repeat::remember(&transaction, keyed, &invited, now).await?;
    }
    let moved = store::problems::by_id(&transaction, id).await?;
    app.store.commit(transaction).await?;
    invited.problem = moved.ok_or(Fault::NotFound)?;
    Ok(invited)
}

/// Places for a team of the pool's people, without a lead, to cover `open` needs.
fn offers(pool: &Pool, team: &[usize], open: u32) -> Vec<Offer> {
    let candidates = pool.candidates();
    let members = team.iter().map(|at| {
        let lost = alone(*at, team, &candidates) & open;
        // The pool is best first, so the first of those who would stand in fits best.
        let next = compose::smallest_without(team, lost, &candidates);
        let next = next.first().filter(|_| lost != 0 || team.len() == 1);
        Offer {
            alternate: next.map(|at| pool.people[*at].member.id),
            ..one_offer(pool, *at, TeamRole::Member)
        }
    });
    members.collect()
}

/// A place for one of the pool, without an alternate.
#[must_use]
pub fn one_offer(pool: &Pool, at: usize, role: TeamRole) -> Offer {
    let person = &pool.people[at];
    let reasons = person.score.contributions.iter().map(|reason| {
        let contribution = Contribution {
            feature: reason.feature.code(),
            value: reason.value,
            weight: reason.weight,
            points: reason.points,
            evidence: &reason.evidence,
        };
        contribution.stored()
    });
    Offer {
        member_id: person.member.id,
        role,
        score: person.score.score,
        contributions: reasons.collect(),
        concepts: pool.concepts(person.covers),
        alternate: None,
    }
}

/// The row of an offered place.
#[must_use]
pub fn place(
    reference: &Reference,
    problem: &problem::Model,
    offer: &Offer,
    now: DateTime<Utc>,
) -> NewPlace {
    let codes = offer
        .concepts
        .iter()
        .filter_map(|id| reference.concept(*id));
    let codes: Vec<&str> = codes.map(|concept| concept.code.as_str()).collect();
    NewPlace {
        problem_id: problem.id,
        member_id: offer.member_id,
        role: offer.role,
        alternate_of: None,
        score: offer.score,
        contributions: offer.contributions.clone(),
        concepts: json!(codes),
        invited_at: now,
        expires_at: now + time_to_answer(problem.urgency),
    }
}

/// The concepts of those who are asked or have accepted.
#[must_use]
pub fn covered(reference: &Reference, places: &[team_member::Model]) -> Vec<i64> {
    let open = places.iter().filter(|place| is_open(place.status));
    open.flat_map(|place| concepts(reference, place)).collect()
}

/// The needed concepts that somebody was asked for.
#[must_use]
pub fn concepts(reference: &Reference, place: &team_member::Model) -> Vec<i64> {
    let codes = place
        .concepts
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let codes = codes.iter().filter_map(Json::as_str);
    let known = codes.filter_map(|code| reference.concept_with_code(code));
    known.map(|concept| concept.id).collect()
}

/// Whether somebody is asked or has accepted.
#[must_use]
pub const fn is_open(status: TeamMemberStatus) -> bool {
    match status {
        TeamMemberStatus::Invited | TeamMemberStatus::Accepted => true,
        TeamMemberStatus::Declined
        | TeamMemberStatus::Expired
        | TeamMemberStatus::Cancelled
        | TeamMemberStatus::Removed => false,
    }
}

async fn offer(
    db: &impl Connection,
    reference: &Reference,
    invited: &Invited,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let places = store::teams::of_problems(db, &[invited.problem.id]).await?;
    for offer in &invited.team {
        let new = place(reference, &invited.problem, offer, now);
        match places.iter().find(|old| old.member_id == offer.member_id) {
            Some(old) => store::teams::ask_again(db, old.id, new).await?,
            None => drop(store::teams::insert(db, new).await?),
        }
    }
    Ok(())
}

/// The bits that only this one of the team covers.
fn alone(at: usize, team: &[usize], candidates: &[Candidate]) -> u32 {
    let others = team.iter().filter(|other| **other != at);
    let covered = others.fold(0, |bits, other| bits | candidates[*other].covers);
    candidates[at].covers & !covered
}

/// How long somebody may think about it: a fraction of the time in which the desk has to answer.
const fn time_to_answer(urgency: Urgency) -> TimeDelta {
    match urgency {
        Urgency::Low => TimeDelta::days(7),
        Urgency::Normal => TimeDelta::days(4),
        Urgency::High => TimeDelta::days(2),
        Urgency::Critical => TimeDelta::hours(12),
    }
}

fn has_team(places: &[team_member::Model]) -> bool {
    places.iter().any(|place| is_open(place.status))
}

/// The problem, if it is as the caller saw it and a desk has it that works on it or may.
async fn staffable(
    db: &impl Connection,
    problem_id: i64,
    expected_version: i64,
) -> Result<problem::Model, Fault> {
    let problem = store::problems::by_id(db, problem_id).await?;
    let problem = problem.ok_or(Fault::NotFound)?;
    if problem.version != expected_version {
        return Err(lifecycle::changed(&problem));
    }
    match lifecycle::next(problem.status, Step::Invite) {
        Some(_) => Ok(problem),
        None => Err(wrong_state()),
    }
}
