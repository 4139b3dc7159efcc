//! Solves made-up reviewing rounds under `FLOOR` and prints what each took: `rounds [NAME [FILE]]`.
//!
//! `NAME` picks the rounds whose names begin so; with `FILE`, the first of them is written there instead.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "printing is all that this program is for, and it may stop at a broken premise"
)]

#[path = "../tests/assignment/generator.rs"]
#[expect(dead_code, reason = "only its draws are used here")]
mod generator;
#[path = "../tests/assignment/reviewers.rs"]
mod reviewers;

use matching::assignment::{Budget, Instance, Outcome, check, solve};
use reviewers::{Kind, Round, round};
use std::error::Error;
use std::fs;
use std::ops::ControlFlow;

/// Reviewers, papers, reviews, loads.
type Size = (usize, usize, u32, (u32, u32));

/// Loads of every tightness: with room, one paper apart, all the same.
const SIZES: [Size; 12] = [
    (177, 118, 3, (1, 3)),
    (177, 118, 3, (2, 2)),
    (177, 118, 4, (2, 3)),
    (177, 118, 6, (3, 5)),
    (161, 526, 3, (9, 10)),
    (161, 526, 4, (13, 14)),
    (161, 526, 6, (19, 20)),
    (161, 483, 3, (9, 9)),
    (201, 613, 3, (8, 11)),
    (201, 613, 4, (12, 13)),
    (201, 613, 5, (15, 16)),
    (201, 603, 3, (9, 9)),
];
const KINDS: [Kind; 4] = [Kind::Texts, Kind::Bids, Kind::Levels, Kind::Sparse];

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let wanted = arguments.next().unwrap_or_default();
    let file = arguments.next();
    println!("round: status, floor, total, bound, CPU seconds, steps");
    let chosen = rounds()
        .into_iter()
        .filter(|(name, _)| name.starts_with(&wanted));
    for (name, shape) in chosen {
        let instance = round(shape);
        if let Some(file) = file {
            fs::write(file, serde_json::to_vec(&instance)?)?;
            break;
        }
        measure(&name, &instance)?;
    }
    Ok(())
}

/// The rounds of the documented table, then every kind in every size, each with a seed of its own.
fn rounds() -> Vec<(String, Round)> {
    let documented = [
        (1, SIZES[0], Kind::Texts),
        (2, SIZES[2], Kind::Texts),
        (3, SIZES[1], Kind::Texts),
        (4, (177, 118, 3, (0, 4)), Kind::Texts),
        (5, (161, 526, 3, (8, 11)), Kind::Bids),
        (6, SIZES[4], Kind::Bids),
        (7, SIZES[5], Kind::Texts),
        (8, (161, 526, 3, (0, 12)), Kind::Texts),
    ];
    let documented = documented.map(|(seed, size, kind)| named(seed, size, kind, 0));
    let sizes = SIZES.into_iter().zip(1..);
    let all = sizes.flat_map(|(size, row)| {
        let kinds = KINDS.into_iter().zip(1..);
        kinds.map(move |(kind, column)| {
            let seed = 100 * row + column;
            named(seed, size, kind, if seed % 2 == 0 { 5 } else { 0 })
        })
    });
    documented.into_iter().chain(all).collect()
}

fn named(seed: u64, size: Size, kind: Kind, conflicts: usize) -> (String, Round) {
    let (reviewers, papers, reviews, load) = size;
    let name = format!(
        "{seed}-{kind:?}-{reviewers}x{papers}-{reviews}-{}to{}",
        load.0, load.1
    );
    let round = Round {
        seed,
        reviewers,
        papers,
        reviews,
        load,
        kind,
        conflicts,
    };
    (name.to_lowercase(), round)
}

fn measure(name: &str, instance: &Instance) -> Result<(), Box<dyn Error>> {
    let start = cpu_seconds()?;
    let mut steps = 0;
    let outcome = solve(instance, Budget::default(), &mut |progress| {
        steps = progress.steps;
        ControlFlow::Continue(())
    })?;
    let seconds = cpu_seconds()? - start;
    let Outcome {
        status,
        objective,
        floor,
        bound,
        assign,
        ..
    } = outcome;
    assert!(check(instance, &assign).is_empty(), "an invalid seating");
    let bound = bound.map_or_else(|| "-".to_owned(), |bound| bound.to_string());
    println!("{name}: {status:?}, {floor}, {objective}, {bound}, {seconds:.2}, {steps}");
    Ok(())
}

/// CPU time of this thread as Linux counts it.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = statistics.split(' ').next().ok_or("no CPU time")?;
    Ok(nanoseconds.parse::<f64>()? / 1e9)
}
