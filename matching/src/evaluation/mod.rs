//! Evaluation: how well a router judges labelled problems, for any club's own file.

mod belief;
mod calibration;
mod crossval;
mod ranking;
mod report;
mod typos;

pub use belief::fit_belief;
pub use calibration::{AbstentionPoint, ReliabilityBin};
pub use crossval::{cross_validate, cross_validate_history, fit_routability, fit_weights};
pub use typos::with_typos;

use crate::Desk;
use crate::corpus::Labelled;
use crate::routing::{Decision, Router, Routing};

/// The measures of one router on one set of labelled problems.
///
/// Rates are 0..1, and 0 where nothing could be counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Problems that have a desk.
    pub routable: usize,
    /// Statements that have none.
    pub unroutable: usize,
    /// The best desk is the right one.
    pub accuracy: f64,
    /// The right desk is among the best two.
    pub top_two: f64,
    /// The best desk is the right one or one of the acceptable others.
    pub accuracy_with_also: f64,
    /// Mean over desks of the harmonic mean of precision and recall.
    pub macro_f1: f64,
    /// Expected calibration error of the best desk's confidence, ten equal bins.
    pub calibration_error: f64,
    pub reliability: Vec<ReliabilityBin>,
    /// Area under the ROC curve of routability; 0.5 where one class is empty.
    pub routability_auc: f64,
    /// Share of routable problems sent to triage.
    pub triaged: f64,
    /// Share of unroutable statements sent to triage.
    pub caught: f64,
    /// Accuracy on the surest part of the problems, for growing parts.
    pub abstention: Vec<AbstentionPoint>,
    /// Problems by right desk (row) and best desk (column).
    pub confusion: [[usize; Desk::COUNT]; Desk::COUNT],
}

/// One labelled problem and the routing that it got.
#[derive(Clone, Debug)]
pub struct Judged<'a> {
    pub problem: &'a Labelled,
    pub routing: Routing,
}

/// Routes every problem and measures the answers.
#[must_use]
pub fn evaluate(router: &Router, problems: &[Labelled]) -> Evaluation {
    let judged: Vec<Judged<'_>> = problems
        .iter()
        .map(|problem| Judged {
            problem,
            routing: router.route(&problem.statement()),
        })
        .collect();
    measure(&judged)
}

/// Measures answers that were given already.
#[must_use]
pub fn measure(judged: &[Judged<'_>]) -> Evaluation {
    let (with, without): (Vec<&Judged<'_>>, Vec<&Judged<'_>>) = judged
        .iter()
        .partition(|judged| judged.problem.desk.is_some());
    let confusion = ranking::confusion(&with);
    let reliability = calibration::reliability(&with);
    Evaluation {
        routable: with.len(),
        unroutable: without.len(),
        accuracy: share(&with, Judged::is_right),
        top_two: share(&with, |j| j.in_top(2)),
        accuracy_with_also: share(&with, Judged::is_acceptable),
        macro_f1: ranking::macro_f1(&confusion),
        calibration_error: calibration::expected_error(&reliability),
        reliability,
        routability_auc: ranking::auc(&with, &without),
        triaged: share(&with, Judged::is_triaged),
        caught: share(&without, Judged::is_triaged),
        abstention: calibration::abstention(&with),
        confusion,
    }
}

impl Judged<'_> {
    fn top(&self) -> Option<Desk> {
        self.routing.top()
    }

    /// True where the best desk is the right one.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.top() == self.problem.desk
    }

    fn is_acceptable(&self) -> bool {
        self.is_right()
            || self
                .top()
                .is_some_and(|desk| self.problem.also.contains(&desk))
    }

    fn in_top(&self, count: usize) -> bool {
        self.routing
            .desks
            .iter()
            .take(count)
            .any(|score| Some(score.desk) == self.problem.desk)
    }

    fn is_triaged(&self) -> bool {
        matches!(self.routing.decision, Decision::Triage(_))
    }

    fn confidence(&self) -> f64 {
        self.routing
            .desks
            .first()
            .map_or(0.0, |best| best.confidence)
    }
}

fn share<'a>(judged: &[&Judged<'a>], holds: impl Fn(&Judged<'a>) -> bool) -> f64 {
    let count = judged.iter().filter(|judged| holds(judged)).count();
    ratio(count, judged.len())
}

/// `part / whole`, or 0 of nothing.
fn ratio(part: usize, whole: usize) -> f64 {
    let float = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if whole == 0 {
        0.0
    } else {
        float(part) / float(whole)
    }
}
