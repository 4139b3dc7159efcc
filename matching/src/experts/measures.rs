//! What an expert did and can do now, as numbers.

use super::eligibility::Facts;

/// Rating taken for a solution that was not rated: worth something, short of praise.
const UNRATED: f64 = 0.6;
/// Load that counts as full where none was agreed.
const USUAL_LOAD: u32 = 5;
/// Past problems named in an explanation.
const EVIDENCE: usize = 6;

/// One less the chance that none of the solved problems tells: each counts by likeness and rating.
pub fn solved(facts: &Facts) -> f64 {
    let miss = |likeness: f64, rating: f64| 1.0 - likeness.clamp(0.0, 1.0) * rating.clamp(0.0, 1.0);
    1.0 - facts
        .solved
        .iter()
        .map(|past| miss(past.likeness, past.rating.unwrap_or(UNRATED)))
        .product::<f64>()
}

/// The solved problems, the likest first.
pub fn solved_names(facts: &Facts) -> Vec<String> {
    let mut past: Vec<_> = facts.solved.iter().collect();
    past.sort_by(|a, b| {
        b.likeness
            .total_cmp(&a.likeness)
            .then_with(|| a.problem.cmp(&b.problem))
    });
    past.iter()
        .take(EVIDENCE)
        .map(|solved| solved.problem.clone())
        .collect()
}

/// Open problems as a share of the load agreed.
pub fn load(facts: &Facts) -> f64 {
    f64::from(facts.open_load) / f64::from(facts.max_load.unwrap_or(USUAL_LOAD).max(1))
}

/// Free share of the promised time.
pub fn availability(facts: &Facts) -> f64 {
    facts.availability.clamp(0.0, 1.0)
}
