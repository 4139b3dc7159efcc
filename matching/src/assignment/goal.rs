//! What a search maximises, as weights on the tasks' score sums, and how a seating measures up.

use super::problem::Problem;

/// The largest weight unit; finer weights would not tighten a bound by a whole point.
const FINEST: i64 = 1 << 20;

/// How many times its own weight a task may weigh to be lifted to a floor.
const HEAVIEST: i64 = 16;

/// A goal over the score sums of the tasks.
#[derive(Clone, Debug)]
pub(crate) enum Goal {
    /// The sum over the tasks of `base × sum`, where every sum must reach `floor`.
    Weighted { base: Vec<i64>, floor: Option<i64> },
    /// The smallest sum.
    Worst,
}

impl Goal {
    /// The plain sum of all scores.
    pub fn total(problem: &Problem) -> Self {
        Self::total_above(problem, None)
    }

    /// The sum of all scores among seatings whose tasks all reach `floor`.
    pub fn total_above(problem: &Problem, floor: Option<i64>) -> Self {
        let base = vec![1; problem.tasks.len()];
        Self::Weighted { base, floor }
    }

    /// The score sum of one task.
    pub fn only(problem: &Problem, task: usize) -> Self {
        let mut base = vec![0; problem.tasks.len()];
        base[task] = 1;
        Self::Weighted { base, floor: None }
    }

    /// What every acceptable seating is worth at least; scores are never negative.
    pub fn least(&self) -> i64 {
        match self {
            Self::Weighted {
                base,
                floor: Some(floor),
            } => base.iter().sum::<i64>() * floor,
            Self::Weighted { floor: None, .. } | Self::Worst => 0,
        }
    }

    /// What a valid seating is worth; `None` when it misses the floor.
    pub fn value(&self, problem: &Problem, cells: &[usize]) -> Option<i64> {
        let sums = problem.sums(cells);
        match self {
            Self::Weighted { base, floor } => {
                let high = floor.is_none_or(|floor| sums.iter().all(|&sum| sum >= floor));
                high.then(|| {
                    base.iter()
                        .zip(&sums)
                        .map(|(weight, sum)| weight * sum)
                        .sum()
                })
            }
            Self::Worst => Some(sums.into_iter().min().unwrap_or(0)),
        }
    }

    /// What every task has to reach, where that is given.
    pub fn floor(&self) -> Option<i64> {
        match self {
            Self::Weighted { floor, .. } => *floor,
            Self::Worst => None,
        }
    }

    /// Whether the goal is the sum of all scores and nothing else.
    pub fn is_plain(&self) -> bool {
        match self {
            Self::Weighted { base, floor } => {
                floor.is_none() && base.iter().all(|&weight| weight == 1)
            }
            Self::Worst => false,
        }
    }

    /// The tasks' weights in the flow under these charges.
    pub fn weights(&self, unit: i64, charges: &[i64]) -> Vec<i64> {
        match self {
            Self::Weighted { base, .. } => base
                .iter()
                .zip(charges)
                .map(|(base, charge)| base * unit + charge)
                .collect(),
            Self::Worst => charges.to_vec(),
        }
    }

    /// The task charges to start from: none, or equal shares of the unit where the worst task counts.
    pub fn first_charges(&self, tasks: usize, unit: i64) -> Vec<i64> {
        let mut charges = vec![0; tasks];
        if matches!(self, Self::Worst) {
            let mut left = unit;
            for (shares, charge) in (1..=tasks).rev().zip(charges.iter_mut()) {
                *charge = left / i64::from(super::simplex::id(shares));
                left -= *charge;
            }
        }
        charges
    }

    /// Whether the goal couples whole tasks, so that a flow alone may miss it.
    pub fn has_floor(&self) -> bool {
        !matches!(self, Self::Weighted { floor: None, .. })
    }

    /// The weight that stands for 1: as fine as prices along the longest path allow inside `i64`.
    pub fn unit(&self, problem: &Problem) -> i64 {
        if !self.has_floor() && problem.apart.is_empty() {
            return 1;
        }
        let mut unit = FINEST;
        while unit > 1 && !self.fits_with(problem, unit) {
            unit /= 2;
        }
        unit
    }

    /// Whether prices stay inside `i64` under this goal's weights.
    pub fn fits(&self, problem: &Problem) -> bool {
        self.fits_with(problem, 1)
    }

    /// A price is a sum over a path of at most all nodes, and any arc may carry a penalty.
    fn fits_with(&self, problem: &Problem, unit: i64) -> bool {
        let nodes = i128::from(problem.nodes());
        let penalty = nodes * i128::from(self.dearest(problem, unit));
        let penalties = if self.has_floor() || !problem.apart.is_empty() {
            nodes
        } else {
            2
        };
        2 * penalties * penalty < i128::from(i64::MAX)
    }

    /// The largest weight that charges may give a task.
    pub fn heaviest(&self, unit: i64) -> i64 {
        match self {
            Self::Weighted { base, floor } => {
                let base = base.iter().copied().max().unwrap_or(1).saturating_mul(unit);
                if floor.is_some() {
                    base.saturating_mul(HEAVIEST)
                } else {
                    base
                }
            }
            Self::Worst => unit,
        }
    }

    /// The largest charge of a clash: what the best seat gains.
    pub fn dearest_clash(&self, problem: &Problem, unit: i64) -> i64 {
        let score = problem
            .score
            .iter()
            .map(|score| score.abs())
            .max()
            .unwrap_or(0);
        i64::from(score).saturating_mul(self.heaviest(unit))
    }

    /// The most that a seat can cost or gain: its score, and a charge for each neighbour kept apart.
    pub fn dearest(&self, problem: &Problem, unit: i64) -> i64 {
        let degree = problem.neighbours.iter().map(Vec::len).max().unwrap_or(0);
        self.dearest_clash(problem, unit)
            .saturating_mul(i64::from(super::simplex::id(degree + 1)))
    }
}
