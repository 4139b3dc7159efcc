//! A member's fields as callers write them.

use async_graphql::{ID, InputObject, MaybeUndefined};
use entity::{
    member::{self, MemberStanding as Standing},
    member_expertise::ExpertiseSource,
};

use super::round_input::member_row;
use crate::{
    club::{
        draft::{Draft, Edit},
        expertise::Skill,
        register::Register,
        update::Update,
    },
    fault::Complaint,
    graphql::{
        enums::{Degree, MemberKind, MemberStanding, MemberTier},
        filter::org_unit_row,
        id::Kind,
        objects::PersonalFields,
    },
    reference::Reference,
};

/// Somebody to register.
#[derive(InputObject)]
pub struct RegisterMemberInput {
    /// The membership number; the next free one when left out.
    member_no: Option<i64>,
    /// Full name (نام و نام خانوادگی), 2 to 100 letters.
    full_name: String,
    /// Internal or external.
    kind: MemberKind,
    /// Member or planner.
    #[graphql(default_with = "member::MemberTier::Member.into()")]
    tier: MemberTier,
    /// `ACTIVE` or `APPLICANT`.
    #[graphql(default_with = "Standing::Active.into()")]
    standing: MemberStanding,
    /// The unit that an internal member works in, by id or code; not for externals.
    org_unit: Option<ID>,
    /// Field of study (رشته), at most 200 characters.
    #[graphql(default)]
    field: String,
    /// The highest degree (مدرک).
    #[graphql(default_with = "member::Degree::Bachelor.into()")]
    degree: Degree,
    /// Post and place of work (شغل), at most 200 characters.
    #[graphql(default)]
    job: String,
    /// A sentence or two about their work, at most 2,000 characters.
    #[graphql(default)]
    bio: String,
    /// What they know (تخصص‌ها), at most 30.
    #[graphql(default, validator(max_items = 1000))]
    expertise: Vec<ExpertiseInput>,
    /// National id (کد ملی): ten digits of any script, the last checking the others.
    national_id: Option<String>,
    /// Mobile number (تلفن همراه) in any usual form, such as `+98 915 …` or `۰۹۱۵…`.
    mobile: Option<String>,
    /// E-mail (رایانامه).
    email: Option<String>,
    /// How many problems they can take at once, 0 to 20.
    #[graphql(default = 3)]
    max_load: i32,
    /// The day of joining, Jalali such as `1403-06-11` or Gregorian such as `2024-09-01`; today
    /// when left out.
    joined_on: Option<String>,
    /// Only check, and name members with a like name.
    #[graphql(default)]
    dry_run: bool,
    /// 1 to 100 characters of the caller's choice. A repeated call with the same key within 24
    /// hours answers with the first call's member and registers no second one.
    idempotency_key: String,
}

/// What to change of a member; what is left out stays, and null empties what may be empty.
#[derive(InputObject)]
pub struct UpdateMemberInput {
    /// Who.
    id: ID,
    /// The version that the caller has seen.
    expected_version: i64,
    /// Full name (نام و نام خانوادگی).
    full_name: MaybeUndefined<String>,
    /// Internal or external.
    kind: MaybeUndefined<MemberKind>,
    /// Member or planner.
    tier: MaybeUndefined<MemberTier>,
    /// The unit that an internal member works in, by id or code; null for externals.
    org_unit: MaybeUndefined<ID>,
    /// Field of study (رشته).
    field: MaybeUndefined<String>,
    /// The highest degree (مدرک).
    degree: MaybeUndefined<Degree>,
    /// Post and place of work (شغل).
    job: MaybeUndefined<String>,
    /// A sentence or two about their work, at most 2,000 characters.
    bio: MaybeUndefined<String>,
    /// What they know (تخصص‌ها), in place of what was known; null or empty for nothing.
    expertise: MaybeUndefined<Vec<ExpertiseInput>>,
    /// National id (کد ملی); null for none.
    national_id: MaybeUndefined<String>,
    /// Mobile number (تلفن همراه); null for none.
    mobile: MaybeUndefined<String>,
    /// E-mail (رایانامه); null for none.
    email: MaybeUndefined<String>,
    /// How many problems they can take at once, 0 to 20.
    max_load: MaybeUndefined<i32>,
    /// The day of joining, Jalali or Gregorian.
    joined_on: MaybeUndefined<String>,
}

/// Something that a member knows: a concept of the vocabulary, a phrase, or both.
#[derive(InputObject, Clone)]
pub struct ExpertiseInput {
    /// The concept, by id or code.
    concept: Option<ID>,
    /// The member's own words, at most 100 characters; the concept's name when left out.
    phrase: Option<String>,
    /// From 1, acquainted, to 5, an authority; as before, or 3, when left out.
    level: Option<i32>,
}

