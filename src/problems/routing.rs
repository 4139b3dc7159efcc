//! Between the engine's answer and the database's rows.

use chrono::{DateTime, Utc};
use entity::{
    problem::{self, ProblemStatus},
    routing::{self, RoutingDecision, RoutingSource},
    routing_contribution, routing_desk,
};
use matching::{
    Desk,
    routing::{Change, Counterfactual, Decision, Routing},
};
use serde_json::json;

use super::{opinion::Opinion, triage};
use crate::{
    app::App,
    fault::Fault,
    reference::Reference,
    store::{Connection, routings, routings::NewRouting, routings::NewRoutingDesk},
};

/// Who decides: the engine, or a coordinator for a desk and with a reason.
#[derive(Clone, Debug)]
pub enum Decider {
    Engine,
    Coordinator {
        account_id: i64,
        desk: Desk,
        reason: Option<String>,
    },
}

/// Where a decision leaves a problem.
#[derive(Clone, Copy)]
pub struct Destination {
    pub status: ProblemStatus,
    pub desk_id: Option<i64>,
}

/// The status and desk that follow from the engine's decision.
#[must_use]
pub fn destination(reference: &Reference, decision: Decision) -> Destination {
    match decision {
        Decision::Routed(desk) => Destination {
            status: ProblemStatus::Routed,
            desk_id: reference.desk_id(desk),
        },
        Decision::Triage(_) => Destination {
            status: ProblemStatus::Triage,
            desk_id: None,
        },
    }
}

/// Stores a decision about `problem` with the engine's scores beside it.
pub async fn record(
    app: &App,
    db: &impl Connection,
    (problem, opinion): (&problem::Model, &Opinion),
    decider: Decider,
    now: DateTime<Utc>,
) -> Result<routing::Model, Fault> {
    let reference = app.reference();
    let new = NewRouting {
        routing: row(&reference, problem.id, opinion, (decider, now)),
        desks: desk_rows(&reference, &opinion.routing),
    };
    Ok(routings::insert(db, new).await?)
}

fn row(
    reference: &Reference,
    problem_id: i64,
    opinion: &Opinion,
    (decider, now): (Decider, DateTime<Utc>),
) -> routing::Model {
    let routing = &opinion.routing;
    let engine = routing::Model {
        id: 0,
        problem_id,
        source: RoutingSource::Engine,
        decision: RoutingDecision::Triage,
        desk_id: None,
        reason: None,
        confidence: routing.desks.first().map_or(0.0, |best| best.confidence),
        routability: routing.routability,
        weights_version: i64::from(routing.weights_version),
        counterfactual: opinion.counterfactual.as_ref().map(counterfactual_json),
        decided_by: None,
        decided_at: now,
    };
    match (decider, routing.decision) {
        (Decider::Engine, Decision::Routed(desk)) => routing::Model {
            decision: RoutingDecision::Routed,
            desk_id: reference.desk_id(desk),
            ..engine
        },
        (Decider::Engine, Decision::Triage(reason)) => routing::Model {
            reason: Some(triage::text(reason)),
            ..engine
        },
        (
            Decider::Coordinator {
                account_id,
                desk,
                reason,
            },
            _,
        ) => routing::Model {
            source: RoutingSource::Coordinator,
            decision: RoutingDecision::Routed,
            desk_id: reference.desk_id(desk),
            reason,
            confidence: confidence_in(routing, desk),
            decided_by: Some(account_id),
            ..engine
        },
    }
}

/// The engine's confidence in the desk that a person chose.
fn confidence_in(routing: &Routing, desk: Desk) -> f64 {
    routing
        .desks
        .iter()
        .find(|score| score.desk == desk)
        .map_or(0.0, |score| score.confidence)
}

fn desk_rows(reference: &Reference, routing: &Routing) -> Vec<NewRoutingDesk> {
    let numbered = (1..).zip(&routing.desks);
    numbered
        .filter_map(|(position, score)| {
            let desk = routing_desk::Model {
                id: 0,
                routing_id: 0,
                desk_id: reference.desk_id(score.desk)?,
                position,
                score: score.score,
                confidence: score.confidence,
            };
            let contributions = score
                .contributions
                .iter()
                .map(|contribution| routing_contribution::Model {
                    id: 0,
                    routing_desk_id: 0,
                    feature: contribution.feature.code().to_owned(),
                    value: contribution.value,
                    weight: contribution.weight,
                    points: contribution.points,
                    evidence: json!(contribution.evidence),
                })
                .collect();
            Some(NewRoutingDesk {
                desk,
                contributions,
            })
        })
        .collect()
}

/// `{"change": {"kind", …}, "newTop": desk code}`.
#[must_use]
pub fn counterfactual_json(counterfactual: &Counterfactual) -> serde_json::Value {
    let change = match &counterfactual.change {
        Change::PhraseOut(phrase) => json!({"kind": "PHRASE_OUT", "text": phrase}),
        Change::ConceptIn(concept) => {
            json!({"kind": "CONCEPT_IN", "text": concept.name, "code": concept.code})
        }
        Change::Weight { feature, from, to } => {
            json!({"kind": "WEIGHT", "text": feature.code(), "from": from, "to": to})
        }
    };
    json!({"change": change, "newTop": counterfactual.new_top.code()})
}
