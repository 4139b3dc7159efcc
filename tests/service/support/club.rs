//! The small club that every test starts from, made once through the use-cases.
//!
//! Sixty planners seated at six desks, twelve other members, all units, an account a role.

use std::{collections::BTreeMap, sync::Arc};

use chrono::TimeDelta;
use entity::{
    member::{Degree, MemberKind, MemberStanding, MemberTier},
    org_unit::OrgUnitKind,
};
use mizan::{
    app::App,
    auth::{
        Role,
        accounts::{self, NewAccount},
        sign_in,
    },
    club::add::{self, MemberProfile, OrgUnit},
    demo::content::{self, DemoMember, DemoUnit},
    desks::{close, parameters::SeatsEach, round},
};

use super::clock::StoppedClock;

/// Any seed; the tests lean on the club's shape, not on who is in it.
const SEED: u64 = 7;
const PLANNERS_A_DESK: usize = 10;
const OTHERS: usize = 12;
/// Longer than any test moves the clock, unless it means to.
const TOKEN_LIFETIME: TimeDelta = TimeDelta::days(7);

/// The unit of [`Who::Deputy`].
pub const DEPUTY_UNIT: &str = "DEP-URBAN-SERVICES";
/// The unit of [`Who::OtherDeputy`].
pub const OTHER_UNIT: &str = "DEP-CIVIL";

/// Who has an account in every world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Coordinator,
    Deputy,
    /// A deputy of another unit.
    OtherDeputy,
    /// The first planner, seated at a desk.
    Expert,
    Frontend,
    Auditor,
}

impl Who {
    pub const ALL: [Self; 6] = [
        Self::Coordinator,
        Self::Deputy,
        Self::OtherDeputy,
        Self::Expert,
        Self::Frontend,
        Self::Auditor,
    ];

    pub const fn username(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Deputy => "deputy",
            Self::OtherDeputy => "other-deputy",
            Self::Expert => "expert",
            Self::Frontend => "frontend",
            Self::Auditor => "auditor",
        }
    }

    /// Only the deputy and the coordinator have one: hashing is slow.
    pub fn password(self) -> Option<&'static str> {
        match self {
            Self::Coordinator => Some("a coordinator's password"),
            Self::Deputy => Some("گذرواژهٔ معاون"),
            Self::OtherDeputy | Self::Expert | Self::Frontend | Self::Auditor => None,
        }
    }

    const fn role(self) -> Role {
        match self {
            Self::Coordinator => Role::Coordinator,
            Self::Deputy | Self::OtherDeputy => Role::Deputy,
            Self::Expert => Role::Expert,
            Self::Frontend => Role::Frontend,
            Self::Auditor => Role::Auditor,
        }
    }

    const fn org_unit(self) -> Option<&'static str> {
        match self {
            Self::Deputy => Some(DEPUTY_UNIT),
            Self::OtherDeputy => Some(OTHER_UNIT),
            Self::Coordinator | Self::Expert | Self::Frontend | Self::Auditor => None,
        }
    }
}

/// Fills the database at `url` and lets go of it; answers with a token for each account.
pub async fn found(url: &str, clock: &StoppedClock) -> BTreeMap<Who, String> {
    let app = Arc::new(App::open(url, clock.clock()).await.unwrap());
    let club = content::club(SEED);
    let units = club.org_units.iter().map(org_unit).collect();
    add::org_units(&app, units).await.unwrap();
    let members = members(&club.members);
    let expert = i64::from(members[0].member_no);
    let profiles = members.into_iter().map(|member| profile(&app, member));
    add::members(&app, profiles.collect()).await.unwrap();
    let mut tokens = BTreeMap::new();
    for who in Who::ALL {
        tokens.insert(who, account(&app, who, expert).await);
    }
    seat_everybody(&app).await;
    app.store.reader().close_by_ref().await.unwrap();
    tokens
}

/// Ten planners of each desk's world, those with a seat to hold first, then other members.
fn members(all: &[DemoMember]) -> Vec<&DemoMember> {
    let mut chosen = Vec::new();
    for desk in matching::Desk::ALL {
        let planners = all.iter().filter(|member| {
            member.tier == content::MemberTier::Planner
                && member.standing == content::Standing::Active
                && member.home_desk == desk.code()
        });
        chosen.extend(planners.take(PLANNERS_A_DESK));
    }
    let others = all
        .iter()
        .filter(|member| member.tier == content::MemberTier::Member);
    chosen.extend(others.take(OTHERS));
    chosen
}

async fn account(app: &App, who: Who, expert: i64) -> String {
    let new = NewAccount {
        username: who.username().to_owned(),
        password: who.password().map(str::to_owned),
        role: who.role(),
        org_unit: who.org_unit().map(str::to_owned),
        member_no: (who == Who::Expert).then_some(expert),
    };
    accounts::add(app, new).await.unwrap();
    let session = accounts::issue_token(app, who.username(), TOKEN_LIFETIME).await;
    session.unwrap().token
}

async fn seat_everybody(app: &App) {
    let coordinator = mizan::store::accounts::by_username(app.store.reader(), "coordinator");
    let viewer = sign_in::viewer(coordinator.await.unwrap().unwrap(), 0);
    let mut parameters = round::usual_parameters(&app.reference());
    for desk in &mut parameters.desks {
        (desk.seats_min, desk.seats_max, desk.externals_min) = (6, 14, 2);
    }
    parameters.external = SeatsEach { min: 1, max: 2 };
    let proposed = round::propose(app, &viewer, round::Propose::now(parameters))
        .await
        .unwrap();
    let round = proposed.round.unwrap();
    close::apply(app, &viewer, round.id, round.version)
        .await
        .unwrap();
}

fn org_unit(unit: &DemoUnit) -> OrgUnit {
    OrgUnit {
        code: unit.code.clone(),
        name_fa: unit.name_fa.clone(),
        name_en: unit.name_en.clone(),
        kind: match unit.kind {
            content::UnitKind::Deputy => OrgUnitKind::Deputy,
            content::UnitKind::Organisation => OrgUnitKind::Organisation,
            content::UnitKind::District => OrgUnitKind::District,
            content::UnitKind::Office => OrgUnitKind::Office,
        },
        parent_code: unit.parent.clone(),
        nearest_desk: unit.nearest_desk.and_then(matching::Desk::from_code),
    }
}

fn profile(app: &App, member: &DemoMember) -> MemberProfile {
    let reference = app.reference();
    let unit = member.org_unit.as_deref();
    let unit = unit.and_then(|code| reference.org_unit_by_code(code));
    MemberProfile {
        member_no: i64::from(member.member_no),
        full_name: member.full_name.clone(),
        kind: match member.kind {
            content::MemberKind::Internal => MemberKind::Internal,
            content::MemberKind::External => MemberKind::External,
        },
        tier: match member.tier {
            content::MemberTier::Member => MemberTier::Member,
            content::MemberTier::Planner => MemberTier::Planner,
        },
        standing: match member.standing {
            content::Standing::Applicant => MemberStanding::Applicant,
            content::Standing::Active => MemberStanding::Active,
            content::Standing::Suspended => MemberStanding::Suspended,
            content::Standing::Left => MemberStanding::Left,
        },
        org_unit_id: unit.map(|unit| unit.id),
        field: member.field.clone(),
        degree: Degree::Master,
        job: member.job.clone(),
        bio: member.bio.clone(),
        expertise: member.expertise.clone(),
        national_id: Some(member.national_id.clone()),
        mobile: Some(member.mobile.clone()),
        email: Some(member.email.clone()),
        max_load: i32::from(member.max_load),
        joined_on: member.joined_on,
    }
}
