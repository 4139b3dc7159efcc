//! The entries of figures; a count is null where the group, or one beside it, is small.

use async_graphql::SimpleObject;
use entity::{
    member::{MemberKind as Kind, MemberStanding as Standing, MemberTier as Tier},
    problem::{ProblemStatus as Status, Urgency as Pressing},
};

use super::OrgUnit;
use crate::{
    graphql::enums::{DeskCode, MemberKind, MemberStanding, MemberTier, ProblemStatus, Urgency},
    reference::Reference,
    statistics::{Cell, Decisions, Times, Workload},
};

const HOUR: f64 = 3_600.0;

/// How many are at a desk.
#[derive(SimpleObject)]
pub struct DeskCount {
    /// The desk; null for those at none.
    desk: Option<DeskCode>,
    /// How many; null where the group, or one beside it, is small.
    count: Option<i64>,
}

/// How many have a status.
#[derive(SimpleObject)]
pub struct StatusCount {
    /// The status.
    status: ProblemStatus,
    /// How many; null where the group, or one beside it, is small.
    count: Option<i64>,
}

/// How many are so pressing.
#[derive(SimpleObject)]
pub struct UrgencyCount {
    /// How pressing.
    urgency: Urgency,
    /// How many; null where the group, or one beside it, is small.
    count: Option<i64>,
}

/// How many a unit reports.
#[derive(SimpleObject)]
pub struct OrgUnitCount {
    /// The unit; null only if it no longer exists.
    org_unit: Option<OrgUnit>,
    /// How many; null where the group, or one beside it, is small.
    count: Option<i64>,
}

/// How many came in a month.
#[derive(SimpleObject)]
pub struct MonthCount {
    /// Year and month, such as `1405-09`.
    month: String,
    /// How many; null where the group, or one beside it, is small.
    count: Option<i64>,
}

/// How many members are of a kind.
#[derive(SimpleObject)]
pub struct KindCount {
    /// The kind.
    kind: MemberKind,
    /// How many; null where the group, or one beside it, is small.
    count: Option<i64>,
}

/// How many members are of a tier.
#[derive(SimpleObject)]
pub struct TierCount {
    /// The tier.
    tier: MemberTier,
    /// How many; null where the group, or one beside it, is small.
    count: Option<i64>,
}

/// How many memberships stand so.
#[derive(SimpleObject)]
pub struct StandingCount {
    /// The standing.
    standing: MemberStanding,
    /// How many; null where the group, or one beside it, is small.
    count: Option<i64>,
}

/// How long something took (مدت).
#[derive(SimpleObject)]
pub struct DurationFigures {
    /// How many problems have come so far; null where they, or those that have not, are few.
    count: Option<i64>,
    /// The time within which half of them came so far, in hours; null where they are few.
    median_hours: Option<f64>,
    /// The time within which nine tenths of them came so far, in hours; null where they are few.
    p90_hours: Option<f64>,
}

/// What became of the engine's decisions about problems that a person has decided.
#[derive(SimpleObject)]
pub struct RoutingFigures {
    /// The person's last desk is the engine's.
    kept: Option<i64>,
    /// The person's last desk is another.
    changed: Option<i64>,
    /// The engine had left the problem to a person.
    triaged: Option<i64>,
    /// `changed / (kept + changed)`, 0 to 1; null where there are none or few.
    rerouting_rate: Option<f64>,
}

/// What a desk has to do (بار کاری).
#[derive(SimpleObject)]
pub struct DeskWorkload {
    /// The desk; null only if this version of the service does not know it.
    desk: Option<DeskCode>,
    /// Problems that are not over.
    open: Option<i64>,
    /// Those of them whose answer was due before now.
    overdue: Option<i64>,
    /// People who work on them or are asked to.
    places: Option<i64>,
    /// Seats that are held.
    seats: i64,
    /// `open / seats`; null without seats.
    open_per_seat: Option<f64>,
}

impl DeskCount {
    /// The count of the desk with this row.
    pub fn new(reference: &Reference, desk_id: Option<i64>, count: Option<i64>) -> Self {
        Self {
            desk: desk_code(reference, desk_id),
            count,
        }
    }
}

impl OrgUnitCount {
    /// The count of the unit with this row.
    pub fn new(reference: &Reference, cell: &Cell<i64>) -> Self {
        Self {
            org_unit: OrgUnit::with_id(reference, Some(cell.key)),
            count: cell.count,
        }
    }
}

impl DeskWorkload {
    /// The workload of a desk.
    pub fn new(reference: &Reference, work: &Workload) -> Self {
        Self {
            desk: desk_code(reference, Some(work.desk_id)),
            open: work.open,
            overdue: work.overdue,
            places: work.places,
            seats: work.seats,
            open_per_seat: work.open.and_then(|open| share(open, work.seats)),
        }
    }
}

impl From<&Times> for DurationFigures {
    fn from(times: &Times) -> Self {
        // Whole seconds, so that every database says the same.
        let hours = |seconds: f64| seconds.round() / HOUR;
        Self {
            count: times.count,
            median_hours: times.median_seconds.map(hours),
            p90_hours: times.ninth_decile_seconds.map(hours),
        }
    }
}

impl From<&Decisions> for RoutingFigures {
    fn from(decisions: &Decisions) -> Self {
        let both = decisions.kept.zip(decisions.changed);
        Self {
            kept: decisions.kept,
            changed: decisions.changed,
            triaged: decisions.triaged,
            rerouting_rate: both.and_then(|(kept, changed)| share(changed, kept + changed)),
        }
    }
}

impl From<&Cell<Status>> for StatusCount {
    fn from(cell: &Cell<Status>) -> Self {
        Self {
            status: cell.key.into(),
            count: cell.count,
        }
    }
}

impl From<&Cell<Pressing>> for UrgencyCount {
    fn from(cell: &Cell<Pressing>) -> Self {
        Self {
            urgency: cell.key.into(),
            count: cell.count,
        }
    }
}

impl From<&Cell<String>> for MonthCount {
    fn from(cell: &Cell<String>) -> Self {
        Self {
            month: cell.key.clone(),
            count: cell.count,
        }
    }
}

impl From<&Cell<Kind>> for KindCount {
    fn from(cell: &Cell<Kind>) -> Self {
        Self {
            kind: cell.key.into(),
            count: cell.count,
        }
    }
}

impl From<&Cell<Tier>> for TierCount {
    fn from(cell: &Cell<Tier>) -> Self {
        Self {
            tier: cell.key.into(),
            count: cell.count,
        }
    }
}

impl From<&Cell<Standing>> for StandingCount {
    fn from(cell: &Cell<Standing>) -> Self {
        Self {
            standing: cell.key.into(),
            count: cell.count,
        }
    }
}

/// `part / whole`; none of nothing.
fn share(part: i64, whole: i64) -> Option<f64> {
    let exact = |count: i64| u32::try_from(count).map(f64::from).ok();
    let whole = exact(whole).filter(|whole| *whole > 0.0)?;
    Some(exact(part)? / whole)
}

fn desk_code(reference: &Reference, id: Option<i64>) -> Option<DeskCode> {
    id.and_then(|id| reference.engine_desk(id))
        .map(DeskCode::from)
}
