//! The term weights: complement naive Bayes over the vocabulary's phrases and the exemplars.
//!
//! Closed form, so training is one pass and every weight can be explained by counts.
//! Source: Rennie et al., "Tackling the Poor Assumptions of Naive Bayes Text Classifiers" (2003).

use super::decision::NamedConcept;
use super::keyhash::KeyMap;
use super::reading::Reading;
use super::spelling::Spelling;
use super::stopwords::is_stop;
use super::terms::word_key;
use crate::Desk;

/// Added to every count: how little one sighting of a term proves.
pub(super) const SMOOTHING: f64 = 0.5;

/// One number for each desk, in the desks' fixed order.
pub(super) type PerDesk = [f64; Desk::COUNT];

/// What training knows of one term.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub idf: f64,
    /// Evidence for each desk; the six sum to 0.
    pub weight: PerDesk,
    /// Smoothed count of the term at all other desks.
    pub complement: PerDesk,
    /// Log-odds that a text with this term is municipal.
    pub topicality: f64,
}

/// The trained term weights.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub ids: KeyMap<usize>,
    pub terms: Vec<Term>,
    /// The rarity of a term that training never saw.
    pub rarest: f64,
    pub spelling: Spelling,
    pub telling: [Vec<NamedConcept>; Desk::COUNT],
}

impl Model {
    /// Position and rarity of a term.
    pub fn find(&self, key: u64) -> Option<(usize, f64)> {
        self.ids.get(&key).map(|&id| (id, self.terms[id].idf))
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

    /// A few concepts that speak for one desk alone, the strongest first.
    pub fn telling(&self, desk: Desk) -> &[NamedConcept] {
        &self.telling[desk.index()]
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
            word.known = self.knows(&word.stem);
            if word.stop || word.known {
                continue;
            }
            if let Some(found) = self.spelling.nearest(&word.stem) {
                (word.stop, word.known) = (is_stop(&found.stem), true);
                (word.stem, word.certainty) = (found.stem, found.similarity);
            }
        }
    }
}

/// The numbers less their mean.
pub(super) fn centred(values: PerDesk) -> PerDesk {
    let mean = values.iter().sum::<f64>() / 6.0;
    values.map(|value| value - mean)
}
