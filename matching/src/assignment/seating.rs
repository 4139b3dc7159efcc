//! A valid seating under small changes, each checked against every condition before it is made.

use super::problem::Problem;

/// One expert comes to `task`: from nowhere or from another task, for nobody or for someone there.
///
/// Who is displaced goes where the newcomer came from, or home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub task: usize,
    pub newcomer: usize,
    pub from: Option<usize>,
    pub displaced: Option<usize>,
}

/// A valid seating with its loads and score sums.
#[derive(Clone, Debug)]
pub(crate) struct Seating<'p> {
    pub problem: &'p Problem,
    /// The experts at each task.
    pub members: Vec<Vec<usize>>,
    /// The score sum of each task.
    pub sums: Vec<i64>,
    taken: Vec<bool>,
    loads: Vec<u32>,
    externals: Vec<u32>,
}

impl<'p> Seating<'p> {
    /// Starts from valid cells.
    pub fn new(problem: &'p Problem, cells: &[usize]) -> Self {
        let mut seating = Self {
            problem,
            members: vec![Vec::new(); problem.tasks.len()],
            sums: vec![0; problem.tasks.len()],
            taken: vec![false; problem.score.len()],
            loads: vec![0; problem.experts.len()],
            externals: vec![0; problem.tasks.len()],
        };
        for &cell in cells {
            let (expert, task) = problem.seat(cell);
            seating.sit(expert, task);
        }
        seating
    }

    /// The seated cells, ascending.
    pub fn cells(&self) -> Vec<usize> {
        (0..self.taken.len())
            .filter(|&cell| self.taken[cell])
            .collect()
    }

    /// The smallest sum.
    pub fn floor(&self) -> i64 {
        self.sums.iter().copied().min().unwrap_or(0)
    }

    /// The score of a seat.
    pub fn score(&self, expert: usize, task: usize) -> i64 {
        i64::from(self.problem.score[self.problem.cell(expert, task)])
    }

    /// The sums of the change's task, and of the newcomer's former one, after the change.
    pub fn sums_after(&self, change: Change) -> (i64, Option<i64>) {
        let Change {
            task,
            newcomer,
            from,
            displaced,
        } = change;
        let lost = displaced.map_or(0, |expert| self.score(expert, task));
        let there = self.sums[task] + self.score(newcomer, task) - lost;
        let left = from.map(|from| {
            let gained = displaced.map_or(0, |expert| self.score(expert, from));
            self.sums[from] - self.score(newcomer, from) + gained
        });
        (there, left)
    }

    /// Whether every condition still holds after the change.
    pub fn allows(&self, change: Change) -> bool {
        self.seats_allow(change) && self.loads_allow(change) && self.externals_allow(change)
    }

    /// Makes a change that [`Seating::allows`].
    pub fn make(&mut self, change: Change) {
        let Change {
            task,
            newcomer,
            from,
            displaced,
        } = change;
        if let Some(from) = from {
            self.rise(newcomer, from);
        }
        if let Some(displaced) = displaced {
            self.rise(displaced, task);
            if let Some(from) = from {
                self.sit(displaced, from);
            }
        }
        self.sit(newcomer, task);
    }

    fn seats_allow(&self, change: Change) -> bool {
        let Change {
            task,
            newcomer,
            from,
            displaced,
        } = change;
        let free = |expert, task| {
            self.problem
                .pin
                .binary_search(&self.problem.cell(expert, task))
                .is_err()
        };
        self.may_sit(newcomer, task, displaced)
            && from.is_none_or(|from| free(newcomer, from))
            && displaced.is_none_or(|displaced| {
                free(displaced, task)
                    && from.is_none_or(|from| self.may_sit(displaced, from, Some(newcomer)))
            })
    }

    /// Whether an expert may take a seat that `leaving` has left.
    fn may_sit(&self, expert: usize, task: usize, leaving: Option<usize>) -> bool {
        let cell = self.problem.cell(expert, task);
        let apart =
            |&other: &usize| Some(other) == leaving || !self.taken[self.problem.cell(other, task)];
        !self.taken[cell]
            && self.problem.is_open(cell)
            && self.problem.neighbours[expert].iter().all(apart)
    }

    fn loads_allow(&self, change: Change) -> bool {
        let Change {
            task,
            newcomer,
            from,
            displaced,
        } = change;
        let Problem { experts, tasks, .. } = self.problem;
        let has_time = from.is_some() || self.loads[newcomer] < experts[newcomer].max;
        let may_go = |expert: usize| from.is_some() || self.loads[expert] > experts[expert].min;
        let size = |task: usize| super::simplex::id(self.members[task].len());
        match displaced {
            Some(displaced) => has_time && may_go(displaced),
            None => {
                has_time
                    && size(task) < tasks[task].max
                    && from.is_none_or(|from| size(from) > tasks[from].min)
            }
        }
    }

    fn externals_allow(&self, change: Change) -> bool {
        let Change {
            task,
            newcomer,
            from,
            displaced,
        } = change;
        let Problem { experts, tasks, .. } = self.problem;
        let comes = u32::from(experts[newcomer].external);
        let goes = displaced.map_or(0, |expert| u32::from(experts[expert].external));
        self.externals[task] + comes >= tasks[task].min_external + goes
            && from
                .is_none_or(|from| self.externals[from] + goes >= tasks[from].min_external + comes)
    }

    fn sit(&mut self, expert: usize, task: usize) {
        self.taken[self.problem.cell(expert, task)] = true;
        self.members[task].push(expert);
        self.sums[task] += self.score(expert, task);
        self.loads[expert] += 1;
        self.externals[task] += u32::from(self.problem.experts[expert].external);
    }

    fn rise(&mut self, expert: usize, task: usize) {
        self.taken[self.problem.cell(expert, task)] = false;
        self.members[task].retain(|&member| member != expert);
        self.sums[task] -= self.score(expert, task);
        self.loads[expert] -= 1;
        self.externals[task] -= u32::from(self.problem.experts[expert].external);
    }
}
