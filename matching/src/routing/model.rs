//! The term weights: complement naive Bayes over the vocabulary's phrases and the exemplars.
//!
//! Closed form, so training is one pass and every weight can be explained by counts.
//! Source: Rennie et al., "Tackling the Poor Assumptions of Naive Bayes Text Classifiers" (2003).

use std::collections::HashMap;

use super::keyhash::KeyMap;
use super::reading::Reading;
use super::spelling::Spelling;
use super::stopwords::is_stop;
use super::terms::{Kind, Terms, word_key};
use super::vector::{Counted, Vector, count};
use crate::Desk;
use crate::corpus::Labelled;
use crate::vocabulary::{Concept, Facet, Vocabulary};

/// Added to every count: how little one sighting of a term proves.
pub(super) const SMOOTHING: f64 = 0.3;

/// One number for each desk, in the desks' fixed order.
pub(super) type PerDesk = [f64; Desk::COUNT];

/// What training knows of one term.
#[derive(Clone, Debug)]
struct Term {
    idf: f64,
    /// Evidence for each desk; the six sum to 0.
    weight: PerDesk,
    /// Smoothed count of the term at all other desks.
    complement: PerDesk,
    /// Log-odds that a text with this term is municipal.
    topicality: f64,
}

/// The trained term weights.
#[derive(Clone, Debug)]
pub(super) struct Model {
    ids: KeyMap<usize>,
    terms: Vec<Term>,
    rarest: f64,
    spelling: Spelling,
}

/// One training text.
struct Document {
    counted: Vec<Counted>,
    share: PerDesk,
    /// True for exemplars of no desk: they shape topicality alone.
    off_topic: bool,
}

impl Model {
    /// Trains on a vocabulary and exemplars; the order of either is irrelevant to their callers,
    /// who both keep them sorted by id.
    pub fn train(vocabulary: &Vocabulary, exemplars: &[&Labelled]) -> Self {
        let mut collector = Collector::default();
        for concept in vocabulary.concepts() {
            collector.add_concept(concept);
        }
        for exemplar in exemplars {
            collector.add_exemplar(exemplar);
        }
        collector.finish()
    }

    /// Position and rarity of a term.
    pub fn find(&self, key: u64) -> Option<(usize, f64)> {
        self.ids.get(&key).map(|&id| (id, self.terms[id].idf))
    }

    /// The rarity of a term that training never saw.
    pub const fn rarest(&self) -> f64 {
        self.rarest
    }

    pub fn weight(&self, id: usize) -> &PerDesk {
        &self.terms[id].weight
    }

    pub fn complement(&self, id: usize) -> &PerDesk {
        &self.terms[id].complement
    }

    pub fn topicality(&self, id: usize) -> f64 {
        self.terms[id].topicality
    }

    pub fn knows(&self, stem: &str) -> bool {
        self.ids.contains_key(&word_key(stem))
    }

    /// Reads unknown words as the known ones that they are one slip away from.
    pub fn correct(&self, reading: &mut Reading<'_>) {
        for word in reading
            .segments
            .iter_mut()
            .flat_map(|segment| &mut segment.words)
        {
            if is_stop(&word.stem) || self.knows(&word.stem) {
                continue;
            }
            if let Some(found) = self.spelling.nearest(&word.stem) {
                word.stem = found.stem;
                word.certainty = found.similarity;
            }
        }
    }
}

#[derive(Default)]
struct Collector {
    ids: KeyMap<usize>,
    frequency: Vec<u32>,
    documents: Vec<Document>,
    stems: HashMap<String, u32>,
}

impl Collector {
    fn add_concept(&mut self, concept: &Concept) {
        let share = concept_share(concept);
        for phrase in concept.phrases() {
            self.add(&Reading::of_phrase(phrase), share, false, usize::MAX);
        }
    }

    fn add_exemplar(&mut self, exemplar: &Labelled) {
        let mut share = [0.0; Desk::COUNT];
        if let Some(desk) = exemplar.desk {
            share[desk.index()] = 1.0;
        }
        self.add(
            &Reading::of(&exemplar.statement()),
            share,
            exemplar.desk.is_none(),
            2,
        );
    }

