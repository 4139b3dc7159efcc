//! What the engine would say of a text, with its reasons.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use matching::routing as engine;

use super::{
    routing::{Contribution, Counterfactual},
    triage::Triage,
};
use crate::{
    graphql::enums::{DeskCode, RoutingDecision},
    problems::{opinion::Opinion, routing::counterfactual_json, triage},
};

pub struct RoutingPreview(pub Arc<Opinion>);

/// What the engine would say of a text that nobody has posted (پیش‌نمایش مسیریابی).
#[Object]
impl RoutingPreview {
    /// Sent to a desk, or kept for a person.
    async fn decision(&self) -> RoutingDecision {
        match self.0.routing.decision {
            engine::Decision::Routed(_) => RoutingDecision::Routed,
            engine::Decision::Triage(_) => RoutingDecision::Triage,
        }
    }

    /// The desk that would get it; null in triage.
    async fn desk(&self) -> Option<DeskCode> {
        match self.0.routing.decision {
            engine::Decision::Routed(desk) => Some(desk.into()),
            engine::Decision::Triage(_) => None,
        }
    }

    /// Why it would be kept for a person; null when it would be sent to a desk.
    async fn reason(&self) -> Option<String> {
        match self.0.routing.decision {
            engine::Decision::Routed(_) => None,
            engine::Decision::Triage(reason) => Some(triage::text(reason)),
        }
    }

    #[graphql(flatten)]
    async fn triage(&self) -> Triage {
        Triage(match self.0.routing.decision {
            engine::Decision::Routed(_) => None,
            engine::Decision::Triage(reason) => Some(reason),
        })
    }

    /// Calibrated probability, 0 to 1, that the best desk is right.
    async fn confidence(&self) -> f64 {
        self.0
            .routing
            .desks
            .first()
            .map_or(0.0, |best| best.confidence)
    }

    /// The probability, 0 to 1, that the text can be routed at all.
    async fn routability(&self) -> f64 {
        self.0.routing.routability
    }

    /// All six desks, best first, with what speaks for each.
    async fn desks(&self) -> Vec<PreviewDesk> {
        self.0.routing.desks.iter().map(PreviewDesk::from).collect()
    }

    /// The weights under which the engine scores now.
    async fn weights_version(&self) -> u32 {
        self.0.routing.weights_version
    }

    /// The smallest change that would lead elsewhere; null when none was found that leaves
    /// something of the text and is within reason.
    async fn counterfactual(&self) -> Option<Counterfactual> {
        let found = self.0.counterfactual.as_ref().map(counterfactual_json);
        found.as_ref().and_then(Counterfactual::from_json)
    }
}

/// One desk's score in a preview.
#[derive(SimpleObject)]
pub struct PreviewDesk {
    /// The desk.
    pub desk: DeskCode,
    /// The sum of the contributions' points.
    pub score: f64,
    /// Calibrated probability, 0 to 1, that this desk is right; the six sum to 1.
    pub confidence: f64,
    /// What speaks for the desk, feature by feature.
    pub contributions: Vec<Contribution>,
}

impl From<&engine::DeskScore> for PreviewDesk {
    fn from(desk: &engine::DeskScore) -> Self {
        Self {
            desk: desk.desk.into(),
            score: desk.score,
            confidence: desk.confidence,
            contributions: desk.contributions.iter().map(Contribution::from).collect(),
        }
    }
}
