//! The router: the features' evidence, weighed and summed, then decided.

use std::sync::{Arc, OnceLock};

use super::confidence::{calibrate, decide};
use super::decision::{Contribution, DeskScore, Feature, Routing};
use super::evidence::{self, Evidence, Source};
use super::model::Model;
use super::precedents::{Excluded, Precedents};
use super::reading::Reading;
use super::routability::{Legibility, SIGNALS};
use super::statement::{DecidedProblem, Statement};
use super::terms::Terms;
use super::vector::Vector;
use super::weights::Weights;
use crate::Desk;
use crate::corpus::{Labelled, exemplars};
use crate::learning::Example;
use crate::vocabulary::Vocabulary;

/// Routes statements under one vocabulary, one set of weights and a growing history.
#[derive(Clone, Debug)]
pub struct Router {
    model: Arc<Model>,
    weights: Weights,
    precedents: Precedents,
}

/// A statement after reading: what every feature found in it.
pub(super) struct Findings<'a> {
    reading: Reading<'a>,
    terms: Terms,
    vector: Vector,
    pub evidence: Vec<(Feature, Evidence)>,
}

impl Router {
    /// A router that knows these decided problems; their order is irrelevant.
    #[must_use]
    pub fn new(vocabulary: &Vocabulary, weights: Weights, history: &[DecidedProblem]) -> Self {
        static EMBEDDED: OnceLock<Arc<Model>> = OnceLock::new();
        let train = || {
            Arc::new(Model::train(
                vocabulary,
                &exemplars().iter().collect::<Vec<_>>(),
            ))
        };
        let own = vocabulary.version() == Vocabulary::embedded().version();
        let model = if own {
            EMBEDDED.get_or_init(train).clone()
        } else {
            train()
        };
        Self::assemble(model, weights, history)
    }

    /// A router that trains on the given exemplars instead of its own: for cross-validation.
    #[must_use]
    pub fn trained_on(vocabulary: &Vocabulary, weights: Weights, exemplars: &[&Labelled]) -> Self {
        Self::assemble(Arc::new(Model::train(vocabulary, exemplars)), weights, &[])
    }

    fn assemble(model: Arc<Model>, weights: Weights, history: &[DecidedProblem]) -> Self {
        let mut router = Self {
            model,
            weights,
            precedents: Precedents::default(),
        };
        for decided in history {
            router.learn(decided.clone());
        }
        router
    }

    /// The same router under other weights.
    #[must_use]
    pub fn with_weights(&self, weights: Weights) -> Self {
        Self {
            weights,
            ..self.clone()
        }
    }

    /// The weights in force.
    #[must_use]
    pub const fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Makes a decision a precedent at once.
    pub fn learn(&mut self, decided: DecidedProblem) {
        self.precedents.learn(&self.model, decided);
    }

    /// Routes one statement. Total: "no suitable desk" is a value.
    #[must_use]
    pub fn route(&self, statement: &Statement<'_>) -> Routing {
        self.weigh(&self.find(statement, None))
    }

    /// What the features find; a back-test excludes the problem itself from its precedents.
    pub(super) fn find<'a>(&self, statement: &Statement<'a>, own: Excluded<'_>) -> Findings<'a> {
        let mut reading = Reading::of(statement);
        self.model.correct(&mut reading);
        let (vector, terms) = Vector::of(&self.model, &reading);
        let mut evidence = Vec::from(evidence::of_terms(&self.model, &vector));
        evidence.push((Feature::Unit, unit(statement.reporter_desk)));
        if !self.precedents.is_empty() {
            evidence.push((Feature::Precedents, self.precedents.nearest(&vector, own)));
            evidence.push((
                Feature::Learned,
                self.precedents.learned(&self.model, &vector, own),
            ));
        }
        Findings {
            reading,
            terms,
            vector,
            evidence,
        }
    }

    /// A decided problem as the features see it, without itself among its precedents.
    pub(crate) fn example(&self, decided: &DecidedProblem) -> Example {
        let findings = self.find(&decided.statement(), Some(decided));
        let mut values = [[0.0; Feature::COUNT]; Desk::COUNT];
        for (feature, found) in &findings.evidence {
            for (row, value) in values.iter_mut().zip(found.value) {
                row[feature.index()] = value;
            }
        }
        Example {
            values,
            right: decided.desk,
        }
    }

    /// Weighs findings and decides.
    pub(super) fn weigh(&self, findings: &Findings<'_>) -> Routing {
        let mut desks: Vec<DeskScore> = Desk::ALL
            .iter()
            .map(|&desk| self.score(desk, findings))
            .collect();
        calibrate(&mut desks);
        desks.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.desk.cmp(&b.desk)));
        let legibility = self.legibility(findings, &desks);
        Routing {
            decision: decide(&desks, &legibility),
            desks,
            routability: legibility.routability,
            weights_version: self.weights.version,
        }
    }

    /// The signals of routability, for fitting it.
    pub(crate) fn signals(&self, statement: &Statement<'_>) -> [f64; SIGNALS] {
        let findings = self.find(statement, None);
        Legibility::of(
            &self.model,
            &findings.reading,
            &findings.vector,
            &self.ranked(&findings),
        )
        .signals
    }

    fn legibility(&self, findings: &Findings<'_>, desks: &[DeskScore]) -> Legibility {
        Legibility::of(&self.model, &findings.reading, &findings.vector, desks)
    }

    fn ranked(&self, findings: &Findings<'_>) -> Vec<DeskScore> {
        let scores = Desk::ALL.iter().map(|&desk| self.score(desk, findings));
        let mut desks: Vec<DeskScore> = scores.collect();
        calibrate(&mut desks);
        desks.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.desk.cmp(&b.desk)));
        desks
    }

    fn score(&self, desk: Desk, findings: &Findings<'_>) -> DeskScore {
        let said = findings
            .evidence
            .iter()
            .filter(|(_, found)| found.value[desk.index()] != 0.0);
        let contributions: Vec<Contribution> = said
            .map(|(feature, found)| self.contribution(desk, *feature, found, findings))
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
        findings: &Findings<'_>,
    ) -> Contribution {
        let (value, weight) = (found.value[desk.index()], self.weights.of(feature));
        let sources = found.strongest(desk).into_iter();
        let evidence = sources.map(|source| self.name(source, findings)).collect();
        Contribution {
            feature,
            value,
            weight,
            points: value * weight,
            evidence,
        }
    }

    fn name(&self, source: Source, findings: &Findings<'_>) -> String {
        match source {
            Source::Term(at) => findings
                .vector
                .items
                .get(at)
                .map(|item| evidence::name(item, &findings.reading, &findings.terms))
                .unwrap_or_default(),
            Source::Precedent(at) => self
                .precedents
                .problem(at)
                .map(|problem| problem.title.clone())
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
