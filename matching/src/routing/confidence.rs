//! From scores to probabilities, and from those to a decision or an honest abstention.

use super::decision::{Decision, DeskScore, TriageReason};
use super::routability::Legibility;

/// Below this probability of being routable, nothing is routed.
const ROUTABLE: f64 = 0.5;
/// Below this confidence no desk stands out: an even split is a sixth.
const LEAST_CONFIDENCE: f64 = 0.30;
/// Two best desks closer than this are named together.
const MARGIN: f64 = 0.10;

/// Turns scores into probabilities: the scores are logits, because the weights were fitted so.
pub(super) fn calibrate(desks: &mut [DeskScore]) {
    let best = desks
        .iter()
        .map(|desk| desk.score)
        .fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = desks.iter().map(|desk| (desk.score - best).exp()).sum();
    for desk in desks {
        desk.confidence = (desk.score - best).exp() / total;
    }
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
