//! What speaks for a score, as it is stored beside it; `graphql` reads it back.

use serde_json::{Value as Json, json};

/// One feature's part in a score.
pub struct Contribution<'a> {
    /// The feature's code.
    pub feature: &'a str,
    /// How strongly it speaks.
    pub value: f64,
    /// Points for a value of one.
    pub weight: f64,
    /// `value × weight`, of which the score is the sum.
    pub points: f64,
    pub evidence: &'a [String],
}

impl Contribution<'_> {
    /// As an entry of the stored list.
    #[must_use]
    pub fn stored(&self) -> Json {
        json!({
            "feature": self.feature,
            "value": self.value,
            "weight": self.weight,
            "points": self.points,
            "evidence": self.evidence,
        })
    }
}
