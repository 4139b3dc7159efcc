//! The weights of the features: the only numbers that a coordinator may publish anew.

use serde::{Deserialize, Serialize};

use super::decision::Feature;

/// One weight a feature, all at least 0, and a version that every routing records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Weights {
    pub version: u32,
    pub words: f64,
    pub grams: f64,
    pub phrases: f64,
    pub request: f64,
    pub unit: f64,
    pub precedents: f64,
    pub learned: f64,
}

/// Version 1: between the fit over the exemplars, which asks for more of the request, and equal
/// parts, and scaled so that a score is a logit (see `docs/matching.md`).
impl Default for Weights {
    fn default() -> Self {
        Self {
            version: 1,
            words: 2.9,
            grams: 1.1,
            phrases: 1.9,
            request: 4.6,
            unit: 0.3,
            precedents: 1.2,
            learned: 1.2,
        }
    }
}

impl Weights {
    /// The weight of one feature.
    #[must_use]
    pub const fn of(&self, feature: Feature) -> f64 {
        match feature {
            Feature::Words => self.words,
            Feature::Grams => self.grams,
            Feature::Phrases => self.phrases,
            Feature::Request => self.request,
            Feature::Unit => self.unit,
            Feature::Precedents => self.precedents,
            Feature::Learned => self.learned,
        }
    }

    /// These weights with one of them changed.
    #[must_use]
    pub const fn with(mut self, feature: Feature, weight: f64) -> Self {
        match feature {
            Feature::Words => self.words = weight,
            Feature::Grams => self.grams = weight,
            Feature::Phrases => self.phrases = weight,
            Feature::Request => self.request = weight,
            Feature::Unit => self.unit = weight,
            Feature::Precedents => self.precedents = weight,
            Feature::Learned => self.learned = weight,
        }
        self
    }
}
