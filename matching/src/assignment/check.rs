//! An independent referee: reads the instance as the caller wrote it and shares no code with the solver.

use super::instance::Instance;
use std::collections::BTreeSet;
use std::fmt;

/// One broken condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// The seat does not exist.
    NoSuchSeat { expert: usize, task: usize },
    /// The seat is given twice.
    Twice { expert: usize, task: usize },
    /// A banned seat is taken.
    Banned { expert: usize, task: usize },
    /// A pinned seat is empty.
    Unpinned { expert: usize, task: usize },
    /// The expert has too few or too many tasks.
    ExpertLoad { expert: usize, load: usize },
    /// The task has too few or too many experts.
    TaskLoad { task: usize, load: usize },
    /// The task has too few external experts.
    Externals { task: usize, have: usize },
    /// Two experts to be kept apart share the task.
    Together {
        one: usize,
        other: usize,
        task: usize,
    },
}

impl fmt::Display for Violation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self:?}")
    }
}

/// Every condition of `instance` that `assign` breaks; empty for a valid assignment.
#[must_use]
pub fn check(instance: &Instance, assign: &[(usize, usize)]) -> Vec<Violation> {
    let mut broken = Vec::new();
    let mut seats = BTreeSet::new();
    for &(expert, task) in assign {
        if expert >= instance.experts.len() || task >= instance.tasks.len() {
            broken.push(Violation::NoSuchSeat { expert, task });
        } else if !seats.insert((expert, task)) {
            broken.push(Violation::Twice { expert, task });
        }
    }
    check_lists(instance, &seats, &mut broken);
    check_loads(instance, &seats, &mut broken);
    broken
}

fn check_lists(instance: &Instance, seats: &BTreeSet<(usize, usize)>, broken: &mut Vec<Violation>) {
    for &(expert, task) in &instance.ban {
        if seats.contains(&(expert, task)) {
            broken.push(Violation::Banned { expert, task });
        }
    }
    for &(expert, task) in &instance.pin {
        if !seats.contains(&(expert, task)) {
            broken.push(Violation::Unpinned { expert, task });
        }
    }
    for &(one, other) in &instance.apart {
        for task in 0..instance.tasks.len() {
            if seats.contains(&(one, task)) && seats.contains(&(other, task)) {
                broken.push(Violation::Together { one, other, task });
            }
        }
    }
}

fn check_loads(instance: &Instance, seats: &BTreeSet<(usize, usize)>, broken: &mut Vec<Violation>) {
    let mut loads = vec![0_usize; instance.experts.len()];
    let mut sizes = vec![(0_usize, 0_usize); instance.tasks.len()];
    for &(expert, task) in seats {
        loads[expert] += 1;
        sizes[task].0 += 1;
        sizes[task].1 += usize::from(instance.experts[expert].external);
    }
    for (expert, (limits, &load)) in instance.experts.iter().zip(&loads).enumerate() {
        if !(limits.min as usize..=limits.max as usize).contains(&load) {
            broken.push(Violation::ExpertLoad { expert, load });
        }
    }
    for (task, (limits, &(load, have))) in instance.tasks.iter().zip(&sizes).enumerate() {
        if !(limits.min as usize..=limits.max as usize).contains(&load) {
            broken.push(Violation::TaskLoad { task, load });
        }
        if have < limits.min_external as usize {
            broken.push(Violation::Externals { task, have });
        }
    }
}
