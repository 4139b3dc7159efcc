//! Precedents: decided problems, found by what they share with a text and learned from at once.
//!
//! Sums are kept in fixed point, so that the order of decisions cannot reach a result.

use super::evidence::{Evidence, Source};
use super::keyhash::KeyMap;
use super::model::{Model, PerDesk, SMOOTHING, centred};
use super::reading::Reading;
use super::statement::DecidedProblem;
use super::terms::Kind;
use super::vector::{Item, Vector};
use crate::Desk;

/// Nearest problems that speak.
pub(super) const NEIGHBOURS: usize = 5;
/// Below this likeness two municipal problems share no more than their manner of speaking.
const LIKENESS: f64 = 0.12;
/// How much one decision counts against one exemplar: it is the club's own judgement.
const DECISION: f64 = 1.5;
const FIXED_POINT: f64 = 4_294_967_296.0;

/// Which past problem must not speak: the one being judged, in a back-test.
pub(super) type Excluded<'a> = Option<&'a DecidedProblem>;

/// The decided problems, indexed by term.
#[derive(Clone, Debug, Default)]
pub(super) struct Precedents {
    problems: Vec<DecidedProblem>,
    postings: KeyMap<Vec<(u32, f64)>>,
    counts: KeyMap<[i64; Desk::COUNT]>,
}

impl Precedents {
    pub fn learn(&mut self, model: &Model, problem: DecidedProblem) {
        let mut reading = Reading::of(&problem.statement());
        model.correct(&mut reading);
        let (vector, _) = Vector::of(model, &reading);
        let Ok(place) = u32::try_from(self.problems.len()) else {
            return;
        };
        let length = length(&vector);
        for item in &vector.items {
            let slot = self.counts.entry(item.key).or_default();
            slot[problem.desk.index()] += fixed(item);
            if item.kind != Kind::Gram {
                self.postings
                    .entry(item.key)
                    .or_default()
                    .push((place, whole(item) / length));
            }
        }
        self.problems.push(problem);
    }

    pub fn problem(&self, at: usize) -> Option<&DecidedProblem> {
        self.problems.get(at)
    }

    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The nearest decided problems, each speaking for its desk with its likeness.
    pub fn nearest(&self, vector: &Vector, excluded: Excluded<'_>) -> Evidence {
        let mut evidence = Evidence::default();
        for (at, likeness) in self.ranked(vector, excluded, NEIGHBOURS) {
            let mut share = [0.0; Desk::COUNT];
            share[self.problems[at].desk.index()] = likeness;
            evidence.add(Source::Precedent(at), share);
        }
        evidence
    }

    /// The nearest decided problems with their likeness, at most so many, the most alike first.
    pub fn ranked(
        &self,
        vector: &Vector,
        excluded: Excluded<'_>,
        most: usize,
    ) -> Vec<(usize, f64)> {
        let mut near = self.alike(vector, excluded);
        near.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.order(a.0, b.0)));
        near.truncate(most);
        near
    }

    fn alike(&self, vector: &Vector, excluded: Excluded<'_>) -> Vec<(usize, f64)> {
        let mut likeness = vec![0.0; self.problems.len()];
        let length = length(vector);
        for item in vector.items.iter().filter(|item| item.kind != Kind::Gram) {
            for &(place, x) in self.postings.get(&item.key).into_iter().flatten() {
                likeness[place as usize] += whole(item) / length * x;
            }
        }
        let near = likeness
            .into_iter()
            .enumerate()
            .filter(|&(_, likeness)| likeness > LIKENESS);
        near.filter(|&(at, _)| Some(&self.problems[at]) != excluded)
            .collect()
    }

    fn order(&self, a: usize, b: usize) -> std::cmp::Ordering {
        let key = |at: usize| {
            let DecidedProblem {
                id,
                title,
                description,
                desk,
            } = &self.problems[at];
            (id, title, description, *desk)
        };
        key(a).cmp(&key(b))
    }

    /// How the decided problems move the meaning of the text's terms.
    pub fn learned(&self, model: &Model, vector: &Vector, excluded: Excluded<'_>) -> Evidence {
        let mut evidence = Evidence::default();
        for (at, item) in vector.items.iter().enumerate() {
            let Some(counts) = self.counts.get(&item.key) else {
                continue;
            };
            let mut counts = *counts;
            if let Some(own) = excluded {
                counts[own.desk.index()] -= fixed(item);
            }
            if counts.iter().any(|&count| count != 0) {
                let shift = shift(item.id.map(|id| model.complement(id)), counts);
                evidence.add(Source::Term(at), shift.map(|part| part * whole(item)));
            }
        }
        evidence
    }
}

/// The term weight with the decisions' counts, less the weight without them.
fn shift(complement: Option<&PerDesk>, counts: [i64; Desk::COUNT]) -> PerDesk {
    let before = complement.copied().unwrap_or([SMOOTHING; Desk::COUNT]);
    let all: i64 = counts.iter().sum();
    let log = std::array::from_fn(|d| {
        let others = float(all - counts[d]) * DECISION;
        -((before[d] + others) / before[d]).ln()
    });
    centred(log)
}

fn whole(item: &Item) -> f64 {
    item.x + item.request
}

fn length(vector: &Vector) -> f64 {
    let words = vector.items.iter().filter(|item| item.kind != Kind::Gram);
    let square: f64 = words.map(|item| whole(item).powi(2)).sum();
    square.sqrt().max(f64::MIN_POSITIVE)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a term's share is at most a few units"
)]
fn fixed(item: &Item) -> i64 {
    (whole(item) * FIXED_POINT).round() as i64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "2^53 of these units are two million whole terms"
)]
fn float(fixed: i64) -> f64 {
    fixed as f64 / FIXED_POINT
}
