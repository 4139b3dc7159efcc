//! From scores to probabilities, and from those to a decision or an honest abstention.

use super::decision::{Decision, DeskScore, TriageReason};
use super::routability::Legibility;

/// Below this probability of being routable, a person looks first: noise at a desk costs more.
const ROUTABLE: f64 = 0.6;
/// Below this confidence no desk stands out: an even split is a sixth.
const LEAST_CONFIDENCE: f64 = 0.30;
/// Two best desks closer than this are named together.
const MARGIN: f64 = 0.10;

/// The share that is believed of a score on one known word; fitted over titles of exemplars and
/// single words of them (see `docs/matching.md`).
const FIRST: f64 = 0.42;
/// The known words of a whole statement: the weights were fitted so that its scores are logits.
const WHOLE: f64 = 20.0;

/// Turns scores into probabilities: the scores are logits, because the weights were fitted so,
/// and the fewer known words they rest on, the less of them is believed.
pub(super) fn calibrate(desks: &mut [DeskScore], known_words: f64) {
    let belief = belief(known_words);
    let best = desks
        .iter()
        .map(|desk| desk.score)
        .fold(f64::NEG_INFINITY, f64::max);
    let odds = |desk: &DeskScore| ((desk.score - best) * belief).exp();
    let total: f64 = desks.iter().map(odds).sum();
    for desk in desks {
        desk.confidence = odds(desk) / total;
    }
}

/// The share of a score on so many known words that is believed: it grows by as much whenever
/// they double, up to all of it for a whole statement.
fn belief(known_words: f64) -> f64 {
    let grown = known_words.max(1.0).ln() / WHOLE.ln();
    (1.0 - FIRST).mul_add(grown, FIRST).min(1.0)
}

/// Decides on six desks, best first.
pub(super) fn decide(desks: &[DeskScore], legibility: &Legibility) -> Decision {
    let [first, second, ..] = desks else {
        return Decision::Triage(TriageReason::TooLittleEvidence);
    };
    if legibility.routability < ROUTABLE {
        let says_something = legibility.says_something();
        let off = TriageReason::OffTopic;
        let little = TriageReason::TooLittleEvidence;
        Decision::Triage(if says_something { off } else { little })
    } else if first.confidence < LEAST_CONFIDENCE {
        Decision::Triage(TriageReason::TooLittleEvidence)
    } else if first.confidence - second.confidence < MARGIN {
        Decision::Triage(TriageReason::TooClose {
            first: first.desk,
            second: second.desk,
        })
    } else {
        Decision::Routed(first.desk)
    }
}
