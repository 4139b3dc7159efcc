//! Conditions on single people: edits of a proposal, and the check that they name candidates.

use super::{
    input::RoundInput,
    parameters::{RoundParameters, SeatOf},
};
use crate::fault::{Complaint, ComplaintCode, Fault};

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

/// A condition on somebody who is no candidate would be dropped in silence.
pub fn must_be_candidates(input: &RoundInput, parameters: &RoundParameters) -> Result<(), Fault> {
    let known = |member_id: i64| input.position(member_id).is_some();
    let candidate = |member_id: i64| {
        let at = input.position(member_id);
        at.is_some_and(|at| !input.people[at].seated_only)
    };
    let pairs = &parameters.apart;
    let tests = [
        (
            "pins",
            parameters.pins.iter().all(|seat| input.may_hold(*seat)),
        ),
        (
            "bans",
            parameters.bans.iter().all(|seat| input.may_hold(*seat)),
        ),
        (
            "people",
            parameters.people.iter().all(|one| candidate(one.member_id)),
        ),
        (
            "apart",
            pairs
                .iter()
                .all(|(one, other)| known(*one) && known(*other)),
        ),
    ];
    let strangers = tests.into_iter().filter(|(_, holds)| !holds);
    let complaints: Vec<Complaint> = strangers.map(|(field, _)| no_candidate(field)).collect();
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(complaints))
    }
}

fn no_candidate(field: &'static str) -> Complaint {
    Complaint::new(
        field,
        ComplaintCode::Unknown,
        "Somebody named here is not among the round's candidates.",
        "یکی از نام‌بردگان نامزد این دور نیست.",
    )
}
