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
    suppress::hidden_in_both,
    table::{Cell, alone, cells, tally, with_hidden},
};
use crate::{
    club::calendar,
    problems::lifecycle::STATUSES,
    reference::Reference,
    store::{
        problems::OVER,
        statistics::{DecisionGroup, MemberGroup, ProblemGroup, Spans},
    },
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
    let (by_desk, workload) = by_desk(reference, raw, audience);
    let statuses = STATUSES.into_iter().skip(1);
    let by_status = tally(statuses, &raw.groups, |group| {
        (group.status, group.problems)
    });
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
        by_desk,
        by_status: cells(by_status, audience),
        by_urgency: cells(by_urgency, audience),
        by_org_unit: inside.then(|| cells(by_unit, audience)),
        by_month: by_month.map(|months| cells(months, audience)),
        by_jalali_month: cells(months(&raw.days, jalali), audience),
        to_confirmation: times(&raw.confirmation, total, audience),
        to_resolution: times(&raw.resolution, total, audience),
        decisions: inside.then(|| decisions(&raw.decisions, audience)),
        workload: workload.filter(|_| inside),
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

/// Problems by desk and what is left to do at each, which must not give each other away.
fn by_desk(
    reference: &Reference,
    raw: &Raw,
    audience: Audience,
) -> (Vec<Cell<Option<i64>>>, Option<Vec<Workload>>) {
    let desks = reference.desks().iter().map(|desk| Some(desk.id));
    let keys: Vec<Option<i64>> = desks.chain([None]).collect();
    let all = tally(keys.clone(), &raw.groups, |group| {
        (group.desk_id, group.problems)
    });
    let open = |group: &ProblemGroup| !OVER.contains(&group.status);
    let left = tally(keys, &raw.groups, |group| {
        (group.desk_id, if open(group) { group.problems } else { 0 })
    });
    let hidden = if audience == Audience::Coordinators {
        Some(vec![false; all.len()])
    } else {
        hidden_in_both(&counts(&all), &counts(&left))
    };
    let Some(hidden) = hidden else {
        return (cells(all, audience), None);
    };
    let work = left
        .iter()
        .zip(&hidden)
        .filter_map(|((desk, open), hides)| {
            let desk_id = (*desk)?;
            let late = raw.groups.iter().filter(|group| group.desk_id == *desk);
            let late = late.filter(|group| !OVER.contains(&group.status));
            let overdue = late.map(|group| group.late).sum();
            let shown = |count| alone(count, audience).filter(|_| !hides);
            Some(Workload {
                desk_id,
                open: shown(*open),
                overdue: shown(overdue),
                places: shown(count(&raw.places, desk_id)),
                seats: count(&raw.seats, desk_id),
            })
        });
    let work = work.collect();
    (with_hidden(all, &hidden), Some(work))
}

fn counts<K>(groups: &[(K, i64)]) -> Vec<i64> {
    groups.iter().map(|(_, count)| *count).collect()
}

fn count(counts: &HashMap<i64, i64>, desk_id: i64) -> i64 {
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

fn times(spans: &Spans, total: i64, audience: Audience) -> Times {
    let count = spans.spans.unwrap_or_default();
    let enough = alone(count, audience).is_some();
    // Those that have not come so far are a group too.
    let others = alone(total - count, audience).is_some();
    Times {
        count: (enough && others).then_some(count),
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
