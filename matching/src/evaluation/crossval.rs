//! Cross-validation: every problem is judged by a router that never saw it.

use super::{Evaluation, Judged, measure};
use crate::corpus::Labelled;
use crate::learning;
use crate::routing::{DecidedProblem, Router, SIGNALS, Statement, Weights};
use crate::vocabulary::Vocabulary;

/// Judges each exemplar by a router trained on the vocabulary and the other folds.
///
/// Fold `i` holds the exemplars at positions `i`, `i + folds`, …; at least two folds are used.
#[must_use]
pub fn cross_validate(
    vocabulary: &Vocabulary,
    weights: &Weights,
    exemplars: &[Labelled],
    folds: usize,
) -> Evaluation {
    let folds = folds.max(2);
    let mut judged = Vec::with_capacity(exemplars.len());
    for fold in 0..folds {
        let others = outside(exemplars, fold, folds);
        let router = Router::trained_on(vocabulary, weights.clone(), &others);
        judged.extend(
            exemplars
                .iter()
                .skip(fold)
                .step_by(folds)
                .map(|p| judge(&router, p)),
        );
    }
    measure(&judged)
}

/// The weights that best explain exemplars which training did not see, held loosely to `start`.
///
/// This is how the default weights were found; see `docs/matching.md`.
#[must_use]
pub fn fit_weights(
    vocabulary: &Vocabulary,
    start: &Weights,
    exemplars: &[Labelled],
    folds: usize,
) -> Weights {
    let folds = folds.max(2);
    let mut examples = Vec::with_capacity(exemplars.len());
    for fold in 0..folds {
        let others = outside(exemplars, fold, folds);
        let router = Router::trained_on(vocabulary, start.clone(), &others);
        let unseen = exemplars
            .iter()
            .skip(fold)
            .step_by(folds)
            .filter_map(decided);
        examples.extend(unseen.map(|problem| router.example(&problem)));
    }
    learning::fit(&examples, start, 1.0)
}

/// The routability's coefficients and intercept that best tell exemplars with a desk from those
/// without, each seen by a router that was not trained on it.
///
/// Each counts twice, whole and by its title alone, so that brevity by itself is no noise.
#[must_use]
pub fn fit_routability(
    vocabulary: &Vocabulary,
    weights: &Weights,
    exemplars: &[Labelled],
    folds: usize,
) -> ([f64; SIGNALS], f64) {
    let folds = folds.max(2);
    let mut examples = Vec::with_capacity(exemplars.len());
    for fold in 0..folds {
        let others = outside(exemplars, fold, folds);
        let router = Router::trained_on(vocabulary, weights.clone(), &others);
        let unseen = exemplars.iter().skip(fold).step_by(folds);
        examples.extend(unseen.flat_map(|problem| {
            let whole = problem.statement();
            let title = Statement {
                description: "",
                ..whole
            };
            [whole, title].map(|s| (router.signals(&s), problem.desk.is_some()))
        }));
    }
    learning::logistic::fit(&examples)
}

/// Judges each problem by the router with the other folds' problems as its history.
#[must_use]
pub fn cross_validate_history(router: &Router, problems: &[Labelled], folds: usize) -> Evaluation {
    let folds = folds.max(2);
    let mut judged = Vec::with_capacity(problems.len());
    for fold in 0..folds {
        let mut taught = router.clone();
        outside(problems, fold, folds)
            .into_iter()
            .filter_map(decided)
            .for_each(|d| taught.learn(d));
        judged.extend(
            problems
                .iter()
                .skip(fold)
                .step_by(folds)
                .map(|p| judge(&taught, p)),
        );
    }
    measure(&judged)
}

pub(super) fn outside(problems: &[Labelled], fold: usize, folds: usize) -> Vec<&Labelled> {
    let numbered = problems.iter().enumerate();
    numbered
        .filter(|(at, _)| at % folds != fold)
        .map(|(_, problem)| problem)
        .collect()
}

fn judge<'a>(router: &Router, problem: &'a Labelled) -> Judged<'a> {
    Judged {
        problem,
        routing: router.route(&problem.statement()),
    }
}

fn decided(problem: &Labelled) -> Option<DecidedProblem> {
    let Labelled {
        id,
        title,
        description,
        desk,
        ..
    } = problem.clone();
    desk.map(|desk| DecidedProblem {
        id,
        title,
        description,
        desk,
    })
}
