//! Thresholds: a task that reaches its floor has at least so many strong seats.
//!
//! Seats are ranked by score and weighed by the number of thresholds that they clear, up to three; the
//! least weight of any whole set of seats that reaches the floor holds for fractions of seats too. One seat
//! may be left out of the ranks: it weighs what the others need less, or more, once it is taken.

use super::TOLERANCE;
use super::rows::{Lack, Programme, Row, number, real};
use microlp::ComparisonOp;

/// Tasks with more room get single thresholds only: their sets are too many for more.
const FEW: usize = 6;
/// What a relaxation must miss for a threshold to be worth a row.
const LEAST_MISS: f64 = 0.01;

/// Numbers of seats, by rank, that clear each threshold; the strictest first.
type Marks = [usize; 3];

/// For every task the thresholds that a fractional seating misses by most.
pub(super) fn broken(programme: &Programme<'_>, shares: &[f64]) -> Vec<Row> {
    let lacks = programme.lacks.iter().filter(|lack| lack.points > 0);
    let divided = |place: &usize| (TOLERANCE..1.0 - TOLERANCE).contains(&shares[*place]);
    lacks
        .filter(|lack| lack.falling.iter().any(divided))
        .flat_map(|lack| broken_by(programme, lack, shares))
        .collect()
}

/// One for each number of thresholds, and as many with a seat left out.
fn broken_by(programme: &Programme<'_>, lack: &Lack, shares: &[f64]) -> Vec<Row> {
    let mut cuts = [const { None }; 6];
    let (all, but_one) = cuts.split_at_mut(3);
    Ranked::new(programme, lack, shares, None).search(all);
    for &place in &lack.falling {
        if shares[place] > TOLERANCE && lack.room <= FEW {
            Ranked::new(programme, lack, shares, Some(place)).search(but_one);
        }
    }
    cuts.into_iter().flatten().map(|cut: Cut| cut.row).collect()
}

/// A row, and by how much the shares miss it.
struct Cut {
    miss: f64,
    row: Row,
}

/// A seat that has no rank.
#[derive(Clone, Copy)]
struct LeftOut {
    place: usize,
    score: i64,
    share: f64,
}

/// Sums over the seats of a task, best first.
struct Ranked {
    places: Vec<usize>,
    /// Scores of the best so many.
    scores: Vec<i64>,
    /// Shares of the best so many.
    shares: Vec<f64>,
    /// Ranks before which a threshold may end: a seat without share is taken in for nothing.
    ends: Vec<usize>,
    points: i64,
    room: usize,
    left_out: Option<LeftOut>,
}

impl Ranked {
    fn new(programme: &Programme<'_>, lack: &Lack, shares: &[f64], without: Option<usize>) -> Self {
        let (mut scores, mut sums) = (vec![0], vec![0.0]);
        let mut ends = Vec::new();
        let others = lack.falling.iter().copied();
        let places: Vec<usize> = others.filter(|&place| Some(place) != without).collect();
        for (rank, &place) in places.iter().enumerate() {
            if shares[place] > TOLERANCE && rank > 0 {
                ends.push(rank);
            }
            scores.push(scores[rank] + programme.score(place));
            sums.push(sums[rank] + shares[place]);
        }
        let left_out = without.map(|place| LeftOut {
            place,
            score: programme.score(place),
            share: shares[place],
        });
        Self {
            places,
            scores,
            shares: sums,
            ends,
            points: lack.points,
            room: lack.room,
            left_out,
        }
    }

    /// Keeps for each number of thresholds what the shares miss by most.
    fn search(&self, cuts: &mut [Option<Cut>]) {
        for (third, &mark) in self.ends.iter().enumerate() {
            let seconds = if self.room <= FEW { third + 1 } else { 0 };
            self.weigh([0, 0, mark], &mut cuts[0]);
            for (second, &nearer) in self.ends[..seconds].iter().enumerate() {
                self.weigh([0, nearer, mark], &mut cuts[1]);
                for &nearest in &self.ends[..=second] {
                    self.weigh([nearest, nearer, mark], &mut cuts[2]);
                }
            }
        }
    }

    /// Keeps these marks if the shares miss their least weight by more than before.
    fn weigh(&self, marks: Marks, worst: &mut Option<Cut>) {
        let mut have: f64 = marks.iter().map(|&mark| self.shares[mark]).sum();
        let least = self.least(marks, self.points, self.room);
        let left_out = self.left_out.map(|seat| {
            let beside = self.least(marks, self.points - seat.score, self.room.saturating_sub(1));
            let weight = number(least) - number(beside);
            have += seat.share * real(weight);
            (seat.place, weight)
        });
        let miss = real(number(least)) - have;
        if miss > worst.as_ref().map_or(LEAST_MISS, |worst| worst.miss) {
            let row = self.row(marks, least, left_out);
            *worst = Some(Cut { miss, row });
        }
    }

    fn row(&self, marks: Marks, least: usize, left_out: Option<(usize, i64)>) -> Row {
        let cleared = |rank: usize| number(marks.iter().filter(|&&mark| rank < mark).count());
        let ranks = self.places[..marks[2]].iter().enumerate();
        let left_out = left_out.filter(|(_, weight)| *weight != 0);
        Row {
            terms: ranks
                .map(|(rank, &place)| (place, cleared(rank)))
                .chain(left_out)
                .collect(),
            worst: false,
            comparison: ComparisonOp::Ge,
            limit: number(least),
        }
    }

    /// The least weight of a set of at most `room` ranked seats worth `points`; as much as any where there is none.
    fn least(&self, [first, second, third]: Marks, points: i64, room: usize) -> usize {
        let best = |from: usize, count: usize| self.scores[from + count] - self.scores[from];
        let all = self.scores.len() - 1;
        let mut least = 3 * room;
        for a in 0..=first.min(room) {
            for b in 0..=(second - first).min(room - a) {
                for c in 0..=(third - second).min(room - a - b) {
                    let rest = (all - third).min(room - a - b - c);
                    let sum = best(0, a) + best(first, b) + best(second, c) + best(third, rest);
                    if sum >= points {
                        least = least.min(3 * a + 2 * b + c);
                    }
                }
            }
        }
        least
    }
}
