//! The flow model with every limit made of rubber: the cheapest stretch is the cheapest way out.
//!
//! Lower bounds are sent along beforehand and may be taken back at a cost; upper bounds may be passed at one.
//! Prices at the optimum tell which conditions bind: those alone already exclude every seating.

use super::{Change, Condition, ConditionKind, Instance, Meter};
use crate::assignment::simplex::{Simplex, UNBOUNDED, id};

/// Moving any limit by one costs this, and a little more for limits that people part with less gladly.
const UNIT: i64 = 1000;

/// The cheapest repair.
pub(super) struct Repair {
    /// None if the limits can be met.
    pub changes: Vec<Change>,
    /// Conditions that cannot hold together.
    pub binding: Vec<Condition>,
}

/// A pair of nodes with a lower and an upper bound on the flow between them.
struct Link {
    from: u32,
    to: u32,
    low: u32,
    high: u32,
    /// Who sets the lower bound, where one may be missed, and the upper, where one may be passed.
    least: Option<Condition>,
    most: Option<Condition>,
}

/// The cheapest repair of limits, pins and bans; `None` when the meter ended first.
pub(super) fn repair(instance: &Instance, meter: &mut Meter<'_>) -> Option<Repair> {
    let links = links(instance);
    let mut simplex = Simplex::with_supply(&supplies(instance, &links), penalty(instance));
    let mut rubber: Vec<(u32, Condition)> = Vec::new();
    for link in &links {
        if link.high > link.low {
            simplex.add_arc(link.from, link.to, units(link.high - link.low), 0);
        }
        if let Some(least) = link.least.filter(|_| link.low > 0) {
            rubber.push((
                simplex.add_arc(link.to, link.from, units(link.low), cost(least)),
                least,
            ));
        }
        if let Some(most) = link.most {
            rubber.push((
                simplex.add_arc(link.from, link.to, stretch(most), cost(most)),
                most,
            ));
        }
    }
    if !simplex.run(meter) {
        return None;
    }
    let stretched = rubber
        .iter()
        .map(|&(arc, condition)| (simplex.flow(arc), condition));
    let moved = stretched.filter(|stretch| stretch.0 > 0);
    Some(Repair {
        changes: moved
            .map(|(by, condition)| condition.moved(by.unsigned_abs()))
            .collect(),
        binding: links
            .iter()
            .filter_map(|link| binding(&simplex, link))
            .collect(),
    })
}

/// The bound of the link that holds the flow back, by the sign of its reduced cost.
fn binding(simplex: &Simplex, link: &Link) -> Option<Condition> {
    match simplex.price(link.from) - simplex.price(link.to) {
        0 => None,
        1.. => link.least.filter(|_| link.low > 0),
        _ => link.most,
    }
}

fn cost(condition: Condition) -> i64 {
    let reluctance = match condition.kind {
        ConditionKind::MinExternal => 0,
        ConditionKind::TaskMin => 1,
        ConditionKind::TaskMax => 2,
        ConditionKind::ExpertMax => 3,
        ConditionKind::ExpertMin => 4,
        ConditionKind::Apart | ConditionKind::Pin => 5,
        ConditionKind::Ban => 6,
    };
    UNIT + reluctance
}

/// By how much an upper bound may be passed: a seat can be taken but once.
fn stretch(most: Condition) -> i32 {
    if most.kind == ConditionKind::Ban {
        1
    } else {
        UNBOUNDED
    }
}

fn penalty(instance: &Instance) -> i64 {
    2 * UNIT * i64::from(id(nodes(instance)))
}

fn nodes(instance: &Instance) -> usize {
    1 + instance.experts.len() + 2 * instance.tasks.len()
}

fn units(limit: u32) -> i32 {
    limit.cast_signed()
}

fn supplies(instance: &Instance, links: &[Link]) -> Vec<i32> {
    let mut supply = vec![0_i32; nodes(instance)];
    for link in links {
        for (node, change) in [(link.from, -units(link.low)), (link.to, units(link.low))] {
            if node != HUB {
                supply[node as usize] += change;
            }
        }
    }
    supply
}

/// The root of the network; its supply is what the others leave and never needs stating.
const HUB: u32 = 0;

fn links(instance: &Instance) -> Vec<Link> {
    let (experts, tasks) = (instance.experts.len(), instance.tasks.len());
    let task_node = |task: usize| id(1 + experts + task);
    let gate_node = |task: usize| id(1 + experts + tasks + task);
    let mut links = Vec::new();
    for (expert, limits) in instance.experts.iter().enumerate() {
        let of = |kind, limit| Some(Condition::of_expert(kind, expert, limit));
        links.push(Link {
            from: HUB,
            to: id(1 + expert),
            low: limits.min,
            high: limits.max,
            least: of(ConditionKind::ExpertMin, limits.min),
            most: of(ConditionKind::ExpertMax, limits.max),
        });
        for task in 0..tasks {
            let entry = if limits.external {
                gate_node(task)
            } else {
                task_node(task)
            };
            links.push(Link {
                from: id(1 + expert),
                to: entry,
                low: 0,
                high: 1,
                least: None,
                most: None,
            });
        }
    }
    set_wishes(instance, &mut links);
    for (task, limits) in instance.tasks.iter().enumerate() {
        let of = |kind, limit| Some(Condition::of_task(kind, task, limit));
        let (least, most) = (
            of(ConditionKind::TaskMin, limits.min),
            of(ConditionKind::TaskMax, limits.max),
        );
        links.push(Link {
            from: task_node(task),
            to: HUB,
            low: limits.min,
            high: limits.max,
            least,
            most,
        });
        let (low, high) = (limits.min_external, limits.min_external.max(id(experts)));
        let least = of(ConditionKind::MinExternal, low);
        links.push(Link {
            from: gate_node(task),
            to: task_node(task),
            low,
            high,
            least,
            most: None,
        });
    }
    links
}

/// Turns the seats' links into pinned and banned ones; an expert's own link comes before their seats'.
fn set_wishes(instance: &Instance, links: &mut [Link]) {
    let place = |expert: usize, task: usize| expert * (instance.tasks.len() + 1) + 1 + task;
    for &(expert, task) in &instance.pin {
        let link = &mut links[place(expert, task)];
        (link.low, link.least) = (1, Some(Condition::pin(expert, task)));
    }
    for &(expert, task) in &instance.ban {
        let link = &mut links[place(expert, task)];
        (link.high, link.most) = (0, Some(Condition::ban(expert, task)));
    }
}
