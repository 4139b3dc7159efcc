//! A team never goes without somebody who leads it while it has anybody at all.

use entity::team_member::{self, TeamMemberStatus, TeamRole};

use super::invite::is_open;
use crate::{
    app::App,
    events::{self, Event},
    fault::Fault,
    store::{self, Transaction},
};

/// Makes somebody else lead when a lead has given up their place and nobody leads in their stead.
pub async fn hand_on(
    app: &App,
    transaction: &Transaction,
    place: &team_member::Model,
) -> Result<(), Fault> {
    if place.role != TeamRole::Lead {
        return Ok(());
    }
    let places = store::teams::of_problems(transaction, &[place.problem_id]).await?;
    let leads = |place: &team_member::Model| place.role == TeamRole::Lead && is_open(place.status);
    let Some(next) = successor(&places).filter(|_| !places.iter().any(leads)) else {
        return Ok(());
    };
    store::teams::give_role(transaction, next.id, TeamRole::Lead).await?;
    let event = Event::TeamLeadChanged {
        problem_id: place.problem_id,
        member_id: next.member_id,
        before: place.member_id,
    };
    events::append(transaction, event, None, app.clock.now()).await
}

/// Whoever fits best of those who have accepted, else of those who are asked; the first of equals.
fn successor(places: &[team_member::Model]) -> Option<&team_member::Model> {
    let open = places.iter().filter(|place| is_open(place.status));
    open.reduce(|best, place| {
        let accepted = |place: &team_member::Model| place.status == TeamMemberStatus::Accepted;
        let better = accepted(place)
            .cmp(&accepted(best))
            .then(place.score.total_cmp(&best.score));
        if better.is_gt() { place } else { best }
    })
}
