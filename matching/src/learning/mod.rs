//! Learning: weights proposed from coordinators' decisions, with a back-test; never applied here.

mod backtest;
pub(crate) mod logistic;
mod logit;

pub use backtest::{BackTest, DeskTally, Moved};

use crate::Desk;
use crate::routing::{DecidedProblem, Feature, Router, Weights};

/// Decisions needed before weights are proposed: fewer would fit their noise.
pub const LEAST_DECISIONS: usize = 30;

/// How hard weights are held to the present ones, in decisions: at this many, half way.
const SHRINKAGE: f64 = 30.0;

/// One decided problem as the features see it: for each desk, each feature's value.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub values: [[f64; Feature::COUNT]; Desk::COUNT],
    pub right: Desk,
}

/// New weights and what they would do to the problems decided so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The proposed weights; their version is one above the current one.
    pub weights: Weights,
    pub decisions: usize,
    pub back_test: BackTest,
}

/// Proposes weights from decisions, or `None` below [`LEAST_DECISIONS`].
///
/// `router` carries the history and the current weights. A decision never speaks for itself: it is
/// left out of its own precedents. Weights maximise the likelihood of the decided desks under a
/// conditional logit, are at least 0 and are shrunk towards the current ones.
#[must_use]
pub fn propose_weights(router: &Router, decisions: &[DecidedProblem]) -> Option<Proposal> {
    if decisions.len() < LEAST_DECISIONS {
        return None;
    }
    let mut ordered: Vec<&DecidedProblem> = decisions.iter().collect();
    ordered
        .sort_by(|a, b| (&a.id, &a.title, &a.description).cmp(&(&b.id, &b.title, &b.description)));
    let examples: Vec<Example> = ordered.iter().map(|d| router.example(d)).collect();
    let current = router.weights();
    let mut weights = fit(&examples, current, SHRINKAGE);
    weights.version = current.version.saturating_add(1);
    let back_test = backtest::run(&ordered, &examples, current, &weights);
    Some(Proposal {
        weights,
        decisions: decisions.len(),
        back_test,
    })
}

/// Fits weights to examples, held to `start` with the strength of `shrinkage` decisions.
pub(crate) fn fit(examples: &[Example], start: &Weights, shrinkage: f64) -> Weights {
    let from = Feature::ALL.map(|feature| start.of(feature));
    let fitted = logit::fit(examples, &from, shrinkage);
    Feature::ALL
        .iter()
        .zip(fitted)
        .fold(start.clone(), |weights, (&feature, value)| {
            weights.with(feature, value)
        })
}
