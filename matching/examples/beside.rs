//! The texts of the speed comparison and this engine's time on them, as JSON for `compare.py`.

use std::error::Error;

mod cpu;
#[path = "../benches/crowd/mod.rs"]
mod crowd;

use cpu::microseconds;
use matching::Desk;
use matching::experts::{ExpertIndex, Profile, RankRequest};
use matching::routing::{Router, Statement, Weights};
use matching::vocabulary::{Concept, Vocabulary};

const EXPERTS: usize = 600;

fn main() -> Result<(), Box<dyn Error>> {
    let (profiles, problem) = (crowd::profiles(EXPERTS), crowd::statement());
    let router = Router::new(Vocabulary::embedded(), Weights::default(), &[]);
    let index = ExpertIndex::with_router(&profiles, &router);
    let desks: Vec<String> = Desk::ALL.into_iter().map(desk_text).collect();
    let experts: Vec<String> = profiles.iter().map(expert_text).collect();
    let measured = serde_json::json!({
        "problem": problem,
        "desks": desks,
        "experts": experts,
        "route": microseconds(100, || route(&router, &problem))?,
        "routeAndRank": microseconds(100, || route_and_rank(&router, &index, &problem))?,
    });
    println!("{measured}");
    Ok(())
}

fn route(router: &Router, problem: &str) -> [f64; Desk::COUNT] {
    let routing = router.route(&Statement {
        description: problem,
        ..Statement::default()
    });
    let mut confidences = [0.0; Desk::COUNT];
    for desk in &routing.desks {
        confidences[desk.desk.index()] = desk.confidence;
    }
    confidences
}

/// Six desks and the top ten, all with their reasons.
fn route_and_rank(router: &Router, index: &ExpertIndex, problem: &str) -> usize {
    let request = RankRequest {
        description: problem,
        desks: Some(route(router, problem)),
        limit: Some(10),
        ..RankRequest::default()
    };
    index.rank(&request).len()
}

/// Everything that the vocabulary calls a desk's work.
fn desk_text(desk: Desk) -> String {
    let own = |concept: &&Concept| concept.desk == desk;
    let concepts = Vocabulary::embedded().concepts().iter().filter(own);
    let phrases: Vec<&str> = concepts.flat_map(Concept::phrases).collect();
    phrases.join(" ")
}

fn expert_text(profile: &Profile) -> String {
    let texts = profile.texts().into_iter();
    let joined: Vec<String> = texts
        .map(|(subject, body)| format!("{subject} {body}"))
        .collect();
    joined.join(" ")
}