    /// Adds a text; phrases of more words than `longest` count only where already known.
    fn add(&mut self, reading: &Reading<'_>, share: PerDesk, off_topic: bool, longest: usize) {
        for word in reading.segments.iter().flat_map(|segment| &segment.words) {
            *self.stems.entry(word.stem.clone()).or_default() += 1;
        }
        let mut counted = count(Terms::of(reading).occurrences);
        counted.retain(|term| {
            let long = term.place.kind == Kind::Phrase && term.place.length as usize > longest;
            !long || self.ids.contains_key(&term.place.key)
        });
        for term in &counted {
            let next = self.frequency.len();
            let id = *self.ids.entry(term.place.key).or_insert(next);
            if id == next {
                self.frequency.push(0);
            }
            self.frequency[id] += 1;
        }
        self.documents.push(Document {
            counted,
            share,
            off_topic,
        });
    }

    fn finish(self) -> Model {
        let documents = f64::from(u32::try_from(self.documents.len()).unwrap_or(u32::MAX));
        let rarity = |df: f64| ((1.0 + documents) / (1.0 + df)).ln() + 1.0;
        let idf: Vec<f64> = self
            .frequency
            .iter()
            .map(|&df| rarity(f64::from(df)))
            .collect();
        let rarest = rarity(0.0);
        let mut sums = Sums::new(idf.len());
        for document in &self.documents {
            let find = |key| self.ids.get(&key).map(|&id| (id, idf[id]));
            sums.add(document, &Vector::weigh(&document.counted, find, rarest));
        }
        let terms = sums.terms(&idf);
        let spelling = Spelling::new(
            self.stems
                .iter()
                .map(|(stem, &times)| (stem.as_str(), times)),
        );
        Model {
            ids: self.ids,
            terms,
            rarest,
            spelling,
        }
    }
}

/// How much a phrase of this concept counts for each desk: functions most, objects least.
fn concept_share(concept: &Concept) -> PerDesk {
    let facet = match concept.facet {
        Facet::Topic => 1.0,
        Facet::Object => 0.6,
        Facet::Function => 1.4,
    };
    let mut share = [0.0; Desk::COUNT];
    share[concept.desk.index()] = concept.weight * facet;
    for &(desk, part) in &concept.also {
        share[desk.index()] += concept.weight * facet * part * SHARED;
    }
    share
}

/// How much of a concept's second desk counts: enough to rank it second, seldom first.
const SHARED: f64 = 0.3;

struct Sums {
    desks: Vec<PerDesk>,
    off_topic: Vec<f64>,
}

impl Sums {
    fn new(terms: usize) -> Self {
        Self {
            desks: vec![[0.0; Desk::COUNT]; terms],
            off_topic: vec![0.0; terms],
        }
    }

    fn add(&mut self, document: &Document, vector: &Vector) {
        for item in &vector.items {
            let Some(id) = item.id else { continue };
            let x = item.x + item.request;
            if document.off_topic {
                self.off_topic[id] += x;
            }
            for (sum, share) in self.desks[id].iter_mut().zip(document.share) {
                *sum += x * share;
            }
        }
    }

    fn terms(&self, idf: &[f64]) -> Vec<Term> {
        let smoothed = |desk: usize| self.complement_total(desk);
        let totals: PerDesk = std::array::from_fn(smoothed);
        let municipal: f64 = self.desks.iter().flatten().sum();
        let off_topic: f64 = self.off_topic.iter().sum::<f64>() + 1.0;
        idf.iter()
            .zip(self.desks.iter().zip(&self.off_topic))
            .map(|(&idf, (desks, &off))| {
                let all: f64 = desks.iter().sum();
                let complement = desks.map(|own| all - own + SMOOTHING);
                let log: PerDesk = std::array::from_fn(|d| -(complement[d] / totals[d]).ln());
                let here = (all + SMOOTHING) / (municipal + SMOOTHING);
                let there = (off + SMOOTHING * off_topic / municipal) / off_topic;
                Term {
                    idf,
                    weight: centred(log),
                    complement,
                    topicality: (here / there).ln(),
                }
            })
            .collect()
    }

    fn complement_total(&self, desk: usize) -> f64 {
        let others = |n: &PerDesk| n.iter().sum::<f64>() - n[desk] + SMOOTHING;
        self.desks.iter().map(others).sum()
    }
}

/// The numbers less their mean.
pub(super) fn centred(values: PerDesk) -> PerDesk {
    let mean = values.iter().sum::<f64>() / 6.0;
    values.map(|value| value - mean)
}
