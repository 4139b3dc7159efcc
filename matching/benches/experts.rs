//! Time to rank 600 experts for one problem: `cargo bench -p matching --bench experts`.

mod crowd;

use crowd::{profile, profiles, statement};
use divan::Bencher;
use matching::experts::{ExpertIndex, Facts, RankRequest, place};
use matching::routing::{Router, Weights};
use matching::vocabulary::Vocabulary;

const EXPERTS: usize = 600;

fn main() {
    divan::main();
}

#[divan::bench]
fn top_ten_of_600(bencher: Bencher) {
    let index = ExpertIndex::new(&profiles(EXPERTS));
    let text = statement();
    bencher.bench_local(|| {
        index.rank(&RankRequest {
            description: &text,
            limit: Some(10),
            ..RankRequest::default()
        })
    });
}

#[divan::bench]
fn top_ten_of_600_with_desks_and_facts(bencher: Bencher) {
    let router = Router::new(Vocabulary::embedded(), Weights::default(), &[]);
    let index = ExpertIndex::with_router(&profiles(EXPERTS), &router);
    let (text, facts) = (statement(), vec![Facts::default(); EXPERTS]);
    let request = RankRequest {
        description: &text,
        desks: Some([0.5, 0.1, 0.1, 0.1, 0.1, 0.1]),
        facts: &facts,
        limit: Some(10),
        ..RankRequest::default()
    };
    bencher.bench_local(|| index.rank(&request));
}

#[divan::bench]
fn all_600(bencher: Bencher) {
    let index = ExpertIndex::new(&profiles(EXPERTS));
    let text = statement();
    bencher.bench_local(|| {
        index.rank(&RankRequest {
            description: &text,
            ..RankRequest::default()
        })
    });
}

/// What reading the statement alone takes, as the yardstick of the others.
#[divan::bench]
fn stems_of_the_statement(bencher: Bencher) {
    let text = statement();
    bencher.bench_local(|| matching::text::stems(&text));
}

#[divan::bench]
fn index_600(bencher: Bencher) {
    let profiles = profiles(EXPERTS);
    bencher.bench_local(|| ExpertIndex::new(&profiles));
}

#[divan::bench]
fn place_one(bencher: Bencher) {
    let router = Router::new(Vocabulary::embedded(), Weights::default(), &[]);
    let profile = profile(1);
    bencher.bench_local(|| place(&router, &profile));
}
