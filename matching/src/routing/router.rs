//! The router: the features' evidence, weighed and summed, then decided.

use super::decision::{
    Contribution, Counterfactual, Decision, DeskScore, Feature, Routing, TriageReason,
};
use super::lexicon::{Evidence, Lexicon};
use super::reading::{Reading, Zone};
use super::statement::{DecidedProblem, Statement};
use super::weights::Weights;
use crate::Desk;
use crate::vocabulary::Vocabulary;

/// Routes statements under one vocabulary, one set of weights and a growing history.
#[derive(Clone, Debug)]
pub struct Router {
    lexicon: Lexicon,
    weights: Weights,
    history: Vec<DecidedProblem>,
}

impl Router {
    /// A router that knows these decided problems; their order is irrelevant.
    #[must_use]
    pub fn new(vocabulary: &Vocabulary, weights: Weights, history: &[DecidedProblem]) -> Self {
        Self {
            lexicon: Lexicon::new(vocabulary),
            weights,
            history: history.to_vec(),
        }
    }

    /// Makes a decision a precedent at once.
    pub fn learn(&mut self, decided: DecidedProblem) {
        self.history.push(decided);
    }

    /// Routes one statement. Total: "no suitable desk" is a value.
    #[must_use]
    pub fn route(&self, statement: &Statement<'_>) -> Routing {
        let reading = Reading::of(statement);
        let evidence = [
            (Feature::Words, self.lexicon.words_in(&reading)),
            (Feature::Phrases, self.lexicon.phrases_in(&reading.words)),
            (
                Feature::Request,
                self.lexicon.phrases_in(reading.zone(Zone::Request)),
            ),
            (Feature::Unit, unit(statement.reporter_desk)),
        ];
        let mut desks: Vec<DeskScore> = Desk::ALL
            .iter()
            .map(|&desk| self.score(desk, &evidence))
            .collect();
        soften(&mut desks);
        desks.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.desk.cmp(&b.desk)));
        let total: f64 = desks.iter().map(|desk| desk.score).sum();
        let routability = total / (1.0 + total);
        Routing {
            decision: decide(&desks, routability),
            desks,
            routability,
            weights_version: self.weights.version,
        }
    }

    /// The smallest single change that would change the top desk, if one is found.
    #[must_use]
    pub fn counterfactual(&self, statement: &Statement<'_>) -> Option<Counterfactual> {
        let top = self.route(statement).top()?;
        Feature::ALL.into_iter().find_map(|feature| {
            let changed = Self {
                weights: self.weights.clone().with(feature, 0.0),
                ..self.clone()
            };
            let new_top = changed.route(statement).top().filter(|&desk| desk != top)?;
            let change = super::Change::Weight {
                feature,
                from: self.weights.of(feature),
                to: 0.0,
            };
            Some(Counterfactual { change, new_top })
        })
    }

    fn score(&self, desk: Desk, evidence: &[(Feature, Evidence)]) -> DeskScore {
        let contributions: Vec<Contribution> = evidence
            .iter()
            .filter(|(_, found)| found.value[desk.index()] != 0.0)
            .map(|(feature, found)| contribution(desk, *feature, found, self.weights.of(*feature)))
            .collect();
        let score = contributions.iter().map(|part| part.points).sum();
        DeskScore {
            desk,
            score,
            confidence: 0.0,
            contributions,
        }
    }
}

fn contribution(desk: Desk, feature: Feature, found: &Evidence, weight: f64) -> Contribution {
    let value = found.value[desk.index()];
    let mut strongest: Vec<&(String, [f64; Desk::COUNT])> = found
        .found
        .iter()
        .filter(|(_, share)| share[desk.index()] > 0.0)
        .collect();
    strongest.sort_by(|a, b| b.1[desk.index()].total_cmp(&a.1[desk.index()]));
    let evidence = strongest
        .iter()
        .take(5)
        .map(|(name, _)| name.clone())
        .collect();
    Contribution {
        feature,
        value,
        weight,
        points: value * weight,
        evidence,
    }
}

fn unit(desk: Option<Desk>) -> Evidence {
    let mut evidence = Evidence::default();
    if let Some(desk) = desk {
        evidence.add(
            desk.name_fa(),
            std::array::from_fn(|d| f64::from(d == desk.index())),
        );
    }
    evidence
}

fn soften(desks: &mut [DeskScore]) {
    let best = desks.iter().map(|desk| desk.score).fold(0.0, f64::max);
    let total: f64 = desks.iter().map(|desk| (desk.score - best).exp()).sum();
    for desk in desks {
        desk.confidence = (desk.score - best).exp() / total;
    }
}

fn decide(desks: &[DeskScore], routability: f64) -> Decision {
    let [first, second, ..] = desks else {
        return Decision::Triage(TriageReason::TooLittleEvidence);
    };
    if first.score <= 0.0 {
        Decision::Triage(TriageReason::TooLittleEvidence)
    } else if routability < 0.5 {
        Decision::Triage(TriageReason::OffTopic)
    } else if first.confidence - second.confidence < 0.05 {
        Decision::Triage(TriageReason::TooClose {
            first: first.desk,
            second: second.desk,
        })
    } else {
        Decision::Routed(first.desk)
    }
}
