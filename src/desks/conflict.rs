//! Why a round has no seating and what would help: desks and members in place of the solver's
//! positions.

use std::collections::BTreeSet;

use matching::{
    Desk,
    assignment::{self, Change, Condition, ConditionKind},
};
use serde::{Deserialize, Serialize};

use super::{input::RoundInput, kept::SeatReason, parameters::SeatOf, wording::Teller};
use crate::{app::App, fault::Fault, store};

/// Conditions that cannot hold together, and the cheapest way out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    pub conditions: Vec<ToldCondition>,
    /// All of them together make the round possible; none where the budget ended before that was sure.
    pub changes: Vec<ToldChange>,
    pub message: String,
    pub message_fa: String,
}

/// A condition by rows instead of positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldCondition {
    pub kind: ConditionKind,
    pub desk: Option<Desk>,
    pub member_id: Option<i64>,
    pub other_id: Option<i64>,
    pub limit: u32,
    /// Why a seat stays that nobody need pin; pinned or not, only a ban ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stays: Option<SeatReason>,
}

/// A condition to relax.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldChange {
    pub condition: ToldCondition,
    pub have: u32,
    pub need: u32,
}

/// The solver's conflicts, told.
pub async fn told(
    app: &App,
    input: &RoundInput,
    conflicts: &[assignment::Conflict],
) -> Result<Vec<Conflict>, Fault> {
    let all = conflicts.iter().flat_map(|conflict| {
        let changed = conflict.changes.iter().map(|change| &change.condition);
        conflict.conditions.iter().chain(changed)
    });
    let people = all.flat_map(|condition| [condition.expert, condition.other]);
    let ids: BTreeSet<i64> = people
        .flatten()
        .map(|at| input.people[at].member_id)
        .collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let members = store::members::by_ids(app.store.reader(), &ids).await?;
    let names = members
        .into_iter()
        .map(|member| (member.id, member.full_name));
    let teller = Teller {
        reference: &app.reference(),
        input,
        names: names.collect(),
    };
    let told = conflicts.iter().map(|conflict| {
        let conditions: Vec<_> = conflict
            .conditions
            .iter()
            .map(|one| condition(input, one))
            .collect();
        let changes: Vec<_> = conflict
            .changes
            .iter()
            .map(|one| change(input, one))
            .collect();
        let (message, message_fa) = teller.sentences(&conditions, &changes);
        Conflict {
            conditions,
            changes,
            message,
            message_fa,
        }
    });
    Ok(told.collect())
}

fn condition(input: &RoundInput, condition: &Condition) -> ToldCondition {
    let member = |at: Option<usize>| at.map(|at| input.people[at].member_id);
    let (desk, member_id) = (
        condition.task.map(|task| Desk::ALL[task]),
        member(condition.expert),
    );
    let seat = member_id.zip(desk);
    let pinned = seat.filter(|_| condition.kind == ConditionKind::Pin);
    ToldCondition {
        kind: condition.kind,
        desk,
        member_id,
        other_id: member(condition.other),
        limit: condition.limit,
        stays: pinned.and_then(|(member_id, desk)| input.stays(SeatOf { member_id, desk })),
    }
}

fn change(input: &RoundInput, change: &Change) -> ToldChange {
    ToldChange {
        condition: condition(input, &change.condition),
        have: change.have,
        need: change.need,
    }
}
