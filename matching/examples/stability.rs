//! How many seats that could stay change when 30 of desk600's 600 experts are replaced, by the keep bonus.
//!
//! Bonus in hundredths of a score's point; the loss counts against the best objective without a bonus.

#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "printing is all that this program is for, and it may stop at a broken premise"
)]

#[path = "../tests/assignment/generator.rs"]
mod generator;

use generator::{Draws, generate, published, shape};
use matching::assignment::{Budget, Instance, Outcome, solve};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

const REPLACED: usize = 30;
const SEEDS: u64 = 10;

fn main() {
    let before = published("desk600");
    let seated: BTreeSet<_> = outcome(&before).assign.into_iter().collect();
    println!("bonus  changed (mean, most)  loss % (mean, most)");
    for bonus in [0, 100, 300, 600, 800, 1000, 1500, 2000, 10_000] {
        let runs: Vec<Run> = (1..=SEEDS)
            .map(|seed| run(&before, &seated, bonus, seed))
            .collect();
        let most = runs.iter().map(|run| run.changed).max().unwrap_or(0);
        let changed: usize = runs.iter().map(|run| run.changed).sum();
        let loss: f64 = runs.iter().map(|run| run.loss).sum();
        let worst = runs.iter().map(|run| run.loss).fold(0.0, f64::max);
        let seeds = f64::from(u32::try_from(SEEDS).expect("few"));
        println!(
            "{bonus:5}  {:5.1} {most:3}  {:.4} {worst:.4}",
            f64::from(u32::try_from(changed).expect("few")) / seeds,
            loss / seeds,
        );
    }
}

struct Run {
    /// Seats of people who stay that are given up.
    changed: usize,
    /// Percent of the best objective that keeping costs.
    loss: f64,
}

fn run(before: &Instance, seated: &BTreeSet<(usize, usize)>, bonus: i32, seed: u64) -> Run {
    let (after, left) = replaced(before, seed);
    let kept: Vec<_> = seated
        .iter()
        .filter(|seat| !left.contains(&seat.0))
        .collect();
    let mut wished = after.clone();
    for &&(expert, task) in &kept {
        wished.score[expert][task] += bonus;
    }
    let chosen: BTreeSet<_> = outcome(&wished).assign.into_iter().collect();
    let worth: i64 = chosen
        .iter()
        .map(|&(expert, task)| i64::from(after.score[expert][task]))
        .sum();
    let best = outcome(&after).objective;
    let percent = |part: i64| 100.0 * f64::from(i32::try_from(part).expect("small"));
    Run {
        changed: kept.iter().filter(|seat| !chosen.contains(seat)).count(),
        loss: percent(best - worth) / f64::from(i32::try_from(best).expect("small")),
    }
}

/// The round with 30 people gone and as many newcomers of the same kinds in their places; who is pinned stays.
fn replaced(before: &Instance, seed: u64) -> (Instance, BTreeSet<usize>) {
    let newcomers = generate(generator::Shape {
        seed: 1000 + seed,
        ..shape("desk600")
    });
    let pinned: BTreeSet<usize> = before.pin.iter().map(|pin| pin.0).collect();
    let mut draws = Draws(seed);
    let mut left = BTreeSet::new();
    while left.len() < REPLACED {
        let expert = draws.below(before.experts.len());
        if !pinned.contains(&expert) {
            left.insert(expert);
        }
    }
    let mut after = before.clone();
    for &expert in &left {
        after.score[expert].clone_from(&newcomers.score[expert]);
    }
    after.ban.retain(|ban| !left.contains(&ban.0));
    (after, left)
}

fn outcome(instance: &Instance) -> Outcome {
    solve(instance, Budget::default(), &mut |_| {
        ControlFlow::Continue(())
    })
    .expect("a sound instance")
}
