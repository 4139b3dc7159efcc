//! The content of the demo club: units, members and problems, generated and hand-written.
//! Invariant: [`club`] is a pure function of its seed; nobody in it is a real person.

mod identity;
mod members;
mod model;
mod names;
mod problems;
mod profile;
mod random;
#[cfg(test)]
mod tests;
mod units;
mod worlds;

pub use model::{
    Degree, DemoClub, DemoMember, DemoProblem, DemoUnit, MemberKind, MemberTier, Standing,
    UnitKind, Urgency,
};

/// The demo club of `seed`: 44 units (parents before children), 600 members numbered
/// 1001 to 1600, and 40 problems, newest first.
/// The same seed gives the same club, bit for bit; units and problems do not depend on it.
#[must_use]
pub fn club(seed: u64) -> DemoClub {
    DemoClub {
        org_units: units::all(),
        members: members::all(seed),
        problems: problems::all(),
    }
}
