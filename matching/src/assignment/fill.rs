//! Diving under a floor: the tasks below it get the sets that reach it cheapest, one after another.
//!
//! What a set costs is what the flow asks for its experts at present prices; the flow then seats all others anew.

use super::goal::Goal;
use super::search::{Decisions, Search};
use super::terms::{Point, Verdict};
use std::collections::BTreeMap;

/// An open seat of a task.
#[derive(Clone, Copy)]
struct Offer {
    cell: usize,
    score: i64,
    /// What it adds to the goal beyond the price of the expert.
    gain: i64,
}

/// Groups of filled tasks that are seated anew, one after another; each task is in one of them.
const GROUPS: usize = 12;
/// Rounds over all groups, as long as they help.
const ROUNDS: usize = 3;

/// The seats demanded at each filled task.
type Filled = BTreeMap<usize, Decisions>;

impl Search<'_, '_, '_> {
    /// Fills the tasks below the floor, first at the present charges, then at none, and offers the results.
    pub(super) fn fill(&mut self, point: &Point) {
        let Goal::Weighted {
            floor: Some(floor), ..
        } = self.relaxation.goal
        else {
            return;
        };
        if !self.relaxation.problem.apart.is_empty() {
            return;
        }
        let charges = self.relaxation.charges.clone();
        let mut filled = Filled::new();
        if let Some(point) = self.fill_up(point.clone(), floor, &mut filled) {
            self.offer(&point);
            self.relaxation.charge_tasks(vec![0; charges.task.len()]);
            let free = self.relaxation.evaluate(self.meter);
            let point = free.and_then(|point| self.fill_up(point, floor, &mut filled));
            if let Some(point) = point {
                self.refill(point, floor, &mut filled);
            }
        }
        self.empty(&filled);
        self.relaxation.restore(&charges);
    }

    /// The flow in which every task reaches the floor, and all decisions that led there.
    fn fill_up(&mut self, mut point: Point, floor: i64, filled: &mut Filled) -> Option<Point> {
        while let Some(task) = self.lowest_below(&point, floor) {
            let seats = self.cheapest_set(task, floor)?;
            let decisions = seats.map(|cell| (cell, Verdict::Demand)).collect();
            self.decide(&decisions, 1);
            filled.insert(task, decisions);
            point = self.relaxation.evaluate(self.meter)?;
        }
        Some(point)
    }

    fn empty(&mut self, filled: &Filled) {
        for decisions in filled.values() {
            self.decide(decisions, -1);
        }
    }

    /// Empties and fills a part of the filled tasks, again and again, and goes on from the better seating.
    fn refill(&mut self, mut point: Point, floor: i64, filled: &mut Filled) {
        for round in 0..GROUPS * ROUNDS {
            let (group, before) = (round % GROUPS, filled.clone());
            let mut place = 0;
            let freed: Filled = filled
                .extract_if(.., |_, _| {
                    place += 1;
                    place % GROUPS == group
                })
                .collect();
            self.empty(&freed);
            let free = self.relaxation.evaluate(self.meter);
            match free.and_then(|point| self.fill_up(point, floor, filled)) {
                Some(next) if next.bound >= point.bound => point = next,
                _ => {
                    self.empty(filled);
                    for decisions in before.values() {
                        self.decide(decisions, 1);
                    }
                    *filled = before;
                }
            }
        }
        self.offer_polished(&point);
    }

    fn lowest_below(&self, point: &Point, floor: i64) -> Option<usize> {
        let sums = self.relaxation.problem.sums(&point.cells);
        let below = (0..sums.len()).filter(|&task| sums[task] < floor);
        below.min_by_key(|&task| sums[task])
    }

    /// A set of open seats that lifts the task to the floor; no single exchange makes it cheaper.
    fn cheapest_set(&self, task: usize, floor: i64) -> Option<impl Iterator<Item = usize> + use<>> {
        let problem = self.relaxation.problem;
        let column = (0..problem.experts.len()).map(|expert| problem.cell(expert, task));
        let pinned: Vec<usize> = column
            .clone()
            .filter(|cell| problem.pin.binary_search(cell).is_ok())
            .collect();
        let room = (problem.tasks[task].max as usize).checked_sub(pinned.len())?;
        let mut offers: Vec<Offer> = column.filter_map(|cell| self.priced(cell, task)).collect();
        offers.sort_by_key(|offer| std::cmp::Reverse((offer.score, offer.gain)));
        let rest = offers.split_off(room.min(offers.len()));
        let sum: i64 = offers.iter().map(|offer| offer.score).sum();
        let spare = sum + problem.total(&pinned) - floor;
        (spare >= 0).then(|| {
            exchanged(offers, rest, spare)
                .into_iter()
                .map(|offer| offer.cell)
        })
    }

    fn priced(&self, cell: usize, task: usize) -> Option<Offer> {
        let score = i64::from(self.relaxation.problem.score[cell]);
        let lift = self.relaxation.charges.task[task] * score;
        let cost = self.relaxation.reduced_cost(cell)?;
        let gain = -cost - lift;
        Some(Offer { cell, score, gain })
    }
}

/// The set after the exchanges that gain most while no more than `spare` points are lost.
fn exchanged(mut set: Vec<Offer>, mut rest: Vec<Offer>, mut spare: i64) -> Vec<Offer> {
    loop {
        let pairs = (0..set.len()).flat_map(|out| (0..rest.len()).map(move |into| (out, into)));
        let merit = |&(out, into): &(usize, usize)| rest[into].gain.saturating_sub(set[out].gain);
        let affordable = |&(out, into): &(usize, usize)| set[out].score - rest[into].score <= spare;
        let best = pairs.filter(affordable).max_by_key(merit);
        let Some((out, into)) = best.filter(|pair| merit(pair) > 0) else {
            return set;
        };
        spare += rest[into].score - set[out].score;
        std::mem::swap(&mut set[out], &mut rest[into]);
    }
}
