//! Feeding the demo club's content through the use-cases.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::TimeDelta;
use entity::{member::MemberTier, problem};

use super::{
    content::{self, DemoClub},
    convert::{org_unit, profile, to_post},
};
use crate::{
    app::App,
    auth::{
        Role, Viewer,
        accounts::{self, NewAccount},
        role_code, secret, sign_in,
    },
    clock::Clock,
    club::add,
    desks::{close, round},
    fault::{Complaint, ComplaintCode, Fault},
    problems::post,
    store,
};

/// Long enough for any demonstration.
const TOKEN_LIFETIME: TimeDelta = TimeDelta::days(7);

/// Sets the clock back while the past is being written.
#[derive(Clone, Default)]
pub struct Shift(Arc<AtomicI64>);

impl Shift {
    /// A clock that lags behind `clock` by the present shift.
    #[must_use]
    pub fn clock(&self, clock: Clock) -> Clock {
        let seconds = Arc::clone(&self.0);
        Clock::with(move || clock.now() - TimeDelta::seconds(seconds.load(Ordering::Relaxed)))
    }

    fn back_to(&self, days_ago: u32) {
        self.0
            .store(i64::from(days_ago) * 86_400, Ordering::Relaxed);
    }
}

/// One sign-in, for somebody who tries the demo.
pub struct SignIn {
    pub role: &'static str,
    pub username: String,
    pub password: String,
    pub token: String,
}

/// What has been made.
pub struct Filled {
    pub members: usize,
    pub planners: usize,
    pub seats: usize,
    pub problems: Vec<problem::Model>,
    /// One a role.
    pub sign_ins: Vec<SignIn>,
}

/// Fills an empty database with the club of `seed`, telling each step.
pub async fn fill(
    app: &Arc<App>,
    shift: &Shift,
    seed: u64,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<Filled, Fault> {
    must_be_empty(app).await?;
    let club = content::club(seed);
    shift.back_to(
        club.problems
            .iter()
            .map(|problem| problem.days_ago)
            .max()
            .unwrap_or(0)
            + 1,
    );
    progress(&format!(
        "{} concepts, {} units",
        app.reference().concepts().len(),
        club.org_units.len()
    ));
    add::org_units(app, club.org_units.iter().map(org_unit).collect()).await?;
    let profiles = club
        .members
        .iter()
        .map(|member| profile(app, member))
        .collect();
    let members = add::members(app, profiles).await?;
    progress(&format!("{} members", members.len()));
    let coordinator = account(app, "coordinator", Role::Coordinator, None, None).await?;
    let seats = seat(app, &coordinator.1, progress).await?;
    let (deputies, mut sign_ins) = accounts_of(app, &club, coordinator.0).await?;
    let problems = post_all(app, shift, &club, &deputies).await?;
    progress(&format!("{} problems posted and routed", problems.len()));
    shift.back_to(0);
    for sign_in in &mut sign_ins {
        sign_in.token = accounts::issue_token(app, &sign_in.username, TOKEN_LIFETIME)
            .await?
            .token;
    }
    let planners = members
        .iter()
        .filter(|member| member.tier == MemberTier::Planner)
        .count();
    Ok(Filled {
        members: members.len(),
        planners,
        seats,
        problems,
        sign_ins,
    })
}

async fn must_be_empty(app: &App) -> Result<(), Fault> {
    let accounts = store::accounts::count(app.store.reader()).await?;
    let units = app.reference().org_units().len();
    if accounts == 0 && units == 0 {
        return Ok(());
    }
    Err(Complaint::new(
        "database-url",
        ComplaintCode::WrongState,
        "the demo needs an empty database, and this one has accounts or units",
        "نمایش به پایگاه دادهٔ خالی نیاز دارد.",
    )
    .into())
}

/// Proposes a round over all planners and applies it.
async fn seat(
    app: &App,
    coordinator: &Viewer,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<usize, Fault> {
    let parameters = round::usual_parameters(&app.reference());
    let ask = round::Propose::now(parameters);
    let proposed = round::propose(app, coordinator, ask).await?;
    let seats = proposed
        .report
        .map_or(0, |report| report.added + report.kept);
    progress(&format!("a round proposes {seats} seats"));
    let Some(round) = proposed.round else {
        return Err(Fault::Internal(
            "the demo's round has no seating".to_owned(),
        ));
    };
    close::apply(app, coordinator, round.id, round.version).await?;
    progress("the round is applied");
    Ok(seats)
}

/// A deputy for every unit that reports a problem, and one sign-in for each other role.
async fn accounts_of(
    app: &App,
    club: &DemoClub,
    coordinator: SignIn,
) -> Result<(Vec<Viewer>, Vec<SignIn>), Fault> {
    let units: BTreeSet<&str> = club
        .problems
        .iter()
        .map(|problem| problem.org_unit.as_str())
        .collect();
    let mut deputies = Vec::new();
    let mut sign_ins = vec![coordinator];
    for (number, unit) in units.into_iter().enumerate() {
        let name = if number == 0 {
            "deputy".to_owned()
        } else {
            format!("deputy-{}", number + 1)
        };
        let (sign_in, viewer) = account(app, &name, Role::Deputy, Some(unit), None).await?;
        deputies.push(viewer);
        if number == 0 {
            sign_ins.push(sign_in);
        }
    }
    let planner = club
        .members
        .iter()
        .find(|member| member.tier == content::MemberTier::Planner);
    let member_no = planner.map(|member| i64::from(member.member_no));
    for (name, role, member_no) in [
        ("expert", Role::Expert, member_no),
        ("frontend", Role::Frontend, None),
        ("auditor", Role::Auditor, None),
    ] {
        sign_ins.push(account(app, name, role, None, member_no).await?.0);
    }
    Ok((deputies, sign_ins))
}

async fn account(
    app: &App,
    username: &str,
    role: Role,
    org_unit: Option<&str>,
    member_no: Option<i64>,
) -> Result<(SignIn, Viewer), Fault> {
    let password = secret::new_password()?;
    let new = NewAccount {
        username: username.to_owned(),
        password: Some(password.clone()),
        role,
        org_unit: org_unit.map(str::to_owned),
        member_no,
    };
    let account = accounts::add(app, new).await?;
    let viewer = sign_in::viewer(account, 0);
    let sign_in = SignIn {
        role: role_code(role),
        username: username.to_owned(),
        password,
        token: String::new(),
    };
    Ok((sign_in, viewer))
}

async fn post_all(
    app: &App,
    shift: &Shift,
    club: &DemoClub,
    deputies: &[Viewer],
) -> Result<Vec<problem::Model>, Fault> {
    let reference = app.reference();
    let mut posted = Vec::with_capacity(club.problems.len());
    // The oldest first, so that the audit trail runs forwards.
    for (number, problem) in club.problems.iter().rev().enumerate() {
        let unit = reference
            .org_unit_by_code(&problem.org_unit)
            .map(|unit| unit.id);
        let Some(deputy) = deputies.iter().find(|deputy| deputy.org_unit_id == unit) else {
            return Err(Fault::Internal(format!(
                "no deputy for {}",
                problem.org_unit
            )));
        };
        shift.back_to(problem.days_ago);
        posted.push(post::post(app, deputy, to_post(problem, number)).await?);
    }
    Ok(posted)
}
