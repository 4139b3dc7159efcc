//! What keeps somebody from a desk: facts of the stored round, told without a search.

use super::{
    case::{CENT, Case},
    explain::Blocker,
    parameters::SeatOf,
    plan,
};

impl Case {
    /// The nearest condition that keeps the person from the desk; `lowest` is what
    /// [`Case::lowest_in_reach`] says.
    pub(super) fn blocker(&self, lowest: Option<f64>) -> Blocker {
        let Some(reasons) = self.reasons() else {
            return Blocker::NotCandidate;
        };
        if let Some(condition) = self.ruled_out() {
            return condition;
        }
        let has_room = self.here().count() < self.limits().max as usize;
        let is_loaded = self.other_desks().len() >= self.seats_max();
        // Sums of equal hundredths may differ in their last bits.
        let is_better = |lowest: f64| plan::score(&reasons) > lowest + CENT / 2.0;
        match lowest {
            _ if has_room && is_loaded => Blocker::LoadReached,
            _ if has_room && plan::cents(&reasons) == 0 => Blocker::NoFit,
            _ if has_room => Blocker::NeededElsewhere,
            None if self.free_seats().next().is_some() => Blocker::ExternalsNeeded,
            None => Blocker::DeskReserved,
            Some(lowest) if !is_better(lowest) => Blocker::DeskFull,
            Some(_) if is_loaded => Blocker::LoadReached,
            Some(_) => Blocker::NeededElsewhere,
        }
    }

    /// The lowest score at the desk among the seats that could go to this person: none that the
    /// round was not free to give, and no external's when the desk has only as many as it needs.
    pub(super) fn lowest_in_reach(&self) -> Option<f64> {
        let externals = self.here().filter(|(seat, _)| self.is_external(*seat));
        let is_spare = externals.count() > self.limits().min_external as usize;
        let any = is_spare || self.is_external(self.seat);
        let reachable = self
            .free_seats()
            .filter(|(seat, _)| any || !self.is_external(*seat));
        reachable.map(|(_, score)| *score).min_by(f64::total_cmp)
    }

    /// A condition that no score of the person would lift.
    fn ruled_out(&self) -> Option<Blocker> {
        if self.limits().max == 0 {
            return Some(Blocker::DeskClosed);
        }
        if self.parameters.bans.contains(&self.seat) {
            return Some(Blocker::Banned);
        }
        if self.seats_max() == 0 {
            return Some(Blocker::LoadReached);
        }
        let member_id = self.kept_apart_from()?;
        Some(Blocker::KeptApart { member_id })
    }

    fn kept_apart_from(&self) -> Option<i64> {
        let me = self.seat.member_id;
        let pairs = self.parameters.apart.iter();
        let others = pairs.filter_map(|(one, other)| match me {
            _ if *one == me => Some(*other),
            _ if *other == me => Some(*one),
            _ => None,
        });
        others
            .filter(|other| self.here().any(|(seat, _)| seat.member_id == *other))
            .min()
    }

    fn seats_max(&self) -> usize {
        let position = self.input.position(self.seat.member_id);
        let kept = self.input.kept(&self.parameters);
        let person = position.map(|at| &self.input.people[at]);
        let limits = person.map(|person| plan::expert(&self.parameters, person, &kept));
        limits.map_or(0, |limits| limits.max as usize)
    }

    fn limits(&self) -> matching::assignment::TaskLimits {
        plan::task(&self.parameters, self.seat.desk)
    }

    /// The seats at the desk that went by score: none that is pinned, an office's, or of somebody
    /// whom the round leaves alone.
    fn free_seats(&self) -> impl Iterator<Item = &(SeatOf, f64)> {
        let kept = self.input.kept(&self.parameters);
        self.here()
            .filter(move |(seat, _)| !self.parameters.pins.contains(seat) && !kept.contains(seat))
    }

    fn is_external(&self, seat: SeatOf) -> bool {
        let at = self.input.position(seat.member_id);
        at.is_some_and(|at| self.input.people[at].external)
    }
}
