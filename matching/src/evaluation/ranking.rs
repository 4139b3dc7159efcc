//! Measures of order: confusion, macro-F1 and the area under the ROC curve.

use super::{Judged, ratio};
use crate::Desk;

pub(super) type Confusion = [[usize; Desk::COUNT]; Desk::COUNT];

pub(super) fn confusion(judged: &[&Judged<'_>]) -> Confusion {
    let mut table = [[0; Desk::COUNT]; Desk::COUNT];
    for judged in judged {
        if let (Some(right), Some(top)) = (judged.problem.desk, judged.top()) {
            table[right.index()][top.index()] += 1;
        }
    }
    table
}

pub(super) fn macro_f1(confusion: &Confusion) -> f64 {
    let f1 = |desk: usize| {
        let right = confusion[desk][desk];
        let actual: usize = confusion[desk].iter().sum();
        let predicted: usize = confusion.iter().map(|row| row[desk]).sum();
        ratio(2 * right, actual + predicted)
    };
    (0..Desk::COUNT).map(f1).sum::<f64>() / 6.0
}

/// The chance that a routable statement outranks an unroutable one; ties count half.
pub(super) fn auc(routable: &[&Judged<'_>], unroutable: &[&Judged<'_>]) -> f64 {
    let mut halves = 0;
    for good in routable {
        for bad in unroutable {
            let (good, bad) = (good.routing.routability, bad.routing.routability);
            halves += usize::from(good > bad) + usize::from(good >= bad);
        }
    }
    let pairs = routable.len() * unroutable.len();
    if pairs == 0 {
        0.5
    } else {
        ratio(halves, 2 * pairs)
    }
}
