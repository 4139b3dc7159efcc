//! What is decided of each seat before the programme, and what is left to it.

use crate::assignment::problem::Problem;
use crate::assignment::search::Decisions;
use crate::assignment::terms::Verdict;

/// Seats taken beforehand and seats in doubt, both ascending.
pub(super) struct Seats {
    pub taken: Vec<usize>,
    pub open: Vec<usize>,
}

/// The seats of one expert or one task: open ones by their place among all open ones, taken ones by cell.
#[derive(Clone, Default)]
pub(super) struct Group {
    pub open: Vec<usize>,
    pub taken: Vec<usize>,
}

impl Seats {
    /// `None` when a seat is both barred and demanded.
    pub fn new(problem: &Problem, settled: &Decisions) -> Option<Self> {
        let mut barred = vec![false; problem.score.len()];
        let mut taken = barred.clone();
        problem.ban.iter().for_each(|&cell| barred[cell] = true);
        problem.pin.iter().for_each(|&cell| taken[cell] = true);
        for &(cell, verdict) in settled {
            match verdict {
                Verdict::Bar => barred[cell] = true,
                Verdict::Demand => taken[cell] = true,
            }
        }
        for cell in (0..taken.len()).filter(|&cell| taken[cell]) {
            let (expert, task) = problem.seat(cell);
            let beside = problem.neighbours.get(expert).into_iter().flatten();
            beside.for_each(|&other| barred[problem.cell(other, task)] = true);
        }
        let cells = 0..problem.score.len();
        if cells.clone().any(|cell| barred[cell] && taken[cell]) {
            return None;
        }
        let open = |&cell: &usize| !barred[cell] && !taken[cell];
        Some(Self {
            open: cells.clone().filter(open).collect(),
            taken: cells.filter(|&cell| taken[cell]).collect(),
        })
    }

    /// The seats by what they belong to; those that `of` knows nothing of are left out.
    pub fn groups(&self, count: usize, of: impl Fn(usize) -> Option<usize>) -> Vec<Group> {
        let mut groups = vec![Group::default(); count];
        for (place, &cell) in self.open.iter().enumerate() {
            if let Some(group) = of(cell) {
                groups[group].open.push(place);
            }
        }
        for &cell in &self.taken {
            if let Some(group) = of(cell) {
                groups[group].taken.push(cell);
            }
        }
        groups
    }

    /// The open cells that are marked, ascending.
    pub fn marked(&self, marks: &[bool]) -> Vec<usize> {
        let marked = self.open.iter().zip(marks).filter(|(_, mark)| **mark);
        marked.map(|(&cell, _)| cell).collect()
    }

    /// All taken cells once these open ones are, ascending.
    pub fn with(&self, chosen: &[bool]) -> Vec<usize> {
        let mut cells = self.marked(chosen);
        cells.extend_from_slice(&self.taken);
        cells.sort_unstable();
        cells
    }
}
