//! Prints how well experts are ranked for problems that they rated themselves:
//! `cargo run --release -p matching --example rank_accuracy EXPERTS PROBLEMS RATINGS`.
//!
//! Experts and problems are the JSON Lines of `mizan engine rank`; a rating is
//! `{"expert","problem","rating"}`, more for who knows more of it.

use std::collections::BTreeMap;
use std::error::Error;

use matching::experts::wire::{ProblemLine, profile_line};
use matching::experts::{ExpertIndex, Profile, RankRequest};
use serde::Deserialize;

#[derive(Deserialize)]
struct RatingLine {
    expert: String,
    problem: String,
    rating: f64,
}

/// A rating and the score for the same expert and problem.
type Judged = (f64, f64);

fn main() -> Result<(), Box<dyn Error>> {
    let [experts, problems, ratings] = std::env::args()
        .skip(1)
        .map(std::fs::read_to_string)
        .collect::<Result<Vec<String>, _>>()?
        .try_into()
        .map_err(|_| "name three files: experts, problems and ratings")?;
    let profiles: Vec<Profile> = experts
        .lines()
        .map(profile_line)
        .collect::<Result<_, _>>()?;
    let index = ExpertIndex::new(&profiles);
    let mut scores = BTreeMap::new();
    for line in problems.lines() {
        let problem: ProblemLine = serde_json::from_str(line)?;
        for expert in index.rank(&RankRequest {
            title: &problem.title,
            description: &problem.description,
            ..RankRequest::default()
        }) {
            scores.insert((expert.id, problem.id.clone()), expert.score);
        }
    }
    let mut of_expert: BTreeMap<String, Vec<Judged>> = BTreeMap::new();
    let mut of_problem: BTreeMap<String, Vec<Judged>> = BTreeMap::new();
    for line in ratings.lines() {
        let line: RatingLine = serde_json::from_str(line)?;
        let key = (line.expert, line.problem);
        let score = *scores
            .get(&key)
            .ok_or("a rating of an unknown expert or problem")?;
        of_expert
            .entry(key.0)
            .or_default()
            .push((line.rating, score));
        of_problem
            .entry(key.1)
            .or_default()
            .push((line.rating, score));
    }
    print("problems for one expert", of_expert.into_values());
    print("experts for one problem", of_problem.into_values());
    Ok(())
}

/// Two measures over the pairs of a group that are rated differently; equal scores count half.
///
/// The loss weighs a misordered pair by how far the ratings differ, as a share of the most there
/// could be.
fn print(what: &str, groups: impl Iterator<Item = Vec<Judged>>) {
    let (mut pairs, mut ordered, mut most, mut loss) = (0_u32, 0.0, 0.0, 0.0);
    for group in groups {
        for (place, (rating, score)) in group.iter().enumerate() {
            for (other, other_score) in &group[..place] {
                let gap = (rating - other).abs();
                if gap == 0.0 {
                    continue;
                }
                let agreement = (score - other_score) * (rating - other);
                let share = match agreement {
                    agreement if agreement > 0.0 => 1.0,
                    agreement if agreement < 0.0 => 0.0,
                    _ => 0.5,
                };
                pairs += 1;
                ordered += share;
                most += gap;
                loss += gap * (1.0 - share);
            }
        }
    }
    let count = f64::from(pairs);
    println!(
        "{what}: {pairs} pairs, {:.4} ordered right, loss {:.4}",
        ordered / count,
        loss / most
    );
}
