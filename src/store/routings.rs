//! Routings: every decision about a problem, with the scores that explain it.

use std::collections::HashMap;

use entity::{routing, routing::RoutingDecision, routing_contribution, routing_desk};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::{Connection, Result};

/// A routing to store; its rows' own ids and the ids that join them are ignored.
pub struct NewRouting {
    pub routing: routing::Model,
    pub desks: Vec<NewRoutingDesk>,
}

/// One desk's share of a routing.
pub struct NewRoutingDesk {
    pub desk: routing_desk::Model,
    pub contributions: Vec<routing_contribution::Model>,
}

/// Stores a routing whole.
pub async fn insert(db: &impl Connection, new: NewRouting) -> Result<routing::Model> {
    let stored = routing::Entity::insert(active(new.routing))
        .exec_with_returning(db)
        .await?;
    if new.desks.is_empty() {
        return Ok(stored);
    }
    let rows = new
        .desks
        .iter()
        .map(|new| active_desk(stored.id, &new.desk));
    let desks = routing_desk::Entity::insert_many(rows)
        .exec_with_returning(db)
        .await?;
    let ids: HashMap<i64, i64> = desks.into_iter().map(|row| (row.desk_id, row.id)).collect();
    let contributions: Vec<_> = new
        .desks
        .into_iter()
        .flat_map(|new| {
            let routing_desk_id = ids[&new.desk.desk_id];
            new.contributions
                .into_iter()
                .map(move |row| active_contribution(routing_desk_id, row))
        })
        .collect();
    if !contributions.is_empty() {
        routing_contribution::Entity::insert_many(contributions)
            .exec(db)
            .await?;
    }
    Ok(stored)
}

/// The latest routing of each of these problems.
pub async fn latest(db: &impl Connection, problem_ids: &[i64]) -> Result<Vec<routing::Model>> {
    let newest = routing::Entity::find()
        .select_only()
        .column_as(routing::Column::Id.max(), "id")
        .filter(routing::Column::ProblemId.is_in(problem_ids.iter().copied()))
        .group_by(routing::Column::ProblemId)
        .into_query();
    Ok(routing::Entity::find()
        .filter(routing::Column::Id.in_subquery(newest))
        .all(db)
        .await?)
}

/// Every routing of these problems, oldest first.
pub async fn history(db: &impl Connection, problem_ids: &[i64]) -> Result<Vec<routing::Model>> {
    let rows = routing::Entity::find()
        .filter(routing::Column::ProblemId.is_in(problem_ids.iter().copied()))
        .order_by_asc(routing::Column::Id);
    Ok(rows.all(db).await?)
}

/// How many routings ended in each decision, by the decision's code.
pub async fn totals(db: &impl Connection) -> Result<Vec<(&'static str, u64)>> {
    let decisions = [
        ("ROUTED", RoutingDecision::Routed),
        ("TRIAGE", RoutingDecision::Triage),
    ];
    let mut totals = Vec::new();
    for (code, decision) in decisions {
        let rows = routing::Entity::find().filter(routing::Column::Decision.eq(decision));
        totals.push((code, rows.count(db).await?));
    }
    Ok(totals)
}

/// The desks of these routings, best first.
pub async fn desks(db: &impl Connection, routing_ids: &[i64]) -> Result<Vec<routing_desk::Model>> {
    let rows = routing_desk::Entity::find()
        .filter(routing_desk::Column::RoutingId.is_in(routing_ids.iter().copied()))
        .order_by_asc(routing_desk::Column::Position);
    Ok(rows.all(db).await?)
}

/// The contributions to these desks' scores, in the engine's order.
pub async fn contributions(
    db: &impl Connection,
    routing_desk_ids: &[i64],
) -> Result<Vec<routing_contribution::Model>> {
    let rows = routing_contribution::Entity::find()
        .filter(routing_contribution::Column::RoutingDeskId.is_in(routing_desk_ids.iter().copied()))
        .order_by_asc(routing_contribution::Column::Id);
    Ok(rows.all(db).await?)
}

fn active(row: routing::Model) -> routing::ActiveModel {
    routing::ActiveModel {
        problem_id: Set(row.problem_id),
        source: Set(row.source),
        decision: Set(row.decision),
        desk_id: Set(row.desk_id),
        reason: Set(row.reason),
        confidence: Set(row.confidence),
        routability: Set(row.routability),
        weights_version: Set(row.weights_version),
        counterfactual: Set(row.counterfactual),
        decided_by: Set(row.decided_by),
        decided_at: Set(row.decided_at),
        ..Default::default()
    }
}

fn active_desk(routing_id: i64, row: &routing_desk::Model) -> routing_desk::ActiveModel {
    routing_desk::ActiveModel {
        routing_id: Set(routing_id),
        desk_id: Set(row.desk_id),
        position: Set(row.position),
        score: Set(row.score),
        confidence: Set(row.confidence),
        ..Default::default()
    }
}

fn active_contribution(
    routing_desk_id: i64,
    row: routing_contribution::Model,
) -> routing_contribution::ActiveModel {
    routing_contribution::ActiveModel {
        routing_desk_id: Set(routing_desk_id),
        feature: Set(row.feature),
        value: Set(row.value),
        weight: Set(row.weight),
        points: Set(row.points),
        evidence: Set(row.evidence),
        ..Default::default()
    }
}
