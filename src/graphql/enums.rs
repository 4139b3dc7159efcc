//! The closed sets of the contract, each the mirror of a type inside.

use async_graphql::Enum;
use entity::{
    account, concept, member, member_expertise, org_unit, problem, round_proposal, routing, seat,
};

pub use super::{event_kind::EventKind, round_enums::*};

/// A specialist desk (میز تخصصی).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "matching::Desk")]
pub enum DeskCode {
    /// Urban services (خدمات شهری).
    UrbanServices,
    /// Planning and human resources (برنامه‌ریزی و منابع انسانی).
    PlanningHr,
    /// Urbanism (شهرسازی).
    Urbanism,
    /// Civil engineering and transport (عمران و حمل و نقل).
    CivilTransport,
    /// Culture (فرهنگی).
    Cultural,
    /// Finance and economy (مالی و اقتصادی).
    FinanceEconomy,
}

/// What an account may do (نقش).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "account::Role")]
pub enum Role {
    /// Runs the club: members, desks, rounds and routing (هماهنگ‌کننده).
    Coordinator,
    /// Reports problems for their own unit (معاون).
    Deputy,
    /// Works on problems of their own desks (کارشناس).
    Expert,
    /// A public page's service account (سامانهٔ نمایش).
    Frontend,
    /// Reads the audit trail (حسابرس).
    Auditor,
}

/// A colleague of the municipality or somebody from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "member::MemberKind")]
pub enum MemberKind {
    /// Works for the municipality (همکار شهرداری).
    Internal,
    /// An outside expert (نخبه یا متخصص بیرونی).
    External,
}

/// How far into the club a membership reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "member::MemberTier")]
pub enum MemberTier {
    /// A member (عضو باشگاه).
    Member,
    /// One of the planner class, who can be seated at desks (طبقهٔ برنامه‌ریزان شهری).
    Planner,
}

/// Where a membership stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "member::MemberStanding")]
pub enum MemberStanding {
    /// Has asked to join (متقاضی).
    Applicant,
    /// In good standing (فعال).
    Active,
    /// Suspended (تعلیق‌شده).
    Suspended,
    /// Has left (خارج‌شده).
    Left,
}

/// The highest academic degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "member::Degree")]
pub enum Degree {
    /// Diploma (دیپلم).
    Diploma,
    /// Associate (کاردانی).
    Associate,
    /// Bachelor (کارشناسی).
    Bachelor,
    /// Master (کارشناسی ارشد).
    Master,
    /// Doctorate (دکتری).
    Doctorate,
}

/// How the club knows of an expertise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "member_expertise::ExpertiseSource")]
pub enum ExpertiseSource {
    /// The member says so (اظهار عضو).
    Stated,
    /// It came with an import (ورود گروهی).
    Imported,
    /// It showed in their work (مشاهده‌شده).
    Observed,
}

/// What a concept says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "concept::Facet")]
pub enum ConceptFacet {
    /// A field of work (موضوع).
    Topic,
    /// A thing that many desks touch (شیء).
    Object,
    /// What a text may ask for; it outranks the object (کارکرد).
    Function,
}

/// The sort of an organisational unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "org_unit::OrgUnitKind")]
pub enum OrgUnitKind {
    /// An office (دفتر یا اداره).
    Office,
    /// A deputy of the mayor (معاونت).
    Deputy,
    /// An affiliated organisation (سازمان وابسته).
    Organisation,
    /// A district municipality (شهرداری منطقه).
    District,
}

/// What the holder of a seat does at the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "seat::SeatRole")]
pub enum SeatRole {
    /// Chairs the desk (رئیس میز).
    Chair,
    /// Keeps its records (دبیر).
    Secretary,
    /// Takes part (عضو).
    Member,
}

/// Where a problem stands between report and closure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "problem::ProblemStatus")]
pub enum ProblemStatus {
    /// Not posted yet (پیش‌نویس).
    Draft,
    /// Waits for a coordinator to choose a desk (در انتظار تعیین میز).
    Triage,
    /// The engine or a coordinator has sent it to a desk (مسیریابی‌شده).
    Routed,
    /// A coordinator has confirmed the desk (تأییدشده).
    Confirmed,
    /// A team has been formed (دارای گروه).
    Staffed,
    /// The team is at work (در حال انجام).
    InProgress,
    /// The desk has answered (حل‌شده).
    Resolved,
    /// Over (بسته).
    Closed,
    /// Taken back by its reporter (پس‌گرفته).
    Withdrawn,
}

/// How pressing the reporter says the problem is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "problem::Urgency")]
pub enum Urgency {
    /// To be answered within 60 days (کم).
    Low,
    /// Within 30 days (عادی).
    #[default]
    Normal,
    /// Within 10 days (زیاد).
    High,
    /// Within 3 days (بحرانی).
    Critical,
}

/// Sent to a desk, or kept for a person to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "routing::RoutingDecision")]
pub enum RoutingDecision {
    /// Sent to a desk (ارسال به میز).
    Routed,
    /// Kept for a coordinator (نیازمند تصمیم هماهنگ‌کننده).
    Triage,
}

/// Who decided a routing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "routing::RoutingSource")]
pub enum RoutingSource {
    /// The scoring engine (موتور امتیازدهی).
    Engine,
    /// A coordinator (هماهنگ‌کننده).
    Coordinator,
}

/// How a proposed seat differs from today's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "round_proposal::SeatChange")]
pub enum SeatChange {
    /// A new seat (افزوده).
    Added,
    /// A seat that stays (مانده).
    Kept,
    /// A seat that ends (حذف‌شده).
    Removed,
}
