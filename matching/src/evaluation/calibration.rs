//! Measures of sureness: reliability bins, calibration error and the abstention curve.

use super::{Judged, ratio};

const BINS: usize = 10;
/// Shares of the problems, surest first, at which the abstention curve is read.
const COVERAGE: [usize; 6] = [100, 95, 90, 80, 70, 50];

/// The problems whose best desk had about this confidence.
#[derive(Clone, Debug, PartialEq)]
pub struct ReliabilityBin {
    /// Lower edge, 0..1; each bin is a tenth wide.
    pub from: f64,
    pub count: usize,
    pub mean_confidence: f64,
    pub accuracy: f64,
}

/// Accuracy when only the surest problems are routed.
#[derive(Clone, Debug, PartialEq)]
pub struct AbstentionPoint {
    /// Share of the problems that are routed, 0..1.
    pub coverage: f64,
    pub accuracy: f64,
    /// The least confidence that is routed.
    pub threshold: f64,
}

pub(super) fn reliability(judged: &[&Judged<'_>]) -> Vec<ReliabilityBin> {
    (0..BINS)
        .map(|bin| reliability_bin(judged, bin))
        .filter(|bin| bin.count > 0)
        .collect()
}

fn reliability_bin(judged: &[&Judged<'_>], bin: usize) -> ReliabilityBin {
    let (from, to) = (ratio(bin, BINS), ratio(bin + 1, BINS));
    let last = bin + 1 == BINS;
    let inside: Vec<&&Judged<'_>> = judged
        .iter()
        .filter(|j| j.confidence() >= from && (j.confidence() < to || last))
        .collect();
    let count = inside.len();
    let sum: f64 = inside.iter().map(|j| j.confidence()).sum();
    let right = inside.iter().filter(|j| j.is_right()).count();
    ReliabilityBin {
        from,
        count,
        mean_confidence: sum * ratio(1, count),
        accuracy: ratio(right, count),
    }
}

pub(super) fn expected_error(bins: &[ReliabilityBin]) -> f64 {
    let all: usize = bins.iter().map(|bin| bin.count).sum();
    bins.iter()
        .map(|b| ratio(b.count, all) * (b.mean_confidence - b.accuracy).abs())
        .sum()
}

pub(super) fn abstention(judged: &[&Judged<'_>]) -> Vec<AbstentionPoint> {
    let mut surest: Vec<&&Judged<'_>> = judged.iter().collect();
    surest.sort_by(|a, b| b.confidence().total_cmp(&a.confidence()));
    let point = |percent: usize| {
        let kept = &surest[..surest.len() * percent / 100];
        AbstentionPoint {
            coverage: ratio(kept.len(), surest.len()),
            accuracy: ratio(kept.iter().filter(|j| j.is_right()).count(), kept.len()),
            threshold: kept.last().map_or(1.0, |last| last.confidence()),
        }
    };
    COVERAGE.into_iter().map(point).collect()
}
