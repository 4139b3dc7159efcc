//! What the service knows of people with regard to one problem: their seats, what they work on,
//! what they have solved, and what keeps them from being asked.

use std::collections::{BTreeMap, HashMap};

use entity::{member, team_member};
use matching::{
    Desk,
    experts::{Conflict, Facts, Solved},
    routing::Statement,
};

use super::engine;
use crate::{
    app::App,
    fault::Fault,
    store::{self, Connection},
    teams::invite::is_open,
};

/// Decided problems that are looked through for one at hand, the most alike first: those that
/// follow share little more than their manner of speaking.
const PAST: usize = 50;

/// The problem at hand.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// `None` for a text that nobody has reported.
    pub problem_id: Option<i64>,
    pub title: &'a str,
    pub description: &'a str,
    pub org_unit_id: Option<i64>,
}

/// The facts of each member, in their order.
pub async fn of_members(
    app: &App,
    db: &impl Connection,
    members: &[member::Model],
    matter: Matter<'_>,
) -> Result<Vec<Facts>, Fault> {
    let mut seats = seats(app, db).await?;
    let loads: HashMap<i64, i64> = store::teams::open_loads(db).await?.into_iter().collect();
    let mut solved = solved(app, db, matter).await?;
    let team = store::teams::of_problems(db, matter.problem_id.as_slice()).await?;
    let facts = members.iter().map(|member| {
        let open = loads.get(&member.id).copied().unwrap_or(0);
        let open = u32::try_from(open).unwrap_or(u32::MAX);
        let most = u32::try_from(member.max_load).unwrap_or(0);
        Facts {
            seats: seats.remove(&member.id).unwrap_or_default(),
            solved: solved.remove(&member.id).unwrap_or_default(),
            availability: 1.0 - f64::from(open.min(most)) / f64::from(most.max(1)),
            open_load: open,
            max_load: Some(most),
            conflicts: conflicts(member, matter.org_unit_id, &team),
            // Nobody can be barred yet.
            banned: false,
        }
    });
    Ok(facts.collect())
}

async fn seats(app: &App, db: &impl Connection) -> Result<HashMap<i64, Vec<Desk>>, Fault> {
    let reference = app.reference();
    let mut desks: HashMap<i64, Vec<Desk>> = HashMap::new();
    for seat in store::seats::current(db).await? {
        let desk = reference.engine_desk(seat.desk_id);
        desks.entry(seat.member_id).or_default().extend(desk);
    }
    Ok(desks)
}

/// The solved problems that are like the one at hand, by the members who solved them.
async fn solved(
    app: &App,
    db: &impl Connection,
    matter: Matter<'_>,
) -> Result<HashMap<i64, Vec<Solved>>, Fault> {
    let statement = Statement {
        title: matter.title,
        description: matter.description,
        ..Statement::default()
    };
    app.engine.catch_up(app.store.reader()).await?;
    let near = app.engine.ask(|router| router.alike(&statement, PAST));
    let past = near.iter().filter_map(|precedent| {
        let id = engine::problem_with_code(&precedent.id)?;
        (Some(id) != matter.problem_id).then_some((id, precedent.likeness))
    });
    let past: BTreeMap<i64, f64> = past.collect();
    let ids: Vec<i64> = past.keys().copied().collect();
    let mut solved: HashMap<i64, Vec<Solved>> = HashMap::new();
    for (member_id, problem_id) in store::teams::solvers(db, &ids).await? {
        solved.entry(member_id).or_default().push(Solved {
            problem: engine::code(problem_id),
            likeness: past.get(&problem_id).copied().unwrap_or(0.0),
            rating: None,
        });
    }
    Ok(solved)
}

/// Nobody advises on what their own unit has reported or on what touches their own interests, and
/// whoever is on the team is not asked anew.
fn conflicts(
    member: &member::Model,
    org_unit_id: Option<i64>,
    team: &[team_member::Model],
) -> Vec<Conflict> {
    let own_unit = org_unit_id.is_some() && member.org_unit_id == org_unit_id;
    let place = team.iter().find(|place| place.member_id == member.id);
    let declared = place.is_some_and(|place| place.declares_conflict);
    let on_team = place.is_some_and(|place| is_open(place.status));
    let conflicts = [
        (own_unit, Conflict::OwnUnit),
        (declared, Conflict::Declared),
        (on_team, Conflict::SameTeam),
    ];
    let those = conflicts.into_iter().filter(|(is, _)| *is);
    those.map(|(_, conflict)| conflict).collect()
}
