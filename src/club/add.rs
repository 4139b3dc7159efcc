//! Adding members and organisational units in one transaction.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    member::{self, Degree, MemberKind, MemberStanding, MemberTier},
    member_expertise::ExpertiseSource,
    org_unit,
};

use super::{
    draft::{self, Checked, Draft, Edit},
    expertise::{Skill, Terms},
    save,
};
use crate::{
    app::App,
    events::{self, Event},
    fault::Fault,
    store,
};

/// A member to add.
pub struct MemberProfile {
    pub member_no: i64,
    pub full_name: String,
    pub kind: MemberKind,
    pub tier: MemberTier,
    pub standing: MemberStanding,
    pub org_unit_id: Option<i64>,
    pub field: String,
    pub degree: Degree,
    pub job: String,
    pub bio: String,
    pub expertise: Vec<String>,
    pub national_id: Option<String>,
    pub mobile: Option<String>,
    pub email: Option<String>,
    pub max_load: i32,
    pub joined_on: NaiveDate,
}

/// Adds members, tying each expertise phrase to the concept that it names.
pub async fn members(app: &App, profiles: Vec<MemberProfile>) -> Result<Vec<member::Model>, Fault> {
    let now = app.clock.now();
    let reference = app.reference();
    let terms = Terms::of(&reference);
    let new = profiles
        .into_iter()
        .map(|profile| checked(profile, &terms, now));
    let new: Vec<Checked> = new.collect::<Result<_, _>>()?;
    let transaction = app.store.begin().await?;
    let added = save::insert(&transaction, new).await?;
    if let Some(first) = added.first() {
        let event = Event::MembersAdded {
            first_member_id: first.id,
            count: added.len(),
        };
        events::append(&transaction, event, None, now).await?;
    }
    app.store.commit(transaction).await?;
    Ok(added)
}

/// A unit to add; parents stand before their children.
pub struct OrgUnit {
    pub code: String,
    pub name_fa: String,
    pub name_en: String,
    pub kind: org_unit::OrgUnitKind,
    pub parent_code: Option<String>,
    pub nearest_desk: Option<matching::Desk>,
}

/// Adds organisational units and makes them known to the running service.
pub async fn org_units(app: &App, units: Vec<OrgUnit>) -> Result<(), Fault> {
    let now = app.clock.now();
    let reference = app.reference();
    let transaction = app.store.begin().await?;
    let mut added: Vec<org_unit::Model> = Vec::with_capacity(units.len());
    for unit in units {
        let parent_id = unit.parent_code.and_then(|code| {
            let fresh = added.iter().find(|parent| parent.code == code);
            fresh
                .or_else(|| reference.org_unit_by_code(&code))
                .map(|parent| parent.id)
        });
        let row = org_unit::Model {
            id: 0,
            code: unit.code,
            name_fa: unit.name_fa,
            name_en: unit.name_en,
            kind: unit.kind,
            parent_id,
            nearest_desk_id: unit.nearest_desk.and_then(|desk| reference.desk_id(desk)),
        };
        added.push(store::reference::insert_org_unit(&transaction, row).await?);
    }
    if let Some(first) = added.first() {
        let event = Event::OrgUnitsAdded {
            first_org_unit_id: first.id,
            count: added.len(),
        };
        events::append(&transaction, event, None, now).await?;
    }
    app.store.commit(transaction).await?;
    Ok(app.reload_reference().await?)
}

/// The profile as a record that may be stored.
fn checked(
    profile: MemberProfile,
    terms: &Terms<'_>,
    now: DateTime<Utc>,
) -> Result<Checked, Fault> {
    let skill = |phrase: String| Skill {
        phrase: Some(phrase),
        concept_id: None,
        level: None,
        source: ExpertiseSource::Stated,
    };
    let optional = |text: Option<String>| text.map_or(Edit::Keep, Edit::Set);
    let draft = Draft {
        full_name: Edit::Set(profile.full_name),
        kind: Edit::Set(profile.kind),
        tier: Edit::Set(profile.tier),
        org_unit_id: profile.org_unit_id.map_or(Edit::Keep, Edit::Set),
        field: Edit::Set(profile.field),
        degree: Edit::Set(profile.degree),
        job: Edit::Set(profile.job),
        bio: Edit::Set(profile.bio),
        expertise: Edit::Set(profile.expertise.into_iter().map(skill).collect()),
        national_id: optional(profile.national_id),
        mobile: optional(profile.mobile),
        email: optional(profile.email),
        max_load: Edit::Set(profile.max_load),
        joined_on: Edit::Set(profile.joined_on.to_string()),
    };
    let before = Checked {
        row: draft::blank(profile.member_no, profile.standing, now),
        expertise: Vec::new(),
    };
    // Whoever fills a club may write its past, and set the clock back for that.
    let checked = draft.lay_over(&before, terms, NaiveDate::MAX);
    checked.map_err(Fault::Invalid)
}
