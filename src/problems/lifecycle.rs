//! A problem's life: which step leads from which state to which, and who may take it.
//!
//! The two tables here are the only place that says so; every use-case asks them.

use entity::{
    member::MemberStanding,
    problem::{self, ProblemStatus},
    team_member::{self, TeamMemberStatus},
};

use super::{
    find,
    status::{names, status_code},
};
use crate::{
    app::App,
    auth::{Role, Viewer},
    fault::{Complaint, ComplaintCode, Fault},
    store::{self, StoreError, Transaction},
};

/// What can be done to a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Edit,
    Submit,
    Reroute,
    Confirm,
    Invite,
    Staff,
    /// Somebody gives up their place in the team, or is taken off it.
    Leave,
    Start,
    Resolve,
    Reopen,
    Rate,
    Close,
    Withdraw,
    Comment,
}

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The state stays.
    Same,
    /// This state.
    To(ProblemStatus),
    /// `ROUTED` or `TRIAGE`, as the engine decides.
    Engine,
    /// To where work stood: `IN_PROGRESS` with a team, else `CONFIRMED` or `ROUTED`.
    Back,
}

/// Every step, in the order of a problem's life.
pub const STEPS: [Step; 14] = [
    Step::Edit,
    Step::Submit,
    Step::Reroute,
    Step::Confirm,
    Step::Invite,
    Step::Staff,
    Step::Leave,
    Step::Start,
    Step::Resolve,
    Step::Reopen,
    Step::Rate,
    Step::Close,
    Step::Withdraw,
    Step::Comment,
];

/// Every state, in the order of a problem's life.
pub const STATUSES: [ProblemStatus; 9] = [
    ProblemStatus::Draft,
    ProblemStatus::Triage,
    ProblemStatus::Routed,
    ProblemStatus::Confirmed,
    ProblemStatus::Staffed,
    ProblemStatus::InProgress,
    ProblemStatus::Resolved,
    ProblemStatus::Closed,
    ProblemStatus::Withdrawn,
];

/// Where `step` leads from `status`; `None` where it cannot be taken.
#[must_use]
#[expect(
    clippy::unnested_or_patterns,
    reason = "a step a line reads as the table that it is"
)]
pub const fn next(status: ProblemStatus, step: Step) -> Option<Next> {
    use ProblemStatus::{
        Closed, Confirmed, Draft, InProgress, Resolved, Routed, Staffed, Triage, Withdrawn,
    };
    match (step, status) {
        (Step::Edit, Triage | Routed) | (Step::Submit, Draft) => Some(Next::Engine),
        (Step::Edit, Draft | Confirmed | Staffed | InProgress)
        | (Step::Invite | Step::Leave, Routed | Confirmed | Staffed | InProgress)
        | (Step::Rate, Resolved)
        | (Step::Comment, Triage | Routed | Confirmed | Staffed | InProgress | Resolved | Closed) => {
            Some(Next::Same)
        }
        (Step::Reroute, Triage | Routed | Confirmed) => Some(Next::To(Routed)),
        (Step::Confirm, Routed | Confirmed) => Some(Next::To(Confirmed)),
        (Step::Staff, Routed | Confirmed) => Some(Next::To(Staffed)),
        (Step::Start, Staffed) => Some(Next::To(InProgress)),
        (Step::Resolve, Routed | Confirmed | Staffed | InProgress) => Some(Next::To(Resolved)),
        (Step::Reopen, Resolved | Closed) => Some(Next::Back),
        (Step::Close, Resolved) => Some(Next::To(Closed)),
        (Step::Withdraw, Draft | Triage | Routed | Confirmed | Staffed | InProgress) => {
            Some(Next::To(Withdrawn))
        }
        (Step::Edit, Resolved | Closed | Withdrawn)
        | (
            Step::Submit,
            Triage | Routed | Confirmed | Staffed | InProgress | Resolved | Closed | Withdrawn,
        )
        | (Step::Reroute, Draft | Staffed | InProgress | Resolved | Closed | Withdrawn)
        | (
            Step::Confirm | Step::Staff,
            Draft | Triage | Staffed | InProgress | Resolved | Closed | Withdrawn,
        )
        | (Step::Invite | Step::Leave, Draft | Triage | Resolved | Closed | Withdrawn)
        | (
            Step::Start,
            Draft | Triage | Routed | Confirmed | InProgress | Resolved | Closed | Withdrawn,
        )
        | (Step::Resolve, Draft | Triage | Resolved | Closed | Withdrawn)
        | (Step::Reopen, Draft | Triage | Routed | Confirmed | Staffed | InProgress | Withdrawn)
        | (
            Step::Rate | Step::Close,
            Draft | Triage | Routed | Confirmed | Staffed | InProgress | Closed | Withdrawn,
        )
        | (Step::Withdraw, Resolved | Closed | Withdrawn)
        | (Step::Comment, Draft | Withdrawn) => None,
    }
}

