//! Findings: what every feature found in one statement, and how it adds up under weights.

use super::confidence::calibrate;
use super::decision::{Contribution, DeskScore, Feature};
use super::evidence::{self, Evidence, Source};
use super::model::{Model, PerDesk};
use super::precedents::Precedents;
use super::reading::Reading;
use super::routability::known_words;
use super::statement::{DecidedProblem, Statement};
use super::terms::Terms;
use super::vector::Vector;
use super::weights::Weights;
use crate::Desk;

/// A statement after reading; weights come later, so that many can be tried on one reading.
pub(super) struct Findings<'a> {
    pub model: &'a Model,
    pub reading: Reading<'a>,
    pub vector: Vector,
    /// In the features' fixed order, except that silent features may be missing.
    pub evidence: Vec<(Feature, Evidence)>,
    terms: Terms,
    precedents: &'a Precedents,
}

impl<'a> Findings<'a> {
    /// Reads a statement; `own` is its own decision, which must not speak.
    pub fn of(
        model: &'a Model,
        precedents: &'a Precedents,
        statement: &Statement<'a>,
        own: Option<&DecidedProblem>,
    ) -> Self {
        let mut reading = Reading::of(statement);
        model.correct(&mut reading);
        let (vector, terms) = Vector::of(model, &reading);
        let mut evidence = Vec::from(evidence::of_terms(model, &vector));
        evidence.push((Feature::Unit, unit(statement.reporter_desk)));
        if !precedents.is_empty() {
            let own = own.and_then(|own| precedents.own(model, own));
            let near = precedents.nearest(&vector, own.as_ref());
            let learned = precedents.learned(model, &vector, own.as_ref());
            evidence.push((Feature::Precedents, near));
            evidence.push((Feature::Learned, learned));
        }
        Self {
            model,
            reading,
            vector,
            evidence,
            terms,
            precedents,
        }
    }

    /// Content words that training saw, each by its certainty.
    pub fn known_words(&self) -> f64 {
        known_words(&self.reading).0
    }

    /// The six scores in the desks' fixed order, without their reasons.
    pub fn scores(&self, weights: &Weights) -> PerDesk {
        Desk::ALL.map(|desk| {
            let points = |(feature, found): &(Feature, Evidence)| {
                found.value[desk.index()] * weights.of(*feature)
            };
            self.evidence.iter().map(points).sum()
        })
    }

    /// The six desks with their reasons, best first; ties stand in the desks' fixed order.
    pub fn ranked(&self, weights: &Weights) -> Vec<DeskScore> {
        let mut desks: Vec<DeskScore> = Desk::ALL
            .iter()
            .map(|&desk| self.score(desk, weights))
            .collect();
        calibrate(&mut desks, self.known_words());
        desks.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.desk.cmp(&b.desk)));
        desks
    }

    fn score(&self, desk: Desk, weights: &Weights) -> DeskScore {
        let said = self
            .evidence
            .iter()
            .filter(|(_, found)| found.value[desk.index()] != 0.0);
        let contributions: Vec<Contribution> = said
            .map(|(feature, found)| self.contribution(desk, *feature, found, weights))
            .collect();
        let score = contributions.iter().map(|part| part.points).sum();
        DeskScore {
            desk,
            score,
            confidence: 0.0,
            contributions,
        }
    }

    fn contribution(
        &self,
        desk: Desk,
        feature: Feature,
        found: &Evidence,
        weights: &Weights,
    ) -> Contribution {
        let (value, weight) = (found.value[desk.index()], weights.of(feature));
        let sources = found.strongest(desk).into_iter();
        let evidence = sources.map(|source| self.name(source)).collect();
        Contribution {
            feature,
            value,
            weight,
            points: value * weight,
            evidence,
        }
    }

    /// A piece of evidence as a reader knows it.
    pub fn name(&self, source: Source) -> String {
        match source {
            Source::Term(at) => {
                let item = self.vector.items.get(at);
                item.map(|item| evidence::name(item, &self.reading, &self.terms))
                    .unwrap_or_default()
            }
            Source::Precedent(at) => self
                .precedents
                .problem(at)
                .map(|past| past.title.clone())
                .unwrap_or_default(),
            Source::Unit(desk) => desk.name_fa().to_owned(),
        }
    }
}

fn unit(desk: Option<Desk>) -> Evidence {
    let mut evidence = Evidence::default();
    if let Some(desk) = desk {
        let share = std::array::from_fn(|d| f64::from(u8::from(d == desk.index())));
        evidence.add(Source::Unit(desk), share);
    }
    evidence
}
