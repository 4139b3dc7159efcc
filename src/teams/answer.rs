//! An expert's answer to an invitation.

use entity::team_member::{self, TeamMemberStatus};

use super::{sweep, vacancy, whom};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    problems::statement::{REASON_MAX, passage},
    store,
};

/// Yes or no.
#[derive(Clone, Debug)]
pub struct Answer {
    pub problem_id: i64,
    /// `None` for the viewer.
    pub member_id: Option<i64>,
    pub accept: bool,
    pub reason: Option<String>,
    /// They decline since their own interests are touched.
    pub declares_conflict: bool,
}

/// Records the viewer's own answer; for coordinators the one that somebody has told them.
pub async fn answer(
    app: &App,
    viewer: &Viewer,
    input: Answer,
) -> Result<team_member::Model, Fault> {
    let member_id = whom::meant(viewer, input.member_id)?;
    let reason = check(&input)?;
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
    if !store::teams::answer(&transaction, place.id, (said, reason), now).await? {
        return Err(answered());
    }
    if input.declares_conflict {
        store::teams::declare_conflict(&transaction, place.id).await?;
    }
    let event = Event::InvitationAnswered {
        problem_id: input.problem_id,
        member_id,
        accepted: input.accept,
        on_behalf_of: (viewer.member_id != Some(member_id)).then_some(member_id),
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    if input.accept {
        vacancy::after_yes(app, &transaction, place.problem_id).await?;
    } else {
        vacancy::after_loss(app, &transaction, place).await?;
    }
    let now_there = store::teams::of_problems(&transaction, &[input.problem_id]).await?;
    app.store.commit(transaction).await?;
    let place = now_there.into_iter().find(|row| row.member_id == member_id);
    place.ok_or(Fault::NotFound)
}

/// The reason as it may be stored; one of nothing visible is none.
fn check(input: &Answer) -> Result<Option<String>, Fault> {
    if input.accept && input.declares_conflict {
        return Err(biased());
    }
    let reason = input.reason.as_deref().unwrap_or_default();
    match passage("reason", reason, REASON_MAX) {
        Ok(reason) => Ok(Some(reason)),
        Err(complaint) if complaint.code == ComplaintCode::Required => Ok(None),
        Err(complaint) => Err(complaint.into()),
    }
}

fn biased() -> Fault {
    Complaint::new(
        "conflictOfInterest",
        ComplaintCode::Invalid,
        "Whoever declares a conflict of interest does not take part.",
        "کسی که تعارض منافع اعلام می‌کند در گروه شرکت نمی‌کند.",
    )
    .into()
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
