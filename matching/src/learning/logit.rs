//! The conditional logit over desks, fitted by projected gradient ascent with a fixed schedule.
//!
//! Source of the model: `McFadden`, "Conditional logit analysis of qualitative choice behavior"
//! (1974).

use super::Example;
use crate::Desk;
use crate::routing::Feature;

type PerFeature = [f64; Feature::COUNT];

/// Steps are scaled by each feature's own spread, so this many suffice on every data set tried.
const STEPS: usize = 400;
const RATE: f64 = 0.5;
/// Decisions whose top desk is already near certain say nothing of the weights.
const LEAST_CURVATURE: f64 = 1e-9;

/// Probabilities of the six desks under these weights.
pub(super) fn probabilities(example: &Example, weights: &PerFeature) -> [f64; Desk::COUNT] {
    let scores = example.values.map(|values| dot(&values, weights));
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let odds = scores.map(|score| (score - best).exp());
    let total: f64 = odds.iter().sum();
    odds.map(|odd| odd / total)
}

/// Weights of at least 0 that maximise the penalised likelihood.
///
/// The penalty is `shrinkage / 2 × Σ (spread × (weight − start))²`: a weight that the examples say
/// nothing about (no spread) stays where it was.
pub(super) fn fit(examples: &[Example], start: &PerFeature, shrinkage: f64) -> PerFeature {
    let spread = spread(examples);
    let count = f64::from(u32::try_from(examples.len()).unwrap_or(u32::MAX));
    let mut weights = *start;
    for _ in 0..STEPS {
        let gradient = gradient(examples, &weights);
        for f in 0..Feature::COUNT {
            if spread[f] > LEAST_CURVATURE {
                let pull = shrinkage * PENALTY * spread[f] * (weights[f] - start[f]);
                let step = RATE * (gradient[f] - pull) / (spread[f] * (count + shrinkage));
                weights[f] = (weights[f] + step).max(0.0);
            }
        }
    }
    weights
}

/// Keeps the penalty's unit at about one decision's curvature.
const PENALTY: f64 = 0.25;

/// Mean square of each feature's values about their mean over desks.
fn spread(examples: &[Example]) -> PerFeature {
    let mut sum = [0.0; Feature::COUNT];
    for example in examples {
        for (f, sum) in sum.iter_mut().enumerate() {
            let column = example.values.map(|values| values[f]);
            let mean = column.iter().sum::<f64>() / 6.0;
            *sum += column
                .iter()
                .map(|value| (value - mean).powi(2))
                .sum::<f64>();
        }
    }
    let count = f64::from(u32::try_from(examples.len()).unwrap_or(u32::MAX)).max(1.0);
    sum.map(|sum| sum / count)
}

/// Observed less expected feature values, summed over the examples.
fn gradient(examples: &[Example], weights: &PerFeature) -> PerFeature {
    let mut gradient = [0.0; Feature::COUNT];
    for example in examples {
        let probabilities = probabilities(example, weights);
        for (f, slope) in gradient.iter_mut().enumerate() {
            let expected: f64 = example
                .values
                .iter()
                .zip(probabilities)
                .map(|(v, p)| v[f] * p)
                .sum();
            *slope += example.values[example.right.index()][f] - expected;
        }
    }
    gradient
}

fn dot(values: &PerFeature, weights: &PerFeature) -> f64 {
    values
        .iter()
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum()
}
