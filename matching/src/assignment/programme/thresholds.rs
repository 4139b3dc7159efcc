//! Thresholds: a task that reaches its floor has at least so many strong seats.
//!
//! Seats are ranked by score and weighed by the number of thresholds that they clear, up to three; the
//! least weight of any whole set of seats that reaches the floor holds for fractions of seats too.

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
    lacks
        .flat_map(|lack| broken_by(programme, lack, shares))
        .collect()
}

fn broken_by(programme: &Programme<'_>, lack: &Lack, shares: &[f64]) -> Vec<Row> {
    let ranked = Ranked::new(programme, lack, shares);
    let mut worst: [Option<(f64, Marks, usize)>; 3] = [None; 3];
    let ends = &ranked.ends;
    for (third, &mark) in ends.iter().enumerate() {
        let seconds = if lack.room <= FEW { third + 1 } else { 0 };
        ranked.weigh([0, 0, mark], &mut worst[0]);
        for (second, &nearer) in ends[..seconds].iter().enumerate() {
            ranked.weigh([0, nearer, mark], &mut worst[1]);
            for &nearest in &ends[..=second] {
                ranked.weigh([nearest, nearer, mark], &mut worst[2]);
            }
        }
    }
    let rows = worst.into_iter().flatten();
    rows.map(|(_, marks, least)| row(lack, marks, least))
        .collect()
}

fn row(lack: &Lack, marks: Marks, least: usize) -> Row {
    let cleared = |rank: usize| number(marks.iter().filter(|&&mark| rank < mark).count());
    let ranks = lack.falling[..marks[2]].iter().enumerate();
    Row {
        terms: ranks.map(|(rank, &place)| (place, cleared(rank))).collect(),
        worst: false,
        comparison: ComparisonOp::Ge,
        limit: number(least),
    }
}

/// Sums over the seats of a task, best first.
struct Ranked {
    /// Scores of the best so many.
    scores: Vec<i64>,
    /// Shares of the best so many.
    shares: Vec<f64>,
    /// Ranks before which a threshold may end: a seat without share is taken in for nothing.
    ends: Vec<usize>,
    points: i64,
    room: usize,
}

impl Ranked {
    fn new(programme: &Programme<'_>, lack: &Lack, shares: &[f64]) -> Self {
        let (mut scores, mut sums) = (vec![0], vec![0.0]);
        let mut ends = Vec::new();
        for (rank, &place) in lack.falling.iter().enumerate() {
            if shares[place] > super::TOLERANCE && rank > 0 {
                ends.push(rank);
            }
            scores.push(scores[rank] + programme.score(place));
            sums.push(sums[rank] + shares[place]);
        }
        Self {
            scores,
            shares: sums,
            ends,
            points: lack.points,
            room: lack.room,
        }
    }

    /// Keeps the marks if the shares miss their least weight by more than before.
    fn weigh(&self, marks: Marks, worst: &mut Option<(f64, Marks, usize)>) {
        let have: f64 = marks.iter().map(|&mark| self.shares[mark]).sum();
        let least = self.least(marks);
        let miss = real(number(least)) - have;
        if miss > worst.map_or(LEAST_MISS, |worst| worst.0) {
            *worst = Some((miss, marks, least));
        }
    }

    /// The least weight of a set of seats that reaches the floor, for there is such a set.
    fn least(&self, [first, second, third]: Marks) -> usize {
        let best = |from: usize, count: usize| self.scores[from + count] - self.scores[from];
        let all = self.scores.len() - 1;
        let mut least = 3 * self.room;
        for a in 0..=first.min(self.room) {
            for b in 0..=(second - first).min(self.room - a) {
                for c in 0..=(third - second).min(self.room - a - b) {
                    let rest = (all - third).min(self.room - a - b - c);
                    let sum = best(0, a) + best(first, b) + best(second, c) + best(third, rest);
                    if sum >= self.points {
                        least = least.min(3 * a + 2 * b + c);
                    }
                }
            }
        }
        least
    }
}
