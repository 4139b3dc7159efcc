//! What happened to problems: told once to whoever follows, and kept as each problem's timeline.

use std::{collections::HashMap, sync::Arc};

use entity::{audit_event, problem};

use super::find::own_desks;
use crate::{
    app::App,
    auth::{Role, Viewer},
    events::Follower,
    fault::{Complaint, Fault},
    store::{self, StoreError, audit},
};

/// The kind of object that a problem's events are about.
const SUBJECT: &str = "Problem";

/// Something that happened to a problem, and the problem as it is now.
pub struct ProblemEvent {
    pub event: audit_event::Model,
    pub problem: problem::Model,
}

/// Where to begin, and what to tell.
pub struct Wanted {
    /// After the event with this id; from now on when left out.
    pub after: Option<i64>,
    /// Only problems that this desk has, or had before a rerouting.
    pub desk_id: Option<i64>,
}

/// Somebody who follows what happens to the problems that they may see.
pub struct Following {
    follower: Follower,
    viewer: Viewer,
    desk_id: Option<i64>,
}

/// Begins to follow.
pub async fn follow(app: &Arc<App>, viewer: &Viewer, wanted: Wanted) -> Result<Following, Fault> {
    may_follow(viewer)?;
    let newest = audit::newest_id(app.store.reader()).await?;
    let place = wanted.after.unwrap_or(newest);
    // A place that the trail has not reached is another database's; waiting for it would lose
    // whatever happens until then.
    if !(0..=newest).contains(&place) {
        return Err(Complaint::unknown("after").into());
    }
    Ok(Following {
        follower: Follower::after(Arc::clone(app), place),
        viewer: viewer.clone(),
        desk_id: wanted.desk_id,
    })
}

impl Following {
    /// The next events, at least one, in the order in which they happened.
    pub async fn next(&mut self) -> Result<Vec<ProblemEvent>, Fault> {
        loop {
            let events = self.follower.next().await?;
            let seen = self.seen(events).await?;
            if !seen.is_empty() {
                return Ok(seen);
            }
        }
    }

    async fn seen(&self, events: Vec<audit_event::Model>) -> Result<Vec<ProblemEvent>, Fault> {
        let about: Vec<_> = events
            .into_iter()
            .filter(|event| event.subject == SUBJECT)
            .collect();
        if about.is_empty() {
            return Ok(Vec::new());
        }
        let mut ids: Vec<i64> = about.iter().map(|event| event.subject_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let problems = self.visible(&ids).await?;
        let told = about.into_iter().filter_map(|event| {
            let problem = problems.get(&event.subject_id)?.clone();
            Some(ProblemEvent { event, problem })
        });
        Ok(told.collect())
    }

    /// Those of the problems with these ids that are to be told of, by id.
    async fn visible(&self, ids: &[i64]) -> Result<HashMap<i64, problem::Model>, Fault> {
        let app = self.follower.app();
        let desks = own_desks(app, &self.viewer).await?;
        let mut problems = store::problems::by_ids(app.store.reader(), ids).await?;
        let teams = store::teams::of_problems(app.store.reader(), ids).await?;
        problems.retain(|problem| {
            let places = teams.iter().filter(|place| place.problem_id == problem.id);
            let team: Vec<_> = places.cloned().collect();
            self.viewer.may_see_problem(problem, &team, &desks)
        });
        if let Some(desk_id) = self.desk_id {
            let been_there = been_at(app, ids, desk_id).await?;
            problems.retain(|problem| been_there.contains(&problem.id));
        }
        Ok(problems
            .into_iter()
            .map(|problem| (problem.id, problem))
            .collect())
    }
}

/// Those of these problems that a decision has sent to this desk, now or before.
async fn been_at(app: &App, ids: &[i64], desk_id: i64) -> Result<Vec<i64>, StoreError> {
    let routings = store::routings::history(app.store.reader(), ids).await?;
    let there = routings
        .into_iter()
        .filter(|routing| routing.desk_id == Some(desk_id));
    Ok(there.map(|routing| routing.problem_id).collect())
}

/// What an event says besides its kind.
#[derive(Default, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Details {
    /// Why it was done; experts' reasons to decline are no part of an event.
    pub reason: Option<String>,
    pub comment_id: Option<i64>,
    pub resolution_id: Option<i64>,
}

/// What `event` says besides its kind.
#[must_use]
pub fn details(event: &audit_event::Model) -> Details {
    serde_json::from_str(&event.data).unwrap_or_default()
}

/// Every event of these problems, oldest first, by problem id.
pub async fn timelines(
    app: &App,
    problem_ids: &[i64],
) -> Result<HashMap<i64, Vec<audit_event::Model>>, StoreError> {
    let mut timelines: HashMap<i64, Vec<_>> = HashMap::new();
    for event in audit::about(app.store.reader(), SUBJECT, problem_ids).await? {
        timelines.entry(event.subject_id).or_default().push(event);
    }
    Ok(timelines)
}

/// The id of the newest event, for somebody who reads first and follows then.
pub async fn newest_id(app: &App, viewer: &Viewer) -> Result<i64, Fault> {
    may_follow(viewer)?;
    Ok(audit::newest_id(app.store.reader()).await?)
}

fn may_follow(viewer: &Viewer) -> Result<(), Fault> {
    match viewer.role {
        Role::Coordinator | Role::Deputy | Role::Expert => Ok(()),
        Role::Frontend | Role::Auditor => Err(Fault::Forbidden),
    }
}
