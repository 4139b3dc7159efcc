//! Speed of routing: one problem, start-up, learning, and growth with history.

mod crowd;

use crowd::history;
use divan::{Bencher, black_box, counter::ItemsCount};
use matching::corpus::{Labelled, exemplars};
use matching::routing::{Router, Statement, Weights};
use matching::vocabulary::Vocabulary;

fn main() {
    divan::main();
}

/// A problem of sixty words, cut from the exemplars.
fn sixty_words() -> String {
    let texts = exemplars().iter().filter(|e| e.desk.is_some()).step_by(97);
    let words: Vec<&str> = texts
        .flat_map(|e| e.description.split_whitespace())
        .take(60)
        .collect();
    words.join(" ")
}

fn router(problems: usize) -> Router {
    Router::new(
        Vocabulary::embedded(),
        Weights::default(),
        &history(problems),
    )
}

#[divan::bench(args = [0, 120, 1_000, 10_000])]
fn route_sixty_words(bencher: Bencher<'_, '_>, problems: usize) {
    let (router, text) = (router(problems), sixty_words());
    let statement = Statement {
        description: &text,
        ..Statement::default()
    };
    bencher.bench_local(|| router.route(black_box(&statement)));
}

#[divan::bench]
fn counterfactual_sixty_words(bencher: Bencher<'_, '_>) {
    let (router, text) = (router(0), sixty_words());
    let statement = Statement {
        description: &text,
        ..Statement::default()
    };
    bencher.bench_local(|| router.counterfactual(black_box(&statement)));
}

#[divan::bench(sample_count = 10)]
fn train(bencher: Bencher<'_, '_>) {
    let all: Vec<&Labelled> = exemplars().iter().collect();
    let vocabulary = Vocabulary::embedded();
    bencher.bench_local(|| Router::trained_on(vocabulary, Weights::default(), black_box(&all)));
}

#[divan::bench(sample_count = 5)]
fn rescore_ten_thousand(bencher: Bencher<'_, '_>) {
    let (router, text) = (router(120), sixty_words());
    let statement = Statement {
        description: &text,
        ..Statement::default()
    };
    bencher
        .counter(ItemsCount::new(10_000_usize))
        .bench_local(|| {
            (0..10_000)
                .map(|_| router.scores(black_box(&statement))[0])
                .sum::<f64>()
        });
}
