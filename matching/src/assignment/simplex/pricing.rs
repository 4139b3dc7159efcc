//! Choosing the arc that enters the tree: block search.
//!
//! Arcs are scanned in a circle, a block at a time; the best of the first block with any gain enters.
//! A full circle without gain proves that the flow is optimal for these arcs.

use super::Simplex;

/// Small networks gain nothing from smaller blocks than this.
const SMALLEST_BLOCK: usize = 32;

impl Simplex {
    /// The arc to enter next, or `None` when the flow is optimal.
    pub(super) fn entering(&mut self) -> Option<u32> {
        let count = self.arcs.len();
        let block = count.isqrt().max(SMALLEST_BLOCK);
        let mut left = count;
        while left > 0 {
            let span = block.min(left).min(count - self.cursor);
            let best = self.best_in(self.cursor, self.cursor + span);
            left -= span;
            self.cursor = (self.cursor + span) % count;
            if best.is_some() {
                return best;
            }
        }
        None
    }

    fn best_in(&self, start: usize, end: usize) -> Option<u32> {
        let (mut best, mut most) = (None, 0);
        for arc in start..end {
            let gain = self.arcs.gain(arc, &self.tree.price);
            if gain > most {
                (best, most) = (Some(arc), gain);
            }
        }
        best.map(super::id)
    }
}
