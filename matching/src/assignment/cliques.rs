//! Experts who are all kept apart from one another take a task one at a time.
//!
//! With every expert in one such group at most, that is a flow again: a gate of capacity one stands
//! between group and task. No flow through the gates proves that there is no seating.

use super::meter::Meter;
use super::problem::Problem;
use super::simplex::{Simplex, id};

/// Steps for a refutation: groups large enough to matter need few, and the search needs the rest.
const STEPS: u64 = 30_000;

/// Disjoint groups of two or more, each expert kept apart from all others of the group; found greedily.
pub(crate) fn groups(problem: &Problem) -> Vec<Vec<usize>> {
    let degree = |expert: usize| problem.neighbours.get(expert).map_or(0, Vec::len);
    let mut order: Vec<usize> = (0..problem.experts.len()).collect();
    order.sort_by_key(|&expert| (std::cmp::Reverse(degree(expert)), expert));
    let mut grouped = vec![false; problem.experts.len()];
    let mut groups = Vec::new();
    for &first in &order {
        if grouped[first] || degree(first) == 0 {
            continue;
        }
        let mut near = problem.neighbours[first].clone();
        near.sort_by_key(|&expert| (std::cmp::Reverse(degree(expert)), expert));
        let mut group = vec![first];
        for expert in near {
            let apart = |other: &usize| problem.neighbours[expert].binary_search(other).is_ok();
            if !grouped[expert] && group.iter().all(apart) {
                group.push(expert);
            }
        }
        if group.len() > 1 {
            for &expert in &group {
                grouped[expert] = true;
            }
            groups.push(group);
        }
    }
    groups
}

/// Whether the groups alone leave no seating that meets the experts' and the tasks' limits.
pub(crate) fn refute(problem: &Problem, meter: &mut Meter<'_>) -> bool {
    let mut group_of = vec![None; problem.experts.len()];
    let groups = groups(problem);
    if groups
        .iter()
        .all(|group| group.len() <= problem.tasks.len())
    {
        return false;
    }
    for (number, group) in groups.iter().enumerate() {
        for &expert in group {
            group_of[expert] = Some(number);
        }
    }
    let gates = Gates { problem, group_of };
    let nodes = 1 + problem.experts.len() + problem.tasks.len() * (1 + groups.len());
    let mut simplex = Simplex::with_supply(&gates.supplies(nodes), 1);
    gates.add_arcs(groups.len(), &mut simplex);
    let saved = meter.narrow(STEPS);
    let refuted = simplex.run(meter) && simplex.unmet() > 0;
    meter.widen(saved);
    refuted
}

/// The network: hub → expert → gate of group and task → task → hub. The gates for externals are left out.
struct Gates<'p> {
    problem: &'p Problem,
    group_of: Vec<Option<usize>>,
}

/// The root of the network; its supply is what the others leave and never needs stating.
const HUB: usize = 0;

impl Gates<'_> {
    fn task_node(&self, task: usize) -> usize {
        1 + self.problem.experts.len() + task
    }

    fn gate_node(&self, group: usize, task: usize) -> usize {
        self.task_node(self.problem.tasks.len() * (1 + group) + task)
    }

    fn entry(&self, cell: usize) -> usize {
        let (expert, task) = self.problem.seat(cell);
        self.group_of[expert].map_or(self.task_node(task), |group| self.gate_node(group, task))
    }

    fn supplies(&self, nodes: usize) -> Vec<i32> {
        let mut supply = vec![0_i32; nodes];
        let mut send = |from: usize, to: usize, units: u32| {
            supply[from] -= units.cast_signed();
            supply[to] += units.cast_signed();
        };
        for (expert, limits) in self.problem.experts.iter().enumerate() {
            send(HUB, 1 + expert, limits.min);
        }
        for (task, limits) in self.problem.tasks.iter().enumerate() {
            send(self.task_node(task), HUB, limits.min);
        }
        for &cell in &self.problem.pin {
            send(1 + self.problem.seat(cell).0, self.entry(cell), 1);
        }
        supply[HUB] = 0;
        supply
    }

    fn add_arcs(&self, groups: usize, simplex: &mut Simplex) {
        let mut add = |from: usize, to: usize, capacity: i32| {
            if capacity > 0 {
                simplex.add_arc(id(from), id(to), capacity, 0);
            }
        };
        for (expert, limits) in self.problem.experts.iter().enumerate() {
            add(HUB, 1 + expert, (limits.max - limits.min).cast_signed());
        }
        for (task, limits) in self.problem.tasks.iter().enumerate() {
            add(
                self.task_node(task),
                HUB,
                (limits.max - limits.min).cast_signed(),
            );
            for group in 0..groups {
                add(self.gate_node(group, task), self.task_node(task), 1);
            }
        }
        for cell in (0..self.problem.score.len()).filter(|&cell| self.problem.is_open(cell)) {
            add(1 + self.problem.seat(cell).0, self.entry(cell), 1);
        }
    }
}
