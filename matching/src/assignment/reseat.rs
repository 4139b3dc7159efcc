//! Local search where apart pairs are too many to prove anything: re-seat a large part exactly, keep the rest.
//!
//! No two experts of the part are to be kept apart, so their clashes with the rest are plain costs, and the
//! best re-seating of all of them together is a flow. Pairs that keep clashing grow dearer; noise on the
//! scores, fading out over each cycle, leads over hills. Draws come from a fixed seed: same input, same output.

use super::instance::TaskLimits;
use super::meter::Meter;
use super::network::Network;
use super::problem::Problem;
use super::search::Found;

/// Steps of the first cycle; each later one is twice as long.
const FIRST_CYCLE: u64 = 400_000;
/// Shares of the best score, in 1/1000: a clash at first, what it gains each time it stays, the first noise.
const CLASH: i64 = 450;
const GROWTH: i64 = 2;
const NOISE: i64 = 400;
/// No seat counts for less than minus this many best scores, however many clashes it has.
const DEAREST: i64 = 40;
/// A pair that no longer clashes loses this part of its growth each round …
const DECAY: i64 = 64;
/// … but not in the last part of a cycle, when clashes have to go for good.
const SETTLING: u64 = 6;

/// Steps that a round counts for beside its pivots.
fn effort(part: usize) -> u64 {
    16 + part as u64 / 2
}

/// splitmix64.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    /// Evenly from −`most` to `most`.
    fn around(&mut self, most: i64) -> i64 {
        (self.next() % (2 * most.unsigned_abs() + 1)).cast_signed() - most
    }
}

/// A seating that may have clashes, and what each pair's clash costs by now.
struct Search<'p> {
    problem: &'p Problem,
    draws: Draws,
    /// The tasks of each expert.
    seats: Vec<Vec<usize>>,
    /// For each pair of `problem.apart`.
    price: Vec<i64>,
    /// Expert → (other expert, pair).
    pairs: Vec<Vec<(usize, usize)>>,
    /// The best score: what prices and noise are measured in.
    top: i64,
}

/// Searches for a better seating than `best` until the meter ends; `cells` may have clashes.
pub(crate) fn improve(
    problem: &Problem,
    cells: &[usize],
    best: Option<Found>,
    meter: &mut Meter<'_>,
) -> Option<Found> {
    let mut search = Search::new(problem, cells);
    let mut best = best;
    let mut length = FIRST_CYCLE;
    while meter.left() > 0 {
        search.cycle(length.min(meter.left()), &mut best, meter);
        length = length.saturating_mul(2);
    }
    best
}

impl<'p> Search<'p> {
    fn new(problem: &'p Problem, cells: &[usize]) -> Self {
        let mut seats = vec![Vec::new(); problem.experts.len()];
        for &cell in cells {
            let (expert, task) = problem.seat(cell);
            seats[expert].push(task);
        }
        let mut pairs = vec![Vec::new(); problem.experts.len()];
        for (pair, &(one, other)) in problem.apart.iter().enumerate() {
            pairs[one].push((other, pair));
            pairs[other].push((one, pair));
        }
        let top = i64::from(problem.score.iter().copied().max().unwrap_or(0)).max(1);
        let price = vec![0; problem.apart.len()];
        Self {
            problem,
            draws: Draws(1),
            seats,
            price,
            pairs,
            top,
        }
    }

    /// From much noise to none within `length` steps.
    fn cycle(&mut self, length: u64, best: &mut Option<Found>, meter: &mut Meter<'_>) {
        self.price.fill(self.top * CLASH / 1000);
        let end = meter.steps() + length;
        while meter.steps() < end {
            let left = end - meter.steps();
            let settling = left < length / SETTLING;
            let share = i64::try_from(1000 * left / length.max(1)).unwrap_or(0);
            if !self.round(self.top * NOISE / 1000 * share / 1000, meter) {
                return;
            }
            if self.reprice(settling) == 0 {
                self.offer(best);
                meter.note(best.as_ref().map(|best| best.value), None);
            }
        }
    }

    /// Re-seats one part; false when the meter ended first.
    fn round(&mut self, noise: i64, meter: &mut Meter<'_>) -> bool {
        let part = self.draw_part();
        let problem = self.part_problem(&part, noise);
        let mut network = Network::new(&problem, vec![1; problem.tasks.len()], DEAREST * self.top);
        if !meter.spend(effort(part.len())) || !network.run(meter) {
            return false;
        }
        for &expert in &part {
            self.seats[expert].clear();
        }
        for cell in network.seated() {
            let (member, task) = problem.seat(cell);
            self.seats[part[member]].push(task);
        }
        true
    }