/// Whether `viewer`, who may know of the problem, may take `step`.
#[must_use]
pub fn may(
    viewer: &Viewer,
    step: Step,
    problem: &problem::Model,
    team: &[team_member::Model],
) -> bool {
    let reports = viewer.may_report_for(problem.org_unit_id);
    match step {
        Step::Edit | Step::Submit | Step::Reopen | Step::Withdraw => reports,
        Step::Reroute | Step::Confirm | Step::Invite => viewer.is_coordinator(),
        Step::Leave => viewer.is_coordinator() || viewer.is_on_team(team),
        Step::Start | Step::Resolve => viewer.is_coordinator() || works_on(viewer, team),
        // The desk's answer is rated by whoever asked, and by nobody who runs the desks.
        Step::Rate | Step::Close => viewer.role == Role::Deputy && reports,
        Step::Comment => true,
        // It follows from the answers to invitations.
        Step::Staff => false,
    }
}

fn works_on(viewer: &Viewer, team: &[team_member::Model]) -> bool {
    team.iter().any(|place| {
        place.status == TeamMemberStatus::Accepted && viewer.member_id == Some(place.member_id)
    })
}

/// Whether a problem has a team, and so must have somebody on it.
#[must_use]
pub const fn is_staffed(status: ProblemStatus) -> bool {
    match status {
        ProblemStatus::Staffed | ProblemStatus::InProgress => true,
        ProblemStatus::Draft
        | ProblemStatus::Triage
        | ProblemStatus::Routed
        | ProblemStatus::Confirmed
        | ProblemStatus::Resolved
        | ProblemStatus::Closed
        | ProblemStatus::Withdrawn => false,
    }
}

/// Whether a step is work, which only a member in good standing does.
const fn is_work(step: Step) -> bool {
    match step {
        Step::Start | Step::Resolve => true,
        Step::Edit
        | Step::Submit
        | Step::Reroute
        | Step::Confirm
        | Step::Invite
        | Step::Staff
        | Step::Leave
        | Step::Reopen
        | Step::Rate
        | Step::Close
        | Step::Withdraw
        | Step::Comment => false,
    }
}

/// Whether the viewer's own membership lets them work; those without one are no members.
async fn is_in_good_standing(
    transaction: &Transaction,
    viewer: &Viewer,
) -> Result<bool, StoreError> {
    let Some(member_id) = viewer.member_id else {
        return Ok(true);
    };
    let members = store::members::by_ids(transaction, &[member_id]).await?;
    Ok(members
        .iter()
        .all(|member| member.standing == MemberStanding::Active))
}

/// A problem at the moment of a step that may be taken.
pub struct Standing {
    pub problem: problem::Model,
    pub team: Vec<team_member::Model>,
    pub next: Next,
}

/// The problem, if the viewer may know of it and take `step` from where it stands, and if it
/// still has the version that they have seen, where the step asks for one.
pub async fn stand(
    app: &App,
    transaction: &Transaction,
    viewer: &Viewer,
    (step, id, expected_version): (Step, i64, Option<i64>),
) -> Result<Standing, Fault> {
    let known = find::known(app, transaction, viewer, id).await?;
    stand_at(transaction, viewer, known, (step, expected_version)).await
}

/// The same at a problem of which the viewer may know.
pub async fn stand_at(
    transaction: &Transaction,
    viewer: &Viewer,
    (problem, team): (problem::Model, Vec<team_member::Model>),
    (step, expected_version): (Step, Option<i64>),
) -> Result<Standing, Fault> {
    if !may(viewer, step, &problem, &team) {
        return Err(Fault::Forbidden);
    }
    if is_work(step) && !is_in_good_standing(transaction, viewer).await? {
        return Err(Fault::Forbidden);
    }
    if expected_version.is_some_and(|version| version != problem.version) {
        return Err(changed(&problem));
    }
    let next = next(problem.status, step).ok_or_else(|| wrong_state(step, problem.status))?;
    Ok(Standing {
        problem,
        team,
        next,
    })
}

/// Somebody was faster: the fault tells where the problem stands now.
#[must_use]
pub fn changed(problem: &problem::Model) -> Fault {
    Fault::Stale {
        message: "Somebody changed this problem meanwhile; read it again and repeat.",
        message_fa: "این مسئله در این میان تغییر کرده است؛ دوباره بخوانید و تکرار کنید.",
        current_version: problem.version,
        current_status: status_code(problem.status),
    }
}

fn wrong_state(step: Step, status: ProblemStatus) -> Fault {
    let allowed = STATUSES
        .into_iter()
        .filter(|from| next(*from, step).is_some());
    let (codes, persian): (Vec<_>, Vec<_>) = allowed.map(names).unzip();
    let (code, name) = names(status);
    let field = if step == Step::Leave { "problem" } else { "id" };
    Complaint::new(
        field,
        ComplaintCode::WrongState,
        format!(
            "The problem is {code}; this is done from {}.",
            codes.join(", ")
        ),
        format!(
            "وضعیت مسئله «{name}» است؛ این کار در این وضعیت‌ها شدنی است: {}.",
            persian.join("، ")
        ),
    )
    .into()
}
