//! How far a score on few words may be believed, learned from titles whose desk is known.

use super::crossval::outside;
use crate::Desk;
use crate::corpus::Labelled;
use crate::routing::{Router, Statement, Weights};
use crate::vocabulary::Vocabulary;

/// Words in the cuts of a title: words that come alone were chosen, as those of a title are.
const CUTS: [usize; 3] = [1, 2, 3];

/// The pair `(first, growth)` under which belief `first + growth × ln n` in scores on `n` known
/// words best predicts the right desks, by the mean logarithmic loss.
///
/// Each exemplar counts whole, by its title and by one to three words of it, always seen by a
/// router that was not trained on it.
#[must_use]
pub fn fit_belief(
    vocabulary: &Vocabulary,
    weights: &Weights,
    exemplars: &[Labelled],
    folds: usize,
) -> (f64, f64) {
    let folds = folds.max(2);
    let mut seen = Vec::new();
    for fold in 0..folds {
        let others = outside(exemplars, fold, folds);
        let router = Router::trained_on(vocabulary, weights.clone(), &others);
        let unseen = exemplars.iter().enumerate().skip(fold).step_by(folds);
        seen.extend(unseen.flat_map(|(at, problem)| sights(&router, problem, at)));
    }
    best_pair(&seen)
}

/// What the router made of one text: known words, scores and the right desk.
struct Sight {
    known_words: f64,
    scores: [f64; Desk::COUNT],
    right: Desk,
}

/// The text, its title and cuts of that; where a cut begins is scattered over the texts.
fn sights(router: &Router, problem: &Labelled, at: usize) -> Vec<Sight> {
    let Some(right) = problem.desk else {
        return Vec::new();
    };
    let words: Vec<&str> = problem.title.split_whitespace().collect();
    let cut = |length: &usize| {
        let start = at * 7 % words.len().saturating_sub(*length).max(1);
        words[start..words.len().min(start + length)].join(" ")
    };
    let cuts: Vec<String> = CUTS.iter().map(cut).collect();
    let titles = cuts.iter().chain([&problem.title]);
    let short = titles.map(|title| Statement {
        title,
        ..Statement::default()
    });
    let sight = |statement: Statement<'_>| {
        let (known_words, scores) = router.mass_and_scores(&statement);
        Sight {
            known_words,
            scores,
            right,
        }
    };
    short.chain([problem.statement()]).map(sight).collect()
}

/// The best pair of a grid; the first of equals.
fn best_pair(seen: &[Sight]) -> (f64, f64) {
    let hundredths = |n: u32| f64::from(n) / 100.0;
    let mut best = (f64::INFINITY, (1.0, 0.0));
    for first in (0..=100).step_by(2).map(hundredths) {
        for growth in (0..=50).map(hundredths) {
            let loss = seen.iter().map(|sight| sight.loss(first, growth)).sum();
            if loss < best.0 {
                best = (loss, (first, growth));
            }
        }
    }
    best.1
}

impl Sight {
    /// The surprise at the right desk, in nats.
    fn loss(&self, first: f64, growth: f64) -> f64 {
        let belief = first + growth * self.known_words.max(1.0).ln();
        let odds = self.scores.map(|score| score * belief);
        let most = odds.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = odds.iter().map(|odd| (odd - most).exp()).sum();
        total.ln() + most - odds[self.right.index()]
    }
}
