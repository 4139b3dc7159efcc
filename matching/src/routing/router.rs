//! The router: what the features find in a statement, weighed, summed and decided.

use std::sync::{Arc, OnceLock};

use super::confidence::decide;
use super::decision::{DeskScore, Feature, Precedent, Routing};
use super::findings::Findings;
use super::model::Model;
use super::precedents::{NEIGHBOURS, Precedents};
use super::routability::{Legibility, SIGNALS};
use super::statement::{DecidedProblem, Statement};
use super::weights::Weights;
use crate::Desk;
use crate::corpus::{Labelled, exemplars};
use crate::learning::Example;
use crate::vocabulary::Vocabulary;

/// Routes statements under one vocabulary, one set of weights and a growing history.
///
/// Cloning shares the trained term weights and copies the history.
#[derive(Clone, Debug)]
pub struct Router {
    pub(super) model: Arc<Model>,
    weights: Weights,
    pub(super) precedents: Precedents,
}

impl Router {
    /// A router that knows these decided problems; their order is irrelevant.
    ///
    /// The term weights of the embedded vocabulary are trained once a process.
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

    /// A router that trains on the given exemplars instead of its own: for cross-validation.
    #[must_use]
    pub fn trained_on(vocabulary: &Vocabulary, weights: Weights, exemplars: &[&Labelled]) -> Self {
        let model = Arc::new(Model::train(vocabulary, exemplars));
        Self {
            model,
            weights,
            precedents: Precedents::default(),
        }
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
        self.route_without(statement, None)
    }

    /// Routes a statement as if its own decision were not known, so that it is no precedent of
    /// itself; a decision that this router has not learned changes nothing.
    #[must_use]
    pub fn route_without(
        &self,
        statement: &Statement<'_>,
        own: Option<&DecidedProblem>,
    ) -> Routing {
        let findings = self.find(statement, own);
        let desks = findings.ranked(&self.weights);
        let legibility = Legibility::of(&findings, &desks);
        Routing {
            decision: decide(&desks, &legibility),
            desks,
            routability: legibility.routability,
            weights_version: self.weights.version,
        }
    }

    /// The six scores alone, in the desks' fixed order: routing without its reasons, for re-scoring.
    #[must_use]
    pub fn scores(&self, statement: &Statement<'_>) -> [f64; Desk::COUNT] {
        self.find(statement, None).scores(&self.weights)
    }

    /// The decided problems that are most like a statement, at most five, the most alike first.
    #[must_use]
    pub fn precedents(&self, statement: &Statement<'_>) -> Vec<Precedent> {
        self.alike(statement, NEIGHBOURS)
    }

    /// The decided problems that are like a statement, at most so many, the most alike first.
    #[must_use]
    pub fn alike(&self, statement: &Statement<'_>, most: usize) -> Vec<Precedent> {
        let findings = self.find(statement, None);
        let near = self.precedents.ranked(&findings.vector, None, most);
        near.into_iter()
            .filter_map(|(at, likeness)| {
                let problem = self.precedents.problem(at)?;
                Some(Precedent {
                    id: problem.id.clone(),
                    title: problem.title.clone(),
                    desk: problem.desk,
                    likeness,
                })
            })
            .collect()
    }

    /// What the features find; the statement's own decision is left out.
    pub(super) fn find<'a>(
        &'a self,
        statement: &Statement<'a>,
        own: Option<&DecidedProblem>,
    ) -> Findings<'a> {
        Findings::of(&self.model, &self.precedents, statement, own)
    }

    /// The best desk under some weights.
    pub(super) fn top_under(findings: &Findings<'_>, weights: &Weights) -> Option<Desk> {
        let scores = findings.scores(weights);
        let better = |best: Desk, desk: Desk| {
            if scores[desk.index()] > scores[best.index()] {
                desk
            } else {
                best
            }
        };
        Desk::ALL.into_iter().reduce(better)
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

    /// How many content words are known, and the six scores, for fitting the sureness.
    pub(crate) fn mass_and_scores(&self, statement: &Statement<'_>) -> (f64, [f64; Desk::COUNT]) {
        let findings = self.find(statement, None);
        (findings.known_words(), findings.scores(&self.weights))
    }

    /// The signals of routability, for fitting it.
    pub(crate) fn signals(&self, statement: &Statement<'_>) -> [f64; SIGNALS] {
        let findings = self.find(statement, None);
        let desks: Vec<DeskScore> = findings.ranked(&self.weights);
        Legibility::of(&findings, &desks).signals
    }
}
