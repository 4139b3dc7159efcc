//! Reviewers and papers: many small tasks, sparse similarities, hard papers that few know, loads with a minimum.

use crate::generator::Draws;
use matching::assignment::{ExpertLimits, Fairness, Instance, TaskLimits};

/// What a reviewing round looks like.
#[derive(Clone, Copy)]
pub struct Round {
    pub seed: u64,
    pub reviewers: usize,
    pub papers: usize,
    /// Reviews of each paper.
    pub reviews: u32,
    /// Fewest and most papers of each reviewer.
    pub load: (u32, u32),
    /// Whether reviewers bid (four values, many equal) or are scored by the likeness of texts.
    pub bids: bool,
}

/// The instance of a round.
pub fn round(round: Round) -> Instance {
    let mut draws = Draws(round.seed);
    let mut profile = || -> [usize; 3] { std::array::from_fn(|_| draws.below(4) * draws.below(6)) };
    let people: Vec<_> = (0..round.reviewers).map(|_| profile()).collect();
    let papers: Vec<_> = (0..round.papers).map(|_| profile()).collect();
    let mut score = Vec::new();
    for person in &people {
        let paper = papers.iter().enumerate();
        score.push(
            paper
                .map(|(number, paper)| {
                    let shared = person.iter().filter(|topic| paper.contains(topic)).count();
                    let hard = if number % 8 == 0 { 2 } else { 1 };
                    value(&mut draws, shared, round.bids) / hard
                })
                .collect(),
        );
    }
    let (min, max) = round.load;
    let reviewer = ExpertLimits {
        external: false,
        min,
        max,
    };
    let paper = TaskLimits {
        min: round.reviews,
        max: round.reviews,
        min_external: 0,
    };
    Instance {
        experts: vec![reviewer; round.reviewers],
        tasks: vec![paper; round.papers],
        score,
        fairness: Fairness::Floor,
        ..Instance::default()
    }
}

fn value(draws: &mut Draws, shared: usize, bids: bool) -> i32 {
    let luck = draws.below(1000);
    if bids {
        return match luck * (shared + 1) {
            ..800 => 0,
            800..1900 => 1000,
            1900..2900 => 5000,
            _ => 10_000,
        };
    }
    let sparse = draws.below(3) == 0;
    let value = shared * 2600 + luck * (1 + shared);
    if sparse {
        0
    } else {
        i32::try_from(value.min(10_000)).expect("small")
    }
}
