//! The shapes of the demo club: plain values without behaviour.

use chrono::NaiveDate;

/// Everything that the demo feeds through the use-cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoClub {
    /// Parents come before their children.
    pub org_units: Vec<DemoUnit>,
    /// In the order of their numbers.
    pub members: Vec<DemoMember>,
    /// Newest first.
    pub problems: Vec<DemoProblem>,
}

/// What an organisational unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    Deputy,
    Organisation,
    District,
    Office,
}

/// An organisational unit of the municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoUnit {
    /// Such as `DEP-URBAN-SERVICES`, `ORG-BUS` or `DISTRICT-04`.
    pub code: String,
    pub name_fa: String,
    pub name_en: String,
    /// The code of the unit above; `None` for the mayor's office alone.
    pub parent: Option<String>,
    pub kind: UnitKind,
    /// The code of the desk whose work is the nearest; `None` where no single one is.
    pub nearest_desk: Option<&'static str>,
}

/// Whether a member works for the municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberKind {
    Internal,
    External,
}

/// Whether a member belongs to the planner class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberTier {
    Member,
    Planner,
}

/// Where a membership stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Applicant,
    Active,
    Suspended,
    Left,
}

/// The highest degree of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Degree {
    Diploma,
    Associate,
    Bachelor,
    Master,
    Doctorate,
}

/// An invented member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoMember {
    /// 1001 to 1600.
    pub member_no: u32,
    pub full_name: String,
    pub kind: MemberKind,
    pub tier: MemberTier,
    pub standing: Standing,
    /// The code of the member's unit; `None` for external members.
    pub org_unit: Option<String>,
    pub field: String,
    pub degree: Degree,
    pub job: String,
    pub bio: String,
    /// Two to six phrases, Persian with an English one now and then.
    pub expertise: Vec<String>,
    /// Ten digits with a valid check digit.
    pub national_id: String,
    /// Eleven digits that start with 0915.
    pub mobile: String,
    /// Under `example.ir`.
    pub email: String,
    /// How many problems the member takes at once, 1 to 5.
    pub max_load: u8,
    pub joined_on: NaiveDate,
    /// The code of the desk that the profile was written for; for demo statistics only.
    pub home_desk: &'static str,
}

/// How soon a problem wants an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    Low,
    Normal,
    High,
    Critical,
}

/// A problem as a deputy typed it, slips included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoProblem {
    pub title: String,
    pub description: String,
    /// The code of the unit that asks.
    pub org_unit: String,
    /// 1 to 13, and 14 for Samen; `None` where the whole city is meant.
    pub district: Option<u8>,
    pub urgency: Urgency,
    /// How long before the demo's start it was posted, in days, at least 1.
    pub days_ago: u32,
}
