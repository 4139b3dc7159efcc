//! The instance as the solver works on it: flat scores, duplicates gone, experts in canonical order.
//!
//! Sorting experts by what they are leaves to the order in which they arrive only those who are alike.

use super::instance::{ExpertLimits, Fairness, Instance, InstanceError, TaskLimits};
use super::simplex::id;
use super::terms::Verdict;

/// A validated instance; experts are numbered canonically, seats by `cell = expert × tasks + task`.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub experts: Vec<ExpertLimits>,
    pub tasks: Vec<TaskLimits>,
    /// Score of each cell.
    pub score: Vec<i32>,
    /// Divides every score, so that sums differ by multiples of it; at least 1.
    pub grain: i64,
    /// Banned cells, and those that a pin of someone to be kept apart rules out; ascending.
    pub ban: Vec<usize>,
    /// Pinned cells, ascending.
    pub pin: Vec<usize>,
    /// Pairs `(a, b)` with `a < b`, ascending.
    pub apart: Vec<(usize, usize)>,
    /// Expert → the experts to be kept apart from them, ascending.
    pub neighbours: Vec<Vec<usize>>,
    pub fairness: Fairness,
    /// Canonical number → the caller's number.
    order: Vec<usize>,
}

impl Problem {
    pub fn new(instance: &Instance) -> Result<Self, InstanceError> {
        instance.validate()?;
        let order = canonical_order(instance);
        let mut rank = vec![0; order.len()];
        for (position, &expert) in order.iter().enumerate() {
            rank[expert] = position;
        }
        let tasks = instance.tasks.len();
        let cell = |&(expert, task): &(usize, usize)| rank[expert] * tasks + task;
        let pair = |&(one, other): &(usize, usize)| {
            let (one, other) = (rank[one], rank[other]);
            (one.min(other), one.max(other))
        };
        let mut score = Vec::with_capacity(order.len() * tasks);
        for &expert in &order {
            score.extend_from_slice(&instance.score[expert]);
        }
        let apart = sorted_set(instance.apart.iter().map(pair));
        let neighbours = neighbours(order.len(), &apart);
        let pin = sorted_set(instance.pin.iter().map(cell));
        let beside = pin.iter().flat_map(|pin| {
            let beside = neighbours[pin / tasks].iter();
            beside.map(move |other| other * tasks + pin % tasks)
        });
        Ok(Self {
            experts: order
                .iter()
                .map(|&expert| instance.experts[expert])
                .collect(),
            tasks: instance.tasks.clone(),
            grain: grain(&score),
            score,
            ban: sorted_set(instance.ban.iter().map(cell).chain(beside)),
            pin,
            apart,
            neighbours,
            fairness: instance.fairness,
            order,
        })
    }

    /// The problem of some experts alone (ascending), under other limits and scores; nobody is kept apart.
    pub fn part(&self, part: &[usize], tasks: Vec<TaskLimits>, score: Vec<i32>) -> Self {
        let width = self.tasks.len();
        let within = |cells: &[usize]| {
            let mut kept = Vec::new();
            for (member, &expert) in part.iter().enumerate() {
                let start = cells.partition_point(|&cell| cell < expert * width);
                let end = cells.partition_point(|&cell| cell < (expert + 1) * width);
                kept.extend(
                    cells[start..end]
                        .iter()
                        .map(|cell| member * width + cell % width),
                );
            }
            kept
        };
        Self {
            experts: part.iter().map(|&expert| self.experts[expert]).collect(),
            tasks,
            grain: grain(&score),
            score,
            ban: within(&self.ban),
            pin: within(&self.pin),
            apart: Vec::new(),
            neighbours: Vec::new(),
            fairness: self.fairness,
            order: part.iter().map(|&expert| self.order[expert]).collect(),
        }
    }

    /// Whether some seat is both pinned and banned.
    pub fn is_contradictory(&self) -> bool {
        self.pin
            .iter()
            .any(|cell| self.ban.binary_search(cell).is_ok())
    }

