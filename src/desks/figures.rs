//! Scores in sum: least, mean and how unequal.

use serde::{Deserialize, Serialize};

/// Scores in points; all zero where there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoreFigures {
    pub total: f64,
    pub min: f64,
    pub mean: f64,
    /// The Gini coefficient, from 0 (all alike) towards 1.
    pub gini: f64,
}

/// The figures of some scores, in any order.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "there are fewer seats than 2^52"
)]
pub fn figures(mut scores: Vec<f64>) -> ScoreFigures {
    scores.sort_by(f64::total_cmp);
    let count = scores.len() as f64;
    let total: f64 = scores.iter().sum();
    let Some(min) = scores.first().copied() else {
        return ScoreFigures::default();
    };
    let ranked: f64 = (1..)
        .zip(&scores)
        .map(|(rank, score)| f64::from(rank) * score)
        .sum();
    let gini = if total > 0.0 {
        2.0 * ranked / (count * total) - (count + 1.0) / count
    } else {
        0.0
    };
    ScoreFigures {
        total,
        min,
        mean: total / count,
        gini: gini.max(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::figures;

    #[test]
    fn equal_scores_have_no_inequality() {
        let equal = figures(vec![2.0; 4]);
        assert!(equal.gini.abs() < 1e-12, "{equal:?}");
    }

    #[test]
    fn one_who_has_all_is_as_unequal_as_their_number_allows() {
        let one = figures(vec![0.0, 0.0, 0.0, 8.0]);
        assert!((one.gini - 0.75).abs() < 1e-12, "{one:?}");
        assert!((one.mean - 2.0).abs() < 1e-12);
    }

    #[test]
    fn no_scores_are_all_zero() {
        assert!(figures(Vec::new()).total.abs() < f64::EPSILON);
    }
}
