//! Training: one pass over the vocabulary's phrases and the exemplars, then counts to weights.

use super::decision::NamedConcept;
use super::keyhash::KeyMap;
use super::model::{Model, PerDesk, SMOOTHING, Term, centred};
use super::reading::Reading;
use super::spelling::Spelling;
use super::terms::{Kind, Terms, word_key};
use super::vector::{Counted, Vector, count};
use crate::Desk;
use crate::corpus::Labelled;
use crate::vocabulary::{Concept, Facet, Vocabulary};

/// One training text.
struct Document {
    counted: Vec<Counted>,
    share: PerDesk,
    /// True for exemplars of no desk: they shape topicality alone.
    off_topic: bool,
}

impl Model {
    /// Trains on a vocabulary and exemplars, which their owners keep sorted by id.
    pub fn train(vocabulary: &Vocabulary, exemplars: &[&Labelled]) -> Self {
        let mut collector = Collector::default();
        for concept in vocabulary.concepts() {
            collector.add_concept(concept);
        }
        for exemplar in exemplars {
            collector.add_exemplar(exemplar);
        }
        let telling = Desk::ALL.map(|desk| telling(vocabulary, desk));
        collector.finish(telling)
    }
}

#[derive(Default)]
struct Collector {
    ids: KeyMap<usize>,
    frequency: Vec<u32>,
    documents: Vec<Document>,
    stems: KeyMap<(String, u32)>,
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
            share[desk.index()] = EXEMPLAR;
        }
        self.add(
            &Reading::of(&exemplar.statement()),
            share,
            exemplar.desk.is_none(),
            1,
        );
    }

    /// Adds a text; phrases of more words than `longest` count only where already known.
    fn add(&mut self, reading: &Reading<'_>, share: PerDesk, off_topic: bool, longest: usize) {
        for word in reading.segments.iter().flat_map(|segment| &segment.words) {
            let entry = self.stems.entry(word_key(&word.stem));
            entry.or_insert_with(|| (word.stem.clone(), 0)).1 += 1;
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

    fn finish(self, telling: [Vec<NamedConcept>; Desk::COUNT]) -> Model {
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
                .values()
                .map(|(stem, times)| (stem.as_str(), *times)),
        );
        Model {
            ids: self.ids,
            terms,
            rarest,
            spelling,
            telling,
        }
    }
}

/// How much a whole exemplar counts for its desk, against one phrase of a topic.
const EXEMPLAR: f64 = 1.5;

/// How many telling concepts a desk has.
const TELLING: usize = 8;

/// A desk's weightiest functions that no other desk shares, ties by id.
fn telling(vocabulary: &Vocabulary, desk: Desk) -> Vec<NamedConcept> {
    let own = |c: &&Concept| c.desk == desk && c.facet == Facet::Function && c.also.is_empty();
    let mut concepts: Vec<&Concept> = vocabulary.concepts().iter().filter(own).collect();
    concepts.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    concepts
        .into_iter()
        .take(TELLING)
        .map(|concept| NamedConcept {
            code: concept.id.clone(),
            name: concept.fa.clone(),
        })
        .collect()
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
