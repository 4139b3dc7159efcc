//! How like a text is to what each expert wrote, by shared words and by shared topics.
//!
//! Either likeness is the geometric mean of the mean cosine over the expert's texts and the
//! cosine with their centroid. Both are one product with the mean of the unit vectors, so that
//! an index over the terms answers for all experts at once.

use super::latent::{Topics, add_scaled, count, dot, narrow};
use super::profile::Profile;
use super::statistics::{Statistics, Term, Vector};
use super::terms::readable;

/// Likeness that a text has to an unrelated expert; keeps the division below from exploding.
const FLOOR: f64 = 0.002;

/// Terms of a text that may explain its topics; those that weigh less decide little.
const WEIGHTY: usize = 12;

/// The texts of all experts.
#[derive(Clone, Debug)]
pub struct Library {
    statistics: Statistics,
    topics: Topics,
    /// For each term the experts who use it, in order, with the weight.
    postings: Vec<Vec<(u32, f64)>>,
    experts: usize,
    /// Each expert's place among the topics, one after the other, so that a search streams through.
    places: Vec<f32>,
}

/// A text seen by the library.
pub struct Reading {
    vector: Vector,
    /// The terms that weigh most in it, in any order.
    weighty: Vector,
    /// Likeness by words for each expert, relative to what is usual for this text.
    pub words: Vec<f64>,
    /// Likeness by topics, in the same way.
    pub topics: Vec<f64>,
}

impl Library {
    /// Reads the texts of all experts.
    pub fn with_profiles(profiles: &[Profile]) -> Self {
        let texts: Vec<Vec<(String, String)>> = profiles.iter().map(Profile::texts).collect();
        let (statistics, vectors) = Statistics::with_texts(&texts);
        let topics = Topics::with_vectors(&vectors, statistics.len());
        let mut postings = vec![Vec::new(); statistics.len()];
        let mut places = Vec::with_capacity(profiles.len() * topics.directions());
        let mut rest = vectors.as_slice();
        for (expert, texts) in (0..).zip(&texts) {
            let (own, others) = rest.split_at(texts.len());
            rest = others;
            for (term, weight) in outlook(own) {
                postings[term as usize].push((expert, weight));
            }
            places.extend(outlook_on_topics(&topics, own));
        }
        Self {
            statistics,
            topics,
            postings,
            experts: profiles.len(),
            places,
        }
    }

    /// Compares a text with every expert.
    pub fn read(&self, subject: &str, body: &str) -> Reading {
        let vector = self.statistics.weigh(subject, body);
        let mut words = vec![0.0; self.experts];
        for (term, weight) in &vector {
            for (expert, usual) in &self.postings[*term as usize] {
                words[*expert as usize] += weight * usual;
            }
        }
        let place = self.topics.project(&vector);
        let mut topics = self.on_topics(&place);
        relate(&mut words);
        relate(&mut topics);
        Reading {
            weighty: weightiest(&vector),
            vector,
            words,
            topics,
        }
    }

    fn on_topics(&self, place: &[f32]) -> Vec<f64> {
        if place.is_empty() {
            return vec![0.0; self.experts];
        }
        let own = self.places.chunks_exact(place.len());
        own.map(|own| f64::from(dot(place, own)).max(0.0)).collect()
    }

    /// The terms that a text and an expert share, those that count most first.
    pub fn shared(&self, reading: &Reading, expert: usize, most: usize) -> Vec<String> {
        let of_expert = |term: Term| {
            let list = &self.postings[term as usize];
            let at = list.binary_search_by_key(&expert, |entry| entry.0 as usize);
            at.map_or(0.0, |at| list[at].1)
        };
        self.strongest(&reading.vector, most, of_expert)
    }

    /// Those of a text's weightiest terms that lead to the expert's topics, those that count most
    /// first; the expert need not use them.
    pub fn leading(&self, reading: &Reading, expert: usize, most: usize) -> Vec<String> {
        let from = expert * self.topics.directions();
        let place = &self.places[from..from + self.topics.directions()];
        self.strongest(&reading.weighty, most, |term| {
            self.topics.towards(term, place)
        })
    }

    fn strongest(
        &self,
        terms: &[(Term, f64)],
        most: usize,
        of_expert: impl Fn(Term) -> f64,
    ) -> Vec<String> {
        let mut strong: Vec<(f64, Term)> = terms
            .iter()
            .map(|(term, weight)| (weight * of_expert(*term), *term))
            .filter(|(strength, _)| *strength > 0.0)
            .collect();
        strong.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        strong
            .iter()
            .take(most)
            .map(|(_, term)| readable(self.statistics.name(*term)))
            .collect()
    }
}

fn weightiest(vector: &[(Term, f64)]) -> Vector {
    let mut terms = vector.to_vec();
    if terms.len() > WEIGHTY {
        terms.select_nth_unstable_by(WEIGHTY, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.truncate(WEIGHTY);
    }
    terms
}

/// Divides by the root of the mean over all experts.
///
/// A text in general terms is a little like everyone; so much likeness says less of one
/// expert than the same likeness to a text that is like nobody else. The order of the
/// experts for one text stays as it is.
fn relate(likeness: &mut [f64]) {
    let usual = likeness.iter().sum::<f64>() / count(likeness.len());
    let scale = 1.0 / (usual + FLOOR).sqrt();
    for value in likeness {
        *value *= scale;
    }
}

/// The mean of the texts' vectors, divided by the root of its length.
///
/// The mean alone favours experts with few texts on one subject, the centroid those with many
/// on several; this stands between.
fn outlook(vectors: &[Vector]) -> Vector {
    let mut all: Vector = vectors.concat();
    all.sort_by_key(|entry| entry.0);
    let share = 1.0 / count(vectors.len());
    let mut mean: Vector = Vec::with_capacity(all.len());
    for (term, weight) in all {
        match mean.last_mut() {
            Some(last) if last.0 == term => last.1 += share * weight,
            _ => mean.push((term, share * weight)),
        }
    }
    let length = mean
        .iter()
        .map(|entry| entry.1 * entry.1)
        .sum::<f64>()
        .sqrt();
    for entry in &mut mean {
        entry.1 /= length.sqrt();
    }
    mean
}

/// The same among the topics.
fn outlook_on_topics(topics: &Topics, vectors: &[Vector]) -> Vec<f32> {
    let mut mean = vec![0.0; topics.directions()];
    for vector in vectors {
        add_scaled(
            &mut mean,
            &topics.project(vector),
            narrow(1.0 / count(vectors.len())),
        );
    }
    let length = dot(&mean, &mean).sqrt();
    if length > 0.0 {
        for value in &mut mean {
            *value /= length.sqrt();
        }
    }
    mean
}
