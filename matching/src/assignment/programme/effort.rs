//! What a relaxation costs in steps: pivots, each dearer the more rows and columns it prices.

use super::rows::Programme;

/// This many rows and columns priced in one pivot of the programme count as one step.
const ENTRIES_PER_STEP: usize = 14;

/// Steps that pivots count for.
pub(super) struct Effort {
    pivot: u64,
    pivots: u64,
    nodes: u64,
}

impl Effort {
    pub fn of(programme: &Programme<'_>, kept: &[bool]) -> Self {
        let columns = kept.iter().filter(|kept| **kept).count();
        let entries = programme.rows.len() + columns;
        Self {
            pivot: 1 + (entries / ENTRIES_PER_STEP) as u64,
            pivots: 0,
            nodes: 0,
        }
    }

    /// Steps for one relaxation from scratch, which nothing interrupts: about two pivots for each row.
    pub fn least(&self, programme: &Programme<'_>) -> u64 {
        2 * programme.rows.len() as u64 * self.pivot
    }

    pub fn since(&mut self, stats: &microlp::Stats) -> u64 {
        let work = stats.lp_iterations.saturating_sub(self.pivots)
            + stats.nodes_solved.saturating_sub(self.nodes)
            + 1;
        (self.pivots, self.nodes) = (stats.lp_iterations, stats.nodes_solved);
        work * self.pivot
    }
}
