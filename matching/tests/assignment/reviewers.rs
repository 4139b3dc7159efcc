//! Reviewers and papers: many small tasks, sparse similarities, hard papers that few know, loads with a minimum.

use crate::generator::Draws;
use matching::assignment::{ExpertLimits, Fairness, Instance, TaskLimits};

/// Where a score comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The likeness of texts; every third pair knows nothing of one another.
    Texts,
    /// Four uneven values; a hard paper counts half.
    Bids,
    /// Bids of 0 to 3 as they are, in steps of a quarter of the best score.
    Levels,
    /// The likeness of texts, and six pairs in seven know nothing of one another.
    Sparse,
}

/// What a reviewing round looks like.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    pub seed: u64,
    pub reviewers: usize,
    pub papers: usize,
    /// Reviews of each paper.
    pub reviews: u32,
    /// Fewest and most papers of each reviewer.
    pub load: (u32, u32),
    pub kind: Kind,
    /// Conflicts of interest per thousand pairs.
    pub conflicts: usize,
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
                    value(&mut draws, shared, number % 8 == 0, round.kind)
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
        ban: conflicts(&mut draws, &round),
        fairness: Fairness::Floor,
        ..Instance::default()
    }
}

fn value(draws: &mut Draws, shared: usize, hard: bool, kind: Kind) -> i32 {
    let luck = draws.below(1000);
    let half = if hard { 2 } else { 1 };
    match kind {
        Kind::Bids => bid(luck * (shared + 1)) / half,
        Kind::Levels => level(luck * (shared + 1) / half.unsigned_abs() as usize),
        Kind::Texts => likeness(luck, shared, draws.below(3) == 0) / half,
        Kind::Sparse => likeness(luck, shared, draws.below(7) > 0) / half,
    }
}

fn bid(wish: usize) -> i32 {
    match wish {
        ..800 => 0,
        800..1900 => 1000,
        1900..2900 => 5000,
        _ => 10_000,
    }
}

fn level(wish: usize) -> i32 {
    match wish {
        ..700 => 0,
        700..1400 => 2500,
        1400..2200 => 5000,
        _ => 7500,
    }
}

fn likeness(luck: usize, shared: usize, stranger: bool) -> i32 {
    let value = shared * 2600 + luck * (1 + shared);
    if stranger {
        0
    } else {
        i32::try_from(value.min(10_000)).expect("small")
    }
}

fn conflicts(draws: &mut Draws, round: &Round) -> Vec<(usize, usize)> {
    let pairs = round.reviewers * round.papers;
    let count = pairs * round.conflicts / 1000;
    (0..count)
        .map(|_| (draws.below(round.reviewers), draws.below(round.papers)))
        .collect()
}