    /// A random set of experts, no two of them to be kept apart, to which none can be added.
    fn draw_part(&mut self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.pairs.len()).collect();
        for last in (1..order.len()).rev() {
            order.swap(last, self.draws.below(last + 1));
        }
        let mut out = vec![false; order.len()];
        let mut part = Vec::new();
        for expert in order {
            if !out[expert] {
                part.push(expert);
                self.pairs[expert]
                    .iter()
                    .for_each(|&(other, _)| out[other] = true);
            }
        }
        part.sort_unstable();
        part
    }

    /// The problem of the part alone, with clashes against the rest in the scores.
    fn part_problem(&mut self, part: &[usize], noise: i64) -> Problem {
        let problem = self.problem;
        let width = problem.tasks.len();
        let mut score = Vec::with_capacity(part.len() * width);
        for &expert in part {
            let row = score.len();
            let own = &problem.score[problem.cell(expert, 0)..][..width];
            score.extend(
                own.iter()
                    .map(|&own| i64::from(own) + self.draws.around(noise)),
            );
            for &(other, pair) in &self.pairs[expert] {
                for &task in &self.seats[other] {
                    score[row + task] -= self.price[pair];
                }
            }
        }
        let least = -DEAREST * self.top;
        let score = score
            .into_iter()
            .map(|score| i32::try_from(score.max(least)).unwrap_or(i32::MIN / 64));
        problem.part(part, self.rest_limits(part), score.collect())
    }

    /// The tasks' limits less what the experts outside the part already fill.
    fn rest_limits(&self, part: &[usize]) -> Vec<TaskLimits> {
        let mut limits = self.problem.tasks.clone();
        for (expert, seats) in self.seats.iter().enumerate() {
            if part.binary_search(&expert).is_ok() {
                continue;
            }
            let external = u32::from(self.problem.experts[expert].external);
            for &task in seats {
                let task = &mut limits[task];
                task.max = task.max.saturating_sub(1);
                task.min = task.min.saturating_sub(1);
                task.min_external = task.min_external.saturating_sub(external);
            }
        }
        limits
    }

    /// Counts the clashes and adapts every pair's price.
    fn reprice(&mut self, settling: bool) -> usize {
        let first = self.top * CLASH / 1000;
        let growth = (self.top * GROWTH / 1000).max(1);
        let mut clashes = 0;
        for (price, &(one, other)) in self.price.iter_mut().zip(&self.problem.apart) {
            let shared = self.seats[one]
                .iter()
                .any(|task| self.seats[other].contains(task));
            clashes += usize::from(shared);
            if shared {
                *price += if settling { 2 * growth } else { growth };
            } else if !settling {
                *price = (*price - (*price - first) / DECAY - 1).max(first);
            }
        }
        clashes
    }

    fn offer(&self, best: &mut Option<Found>) {
        let tasks = self.seats.iter().enumerate();
        let mut cells: Vec<usize> = tasks
            .flat_map(|(expert, tasks)| {
                tasks
                    .iter()
                    .map(move |&task| self.problem.cell(expert, task))
            })
            .collect();
        cells.sort_unstable();
        let value = self.problem.total(&cells);
        if best.as_ref().is_none_or(|best| value > best.value) {
            *best = Some(Found { value, cells });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::improve;
    use crate::assignment::meter::Meter;
    use crate::assignment::problem::Problem;
    use crate::assignment::{Budget, ExpertLimits, Instance, TaskLimits};
    use std::ops::ControlFlow;

    /// A round may end with the very last step.
    #[test]
    fn the_search_ends_with_any_budget() {
        let expert = ExpertLimits {
            external: false,
            min: 0,
            max: 1,
        };
        let task = TaskLimits {
            min: 0,
            max: 2,
            min_external: 0,
        };
        let instance = Instance {
            experts: vec![expert; 6],
            tasks: vec![task; 2],
            score: (0..6).map(|expert| vec![expert, 5 - expert]).collect(),
            apart: vec![(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)],
            ..Instance::default()
        };
        let problem = Problem::new(&instance).expect("a sound instance");
        for steps in 0..300 {
            let go_on = &mut |_| ControlFlow::Continue(());
            let mut meter = Meter::new(Budget { steps }, go_on);
            let best = improve(&problem, &[], None, &mut meter);
            assert!(steps < 100 || best.is_some_and(|best| best.value > 0));
            assert_eq!(meter.left(), 0);
        }
    }
}
