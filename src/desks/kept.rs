//! Seats that a round leaves as they are unless it is told otherwise: those of chairs and
//! secretaries, and those of people whom it does not consider. Why each seat is as it is.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    round_proposal::SeatChange,
    seat::{self, SeatRole},
};
use matching::Desk;
use serde::{Deserialize, Serialize};

use super::{
    input::RoundInput,
    parameters::{RoundParameters, SeatOf},
    plan::{Plan, Proposal, task},
};
use crate::reference::Reference;

/// What somebody is at a desk, as it is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RoleCode {
    Chair,
    Secretary,
    #[default]
    Member,
}

/// A seat with more to it than a plain one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Office {
    pub seat: SeatOf,
    pub role: RoleCode,
}

/// Why a line of a round is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SeatReason {
    /// It belongs to the best seating.
    Chosen,
    /// A pin asks for it.
    Pinned,
    /// Chairs and secretaries stay.
    Office,
    /// The round does not consider this person, so it leaves the seat alone.
    NotCandidate,
    /// The best seating does without it.
    NotChosen,
    /// A ban rules it out.
    Banned,
    /// The desk is to have no seats.
    NoSeats,
}

/// What is to be said of a line beyond its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SeatNote {
    pub seat: SeatOf,
    /// What the person is at the desk today, or would be.
    pub role: RoleCode,
    pub reason: SeatReason,
}

impl From<SeatRole> for RoleCode {
    fn from(role: SeatRole) -> Self {
        match role {
            SeatRole::Chair => Self::Chair,
            SeatRole::Secretary => Self::Secretary,
            SeatRole::Member => Self::Member,
        }
    }
}

impl From<RoleCode> for SeatRole {
    fn from(role: RoleCode) -> Self {
        match role {
            RoleCode::Chair => Self::Chair,
            RoleCode::Secretary => Self::Secretary,
            RoleCode::Member => Self::Member,
        }
    }
}

impl RoundInput {
    /// The seats that stay unless a ban, or a desk without seats, says otherwise.
    #[must_use]
    pub fn kept(&self, parameters: &RoundParameters) -> BTreeSet<SeatOf> {
        let seated = self.seated.iter().copied();
        let stays = |seat: &SeatOf| {
            self.stays(*seat).is_some()
                && !parameters.bans.contains(seat)
                && task(parameters, seat.desk).max > 0
        };
        seated.filter(stays).collect()
    }

    /// Why a seat stays though nobody pins it; none for those that the round decides on.
    #[must_use]
    pub fn stays(&self, seat: SeatOf) -> Option<SeatReason> {
        let person = &self.people[self.position(seat.member_id)?];
        match self.role(seat) {
            RoleCode::Chair | RoleCode::Secretary => Some(SeatReason::Office),
            RoleCode::Member => (person.seated_only && self.seated.contains(&seat))
                .then_some(SeatReason::NotCandidate),
        }
    }

    /// What somebody is at a desk today; a plain member where they have no seat.
    #[must_use]
    pub fn role(&self, seat: SeatOf) -> RoleCode {
        let office = self.offices.iter().find(|office| office.seat == seat);
        office.map_or(RoleCode::Member, |office| office.role)
    }

    /// Whether the round may give, or leave, this seat.
    #[must_use]
    pub fn may_hold(&self, seat: SeatOf) -> bool {
        let person = self.position(seat.member_id).map(|at| &self.people[at]);
        person.is_some_and(|person| !person.seated_only || self.seated.contains(&seat))
    }
}

/// The offices among these seats, by member and desk.
#[must_use]
pub fn offices(reference: &Reference, seats: &[seat::Model]) -> Vec<Office> {
    let held = seats.iter().filter(|seat| seat.role != SeatRole::Member);
    let offices = held.filter_map(|seat| {
        Some(Office {
            seat: SeatOf {
                member_id: seat.member_id,
                desk: reference.engine_desk(seat.desk_id)?,
            },
            role: seat.role.into(),
        })
    });
    let mut offices: Vec<Office> = offices.collect();
    offices.sort_by_key(|office| office.seat);
    offices
}

/// What is to be said of a plan's lines; nothing of those that the solver chose or left out
/// among plain members.
#[must_use]
pub fn notes(input: &RoundInput, parameters: &RoundParameters, plan: &Plan) -> Vec<SeatNote> {
    let kept = input.kept(parameters);
    let notes = plan.proposals.iter().map(|line| SeatNote {
        seat: line.seat,
        role: input.role(line.seat),
        reason: reason(line, parameters, &kept, input),
    });
    let told = notes.filter(|note| {
        let usual = matches!(note.reason, SeatReason::Chosen | SeatReason::NotChosen);
        !usual || note.role != RoleCode::Member
    });
    told.collect()
}

fn reason(
    line: &Proposal,
    parameters: &RoundParameters,
    kept: &BTreeSet<SeatOf>,
    input: &RoundInput,
) -> SeatReason {
    let seat = line.seat;
    if line.change == SeatChange::Removed {
        return match () {
            () if parameters.bans.contains(&seat) => SeatReason::Banned,
            () if task(parameters, seat.desk).max == 0 => SeatReason::NoSeats,
            () => SeatReason::NotChosen,
        };
    }
    match () {
        () if parameters.pins.contains(&seat) => SeatReason::Pinned,
        () if !kept.contains(&seat) => SeatReason::Chosen,
        () if input.role(seat) == RoleCode::Member => SeatReason::NotCandidate,
        () => SeatReason::Office,
    }
}

/// The desks whose chair would lose the seat, with who that is, in the desks' order.
#[must_use]
pub fn lost_chairs(notes: &[SeatNote]) -> Vec<SeatOf> {
    let lost = notes.iter().filter(|note| {
        let stays = match note.reason {
            SeatReason::NotChosen | SeatReason::Banned | SeatReason::NoSeats => false,
            SeatReason::Chosen
            | SeatReason::Pinned
            | SeatReason::Office
            | SeatReason::NotCandidate => true,
        };
        note.role == RoleCode::Chair && !stays
    });
    let by_desk: BTreeMap<Desk, SeatOf> = lost.map(|note| (note.seat.desk, note.seat)).collect();
    by_desk.into_values().collect()
}
