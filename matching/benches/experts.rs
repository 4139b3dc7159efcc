//! Time to rank 600 experts for one problem: `cargo bench -p matching --bench experts`.

use divan::Bencher;
use matching::experts::{ExpertIndex, Facts, Profile, RankRequest, place};
use matching::routing::{Router, Weights};
use matching::vocabulary::{Concept, Vocabulary};

const EXPERTS: usize = 600;

fn main() {
    divan::main();
}

/// The `number`th of many phrases of the vocabulary, scattered over its concepts.
fn phrase(number: usize) -> String {
    let concepts = Vocabulary::embedded().concepts();
    let concept: &Concept = &concepts[number * 7 % concepts.len()];
    let phrases: Vec<&str> = std::iter::once(concept.fa.as_str())
        .chain(concept.variants_fa.iter().map(String::as_str))
        .collect();
    phrases[number / 5 % phrases.len()].to_owned()
}

fn profile(number: usize) -> Profile {
    let phrases: Vec<String> = (0..10).map(|step| phrase(number * 3 + step)).collect();
    Profile {
        id: number.to_string(),
        field: phrases[0].clone(),
        job: phrases[1..3].join("، "),
        expertise: phrases[3..7].to_vec(),
        bio: phrases[7..].join(" و "),
        ..Profile::default()
    }
}

fn profiles() -> Vec<Profile> {
    (0..EXPERTS).map(profile).collect()
}

/// A statement of about sixty words.
fn statement() -> String {
    let phrases: Vec<String> = (0..26).map(|step| phrase(step * 11)).collect();
    phrases
        .join(" در ")
        .split(' ')
        .take(60)
        .collect::<Vec<_>>()
        .join(" ")
}

#[divan::bench]
fn top_ten_of_600(bencher: Bencher) {
    let index = ExpertIndex::new(&profiles());
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
    let index = ExpertIndex::with_router(&profiles(), &router);
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
    let index = ExpertIndex::new(&profiles());
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
    let profiles = profiles();
    bencher.bench_local(|| ExpertIndex::new(&profiles));
}

#[divan::bench]
fn place_one(bencher: Bencher) {
    let router = Router::new(Vocabulary::embedded(), Weights::default(), &[]);
    let profile = profile(1);
    bencher.bench_local(|| place(&router, &profile));
}
