//! Experts found for a problem, with what speaks for each.

use async_graphql::{Enum, SimpleObject};
use matching::experts::{self, IneligibleReason};

use super::{Member, routing::Contribution};
use crate::problems::people::Found;

/// Who fits a problem, and who may not be asked (کارشناسان یافته‌شده).
#[derive(SimpleObject)]
pub struct ExpertFinding {
    /// Those who may be asked, best first.
    experts: Vec<FoundExpert>,
    /// Those who may not be asked, whatever their score, by membership number.
    ineligible: Vec<IneligibleExpert>,
}

/// An expert who fits.
#[derive(SimpleObject)]
pub struct FoundExpert {
    /// Who.
    member: Member,
    /// The sum of the contributions' points.
    score: f64,
    /// What speaks for them, feature by feature.
    contributions: Vec<Contribution>,
}

/// An expert who may not be asked.
#[derive(SimpleObject)]
pub struct IneligibleExpert {
    /// Who.
    member: Member,
    /// Why not.
    reason: IneligibilityReason,
}

/// Why an expert may not be asked.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum IneligibilityReason {
    /// A coordinator has barred them (منع هماهنگ‌کننده). Reserved: nobody can be barred yet.
    Banned,
    /// Their own unit reported the problem (واحد خودِ کارشناس).
    OwnUnit,
    /// They declared a conflict of interest when they declined (تعارض منافع اعلام‌شده).
    DeclaredConflict,
    /// They are on the problem's team already, or asked to be (عضو گروه).
    SameTeam,
    /// They work on as many problems as they agreed to (ظرفیت پر).
    OverLoad,
}

impl From<&Found> for ExpertFinding {
    fn from(found: &Found) -> Self {
        let member = |index: usize| found.members.get(index).cloned().map(Member);
        let experts = found.ranking.experts.iter().filter_map(|expert| {
            Some(FoundExpert {
                member: member(expert.index)?,
                score: expert.score,
                contributions: expert
                    .contributions
                    .iter()
                    .map(Contribution::from)
                    .collect(),
            })
        });
        let ineligible = found.ranking.ineligible.iter().filter_map(|expert| {
            Some(IneligibleExpert {
                member: member(expert.index)?,
                reason: expert.reason.into(),
            })
        });
        Self {
            experts: experts.collect(),
            ineligible: ineligible.collect(),
        }
    }
}

impl From<&experts::Contribution> for Contribution {
    fn from(contribution: &experts::Contribution) -> Self {
        Self {
            feature: contribution.feature.code().to_owned(),
            value: contribution.value,
            weight: contribution.weight,
            points: contribution.points,
            found: contribution.evidence.clone(),
        }
    }
}

impl From<IneligibleReason> for IneligibilityReason {
    fn from(reason: IneligibleReason) -> Self {
        match reason {
            IneligibleReason::Banned => Self::Banned,
            IneligibleReason::Conflict(experts::Conflict::OwnUnit) => Self::OwnUnit,
            IneligibleReason::Conflict(experts::Conflict::Declared) => Self::DeclaredConflict,
            IneligibleReason::Conflict(experts::Conflict::SameTeam) => Self::SameTeam,
            IneligibleReason::OverLoad => Self::OverLoad,
        }
    }
}