    /// Bans or pins further seats.
    pub fn settle(&mut self, seats: &[(usize, Verdict)]) {
        for &(cell, verdict) in seats {
            let list = match verdict {
                Verdict::Bar => &mut self.ban,
                Verdict::Demand => &mut self.pin,
            };
            if let Err(place) = list.binary_search(&cell) {
                list.insert(place, cell);
            }
        }
    }

    /// The problem of the `open` seats once others are `taken`; both ascending. Nobody is kept apart.
    pub fn left(&self, open: &[usize], taken: &[usize]) -> Self {
        let mut shut = vec![true; self.score.len()];
        let choices = open.iter().chain(taken);
        choices.for_each(|&cell| shut[cell] = false);
        Self {
            ban: (0..shut.len()).filter(|&cell| shut[cell]).collect(),
            pin: taken.to_vec(),
            apart: Vec::new(),
            neighbours: vec![Vec::new(); self.experts.len()],
            ..self.clone()
        }
    }

    /// Nodes of the flow model: the hub, the experts, and two for each task.
    pub fn nodes(&self) -> u32 {
        id(1 + self.experts.len() + 2 * self.tasks.len())
    }

    /// The cell of a seat.
    pub fn cell(&self, expert: usize, task: usize) -> usize {
        expert * self.tasks.len() + task
    }

    /// The expert and the task of a cell.
    pub fn seat(&self, cell: usize) -> (usize, usize) {
        (cell / self.tasks.len(), cell % self.tasks.len())
    }

    /// Whether the seat is a choice: neither banned nor pinned.
    pub fn is_open(&self, cell: usize) -> bool {
        self.ban.binary_search(&cell).is_err() && self.pin.binary_search(&cell).is_err()
    }

    /// The sum of scores of a set of cells.
    pub fn total(&self, cells: &[usize]) -> i64 {
        cells.iter().map(|&cell| i64::from(self.score[cell])).sum()
    }

    /// The score sum of each task.
    pub fn sums(&self, cells: &[usize]) -> Vec<i64> {
        let mut sums = vec![0; self.tasks.len()];
        for &cell in cells {
            sums[cell % self.tasks.len()] += i64::from(self.score[cell]);
        }
        sums
    }

    /// The score sum of the worst-off task; zero without tasks.
    pub fn floor(&self, cells: &[usize]) -> i64 {
        self.sums(cells).into_iter().min().unwrap_or(0)
    }

    /// Cells as `(expert, task)` in the caller's numbers, ascending.
    pub fn seats(&self, cells: &[usize]) -> Vec<(usize, usize)> {
        sorted_set(cells.iter().map(|&cell| {
            let (expert, task) = self.seat(cell);
            (self.order[expert], task)
        }))
    }
}

/// Experts by score row, then by limits; equal ones stay in the order given.
fn canonical_order(instance: &Instance) -> Vec<usize> {
    let mut order: Vec<usize> = (0..instance.experts.len()).collect();
    let limits = |expert: usize| {
        let ExpertLimits { external, min, max } = instance.experts[expert];
        (external, min, max)
    };
    order.sort_by(|&one, &other| {
        let rows = instance.score[one].cmp(&instance.score[other]);
        rows.then_with(|| limits(one).cmp(&limits(other)))
    });
    order
}

/// The greatest common divisor of all scores.
fn grain(score: &[i32]) -> i64 {
    let mut grain = 0;
    for &score in score {
        let mut rest = score.unsigned_abs();
        while rest > 0 {
            (grain, rest) = (rest, grain % rest);
        }
        if grain == 1 {
            break;
        }
    }
    i64::from(grain.max(1))
}

fn neighbours(experts: usize, apart: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut neighbours = vec![Vec::new(); experts];
    for &(one, other) in apart {
        neighbours[one].push(other);
        neighbours[other].push(one);
    }
    for list in &mut neighbours {
        list.sort_unstable();
    }
    neighbours
}

fn sorted_set<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items.dedup();
    items
}
