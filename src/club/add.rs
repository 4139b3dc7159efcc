//! Adding members and organisational units in one transaction.

use chrono::NaiveDate;
use entity::{
    member::{self, Degree, MemberKind, MemberStanding, MemberTier},
    member_expertise::{self, ExpertiseSource},
    org_unit,
};
use matching::text::{collation_key, phrase_key};

use crate::{
    app::App,
    events::{self, Event},
    fault::Fault,
    store::{self, members::NewMember},
};

/// A level that says neither beginner nor authority.
const USUAL_LEVEL: i32 = 3;

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
    let concepts = reference.concept_by_key();
    let new: Vec<NewMember> = profiles
        .into_iter()
        .map(|profile| NewMember {
            expertise: expertise(&profile.expertise, |key| concepts.get(key).copied()),
            row: row(profile, now),
        })
        .collect();
    let transaction = app.store.begin().await?;
    let added = store::members::insert(&transaction, &new).await?;
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

fn row(profile: MemberProfile, now: chrono::DateTime<chrono::Utc>) -> member::Model {
    member::Model {
        id: 0,
        member_no: profile.member_no,
        name_key: phrase_key(&profile.full_name),
        name_sort: collation_key(&profile.full_name),
        full_name: profile.full_name,
        kind: profile.kind,
        tier: profile.tier,
        standing: profile.standing,
        org_unit_id: profile.org_unit_id,
        field_key: phrase_key(&profile.field),
        field: profile.field,
        degree: profile.degree,
        job: profile.job,
        bio: profile.bio,
        national_id: profile.national_id,
        mobile: profile.mobile,
        email: profile.email,
        max_load: profile.max_load,
        joined_on: profile.joined_on,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

fn expertise(
    phrases: &[String],
    concept: impl Fn(&str) -> Option<i64>,
) -> Vec<member_expertise::Model> {
    let mut seen = std::collections::HashSet::new();
    phrases
        .iter()
        .map(|phrase| (phrase, phrase_key(phrase)))
        .filter(|(_, key)| !key.is_empty() && seen.insert(key.clone()))
        .map(|(phrase, phrase_key)| member_expertise::Model {
            id: 0,
            member_id: 0,
            concept_id: concept(&phrase_key),
            phrase: phrase.clone(),
            phrase_key,
            level: USUAL_LEVEL,
            source: ExpertiseSource::Stated,
        })
        .collect()
}
