//! What a round is asked to keep to. Stored with the round, so that it can be computed again.

use entity::member::{MemberStanding, MemberTier};
use matching::{Desk, assignment::Fairness};
use serde::{Deserialize, Serialize};

use crate::reference::Reference;

/// What a first wish is worth unless the coordinator says otherwise: half a usual seat's lead.
const USUAL_WISH: i32 = 50;

/// The conditions of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoundParameters {
    /// One entry a desk, those that the coordinator has sized first, as they were named.
    pub desks: Vec<DeskLimits>,
    /// Seats of each internal planner.
    pub internal: SeatsEach,
    /// Seats of each external planner.
    pub external: SeatsEach,
    /// Seats of single people, in place of what their kind gets.
    pub people: Vec<PersonLimits>,
    /// Seats that must be given.
    pub pins: Vec<SeatOf>,
    /// Seats that must not be given.
    pub bans: Vec<SeatOf>,
    /// Pairs of members who must not share a desk.
    pub apart: Vec<(i64, i64)>,
    /// Hundredths of a point for keeping somebody at a desk where they are seated.
    pub continuity: i32,
    /// Hundredths of a point for a first wish; the n-th wish is worth an n-th of it.
    pub wish: i32,
    /// Who is considered.
    pub tiers: Vec<TierCode>,
    pub standings: Vec<StandingCode>,
    pub fairness: Fairness,
}

/// How many people a desk takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeskLimits {
    pub desk: Desk,
    pub seats_min: u32,
    pub seats_max: u32,
    pub externals_min: u32,
}

/// How many seats a person takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatsEach {
    pub min: u32,
    pub max: u32,
}

/// How many seats one named person takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonLimits {
    pub member_id: i64,
    pub seats: SeatsEach,
}

/// A member at a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SeatOf {
    pub member_id: i64,
    pub desk: Desk,
}

/// A tier as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TierCode {
    Member,
    Planner,
}

/// A standing as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StandingCode {
    Applicant,
    Active,
    Suspended,
    Left,
}

impl From<MemberTier> for TierCode {
    fn from(tier: MemberTier) -> Self {
        match tier {
            MemberTier::Member => Self::Member,
            MemberTier::Planner => Self::Planner,
        }
    }
}

impl From<TierCode> for MemberTier {
    fn from(tier: TierCode) -> Self {
        match tier {
            TierCode::Member => Self::Member,
            TierCode::Planner => Self::Planner,
        }
    }
}

impl From<MemberStanding> for StandingCode {
    fn from(standing: MemberStanding) -> Self {
        match standing {
            MemberStanding::Applicant => Self::Applicant,
            MemberStanding::Active => Self::Active,
            MemberStanding::Suspended => Self::Suspended,
            MemberStanding::Left => Self::Left,
        }
    }
}

impl From<StandingCode> for MemberStanding {
    fn from(standing: StandingCode) -> Self {
        match standing {
            StandingCode::Applicant => Self::Applicant,
            StandingCode::Active => Self::Active,
            StandingCode::Suspended => Self::Suspended,
            StandingCode::Left => Self::Left,
        }
    }
}

/// The parameters of a round that keeps to the desks' usual sizes: everybody from within at one
/// desk, everybody from outside at one or two or, where there is no room, at none.
#[must_use]
pub fn usual_parameters(reference: &Reference) -> RoundParameters {
    let whole = |number: i32| u32::try_from(number).unwrap_or_default();
    let desks = reference.desks().iter().filter_map(|desk| {
        Some(DeskLimits {
            desk: reference.engine_desk(desk.id)?,
            seats_min: whole(desk.seats_min),
            seats_max: whole(desk.seats_max),
            externals_min: whole(desk.externals_min),
        })
    });
    RoundParameters {
        desks: desks.collect(),
        internal: SeatsEach { min: 1, max: 1 },
        external: SeatsEach { min: 0, max: 2 },
        people: Vec::new(),
        pins: Vec::new(),
        bans: Vec::new(),
        apart: Vec::new(),
        continuity: 0,
        wish: USUAL_WISH,
        tiers: vec![TierCode::Planner],
        standings: vec![StandingCode::Active],
        fairness: Fairness::Total,
    }
}
