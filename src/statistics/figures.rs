//! From grouped rows to the figures of an audience. Pure.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::{
    member::{MemberKind, MemberStanding, MemberTier},
    problem::{ProblemStatus, Urgency},
    routing::RoutingDecision,
};

use super::{
    Audience,
    linked::Linked,
    table::{Cell, alone, cells, tally},
};
use crate::{
    club::calendar,
    reference::Reference,
    store::statistics::{DecisionGroup, MemberGroup, ProblemGroup, Spans},
};

const URGENCIES: [Urgency; 4] = [
    Urgency::Low,
    Urgency::Normal,
    Urgency::High,
    Urgency::Critical,
];
const KINDS: [MemberKind; 2] = [MemberKind::Internal, MemberKind::External];
const TIERS: [MemberTier; 2] = [MemberTier::Member, MemberTier::Planner];
const STANDINGS: [MemberStanding; 4] = [
    MemberStanding::Applicant,
    MemberStanding::Active,
    MemberStanding::Suspended,
    MemberStanding::Left,
];

/// What the database has counted.
pub struct Raw {
    pub groups: Vec<ProblemGroup>,
    pub units: Vec<(i64, i64)>,
    pub days: Vec<(NaiveDate, i64)>,
    pub confirmation: Spans,
    pub resolution: Spans,
    pub decisions: Vec<DecisionGroup>,
    pub places: HashMap<i64, i64>,
    pub seats: HashMap<i64, i64>,
    pub members: Vec<MemberGroup>,
}

/// Figures about submitted problems; what is `None` is not for this audience.
pub struct Problems {
    pub total: Option<i64>,
    /// By desk id; none while a person has to choose one.
    pub by_desk: Vec<Cell<Option<i64>>>,
    pub by_status: Vec<Cell<ProblemStatus>>,
    pub by_urgency: Vec<Cell<Urgency>>,
    pub by_org_unit: Option<Vec<Cell<i64>>>,
    pub by_month: Option<Vec<Cell<String>>>,
    pub by_jalali_month: Vec<Cell<String>>,
    pub to_confirmation: Times,
    pub to_resolution: Times,
    pub decisions: Option<Decisions>,
    pub workload: Option<Vec<Workload>>,
}

/// How long something took; hidden for small groups.
pub struct Times {
    pub count: Option<i64>,
    pub median_seconds: Option<f64>,
    pub ninth_decile_seconds: Option<f64>,
}

/// What became of the engine's decisions about the problems that a person decided.
pub struct Decisions {
    /// The engine's desk was kept.
    pub kept: Option<i64>,
    /// It was not.
    pub changed: Option<i64>,
    /// The engine had left the problem to a person.
    pub triaged: Option<i64>,
}

/// What a desk has to do; hidden for small groups.
pub struct Workload {
    pub desk_id: i64,
    pub open: Option<i64>,
    pub overdue: Option<i64>,
    pub places: Option<i64>,
    pub seats: i64,
}

/// Figures about members.
pub struct Members {
    pub total: Option<i64>,
    pub by_kind: Vec<Cell<MemberKind>>,
    pub by_tier: Vec<Cell<MemberTier>>,
    pub by_standing: Vec<Cell<MemberStanding>>,
    /// Current seats by desk id; a member may hold more than one.
    pub by_desk: Vec<Cell<i64>>,
}

/// The figures about problems.
pub fn problems(reference: &Reference, raw: &Raw, audience: Audience) -> Problems {
    let total = raw.groups.iter().map(|group| group.problems).sum();
    let linked = Linked::of(reference, raw, audience);
    let by_urgency = tally(URGENCIES, &raw.groups, |group| {
        (group.urgency, group.problems)
    });
    let units = reference.org_units().iter().map(|unit| unit.id);
    let mut by_unit = tally(units, &raw.units, |unit| *unit);
    by_unit.retain(|(_, count)| *count > 0);
    let month = |day: NaiveDate| day.format("%Y-%m").to_string();
    // The months of two calendars overlap in parts that neither shows.
    let by_month = (audience == Audience::Coordinators).then(|| months(&raw.days, month));
    let jalali = |day: NaiveDate| calendar::jalali_date(day).chars().take(7).collect();
    let inside = audience != Audience::Public;
    Problems {
        total: alone(total, audience),
        by_urgency: cells(by_urgency, audience),
        by_org_unit: inside.then(|| cells(by_unit, audience)),
        by_month: by_month.map(|months| cells(months, audience)),
        by_jalali_month: cells(months(&raw.days, jalali), audience),
        to_confirmation: times(&raw.confirmation, (total, true), audience),
        // As many are resolved or closed as have an answer that stands.
        to_resolution: times(&raw.resolution, (total, linked.shows_answered()), audience),
        decisions: inside.then(|| decisions(&raw.decisions, audience)),
        by_desk: linked.by_desk,
        by_status: linked.by_status,
        workload: linked.workload.filter(|_| inside),
    }
}

/// The figures about members.
pub fn members(reference: &Reference, raw: &Raw, audience: Audience) -> Members {
    let rows = &raw.members;
    let total = rows.iter().map(|group| group.members).sum();
    let by_kind = tally(KINDS, rows, |group| (group.kind, group.members));
    let by_tier = tally(TIERS, rows, |group| (group.tier, group.members));
    let by_standing = tally(STANDINGS, rows, |group| (group.standing, group.members));
    let desks = reference.desks().iter().map(|desk| desk.id);
    let seats = desks.map(|desk| (desk, count(&raw.seats, desk))).collect();
    Members {
        total: alone(total, audience),
        by_kind: cells(by_kind, audience),
        by_tier: cells(by_tier, audience),
        by_standing: cells(by_standing, audience),
        by_desk: cells(seats, audience),
    }
}

pub(super) fn count(counts: &HashMap<i64, i64>, desk_id: i64) -> i64 {
    counts.get(&desk_id).copied().unwrap_or_default()
}

/// The days' counts by the month that `month` names, in order.
fn months(days: &[(NaiveDate, i64)], month: impl Fn(NaiveDate) -> String) -> Vec<(String, i64)> {
    let mut months = BTreeMap::new();
    for (day, count) in days {
        *months.entry(month(*day)).or_default() += count;
    }
    months.into_iter().collect()
}

fn times(spans: &Spans, (total, countable): (i64, bool), audience: Audience) -> Times {
    let count = spans.spans.unwrap_or_default();
    let enough = alone(count, audience).is_some();
    // Those that have not come so far are a group too.
    let others = alone(total - count, audience).is_some();
    Times {
        count: (enough && others && countable).then_some(count),
        median_seconds: spans.median.filter(|_| enough),
        ninth_decile_seconds: spans.ninth_decile.filter(|_| enough),
    }
}

fn decisions(groups: &[DecisionGroup], audience: Audience) -> Decisions {
    let keys = [
        (RoutingDecision::Routed, 1),
        (RoutingDecision::Routed, 0),
        (RoutingDecision::Triage, 0),
    ];
    let all = tally(keys, groups, |group| {
        ((group.decision, group.kept), group.problems)
    });
    let shown = cells(all, audience);
    let of = |at: usize| shown.get(at).and_then(|cell| cell.count);
    Decisions {
        kept: of(0),
        changed: of(1),
        triaged: of(2),
    }
}
