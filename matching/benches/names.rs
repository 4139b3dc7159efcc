//! Time of one search among 600, 10,000 and 1,000,000 names: `cargo bench -p matching --bench names`.

#[path = "../tests/people/mod.rs"]
mod people;

use divan::Bencher;
use matching::names::NameIndex;
use people::{Dice, people, slip};

fn main() {
    divan::main();
}

/// One search a sample, over 1,000 queries with two slips each.
#[divan::bench(args = [600, 10_000, 1_000_000], sample_count = 1000, sample_size = 1)]
fn two_slips(bencher: Bencher, count: usize) {
    search(bencher, count, 2);
}

#[divan::bench(args = [600, 10_000, 1_000_000], sample_count = 1000, sample_size = 1)]
fn as_written(bencher: Bencher, count: usize) {
    search(bencher, count, 0);
}

fn search(bencher: Bencher, count: usize, slips: usize) {
    let names = people(count);
    let index = NameIndex::new((0..).zip(names.iter().cloned()));
    let mut dice = Dice(11);
    let query = move || {
        let name = &names[dice.below(names.len())];
        (0..slips).fold(name.clone(), |name, _| slip(&name, &mut dice))
    };
    bencher
        .with_inputs(query)
        .bench_local_refs(|query| index.search(query, 10));
}
