//! The published instance generator, draw for draw, so that no large file needs keeping.
//!
//! Used by the tests and by the bench.

use matching::assignment::{ExpertLimits, Fairness, Instance, TaskLimits};
use std::collections::{BTreeMap, BTreeSet};

/// splitmix64.
pub struct Draws(pub u64);

impl Draws {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).expect("below a usize")
    }
}

/// The shape of one published instance.
#[derive(Clone, Copy)]
pub struct Shape {
    pub seed: u64,
    pub experts: usize,
    pub tasks: usize,
    pub externals: usize,
    pub internal: (u32, u32),
    pub external: (u32, u32),
    /// Fewest experts of a task, and how many more at most.
    pub seats: (u32, u32),
    pub min_external: u32,
    pub topics: usize,
    pub bans_per_thousand: usize,
    pub pins: usize,
    pub apart: usize,
}

const DESK: Shape = Shape {
    seed: 102,
    experts: 600,
    tasks: 6,
    externals: 150,
    internal: (1, 1),
    external: (0, 2),
    seats: (85, 30),
    min_external: 15,
    topics: 12,
    bans_per_thousand: 30,
    pins: 20,
    apart: 0,
};

/// The shape of a published instance.
pub fn shape(name: &str) -> Shape {
    match name {
        "desk250" => Shape {
            seed: 101,
            experts: 250,
            externals: 110,
            seats: (30, 20),
            pins: 8,
            ..DESK
        },
        "desk600" => DESK,
        "desk600apart" => Shape { apart: 120, ..DESK },
        "desk600hard" => Shape {
            seed: 105,
            apart: 3000,
            ..DESK
        },
        "desk10k" => Shape {
            seed: 103,
            experts: 10_000,
            tasks: 200,
            externals: 3600,
            external: (0, 1),
            seats: (40, 18),
            topics: 40,
            bans_per_thousand: 20,
            pins: 100,
            ..DESK
        },
        "team1k5k" => Shape {
            seed: 104,
            experts: 1000,
            tasks: 5000,
            externals: 300,
            internal: (0, 15),
            external: (0, 15),
            seats: (3, 0),
            min_external: 0,
            topics: 40,
            bans_per_thousand: 10,
            pins: 0,
            apart: 0,
        },
        other => panic!("no instance {other}"),
    }
}

/// A published instance.
pub fn published(name: &str) -> Instance {
    generate(shape(name))
}

/// The instance of a shape.
pub fn generate(shape: Shape) -> Instance {
    let mut draws = Draws(shape.seed);
    let vectors: Vec<Vec<usize>> = (0..shape.experts)
        .map(|_| topics(&mut draws, shape.topics))
        .collect();
    let needs: Vec<Vec<usize>> = if shape.tasks > 20 {
        (0..shape.tasks)
            .map(|_| topics(&mut draws, shape.topics))
            .collect()
    } else {
        let need = |task, topic| if topic % shape.tasks == task { 8 } else { 0 };
        (0..shape.tasks)
            .map(|task| (0..shape.topics).map(|topic| need(task, topic)).collect())
            .collect()
    };
    let (score, ban) = scores(&mut draws, &vectors, &needs, shape.bans_per_thousand);
    let external = shuffled_kinds(&mut draws, shape);
    let pin = pins(&mut draws, shape, &ban);
    let apart = apart(&mut draws, shape, &pin);
    let limits = |&external: &bool| {
        let (min, max) = if external {
            shape.external
        } else {
            shape.internal
        };
        ExpertLimits { external, min, max }
    };
    let (min, more) = shape.seats;
    let task = TaskLimits {
        min,
        max: min + more,
        min_external: shape.min_external,
    };
    Instance {
        experts: external.iter().map(limits).collect(),
        tasks: vec![task; shape.tasks],
        score,
        ban,
        pin,
        apart,
        fairness: Fairness::Total,
    }
}

fn topics(draws: &mut Draws, count: usize) -> Vec<usize> {
    let mut weights = vec![0; count];
    for weight in [6, 3, 1] {
        weights[draws.below(count)] += weight;
    }
    weights
}

fn scores(
    draws: &mut Draws,
    vectors: &[Vec<usize>],
    needs: &[Vec<usize>],
    bans_per_thousand: usize,
) -> (Vec<Vec<i32>>, Vec<(usize, usize)>) {
    let (mut score, mut ban) = (Vec::new(), Vec::new());
    for (expert, vector) in vectors.iter().enumerate() {
        let mut row = Vec::with_capacity(needs.len());
        for (task, need) in needs.iter().enumerate() {
            let overlap: usize = vector
                .iter()
                .zip(need)
                .map(|(have, want)| have.min(want))
                .sum();
            row.push(
                i32::try_from((overlap * 700 + draws.below(3000)).min(10_000)).expect("small"),
            );
            if bans_per_thousand > 0 && draws.below(1000) < bans_per_thousand {
                ban.push((expert, task));
            }
        }
        score.push(row);
    }
    (score, ban)
}

fn shuffled_kinds(draws: &mut Draws, shape: Shape) -> Vec<bool> {
    let mut external: Vec<bool> = (0..shape.experts)
        .map(|expert| expert < shape.externals)
        .collect();
    for last in (1..shape.experts).rev() {
        let other = draws.below(last + 1);
        external.swap(last, other);
    }
    external
}

fn pins(draws: &mut Draws, shape: Shape, ban: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let banned: BTreeSet<_> = ban.iter().copied().collect();
    let (mut used, mut pins) = (BTreeSet::new(), Vec::new());
    while pins.len() < shape.pins {
        let seat = (draws.below(shape.experts), draws.below(shape.tasks));
        if !used.contains(&seat.0) && !banned.contains(&seat) {
            used.insert(seat.0);
            pins.push(seat);
        }
    }
    pins
}

fn apart(draws: &mut Draws, shape: Shape, pins: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let pinned: BTreeMap<_, _> = pins.iter().copied().collect();
    let mut pairs = BTreeSet::new();
    while pairs.len() < shape.apart {
        let (one, other) = (draws.below(shape.experts), draws.below(shape.experts));
        let together = pinned.contains_key(&one) && pinned.get(&one) == pinned.get(&other);
        if one != other && !together {
            pairs.insert((one.min(other), one.max(other)));
        }
    }
    pairs.into_iter().collect()
}
