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
/// How much one decision counts for its desk: as much as a whole exemplar.
const DECISION: f64 = 1.5;
/// How far one decision by itself may move a desk, before weighing; no further than the nearest
/// precedent does, whose likeness is at most 1.
const REACH: f64 = 1.0;
const FIXED_POINT: f64 = 4_294_967_296.0;

/// Which past problem must not speak: the one being judged.
pub(super) type Excluded<'a> = Option<&'a Own<'a>>;

/// A known decision with the terms that it taught, so that they can be left out again.
#[derive(Clone, Debug)]
pub(super) struct Own<'a> {
    problem: &'a DecidedProblem,
    vector: Vector,
}

/// What the decisions taught about one term.
#[derive(Clone, Copy, Debug, Default)]
struct Taught {
    /// The term's share in the decided texts, by desk, in fixed point.
    counts: [i64; Desk::COUNT],
    /// How many decided texts hold it.
    decisions: i64,
}

/// The decided problems, indexed by term.
#[derive(Clone, Debug, Default)]
pub(super) struct Precedents {
    problems: Vec<DecidedProblem>,
    postings: KeyMap<Vec<(u32, f64)>>,
    taught: KeyMap<Taught>,
}

impl Precedents {
    pub fn learn(&mut self, model: &Model, problem: DecidedProblem) {
        let vector = read(model, &problem);
        let Ok(place) = u32::try_from(self.problems.len()) else {
            return;
        };
        let length = length(&vector);
        for item in &vector.items {
            let taught = self.taught.entry(item.key).or_default();
            taught.counts[problem.desk.index()] += fixed(item);
            taught.decisions += 1;
            if item.kind != Kind::Gram {
                self.postings
                    .entry(item.key)
                    .or_default()
                    .push((place, whole(item) / length));
            }
        }
        self.problems.push(problem);
    }

    /// The decision as one that must not speak; `None` if it is not known here.
    pub fn own<'a>(&self, model: &Model, problem: &'a DecidedProblem) -> Option<Own<'a>> {
        self.problems.contains(problem).then(|| Own {
            problem,
            vector: read(model, problem),
        })
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
        near.filter(|&(at, _)| excluded.is_none_or(|own| *own.problem != self.problems[at]))
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

    /// How the decided problems move the meaning of the text's terms, as far as they reach.
    pub fn learned(&self, model: &Model, vector: &Vector, excluded: Excluded<'_>) -> Evidence {
        let mut moves = Moves::default();
        for (at, item) in vector.items.iter().enumerate() {
            let Some(taught) = self.taught(item, excluded) else {
                continue;
            };
            let shift = shift(item.id.map(|id| model.complement(id)), taught.counts);
            moves.add(at, shift.map(|part| part * whole(item)), taught.decisions);
        }
        moves.evidence()
    }

    /// What others than the excluded decision taught about a term; `None` if nothing.
    fn taught(&self, item: &Item, excluded: Excluded<'_>) -> Option<Taught> {
        let mut taught = *self.taught.get(&item.key)?;
        if let Some((own, desk)) = excluded.and_then(|own| Some((own.item(item.key)?, own.desk())))
        {
            taught.counts[desk.index()] -= fixed(own);
            taught.decisions -= 1;
        }
        (taught.decisions > 0).then_some(taught)
    }
}

impl Own<'_> {
    fn desk(&self) -> Desk {
        self.problem.desk
    }

    fn item(&self, key: u64) -> Option<&Item> {
        let items = &self.vector.items;
        let at = items.binary_search_by_key(&key, |item| item.key).ok()?;
        items.get(at)
    }
}

/// What was learned about a text's terms, before it is known how far that may reach.
#[derive(Default)]
struct Moves {
    shares: Vec<(Source, PerDesk)>,
    sum: PerDesk,
    /// The absolute shares, as they are and each by its term's decisions.
    size: f64,
    size_by_decisions: f64,
}

impl Moves {
    fn add(&mut self, at: usize, share: PerDesk, decisions: i64) {
        let size: f64 = share.iter().map(|part| part.abs()).sum();
        self.size += size;
        self.size_by_decisions += size / count(decisions);
        for (sum, part) in self.sum.iter_mut().zip(share) {
            *sum += part;
        }
        self.shares.push((Source::Term(at), share));
    }

    /// The shares, scaled so that no desk moves further than [`REACH`] for each decision behind
    /// them: the harmonic mean over the terms, so that a few common words do not vouch for a
    /// letter that one decision alone has seen.
    fn evidence(self) -> Evidence {
        let furthest = self
            .sum
            .iter()
            .fold(0.0_f64, |far, part| far.max(part.abs()));
        let mut evidence = Evidence::default();
        if furthest > 0.0 {
            let reach = REACH * self.size / self.size_by_decisions;
            let scale = (reach / furthest).min(1.0);
            for (source, share) in self.shares {
                evidence.add(source, share.map(|part| part * scale));
            }
        }
        evidence
    }
}

/// A decided problem's terms.
fn read(model: &Model, problem: &DecidedProblem) -> Vector {
    let mut reading = Reading::of(&problem.statement());
    model.correct(&mut reading);
    Vector::of(model, &reading).0
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

#[expect(clippy::cast_precision_loss, reason = "nobody decides 2^53 problems")]
fn count(decisions: i64) -> f64 {
    decisions as f64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "2^53 of these units are two million whole terms"
)]
fn float(fixed: i64) -> f64 {
    fixed as f64 / FIXED_POINT
}
