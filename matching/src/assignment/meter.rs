//! How long a caller lets the solver work: a count of steps, never a clock, and a callback that may stop it.

use std::ops::ControlFlow;

/// Work allowed, in steps; a step is one pivot of the network simplex (about a microsecond or two).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Steps before the solver settles for what it has.
    pub steps: u64,
}

impl Default for Budget {
    /// Enough for every proof known to be in reach, and some seconds where none is.
    fn default() -> Self {
        Self { steps: 12_000_000 }
    }
}

/// How far the solver is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub steps: u64,
    /// The best value of the current goal seen so far: the total, or under `Fairness::Floor` whatever is
    /// sought at the time.
    pub best: Option<i64>,
    /// A proved limit of that value, over all seatings that the goal admits.
    pub bound: Option<i64>,
}

/// Steps between two calls of the callback: a few milliseconds.
const REPORT_EVERY: u64 = 4096;

/// Counts steps against the budget and asks the caller now and then whether to go on.
pub(crate) struct Meter<'a> {
    progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    limit: u64,
    now: Progress,
    next_report: u64,
    cancelled: bool,
}

impl<'a> Meter<'a> {
    pub fn new(budget: Budget, progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>) -> Self {
        Self {
            progress,
            limit: budget.steps,
            now: Progress {
                steps: 0,
                best: None,
                bound: None,
            },
            next_report: REPORT_EVERY,
            cancelled: false,
        }
    }

    /// Pays for `steps`; false means stop now.
    pub fn spend(&mut self, steps: u64) -> bool {
        self.now.steps += steps;
        if self.now.steps >= self.next_report {
            self.next_report = self.now.steps + REPORT_EVERY;
            if (self.progress)(self.now).is_break() {
                (self.limit, self.cancelled) = (0, true);
            }
        }
        !self.is_over()
    }

    /// Whether the budget is used up or the caller has had enough.
    pub fn is_over(&self) -> bool {
        self.now.steps > self.limit || self.cancelled
    }

    /// Allows at most `steps` more for a part of the work; returns what [`Meter::widen`] needs.
    pub fn narrow(&mut self, steps: u64) -> u64 {
        let limit = self.limit;
        self.limit = limit.min(self.now.steps.saturating_add(steps));
        limit
    }

    /// Ends a [`Meter::narrow`].
    pub fn widen(&mut self, limit: u64) {
        if !self.cancelled {
            self.limit = limit;
        }
    }

    /// Steps left.
    pub fn left(&self) -> u64 {
        self.limit.saturating_sub(self.now.steps)
    }

    /// Steps done so far.
    pub fn steps(&self) -> u64 {
        self.now.steps
    }

    /// Notes where the search stands, for the next report.
    pub fn note(&mut self, best: Option<i64>, bound: Option<i64>) {
        (self.now.best, self.now.bound) = (best, bound);
    }
}
