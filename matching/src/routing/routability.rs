//! Routability: the probability that a statement is a municipal problem that says enough.

use super::decision::DeskScore;
use super::findings::Findings;
use super::model::Model;
use super::reading::Reading;
use super::terms::Kind;
use super::vector::Vector;

/// What can be seen of a statement without knowing its desk.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Legibility {
    pub signals: [f64; SIGNALS],
    /// Probability of being routable, 0..1.
    pub routability: f64,
    content: f64,
}

/// Share of content words that are known; mean topicality of the
/// words, of the phrases and of the fragments; lead of the best desk over the second.
pub const SIGNALS: usize = 5;

/// Fitted by logistic regression, cross-validated over the exemplars (see `docs/matching.md`).
const COEFFICIENTS: [f64; SIGNALS] = [5.21, 0.60, 1.21, 0.19, 0.22];
const INTERCEPT: f64 = -4.98;

/// A statement of fewer content words is called too short before it is called off topic.
const FEW_WORDS: f64 = 5.0;

impl Legibility {
    pub fn of(findings: &Findings<'_>, desks: &[DeskScore]) -> Self {
        let Findings {
            model,
            reading,
            vector,
            ..
        } = findings;
        let (known, content) = known_words(reading);
        let lead = match desks {
            [first, second, ..] => first.score - second.score,
            _ => 0.0,
        };
        let signals = [
            known / content.max(1.0),
            topicality(model, vector, Kind::Word),
            topicality(model, vector, Kind::Phrase),
            topicality(model, vector, Kind::Gram),
            lead,
        ];
        let logit: f64 = signals.iter().zip(COEFFICIENTS).map(|(s, c)| s * c).sum();
        let routability = 1.0 / (1.0 + (-(logit + INTERCEPT)).exp());
        Self {
            signals,
            routability,
            content,
        }
    }

    pub fn says_something(&self) -> bool {
        self.content >= FEW_WORDS
    }
}

/// Content words that training saw, and all content words.
pub(super) fn known_words(reading: &Reading<'_>) -> (f64, f64) {
    let (mut known, mut content) = (0.0, 0.0);
    for word in reading.segments.iter().flat_map(|segment| &segment.words) {
        if !word.stop {
            content += 1.0;
            known += if word.known { word.certainty } else { 0.0 };
        }
    }
    (known, content)
}

/// Sum of the terms' topicality by their weight in the text.
fn topicality(model: &Model, vector: &Vector, kind: Kind) -> f64 {
    let of_kind = vector.items.iter().filter(|item| item.kind == kind);
    let known = of_kind.filter_map(|item| item.id.map(|id| (model.topicality(id), item.x)));
    known.map(|(topicality, x)| topicality * x).sum()
}
