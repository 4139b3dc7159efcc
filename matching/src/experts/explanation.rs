//! What a ranking is asked and what it answers.

use super::eligibility::{Facts, Ineligible};
use crate::Desk;

/// A problem that needs people.
#[derive(Clone, Copy, Debug, Default)]
pub struct RankRequest<'a> {
    pub title: &'a str,
    pub description: &'a str,
    /// Confidence in each desk, by [`Desk::index`]; `None` ranks without desks.
    pub desks: Option<[f64; Desk::COUNT]>,
    /// One entry a profile, in their order; an expert beyond the end is ranked by text and desk alone.
    pub facts: &'a [Facts],
    /// How many experts to return; `None` for all.
    pub limit: Option<usize>,
}

/// What speaks for or against an expert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Feature {
    /// Likeness by shared words, relative to what is usual for the text; about `0..=5`.
    Words,
    /// Likeness by shared topics, in the same way; about `0..=7`.
    Topics,
    /// How much the expert is at home at the desks that may answer, `0..=1`.
    Desk,
    /// How surely the expert has solved such a problem before, `0..=1`.
    Solved,
    /// Free share of the promised time, `0..=1`.
    Availability,
    /// Open problems as a share of the load agreed, from 0; it costs points.
    Load,
}

impl Feature {
    /// The code that callers see.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Words => "WORDS",
            Self::Topics => "TOPICS",
            Self::Desk => "DESK",
            Self::Solved => "SOLVED",
            Self::Availability => "AVAILABILITY",
            Self::Load => "LOAD",
        }
    }
}

impl Feature {
    /// Points for a value of one.
    #[must_use]
    pub const fn weight(self) -> f64 {
        match self {
            Self::Words => 1.0,
            // Short profiles share few words with a problem; the desk must be able to outweigh one.
            Self::Desk => 1.5,
            // Topics blur, so they confirm the words rather than replace them.
            Self::Topics => 0.2,
            // Having solved the very problem outweighs any likeness on paper.
            Self::Solved => 1.2,
            Self::Availability => 0.3,
            Self::Load => -0.5,
        }
    }
}

/// What one feature adds to an expert's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    pub feature: Feature,
    pub value: f64,
    pub weight: f64,
    /// `value × weight`.
    pub points: f64,
    /// The words, desks and problems behind it, strongest first.
    pub evidence: Vec<String>,
}

/// An expert with a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpertScore {
    /// Place of the expert among the profiles given.
    pub index: usize,
    pub id: String,
    /// The sum of the contributions' points.
    pub score: f64,
    pub contributions: Vec<Contribution>,
}

/// Who may be asked, best first, and who may not.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    pub experts: Vec<ExpertScore>,
    /// In the order of the profiles.
    pub ineligible: Vec<Ineligible>,
}
