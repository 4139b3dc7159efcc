//! The demo's plain values as the use-cases take them.

use entity::{
    member::{Degree, MemberKind, MemberStanding, MemberTier},
    org_unit::OrgUnitKind,
    problem::Urgency,
};
use matching::Desk;

use super::content::{self, DemoMember, DemoProblem, DemoUnit};
use crate::{
    app::App,
    club::add::{MemberProfile, OrgUnit},
    problems::post::PostProblem,
};

pub fn to_post(problem: &DemoProblem, number: usize) -> PostProblem {
    PostProblem {
        title: problem.title.clone(),
        description: problem.description.clone(),
        org_unit_id: None,
        district: problem.district.map(i32::from),
        urgency: match problem.urgency {
            content::Urgency::Low => Urgency::Low,
            content::Urgency::Normal => Urgency::Normal,
            content::Urgency::High => Urgency::High,
            content::Urgency::Critical => Urgency::Critical,
        },
        concept_ids: Vec::new(),
        draft: false,
        idempotency_key: format!("demo-{number}"),
    }
}

pub fn org_unit(unit: &DemoUnit) -> OrgUnit {
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
        nearest_desk: unit.nearest_desk.and_then(Desk::from_code),
    }
}

pub fn profile(app: &App, member: &DemoMember) -> MemberProfile {
    let reference = app.reference();
    let unit = member
        .org_unit
        .as_deref()
        .and_then(|code| reference.org_unit_by_code(code));
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
        standing: standing(member.standing),
        org_unit_id: unit.map(|unit| unit.id),
        field: member.field.clone(),
        degree: degree(member.degree),
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

const fn standing(standing: content::Standing) -> MemberStanding {
    match standing {
        content::Standing::Applicant => MemberStanding::Applicant,
        content::Standing::Active => MemberStanding::Active,
        content::Standing::Suspended => MemberStanding::Suspended,
        content::Standing::Left => MemberStanding::Left,
    }
}

const fn degree(degree: content::Degree) -> Degree {
    match degree {
        content::Degree::Diploma => Degree::Diploma,
        content::Degree::Associate => Degree::Associate,
        content::Degree::Bachelor => Degree::Bachelor,
        content::Degree::Master => Degree::Master,
        content::Degree::Doctorate => Degree::Doctorate,
    }
}
