//! Edits of a proposal: seats to pin, to ban, and to leave to the solver again.

use super::parameters::{RoundParameters, SeatOf};

/// Seats to pin and to ban on a proposal, and those to leave to the solver again.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    pub pins: Vec<SeatOf>,
    pub bans: Vec<SeatOf>,
    /// Seats whose pin or ban goes.
    pub free: Vec<SeatOf>,
}

/// The newest word on a seat counts: a pin lifts an earlier ban and the other way round.
pub fn apply_edit(parameters: &mut RoundParameters, edit: Edit) {
    let touched = |seat: &SeatOf| {
        let lists = [&edit.pins, &edit.bans, &edit.free];
        lists.into_iter().any(|list| list.contains(seat))
    };
    parameters.pins.retain(|seat| !touched(seat));
    parameters.bans.retain(|seat| !touched(seat));
    parameters.pins.extend(edit.pins);
    parameters.bans.extend(edit.bans);
    for list in [&mut parameters.pins, &mut parameters.bans] {
        list.sort_unstable();
        list.dedup();
    }
}
