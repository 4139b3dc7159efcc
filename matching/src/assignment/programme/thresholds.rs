//! Thresholds: a task that reaches its floor has at least so many strong seats.
//!
//! Seats are ranked by score and weighed by the number of thresholds that they clear, up to three; the
//! least weight of any whole set of seats that reaches the floor holds for fractions of seats too. Seats may
//! be left out of the ranks: such a seat weighs what the others need more, or less, while it is not taken.

use super::TOLERANCE;
use super::rows::{Lack, Programme, Row, number, real};
use microlp::ComparisonOp;
use std::slice;

/// Tasks with more room get single thresholds only: their sets are too many for more.
const FEW: usize = 6;
/// What a relaxation must miss for a threshold to be worth a row.
const LEAST_MISS: f64 = 0.01;

/// Numbers of seats, by rank, that clear each threshold; the strictest first.
type Marks = [usize; 3];

/// For every task the thresholds that a fractional seating misses by most.
pub(super) fn broken(programme: &Programme<'_>, shares: &[f64]) -> Vec<Row> {
    let lacks = programme.lacks.iter().filter(|lack| lack.points > 0);
    let score = |place| programme.score(place);
    let divided = |place: &usize| (TOLERANCE..1.0 - TOLERANCE).contains(&shares[*place]);
    lacks
        .filter(|lack| lack.falling.iter().any(divided))
        .flat_map(|lack| broken_by(lack, score, shares))
        .collect()
}

