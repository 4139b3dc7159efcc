//! Prints the growth table of `docs/matching.md`: `cargo run --release -p matching --example growth`.

use std::error::Error;

mod cpu;
#[path = "../benches/crowd/mod.rs"]
mod crowd;

use cpu::microseconds;
use matching::corpus::{Labelled, exemplars};
use matching::experts::{ExpertIndex, RankRequest};
use matching::routing::{Router, Statement, Weights};
use matching::vocabulary::{Concept, Vocabulary};

const MEMBERS: [usize; 4] = [60, 600, 6_000, 60_000];
/// Quarters of the vocabulary.
const CONCEPTS: [usize; 4] = [1, 2, 4, 8];
const HISTORY: [usize; 4] = [0, 120, 1_000, 10_000];

fn main() -> Result<(), Box<dyn Error>> {
    let text = crowd::statement();
    println!("| what grows | to | route, µs | top ten, µs |\n|---|---|---|---|");
    for count in MEMBERS {
        let index = ExpertIndex::new(&crowd::profiles(count));
        println!("| members | {count} | – | {:.0} |", ranking(&index, &text)?);
    }
    for quarters in CONCEPTS {
        let concepts = concepts(quarters);
        let count = concepts.len();
        let all: Vec<&Labelled> = exemplars().iter().collect();
        let vocabulary = Vocabulary::from_concepts(concepts);
        let router = Router::trained_on(&vocabulary, Weights::default(), &all);
        println!(
            "| concepts | {count} | {:.0} | – |",
            routing(&router, &text)?
        );
    }
    for count in HISTORY {
        let history = crowd::history(count);
        let router = Router::new(Vocabulary::embedded(), Weights::default(), &history);
        println!(
            "| decided problems | {count} | {:.0} | – |",
            routing(&router, &text)?
        );
    }
    Ok(())
}

fn routing(router: &Router, text: &str) -> Result<f64, Box<dyn Error>> {
    let statement = Statement {
        description: text,
        ..Statement::default()
    };
    microseconds(100, || router.route(&statement))
}

fn ranking(index: &ExpertIndex, text: &str) -> Result<f64, Box<dyn Error>> {
    let request = RankRequest {
        description: text,
        limit: Some(10),
        ..RankRequest::default()
    };
    microseconds(20, || index.rank(&request))
}

/// So many quarters of the vocabulary, evenly over the desks; beyond the whole, with copies whose
/// phrases have one more word.
fn concepts(quarters: usize) -> Vec<Concept> {
    let own = Vocabulary::embedded().concepts();
    let copies = own.iter().map(copy);
    let all = own.iter().cloned().chain(copies).enumerate();
    let kept = all.filter(|(at, _)| quarters == 8 || (*at < own.len() && at % 4 < quarters));
    kept.map(|(_, concept)| concept).collect()
}

fn copy(concept: &Concept) -> Concept {
    let longer = |phrase: &String| format!("{phrase} نوین");
    Concept {
        id: format!("{}.copy", concept.id),
        fa: longer(&concept.fa),
        variants_fa: concept.variants_fa.iter().map(longer).collect(),
        ..concept.clone()
    }
}
