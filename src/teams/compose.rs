//! The smallest team that covers what a problem needs. Pure and exact: every subset of the needs
//! is a state, and the best way to reach each is kept.

/// Somebody who may be asked; needs are numbered, each a bit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    pub covers: u32,
    /// How well they fit, load included: the higher the better.
    pub score: f64,
}

/// How a set of covered needs is best reached.
#[derive(Clone, Copy)]
struct Step {
    size: usize,
    score: f64,
    before: usize,
    candidate: usize,
}

/// The candidates, by position, of the smallest team that covers all of `needs` that anybody
/// covers; among the smallest the one with the highest sum of scores. Ascending.
///
/// With no needs to cover it is the best candidate alone; with needs that nobody covers, nobody.
#[must_use]
pub fn smallest(needs: u32, candidates: &[Candidate]) -> Vec<usize> {
    if needs == 0 {
        return best(candidates).into_iter().collect();
    }
    let goal = candidates.iter().fold(0, |bits, one| bits | one.covers) & needs;
    let bits = spread(goal);
    let masks: Vec<usize> = candidates
        .iter()
        .map(|one| pack(one.covers, &bits))
        .collect();
    let full = (1_usize << bits.len()) - 1;
    let mut steps: Vec<Option<Step>> = vec![None; full + 1];
    steps[0] = Some(Step {
        size: 0,
        score: 0.0,
        before: 0,
        candidate: 0,
    });
    for covered in 0..full {
        let Some(here) = steps[covered] else { continue };
        // Somebody must cover the first open need, so only they need be tried next.
        let open = 1 << (!covered).trailing_zeros();
        for (candidate, mask) in masks
            .iter()
            .enumerate()
            .filter(|(_, mask)| *mask & open != 0)
        {
            let step = Step {
                size: here.size + 1,
                score: here.score + candidates[candidate].score,
                before: covered,
                candidate,
            };
            let slot = &mut steps[covered | mask];
            if slot.is_none_or(|known| is_better(&step, &known)) {
                *slot = Some(step);
            }
        }
    }
    walk_back(&steps, full)
}

/// The same as [`smallest`], over those candidates alone that are not in `without`.
#[must_use]
pub fn smallest_without(without: &[usize], needs: u32, candidates: &[Candidate]) -> Vec<usize> {
    let others = (0..candidates.len()).filter(|at| !without.contains(at));
    let others: Vec<usize> = others.collect();
    let left: Vec<Candidate> = others.iter().map(|at| candidates[*at]).collect();
    let team = smallest(needs, &left);
    team.into_iter().map(|at| others[at]).collect()
}

/// The highest score; the first of equals.
fn best(candidates: &[Candidate]) -> Option<usize> {
    (0..candidates.len()).reduce(|best, at| {
        let higher = candidates[at].score > candidates[best].score;
        if higher { at } else { best }
    })
}

fn is_better(step: &Step, known: &Step) -> bool {
    step.size < known.size || (step.size == known.size && step.score > known.score)
}

fn walk_back(steps: &[Option<Step>], full: usize) -> Vec<usize> {
    let mut team = Vec::new();
    let mut at = full;
    while let Some(step) = steps[at].filter(|_| at != 0) {
        team.push(step.candidate);
        at = step.before;
    }
    team.sort_unstable();
    team
}

/// The bits of `goal`, lowest first.
fn spread(goal: u32) -> Vec<u32> {
    (0..u32::BITS)
        .map(|bit| 1 << bit)
        .filter(|bit| goal & bit != 0)
        .collect()
}

/// `covers` with the bits that are asked for moved together.
fn pack(covers: u32, bits: &[u32]) -> usize {
    let set = bits
        .iter()
        .enumerate()
        .filter(|(_, bit)| covers & **bit != 0);
    set.map(|(at, _)| 1_usize << at).sum()
}

#[cfg(test)]
mod tests {
    use super::{Candidate, smallest, smallest_without};

    fn candidates(list: &[(u32, f64)]) -> Vec<Candidate> {
        let one = |(covers, score): &(u32, f64)| Candidate {
            covers: *covers,
            score: *score,
        };
        list.iter().map(one).collect()
    }

    #[test]
    fn a_greedy_choice_does_not_mislead() {
        // The one who covers most leaves two needs that nobody covers together.
        let list = candidates(&[
            (0b01111, 1.0),
            (0b10011, 1.0),
            (0b01100, 1.0),
            (0b10000, 0.1),
        ]);
        assert_eq!(smallest(0b11111, &list), [0, 1]);
        let list = candidates(&[(0b001_111, 9.0), (0b010_011, 1.0), (0b101_100, 1.0)]);
        assert_eq!(smallest(0b111_111, &list), [1, 2]);
    }

    #[test]
    fn among_the_smallest_the_fittest_team_wins() {
        let list = candidates(&[(0b11, 1.0), (0b11, 2.0), (0b11, 2.0)]);
        assert_eq!(smallest(0b11, &list), [1]);
    }

    #[test]
    fn what_nobody_knows_is_left_out_and_no_needs_take_the_best() {
        assert_eq!(smallest(0b110, &candidates(&[(0b010, 1.0)])), [0]);
        assert_eq!(smallest(0, &candidates(&[(0, 1.0), (0, 3.0)])), [1]);
        assert!(smallest(0b1, &[]).is_empty());
        // Whoever knows nothing of what is needed is of no use, however well they fit.
        assert!(smallest(0b100, &candidates(&[(0b010, 9.0), (0, 3.0)])).is_empty());
    }

    #[test]
    fn every_small_case_is_as_good_as_trying_all() {
        let mut state = 7_u64;
        let mut next = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            u32::try_from(state >> 40).unwrap_or_default()
        };
        for _ in 0..200 {
            let list: Vec<(u32, f64)> = (0..8)
                .map(|_| (next() & next() & 0x1f, f64::from(next() % 16)))
                .collect();
            let list = candidates(&list);
            let reach = list.iter().fold(0, |bits, one| bits | one.covers);
            let value = |team: u32| {
                let members = (0..8_usize).filter(|at| team >> at & 1 == 1);
                let (mut covers, mut score) = (0, 0.0);
                for at in members {
                    covers |= list[at].covers;
                    score += list[at].score;
                }
                (covers == reach).then_some((team.count_ones(), score))
            };
            let all = (1..256_u32).filter_map(value);
            let best = all.min_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
            let ours = smallest(reach, &list).iter().map(|at| 1 << at).sum();
            if reach != 0 {
                assert_eq!(value(ours), best, "{list:?}");
            }
        }
    }

    #[test]
    fn those_who_are_left_out_are_made_up_for() {
        let list = candidates(&[(0b1111, 9.0), (0b0011, 1.0), (0b0111, 2.0), (0b1000, 0.5)]);
        assert_eq!(smallest_without(&[0], 0b1111, &list), [2, 3]);
        assert_eq!(smallest_without(&[0, 2], 0b1111, &list), [1, 3]);
        assert_eq!(smallest_without(&[0, 1, 2, 3], 0b1111, &list), [0; 0]);
        assert_eq!(smallest_without(&[0], 0, &list), [2]);
    }
}