/// Which personal fields a caller wrote.
pub struct Written {
    national_id: bool,
    mobile: bool,
    email: bool,
}

impl UpdateMemberInput {
    /// Which personal fields the caller writes.
    pub fn personal(&self) -> Written {
        Written {
            national_id: self.national_id.is_value(),
            mobile: self.mobile.is_value(),
            email: self.email.is_value(),
        }
    }
}

impl Written {
    /// What was written, as it is stored.
    pub fn of(&self, row: member::Model) -> PersonalFields {
        PersonalFields {
            national_id: row.national_id.filter(|_| self.national_id),
            mobile: row.mobile.filter(|_| self.mobile),
            email: row.email.filter(|_| self.email),
        }
    }
}

/// The input with its ids resolved.
pub fn to_register(
    reference: &Reference,
    input: RegisterMemberInput,
) -> Result<Register, Complaint> {
    let set = |text: Option<String>| text.map_or(Edit::Keep, Edit::Set);
    Ok(Register {
        member_no: input.member_no,
        standing: input.standing.into(),
        dry_run: input.dry_run,
        idempotency_key: input.idempotency_key,
        draft: Draft {
            full_name: Edit::Set(input.full_name),
            kind: Edit::Set(input.kind.into()),
            tier: Edit::Set(input.tier.into()),
            org_unit_id: match input.org_unit {
                Some(id) => unit(reference, MaybeUndefined::Value(id))?,
                None => Edit::Keep,
            },
            field: Edit::Set(input.field),
            degree: Edit::Set(input.degree.into()),
            job: Edit::Set(input.job),
            bio: Edit::Set(input.bio),
            expertise: Edit::Set(skills(reference, input.expertise)?),
            national_id: set(input.national_id),
            mobile: set(input.mobile),
            email: set(input.email),
            max_load: Edit::Set(input.max_load),
            joined_on: set(input.joined_on),
        },
    })
}

/// The input with its ids resolved.
pub fn to_update(reference: &Reference, input: UpdateMemberInput) -> Result<Update, Complaint> {
    let expertise = match input.expertise {
        MaybeUndefined::Undefined => Edit::Keep,
        MaybeUndefined::Null => Edit::Clear,
        MaybeUndefined::Value(list) => Edit::Set(skills(reference, list)?),
    };
    Ok(Update {
        member_id: member_row(&input.id),
        expected_version: input.expected_version,
        draft: Draft {
            full_name: input.full_name.into(),
            kind: input.kind.map_value(Into::into).into(),
            tier: input.tier.map_value(Into::into).into(),
            org_unit_id: unit(reference, input.org_unit)?,
            field: input.field.into(),
            degree: input.degree.map_value(Into::into).into(),
            job: input.job.into(),
            bio: input.bio.into(),
            expertise,
            national_id: input.national_id.into(),
            mobile: input.mobile.into(),
            email: input.email.into(),
            max_load: input.max_load.into(),
            joined_on: input.joined_on.into(),
        },
    })
}

fn unit(reference: &Reference, id: MaybeUndefined<ID>) -> Result<Edit<i64>, Complaint> {
    match id {
        MaybeUndefined::Undefined => Ok(Edit::Keep),
        MaybeUndefined::Null => Ok(Edit::Clear),
        MaybeUndefined::Value(id) => org_unit_row(reference, &id)
            .map(Edit::Set)
            .ok_or_else(|| Complaint::unknown("orgUnit")),
    }
}

fn skills(reference: &Reference, list: Vec<ExpertiseInput>) -> Result<Vec<Skill>, Complaint> {
    let skill = |(at, input): (usize, ExpertiseInput)| {
        let path = format!("expertise.{at}.concept");
        let concept = |id| concept_row(reference, &id).ok_or_else(|| Complaint::unknown(path));
        Ok(Skill {
            concept_id: input.concept.map(concept).transpose()?,
            phrase: input.phrase,
            level: input.level,
            source: ExpertiseSource::Stated,
        })
    };
    list.into_iter().enumerate().map(skill).collect()
}

/// The row of the concept that a caller names by its id or its code.
pub fn concept_row(reference: &Reference, id: &ID) -> Option<i64> {
    let by_id = Kind::Concept
        .row(id)
        .filter(|row| reference.concept(*row).is_some());
    by_id.or_else(|| {
        reference
            .concept_with_code(id.as_str())
            .map(|concept| concept.id)
    })
}

impl<T> From<MaybeUndefined<T>> for Edit<T> {
    fn from(value: MaybeUndefined<T>) -> Self {
        match value {
            MaybeUndefined::Undefined => Self::Keep,
            MaybeUndefined::Null => Self::Clear,
            MaybeUndefined::Value(value) => Self::Set(value),
        }
    }
}
