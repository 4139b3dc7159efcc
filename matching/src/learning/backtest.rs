//! The back-test: every past problem under the current weights and under the proposed ones.

use serde::{Deserialize, Serialize};

use super::{Example, logit};
use crate::Desk;
use crate::routing::{DecidedProblem, Feature, Weights};

/// What a change of weights would do to past problems.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackTest {
    /// Share of past problems whose decided desk is best now, 0..1.
    pub accuracy_before: f64,
    /// The same under the proposed weights.
    pub accuracy_after: f64,
    /// Mean negative log-probability of the decided desk; lower is better calibrated.
    pub log_loss_before: f64,
    pub log_loss_after: f64,
    /// Problems that would become right.
    pub mended: Vec<Moved>,
    /// Problems that would become wrong.
    pub broken: Vec<Moved>,
    /// One entry for each desk, in the desks' fixed order.
    pub desks: Vec<DeskTally>,
}

/// One past problem whose best desk would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moved {
    pub problem: String,
    pub decided: Desk,
    pub before: Desk,
    pub after: Desk,
}

/// The past problems of one desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeskTally {
    pub desk: Desk,
    pub decided: usize,
    pub right_before: usize,
    pub right_after: usize,
}

pub(super) fn run(
    decisions: &[&DecidedProblem],
    examples: &[Example],
    current: &Weights,
    proposed: &Weights,
) -> BackTest {
    let before: Vec<Outcome> = examples.iter().map(|e| outcome(e, current)).collect();
    let after: Vec<Outcome> = examples.iter().map(|e| outcome(e, proposed)).collect();
    let mut test = BackTest {
        accuracy_before: mean(&before, |o| f64::from(u8::from(o.right))),
        accuracy_after: mean(&after, |o| f64::from(u8::from(o.right))),
        log_loss_before: mean(&before, |o| o.loss),
        log_loss_after: mean(&after, |o| o.loss),
        desks: Desk::ALL
            .map(|desk| tally(desk, examples, &before, &after))
            .to_vec(),
        ..BackTest::default()
    };
    for (problem, (before, after)) in decisions.iter().zip(before.iter().zip(&after)) {
        let moved = Moved {
            problem: problem.id.clone(),
            decided: problem.desk,
            before: before.top,
            after: after.top,
        };
        match (before.right, after.right) {
            (false, true) => test.mended.push(moved),
            (true, false) => test.broken.push(moved),
            (true, true) | (false, false) => {}
        }
    }
    test
}

struct Outcome {
    top: Desk,
    right: bool,
    loss: f64,
}

fn outcome(example: &Example, weights: &Weights) -> Outcome {
    let weights = Feature::ALL.map(|feature| weights.of(feature));
    let probabilities = logit::probabilities(example, &weights);
    let best = |best: Desk, desk: Desk| {
        if probabilities[desk.index()] > probabilities[best.index()] {
            desk
        } else {
            best
        }
    };
    let top = Desk::ALL.into_iter().fold(Desk::ALL[0], best);
    let loss = -probabilities[example.right.index()]
        .max(f64::MIN_POSITIVE)
        .ln();
    Outcome {
        top,
        right: top == example.right,
        loss,
    }
}

fn mean(outcomes: &[Outcome], of: impl Fn(&Outcome) -> f64) -> f64 {
    let count = f64::from(u32::try_from(outcomes.len()).unwrap_or(u32::MAX)).max(1.0);
    outcomes.iter().map(of).sum::<f64>() / count
}

fn tally(desk: Desk, examples: &[Example], before: &[Outcome], after: &[Outcome]) -> DeskTally {
    let own = |outcomes: &[Outcome]| {
        let pairs = examples.iter().zip(outcomes);
        pairs
            .filter(|(example, outcome)| example.right == desk && outcome.right)
            .count()
    };
    DeskTally {
        desk,
        decided: examples
            .iter()
            .filter(|example| example.right == desk)
            .count(),
        right_before: own(before),
        right_after: own(after),
    }
}
