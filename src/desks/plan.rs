//! Planning a round: rows become an instance, the solver answers, its answer becomes a diff.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use entity::{
    member::{self, MemberKind},
    member_expertise,
    round_proposal::SeatChange,
    seat,
};
use matching::{
    Desk,
    assignment::{
        Budget, ExpertLimits, Fairness, Instance, MAX_SCORE, Outcome, Status, TaskLimits, solve,
    },
    experts::{Kind, Placement, Profile, place},
    routing::Router,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::fault::Fault;

/// The solver counts in whole numbers: hundredths of a point are finer than any score is sure.
const PER_POINT: f64 = 100.0;

/// What a round is asked to keep to; stored with the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoundParameters {
    /// One entry a desk.
    pub desks: Vec<DeskLimits>,
    /// Seats of each internal planner.
    pub internal: SeatsEach,
    /// Seats of each external planner.
    pub external: SeatsEach,
    /// Points, in hundredths, for keeping somebody at a desk where they are seated.
    pub continuity: i32,
}

/// How many people a desk takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeskLimits {
    pub desk: Desk,
    pub seats_min: u32,
    pub seats_max: u32,
    pub externals_min: u32,
}

/// How many seats a person takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatsEach {
    pub min: u32,
    pub max: u32,
}

/// A candidate with what they know.
pub struct Candidate {
    pub member: member::Model,
    pub expertise: Vec<member_expertise::Model>,
}

/// What a round would do.
pub struct Plan {
    pub outcome: Outcome,
    /// Empty when the conditions cannot hold together.
    pub proposals: Vec<Proposal>,
}

/// One line of a plan: a member at a desk, and how that differs from today.
pub struct Proposal {
    pub member_id: i64,
    pub desk: Desk,
    pub change: SeatChange,
    pub score: f64,
    /// The reasons behind the score, as they are stored.
    pub contributions: serde_json::Value,
}

/// Where everybody sits today, as pairs of member id and desk.
pub type Seated = BTreeMap<(i64, Desk), seat::Model>;

/// Plans a round over `candidates`, which must be in a stable order.
pub fn plan(
    router: &Router,
    candidates: &[Candidate],
    seated: &Seated,
    parameters: &RoundParameters,
) -> Result<Plan, Fault> {
    let placements: Vec<Vec<Placement>> = candidates
        .iter()
        .map(|candidate| by_desk(place(router, &profile(candidate))))
        .collect();
    let instance = instance(candidates, &placements, seated, parameters);
    let outcome = solve(&instance, Budget::default(), &mut |_| {
        ControlFlow::Continue(())
    })
    .map_err(|error| Fault::Internal(format!("an instance of ours: {error}")))?;
    let proposals = match outcome.status {
        Status::Optimal | Status::Feasible => proposals(candidates, &placements, seated, &outcome),
        Status::Infeasible | Status::Undecided => Vec::new(),
    };
    Ok(Plan { outcome, proposals })
}

fn instance(
    candidates: &[Candidate],
    placements: &[Vec<Placement>],
    seated: &Seated,
    parameters: &RoundParameters,
) -> Instance {
    let experts = candidates.iter().map(|candidate| {
        let external = candidate.member.kind == MemberKind::External;
        let each = if external {
            parameters.external
        } else {
            parameters.internal
        };
        ExpertLimits {
            external,
            min: each.min,
            max: each.max,
        }
    });
    let tasks = Desk::ALL.iter().map(|desk| limits(parameters, *desk));
    let score = candidates
        .iter()
        .zip(placements)
        .map(|(candidate, placements)| {
            let points = placements.iter().map(|placement| {
                let kept = seated.contains_key(&(candidate.member.id, placement.desk));
                whole(placement.score) + if kept { parameters.continuity } else { 0 }
            });
            points.map(|points| points.clamp(0, MAX_SCORE)).collect()
        });
    Instance {
        experts: experts.collect(),
        tasks: tasks.collect(),
        score: score.collect(),
        ban: Vec::new(),
        pin: Vec::new(),
        apart: Vec::new(),
        fairness: Fairness::Total,
    }
}

fn limits(parameters: &RoundParameters, desk: Desk) -> TaskLimits {
    let asked = parameters.desks.iter().find(|limits| limits.desk == desk);
    asked.map_or(
        TaskLimits {
            min: 0,
            max: 0,
            min_external: 0,
        },
        |limits| TaskLimits {
            min: limits.seats_min,
            max: limits.seats_max,
            min_external: limits.externals_min,
        },
    )
}

fn proposals(
    candidates: &[Candidate],
    placements: &[Vec<Placement>],
    seated: &Seated,
    outcome: &Outcome,
) -> Vec<Proposal> {
    let chosen = outcome.assign.iter().map(|(expert, task)| {
        let placement = &placements[*expert][*task];
        let member_id = candidates[*expert].member.id;
        let kept = seated.contains_key(&(member_id, placement.desk));
        let change = if kept {
            SeatChange::Kept
        } else {
            SeatChange::Added
        };
        (member_id, placement, change)
    });
    let chosen: Vec<_> = chosen.collect();
    let taken: BTreeSet<(i64, Desk)> = chosen
        .iter()
        .map(|(member_id, placement, _)| (*member_id, placement.desk))
        .collect();
    let removed = seated.keys().filter(|seat| !taken.contains(seat));
    let removed = removed.map(|(member_id, desk)| Proposal {
        member_id: *member_id,
        desk: *desk,
        change: SeatChange::Removed,
        score: 0.0,
        contributions: json!([]),
    });
    let chosen = chosen
        .into_iter()
        .map(|(member_id, placement, change)| Proposal {
            member_id,
            desk: placement.desk,
            change,
            score: placement.score,
            contributions: contributions(placement),
        });
    chosen.chain(removed).collect()
}

fn contributions(placement: &Placement) -> serde_json::Value {
    let reasons = placement.contributions.iter().map(|reason| {
        json!({
            "feature": reason.part.code(),
            "value": reason.value,
            "weight": reason.weight,
            "points": reason.points,
            "evidence": reason.evidence,
        })
    });
    reasons.collect()
}

/// The placements in the desks' fixed order instead of best first.
fn by_desk(mut placements: Vec<Placement>) -> Vec<Placement> {
    placements.sort_by_key(|placement| placement.desk);
    placements
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the solver's range first"
)]
fn whole(score: f64) -> i32 {
    (score * PER_POINT).round().clamp(0.0, f64::from(MAX_SCORE)) as i32
}

/// A member as the engine sees one.
#[must_use]
pub fn profile(candidate: &Candidate) -> Profile {
    let member = &candidate.member;
    Profile {
        id: member.id.to_string(),
        kind: match member.kind {
            MemberKind::Internal => Kind::Internal,
            MemberKind::External => Kind::External,
        },
        field: member.field.clone(),
        job: member.job.clone(),
        expertise: candidate
            .expertise
            .iter()
            .map(|row| row.phrase.clone())
            .collect(),
        bio: member.bio.clone(),
        documents: Vec::new(),
    }
}
