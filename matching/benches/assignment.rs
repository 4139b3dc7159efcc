//! The published assignment instances, from the parsed instance to the proved optimum.

#![expect(clippy::expect_used, reason = "a bench may stop at a broken premise")]

#[path = "../tests/assignment/generator.rs"]
mod generator;

use divan::Bencher;
use matching::assignment::{Budget, Fairness, Instance, Outcome, solve};
use std::ops::ControlFlow;

fn main() {
    divan::main();
}

fn outcome(instance: &Instance) -> Outcome {
    solve(instance, Budget::default(), &mut |_| {
        ControlFlow::Continue(())
    })
    .expect("a sound instance")
}

#[divan::bench(args = ["desk250", "desk600", "desk600apart"])]
fn total(bencher: Bencher<'_, '_>, name: &str) {
    let instance = generator::published(name);
    bencher.bench(|| outcome(&instance));
}

#[divan::bench(args = ["desk600", "desk600apart"], sample_count = 10)]
fn floor(bencher: Bencher<'_, '_>, name: &str) {
    let instance = Instance {
        fairness: Fairness::Floor,
        ..generator::published(name)
    };
    bencher.bench(|| outcome(&instance));
}

#[divan::bench(args = ["desk10k", "team1k5k"], sample_count = 5, sample_size = 1)]
fn large(bencher: Bencher<'_, '_>, name: &str) {
    let instance = generator::published(name);
    bencher.bench(|| outcome(&instance));
}
