//! A vocabulary for members: `world.expert("سارا").knows(["BRT"]).free(2).join().await`.

use chrono::NaiveDate;
use entity::member::{self, Degree, MemberKind, MemberStanding, MemberTier};
use mizan::club::{
    add::{self, MemberProfile},
    fields,
};

use super::World;

/// Somebody who is about to join.
pub struct Newcomer<'w> {
    world: &'w World,
    profile: MemberProfile,
}

impl World {
    /// An external planner in good standing.
    pub fn expert(&self, name: &str) -> Newcomer<'_> {
        let number = self.next_number();
        let profile = MemberProfile {
            member_no: number,
            full_name: name.to_owned(),
            kind: MemberKind::External,
            tier: MemberTier::Planner,
            standing: MemberStanding::Active,
            org_unit_id: None,
            field: "مهندسی عمران".to_owned(),
            degree: Degree::Master,
            job: String::new(),
            bio: String::new(),
            expertise: Vec::new(),
            national_id: Some(national_id(number)),
            mobile: Some(format!("0915{number:07}")),
            email: Some(format!("{number}@example.ir")),
            max_load: 3,
            joined_on: NaiveDate::from_ymd_opt(2024, 9, 1).unwrap(),
        };
        Newcomer {
            world: self,
            profile,
        }
    }
}

impl Newcomer<'_> {
    pub fn knows<const N: usize>(mut self, phrases: [&str; N]) -> Self {
        self.profile.expertise = phrases.map(str::to_owned).into();
        self
    }

    /// Takes this many problems at once.
    pub fn free(mut self, problems: i32) -> Self {
        self.profile.max_load = problems;
        self
    }

    pub fn studied(mut self, field: &str) -> Self {
        field.clone_into(&mut self.profile.field);
        self
    }

    /// Works for the municipality, in this unit.
    pub fn of_unit(mut self, code: &str) -> Self {
        let reference = self.world.app.reference();
        self.profile.org_unit_id = Some(reference.org_unit_by_code(code).unwrap().id);
        self.profile.kind = MemberKind::Internal;
        self
    }

    /// A plain member, whose profile is not public.
    pub fn plain(mut self) -> Self {
        self.profile.tier = MemberTier::Member;
        self
    }

    pub fn standing(mut self, standing: MemberStanding) -> Self {
        self.profile.standing = standing;
        self
    }

    pub fn since(mut self, year: i32, month: u32, day: u32) -> Self {
        self.profile.joined_on = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        self
    }

    pub async fn join(self) -> member::Model {
        let added = add::members(&self.world.app, vec![self.profile]).await;
        added.unwrap().remove(0)
    }
}

/// A national id of nine given digits and the one that checks them.
pub fn national_id(number: i64) -> String {
    let nine = format!("{number:09}");
    format!("{nine}{}", fields::check_digit(&nine))
}