/// One for each number of thresholds, and as many with one seat left out, and with all full ones.
fn broken_by(lack: &Lack, score: impl Fn(usize) -> i64 + Copy, shares: &[f64]) -> Vec<Row> {
    let mut cuts = [const { None }; 9];
    let (ranked, others) = cuts.split_at_mut(3);
    let (but_one, but_full) = others.split_at_mut(3);
    Ranked::new(lack, score, shares, &[]).search(ranked);
    if lack.room <= FEW {
        let used = lack.falling.iter().copied();
        let used: Vec<usize> = used.filter(|&place| shares[place] > TOLERANCE).collect();
        for place in &used {
            Ranked::new(lack, score, shares, slice::from_ref(place)).search(but_one);
        }
        let full = used
            .into_iter()
            .filter(|&place| shares[place] > 1.0 - TOLERANCE);
        let full: Vec<usize> = full.take(FEW).collect();
        if full.len() > 1 {
            Ranked::new(lack, score, shares, &full).search(but_full);
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
    left_out: Vec<LeftOut>,
}

impl Ranked {
    fn new(lack: &Lack, score: impl Fn(usize) -> i64, shares: &[f64], without: &[usize]) -> Self {
        let (mut scores, mut sums) = (vec![0], vec![0.0]);
        let mut ends = Vec::new();
        let others = lack.falling.iter().copied();
        let places: Vec<usize> = others.filter(|&place| !without.contains(&place)).collect();
        for (rank, &place) in places.iter().enumerate() {
            if shares[place] > TOLERANCE && rank > 0 {
                ends.push(rank);
            }
            scores.push(scores[rank] + score(place));
            sums.push(sums[rank] + shares[place]);
        }
        let left_out = without.iter().map(|&place| LeftOut {
            place,
            score: score(place),
            share: shares[place],
        });
        Self {
            places,
            scores,
            shares: sums,
            ends,
            points: lack.points,
            room: lack.room,
            left_out: left_out.collect(),
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
        let (least, weights) = self.lifted(marks);
        let left_out = self.left_out.iter().zip(&weights);
        let have: f64 = marks.iter().map(|&mark| self.shares[mark]).sum::<f64>()
            + left_out
                .map(|(seat, &weight)| seat.share * real(weight))
                .sum::<f64>();
        let miss = real(least) - have;
        if miss > worst.as_ref().map_or(LEAST_MISS, |worst| worst.miss) {
            let row = self.row(marks, least, &weights);
            *worst = Some(Cut { miss, row });
        }
    }

    /// The least weight of a set of seats, and what each seat left out weighs in it.
    ///
    /// Starts from sets that take all of these, and gives one after the other as much as is safe (sequential lifting).
    fn lifted(&self, marks: Marks) -> (i64, Vec<i64>) {
        let count = self.left_out.len();
        let has = |set: usize, seat: usize| set >> seat & 1 == 1;
        let beside = |taken: usize| {
            let taken = self
                .left_out
                .iter()
                .enumerate()
                .filter(|seat| has(taken, seat.0));
            let (seats, score) = taken.fold((0, 0), |sum, seat| (sum.0 + 1, sum.1 + seat.1.score));
            number(self.least(marks, self.points - score, self.room.saturating_sub(seats)))
        };
        let least: Vec<i64> = (0..1 << count).map(beside).collect();
        let all = least.len() - 1;
        let mut weights: Vec<i64> = Vec::with_capacity(count);
        for seat in 0..count {
            let safe = (0..1 << seat).map(|missing: usize| {
                let given = weights
                    .iter()
                    .enumerate()
                    .filter(|given| has(missing, given.0));
                least[all ^ (missing | 1 << seat)]
                    - least[all]
                    - given.map(|given| given.1).sum::<i64>()
            });
            weights.push(safe.min().unwrap_or(0));
        }
        (least[all] + weights.iter().sum::<i64>(), weights)
    }

    fn row(&self, marks: Marks, least: i64, weights: &[i64]) -> Row {
        let cleared = |rank: usize| number(marks.iter().filter(|&&mark| rank < mark).count());
        let ranks = self.places[..marks[2]].iter().enumerate();
        let left_out = self.left_out.iter().zip(weights);
        let left_out = left_out.filter(|(_, weight)| **weight != 0);
        Row {
            terms: ranks
                .map(|(rank, &place)| (place, cleared(rank)))
                .chain(left_out.map(|(seat, &weight)| (seat.place, weight)))
                .collect(),
            worst: false,
            comparison: ComparisonOp::Ge,
            limit: least,
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

#[cfg(test)]
mod tests {
    use super::{Lack, LeftOut, Ranked, Row};
    use proptest::prelude::*;
    use proptest::sample::subsequence;

    const SEATS: usize = 7;

    fn holds(row: &Row, set: usize) -> bool {
        let taken = row.terms.iter().filter(|term| set >> term.0 & 1 == 1);
        taken.map(|term| term.1).sum::<i64>() >= row.limit
    }

    /// Sets of at most `room` seats that are worth `points`, as bits.
    fn reaching(scores: &[i64], points: i64, room: usize) -> Vec<usize> {
        let worth = |set: usize| (0..SEATS).filter(move |seat| set >> seat & 1 == 1);
        (0..1 << SEATS)
            .filter(|&set| worth(set).count() <= room)
            .filter(|&set| worth(set).map(|seat| scores[seat]).sum::<i64>() >= points)
            .collect()
    }

    proptest! {
        #[test]
        fn thresholds_hold_for_every_set_that_reaches_the_floor(
            mut scores in prop::collection::vec(0_i64..12, SEATS),
            points in 1_i64..30,
            room in 1_usize..5,
            without in subsequence((0..SEATS).collect::<Vec<_>>(), 0..4),
        ) {
            scores.sort_unstable_by(|one, other| other.cmp(one));
            let falling = (0..SEATS).collect();
            let lack = Lack { falling, points, room };
            let ranked = Ranked::new(&lack, |place| scores[place], &[0.5; SEATS], &without);
            prop_assert_eq!(ranked.left_out.len(), without.len());
            let sets = reaching(&scores, points, room);
            let most = SEATS - without.len();
            for third in 0..=most {
                for second in 0..=third {
                    for first in 0..=second {
                        let marks = [first, second, third];
                        let (least, weights) = ranked.lifted(marks);
                        let row = ranked.row(marks, least, &weights);
                        let broken = sets.iter().find(|&&set| !holds(&row, set));
                        prop_assert_eq!(broken, None, "{:?} {:?}", marks, weights);
                    }
                }
            }
        }
    }

    #[test]
    fn a_seat_left_out_counts_for_what_it_spares_the_others() {
        let scores = [50, 38, 35, 34, 22];
        let seat = |place: usize| LeftOut {
            place,
            score: scores[place],
            share: 1.0,
        };
        let ranked = Ranked {
            places: vec![0, 4],
            scores: vec![0, 50, 72],
            shares: vec![0.0, 0.3, 1.0],
            ends: vec![1],
            points: 130,
            room: 4,
            left_out: vec![seat(1), seat(2), seat(3)],
        };
        let (least, weights) = ranked.lifted([0, 0, 1]);
        assert_eq!(
            (least, weights),
            (1, vec![0, 0, 0]),
            "only the strongest replaces the weakest"
        );
    }
}
