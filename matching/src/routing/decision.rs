//! The answer: six scored desks with their reasons, and what to do with them.

use serde::{Deserialize, Serialize};

use crate::Desk;

/// The full answer for one statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Routing {
    pub decision: Decision,
    /// All six desks, best first; ties stand in the desks' fixed order.
    pub desks: Vec<DeskScore>,
    /// Probability that the statement can be routed at all, 0..1.
    pub routability: f64,
    /// Version of the weights that decided.
    pub weights_version: u32,
}

impl Routing {
    /// The best desk, whether or not the decision dares to name it.
    #[must_use]
    pub fn top(&self) -> Option<Desk> {
        self.desks.first().map(|best| best.desk)
    }
}

/// Routed to a desk, or left to a coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    Routed(Desk),
    Triage(TriageReason),
}

/// Why the engine abstains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TriageReason {
    /// The statement says too little to judge.
    TooLittleEvidence,
    /// Two desks are about equally likely.
    TooClose { first: Desk, second: Desk },
    /// The statement is no municipal problem: an advertisement, a greeting, noise.
    OffTopic,
}

impl TriageReason {
    /// The code that callers see.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLittleEvidence => "TOO_LITTLE_EVIDENCE",
            Self::TooClose { .. } => "TOO_CLOSE",
            Self::OffTopic => "OFF_TOPIC",
        }
    }
}

/// One desk's score and its reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct DeskScore {
    pub desk: Desk,
    /// The sum of the contributions' points.
    pub score: f64,
    /// Calibrated probability that this desk is right, 0..1; the six sum to 1.
    pub confidence: f64,
    /// One entry for each feature that says something, in the features' fixed order.
    pub contributions: Vec<Contribution>,
}

/// What one feature adds to one desk's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    pub feature: Feature,
    pub value: f64,
    pub weight: f64,
    /// `value × weight`.
    pub points: f64,
    /// The words, phrases and past problems behind it, strongest first.
    pub evidence: Vec<String>,
}

/// The additive features of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Feature {
    /// Single words of the vocabulary, also when mistyped.
    Words,
    /// Fragments of four letters.
    Grams,
    /// Whole phrases of the vocabulary.
    Phrases,
    /// What the text asks for.
    Request,
    /// The desk nearest to the reporter's unit.
    Unit,
    /// Similar problems that were decided before.
    Precedents,
    /// What decided problems have changed in what the words say.
    Learned,
}

impl Feature {
    /// How many features there are.
    pub const COUNT: usize = 7;

    /// Every feature in its fixed order.
    pub const ALL: [Self; Self::COUNT] = [
        Self::Words,
        Self::Grams,
        Self::Phrases,
        Self::Request,
        Self::Unit,
        Self::Precedents,
        Self::Learned,
    ];

    /// Position in [`Feature::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The code that callers see.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Words => "WORDS",
            Self::Grams => "GRAMS",
            Self::Phrases => "PHRASES",
            Self::Request => "REQUEST",
            Self::Unit => "UNIT",
            Self::Precedents => "PRECEDENTS",
            Self::Learned => "LEARNED",
        }
    }
}

/// A decided problem that is like a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Precedent {
    pub id: String,
    pub title: String,
    /// Where it was decided to belong.
    pub desk: Desk,
    /// Cosine of the two texts, 0..1.
    pub likeness: f64,
}

/// The smallest change found that moves the statement to another desk.
#[derive(Clone, Debug, PartialEq)]
pub struct Counterfactual {
    pub change: Change,
    pub new_top: Desk,
}

/// A concept of the vocabulary, as programs and as people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedConcept {
    pub code: String,
    /// In Persian.
    pub name: String,
}

/// One change to a statement or to how it is weighed.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The statement without this phrase.
    PhraseOut(String),
    /// The statement with this function of the vocabulary among its concepts as well.
    ConceptIn(NamedConcept),
    /// The feature's weight at another value.
    Weight {
        feature: Feature,
        from: f64,
        to: f64,
    },
}
