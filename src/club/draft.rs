//! What a caller would have a member's record say: cleaned, checked, and laid over the record.
//!
//! Registering, editing and importing all pass here.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    member::{self, Degree, MemberKind, MemberStanding, MemberTier},
    member_expertise,
};
use matching::text::{collation_key, phrase_key};

use super::{
    expertise::{self, Skill, Terms},
    fields::{self, invalid, required},
};
use crate::fault::Complaint;

/// As many as an expert beside their work can see through.
const USUAL_LOAD: i32 = 3;

/// What to do with one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Edit<T> {
    /// Leave it as it is.
    #[default]
    Keep,
    /// Empty it.
    Clear,
    /// Write this.
    Set(T),
}

/// Fields of a member as a caller writes them.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub full_name: Edit<String>,
    pub kind: Edit<MemberKind>,
    pub tier: Edit<MemberTier>,
    pub org_unit_id: Edit<i64>,
    pub field: Edit<String>,
    pub degree: Edit<Degree>,
    pub job: Edit<String>,
    pub bio: Edit<String>,
    pub expertise: Edit<Vec<Skill>>,
    pub national_id: Edit<String>,
    pub mobile: Edit<String>,
    pub email: Edit<String>,
    pub max_load: Edit<i32>,
    /// A day in either calendar.
    pub joined_on: Edit<String>,
}

/// A record that may be stored.
#[derive(Clone, Debug)]
pub struct Checked {
    pub row: member::Model,
    pub expertise: Vec<member_expertise::Model>,
}

/// A member of whom nothing is known yet.
#[must_use]
pub fn blank(member_no: i64, standing: MemberStanding, now: DateTime<Utc>) -> member::Model {
    member::Model {
        id: 0,
        member_no,
        full_name: String::new(),
        name_key: String::new(),
        name_sort: String::new(),
        kind: MemberKind::External,
        tier: MemberTier::Member,
        standing,
        org_unit_id: None,
        field: String::new(),
        field_key: String::new(),
        degree: Degree::Bachelor,
        job: String::new(),
        bio: String::new(),
        national_id: None,
        mobile: None,
        email: None,
        max_load: USUAL_LOAD,
        joined_on: now.date_naive(),
        version: 1,
        created_at: now,
        updated_at: now,
        merged_into_id: None,
    }
}

impl Draft {
    /// The record as it would be, or everything that is wrong with it.
    pub fn lay_over(
        &self,
        before: &Checked,
        terms: &Terms<'_>,
        today: NaiveDate,
    ) -> Result<Checked, Vec<Complaint>> {
        let mut after = before.clone();
        let mut wrong = Vec::new();
        self.lay_public(&mut after.row, today, &mut wrong);
        self.lay_personal(&mut after.row, &mut wrong);
        let known = &before.expertise;
        let rows = |skills: &Vec<Skill>| expertise::rows(skills, terms, known);
        match &self.expertise {
            Edit::Keep => {}
            Edit::Clear => after.expertise = Vec::new(),
            Edit::Set(skills) => match rows(skills) {
                Ok(rows) => after.expertise = rows,
                Err(complaint) => wrong.push(complaint),
            },
        }
        if after.row.full_name.is_empty() && wrong.iter().all(|c| c.field != "fullName") {
            wrong.push(required("fullName"));
        }
        let unit = [self.kind != Edit::Keep, self.org_unit_id != Edit::Keep];
        if before.row.id == 0 || unit.contains(&true) {
            wrong.extend(unit_of_kind(&after.row));
        }
        after.row.name_key = phrase_key(&after.row.full_name);
        after.row.name_sort = collation_key(&after.row.full_name);
        after.row.field_key = phrase_key(&after.row.field);
        if wrong.is_empty() {
            Ok(after)
        } else {
            Err(wrong)
        }
    }

    fn lay_public(&self, row: &mut member::Model, today: NaiveDate, wrong: &mut Vec<Complaint>) {
        let day = |text: &String| fields::joined_on(text, today);
        let mut lay = Lay(wrong);
        lay.over("fullName", &self.full_name, &mut row.full_name, |text| {
            fields::full_name(text)
        });
        lay.over("kind", &self.kind, &mut row.kind, |kind| Ok(*kind));
        lay.over("tier", &self.tier, &mut row.tier, |tier| Ok(*tier));
        lay.over("degree", &self.degree, &mut row.degree, |degree| {
            Ok(*degree)
        });
        lay.over("field", &self.field, &mut row.field, |text| {
            fields::line("field", text)
        });
        lay.over("job", &self.job, &mut row.job, |text| {
            fields::line("job", text)
        });
        lay.over("bio", &self.bio, &mut row.bio, |text| fields::bio(text));
        lay.over("maxLoad", &self.max_load, &mut row.max_load, |load| {
            fields::max_load(*load)
        });
        lay.over("joinedOn", &self.joined_on, &mut row.joined_on, day);
        lay.over_optional(&self.org_unit_id, &mut row.org_unit_id, |id| Ok(*id));
    }

    fn lay_personal(&self, row: &mut member::Model, wrong: &mut Vec<Complaint>) {
        let mut lay = Lay(wrong);
        lay.over_optional(&self.national_id, &mut row.national_id, |text| {
            fields::national_id(text)
        });
        lay.over_optional(&self.mobile, &mut row.mobile, |text| fields::mobile(text));
        lay.over_optional(&self.email, &mut row.email, |text| fields::email(text));
    }
}

/// Lays one field after another, and keeps what is wrong.
struct Lay<'w>(&'w mut Vec<Complaint>);

impl Lay<'_> {
    fn over<T, U>(
        &mut self,
        field: &'static str,
        edit: &Edit<T>,
        into: &mut U,
        parse: impl Fn(&T) -> Result<U, Complaint>,
    ) {
        match edit {
            Edit::Keep => {}
            Edit::Clear => self.0.push(required(field)),
            Edit::Set(value) => match parse(value) {
                Ok(value) => *into = value,
                Err(complaint) => self.0.push(complaint),
            },
        }
    }

    fn over_optional<T, U>(
        &mut self,
        edit: &Edit<T>,
        into: &mut Option<U>,
        parse: impl Fn(&T) -> Result<U, Complaint>,
    ) {
        match edit {
            Edit::Keep => {}
            Edit::Clear => *into = None,
            Edit::Set(value) => match parse(value) {
                Ok(value) => *into = Some(value),
                Err(complaint) => self.0.push(complaint),
            },
        }
    }
}

fn unit_of_kind(row: &member::Model) -> Option<Complaint> {
    match (row.kind, row.org_unit_id) {
        (MemberKind::Internal, None) => Some(Complaint {
            message: "An internal member works in a unit; name it.".to_owned(),
            message_fa: "همکار شهرداری در واحدی کار می‌کند؛ آن را نام ببرید.".to_owned(),
            ..required("orgUnit")
        }),
        (MemberKind::External, Some(_)) => Some(invalid(
            "orgUnit",
            "An external member has no unit of the municipality.",
            "عضو بیرونی واحد سازمانی ندارد.",
        )),
        (MemberKind::Internal, Some(_)) | (MemberKind::External, None) => None,
    }
}
