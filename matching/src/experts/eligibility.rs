//! Who may not be asked, whatever the score: a hard rule with a name.

use serde::Serialize;

use crate::Desk;

/// What the service knows of one expert with regard to one problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Desks at which the expert is seated.
    pub seats: Vec<Desk>,
    /// Problems that the expert has solved, with their likeness to this one.
    pub solved: Vec<Solved>,
    /// Share of the expert's promised time that is free, `0..=1`.
    pub availability: f64,
    /// Problems that the expert works on now.
    pub open_load: u32,
    /// Problems that the expert agreed to work on at once; `None` for no limit.
    pub max_load: Option<u32>,
    /// Conflicts of interest.
    pub conflicts: Vec<Conflict>,
    /// A coordinator has barred the expert.
    pub banned: bool,
}

impl Default for Facts {
    /// A free expert of whom nothing else is known.
    fn default() -> Self {
        Self {
            seats: Vec::new(),
            solved: Vec::new(),
            availability: 1.0,
            open_load: 0,
            max_load: None,
            conflicts: Vec::new(),
            banned: false,
        }
    }
}

/// A problem that an expert has solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Solved {
    /// Code or title, named in the explanation.
    pub problem: String,
    /// Likeness to the problem at hand, `0..=1`.
    pub likeness: f64,
    /// How the solution was rated, `0..=1`; `None` where it was not.
    pub rating: Option<f64>,
}

/// A conflict of interest between an expert and a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Conflict {
    /// The expert's own unit reported the problem.
    OwnUnit,
    /// The expert declared it.
    Declared,
    /// The expert is on the team that works on the problem, or asked to be.
    SameTeam,
}

/// Why an expert may not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum IneligibleReason {
    Banned,
    Conflict(Conflict),
    /// The expert has as many open problems as agreed, or more.
    OverLoad,
}

impl IneligibleReason {
    /// The code that callers see.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Banned => "BANNED",
            Self::Conflict(Conflict::OwnUnit) => "OWN_UNIT",
            Self::Conflict(Conflict::Declared) => "DECLARED_CONFLICT",
            Self::Conflict(Conflict::SameTeam) => "SAME_TEAM",
            Self::OverLoad => "OVER_LOAD",
        }
    }
}

/// An expert who may not be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ineligible {
    /// Place of the expert among the profiles given.
    pub index: usize,
    /// The gravest reason: a ban, then a conflict, then the load.
    pub reason: IneligibleReason,
}

impl Facts {
    /// The gravest reason against asking the expert, or `None`.
    #[must_use]
    pub fn objection(&self) -> Option<IneligibleReason> {
        if self.banned {
            return Some(IneligibleReason::Banned);
        }
        if let Some(conflict) = self.conflicts.iter().min() {
            return Some(IneligibleReason::Conflict(*conflict));
        }
        let full = self.max_load.is_some_and(|most| self.open_load >= most);
        full.then_some(IneligibleReason::OverLoad)
    }
}
