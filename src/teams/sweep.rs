//! Silence is an answer: invitations whose time is over expire, and the next is asked.

use entity::team_member::TeamMemberStatus;

use super::vacancy::after_loss;
use crate::{
    app::App,
    events::{self, Event},
    fault::Fault,
    store,
};

/// Expires what is overdue, one transaction each; answers with how many there were.
pub async fn sweep(app: &App) -> Result<usize, Fault> {
    let overdue = store::teams::overdue(app.store.reader(), app.clock.now()).await?;
    let mut expired = 0;
    for place in overdue {
        let now = app.clock.now();
        let transaction = app.store.begin().await?;
        let silence = (TeamMemberStatus::Expired, None);
        // An answer may have come in between; it counts.
        if !store::teams::answer(&transaction, place.id, silence, now).await? {
            continue;
        }
        let event = Event::InvitationExpired {
            problem_id: place.problem_id,
            member_id: place.member_id,
        };
        events::append(&transaction, event, None, now).await?;
        after_loss(app, &transaction, &place).await?;
        app.store.commit(transaction).await?;
        expired += 1;
    }
    Ok(expired)
}
