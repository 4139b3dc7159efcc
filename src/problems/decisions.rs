//! Which decisions the engine learns: a coordinator's last word on a problem, as long as the
//! problem has the text that it was about and has not been withdrawn.
//!
//! The audit trail tells, so that every process comes to the same answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use entity::audit_event;
use matching::{Desk, routing::DecidedProblem};
use serde::Deserialize;

use super::engine::code;
use crate::{
    events::EventKind,
    store::{Connection, Reader, StoreError, audit, problems},
};

/// The kind of object that a problem's events are about.
const PROBLEM: &str = "Problem";

/// Problems that are read at once.
const BATCH: usize = 500;

/// What may have changed since an event.
#[derive(Debug, Default)]
pub struct News {
    /// The newest event of all.
    pub newest: i64,
    /// The problems concerned, each with the decision that counts now; `None` if none does.
    pub decisions: BTreeMap<i64, Option<DecidedProblem>>,
    /// The version of the weights that was last put in force, if one was.
    pub weights: Option<i64>,
}

/// What has happened after the event `seen`; `None` if nothing at all.
pub async fn since(db: &Reader, seen: i64) -> Result<Option<News>, StoreError> {
    let kinds = [
        EventKind::ProblemRerouted,
        EventKind::RoutingConfirmed,
        EventKind::ProblemUpdated,
        EventKind::ProblemWithdrawn,
        EventKind::WeightsPublished,
    ];
    let happened = audit::of_kinds_after(db, kinds.map(EventKind::code).to_vec(), seen).await?;
    let Some(newest) = happened.last() else {
        return Ok(None);
    };
    let newest = newest.id;
    let weights = EventKind::WeightsPublished.code();
    let published = happened.iter().rfind(|event| event.kind == weights);
    let published = published.map(|event| event.subject_id);
    let problems = happened.iter().filter(|event| event.subject == PROBLEM);
    let ids: BTreeSet<i64> = problems.map(|event| event.subject_id).collect();
    Ok(Some(News {
        newest,
        decisions: in_force(db, ids).await?,
        weights: published,
    }))
}

/// Whether a coordinator's last word on where a problem belongs was that its desk is right.
pub async fn is_confirmed(db: &impl Connection, problem_id: i64) -> Result<bool, StoreError> {
    let confirmed = EventKind::RoutingConfirmed.code();
    let words = vec![EventKind::ProblemRerouted.code(), confirmed.clone()];
    let last = audit::last_about(db, (PROBLEM, problem_id), words).await?;
    Ok(last.is_some_and(|event| event.kind == confirmed))
}

/// The decision on each of these problems that counts now.
async fn in_force(
    db: &Reader,
    ids: BTreeSet<i64>,
) -> Result<BTreeMap<i64, Option<DecidedProblem>>, StoreError> {
    let mut decisions: BTreeMap<_, _> = ids.iter().map(|id| (*id, None)).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    for batch in ids.chunks(BATCH) {
        let desks = last_words(&audit::about(db, PROBLEM, batch).await?);
        let decided: Vec<i64> = desks.keys().copied().collect();
        for problem in problems::by_ids(db, &decided).await? {
            let decision = desks.get(&problem.id).map(|&desk| DecidedProblem {
                id: code(problem.id),
                title: problem.title,
                description: problem.description,
                desk,
            });
            decisions.insert(problem.id, decision);
        }
    }
    Ok(decisions)
}

/// What an event says of a decision.
#[derive(Deserialize)]
struct Said {
    desk: Option<String>,
    #[serde(default)]
    fields: Vec<String>,
}

/// The desks that coordinators last decided, by problem, from events oldest first; another text or
/// a withdrawal ends a decision.
fn last_words(events: &[audit_event::Model]) -> HashMap<i64, Desk> {
    let mut desks = HashMap::new();
    for event in events {
        let kind = EventKind::from_code(&event.kind);
        let said = serde_json::from_str::<Said>(&event.data).ok();
        let decides = [EventKind::ProblemRerouted, EventKind::RoutingConfirmed].contains(&kind);
        let rewritten = said.as_ref().is_some_and(Said::is_another_text);
        if decides {
            let desk = said.and_then(|said| Desk::from_code(&said.desk?));
            desk.and_then(|desk| desks.insert(event.subject_id, desk));
        } else if kind == EventKind::ProblemWithdrawn
            || (kind == EventKind::ProblemUpdated && rewritten)
        {
            desks.remove(&event.subject_id);
        }
    }
    desks
}

impl Said {
    fn is_another_text(&self) -> bool {
        let mut fields = self.fields.iter();
        fields.any(|field| ["title", "description"].contains(&field.as_str()))
    }
}
