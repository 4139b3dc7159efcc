//! Better seatings near the relaxation and the best one known: where these agree, nothing is in doubt.

use super::relaxed::{Relaxed, relax};
use super::rows::Programme;
use super::seats::Seats;
use super::{Question, branch};
use crate::assignment::meter::Meter;
use crate::assignment::terms::Verdict;

/// The part of what is left that one look may take.
const SHARE: u64 = 8;

impl Question<'_> {
    /// Looks for a better seating among the seats that relaxations used, with those that the last one and the
    /// best seating share; hands it back if it is worth less than sought.
    pub(super) fn try_near(
        &mut self,
        programme: &Programme<'_>,
        relaxed: &Relaxed,
        meter: &mut Meter<'_>,
    ) -> Option<Vec<usize>> {
        let saved = meter.narrow(meter.left() / SHARE);
        let found = self.nearby(programme, relaxed, meter);
        meter.widen(saved);
        let known = self.guess.as_deref().map(|cells| self.worth(cells));
        let cells = found.filter(|cells| known.is_none_or(|known| self.worth(cells) > known))?;
        let value = self.worth(&cells);
        if value < self.sought {
            return Some(cells);
        }
        self.sought = value;
        self.guess = Some(cells);
        None
    }

    fn nearby(
        &self,
        programme: &Programme<'_>,
        relaxed: &Relaxed,
        meter: &mut Meter<'_>,
    ) -> Option<Vec<usize>> {
        let known = self.guess.as_deref();
        let mut settled = self.settled.clone();
        for (place, cell) in programme.seats.open.iter().enumerate() {
            let is_known = known.is_some_and(|cells| cells.binary_search(cell).is_ok());
            if is_known && relaxed.full[place] {
                settled.push((*cell, Verdict::Demand));
            } else if !is_known && !relaxed.used[place] {
                settled.push((*cell, Verdict::Bar));
            }
        }
        let seats = Seats::new(self.problem, &settled)?;
        let mut part = Programme::new(self.problem, self.goal, seats, self.sought)?;
        let all = vec![true; part.seats.open.len()];
        relax(&mut part, &all, self.sought, meter).ok()?;
        branch(&part, &all, known, meter).cells
    }
}
