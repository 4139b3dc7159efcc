//! Taking somebody off a team, or stepping down: whoever knows what is missing then is asked.

use entity::{
    problem::{self, ProblemStatus},
    team_member::{self, TeamMemberStatus},
};

use super::{invite::is_open, vacancy, whom};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    problems::{
        lifecycle::{Step, is_staffed, stand},
        resolve::back,
        statement::{REASON_MAX, passage},
        status::status_code,
        withdraw::move_to,
    },
    store::{self, Transaction},
};

/// Who leaves which team, and why.
#[derive(Clone, Debug)]
pub struct Remove {
    pub problem_id: i64,
    /// `None` for the viewer.
    pub member_id: Option<i64>,
    pub reason: String,
    pub expected_version: i64,
}

/// The place that is given up, and those who are asked instead.
pub struct Removed {
    pub place: team_member::Model,
    pub invited: Vec<team_member::Model>,
}

/// Ends a place in a team. A coordinator may end anybody's, everybody else their own.
///
/// A problem that is left without anybody goes back to where it was before it had a team.
pub async fn remove(app: &App, viewer: &Viewer, input: Remove) -> Result<Removed, Fault> {
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let seen = Some(input.expected_version);
    let step = (Step::Leave, input.problem_id, seen);
    let standing = stand(app, &transaction, viewer, step).await?;
    let member_id = whom::meant(viewer, input.member_id)?;
    let reason = passage("reason", &input.reason, REASON_MAX)?;
    let place = place_of(&standing.team, member_id)?;
    store::teams::remove(&transaction, place.id, reason, now).await?;
    let status = status_without(&transaction, &standing.problem, place, &standing.team).await?;
    let problem = move_to(&transaction, &standing.problem, status, now).await?;
    let event = Event::TeamMemberRemoved {
        problem_id: problem.id,
        member_id,
        status: status_code(status),
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    vacancy::after_loss(app, &transaction, place).await?;
    let mut places = store::teams::of_problems(&transaction, &[problem.id]).await?;
    app.store.commit(transaction).await?;
    places.retain(|after| after.id == place.id || !standing.team.iter().any(|p| p.id == after.id));
    let (mut own, invited): (Vec<_>, _) =
        places.into_iter().partition(|after| after.id == place.id);
    let place = own.pop().ok_or(Fault::NotFound)?;
    Ok(Removed { place, invited })
}

/// The place that a member holds or is offered.
fn place_of(team: &[team_member::Model], member_id: i64) -> Result<&team_member::Model, Fault> {
    let place = team.iter().find(|place| place.member_id == member_id);
    let place = place.ok_or_else(|| Complaint::unknown("member"))?;
    if is_open(place.status) {
        Ok(place)
    } else {
        Err(gone())
    }
}

/// Where the problem stands without this member: a team of nobody is none.
async fn status_without(
    transaction: &Transaction,
    problem: &problem::Model,
    place: &team_member::Model,
    team: &[team_member::Model],
) -> Result<ProblemStatus, Fault> {
    let others = team.iter().filter(|other| other.id != place.id);
    let accepted = |other: &team_member::Model| other.status == TeamMemberStatus::Accepted;
    let others: Vec<_> = others.filter(|other| accepted(other)).cloned().collect();
    if others.is_empty() && is_staffed(problem.status) {
        back(transaction, problem, &others).await
    } else {
        Ok(problem.status)
    }
}

fn gone() -> Fault {
    Complaint::new(
        "member",
        ComplaintCode::WrongState,
        "This member is not on the team any more, nor asked.",
        "این فرد دیگر در گروه نیست و دعوت هم نشده است.",
    )
    .into()
}
