//! Finding the experts who fit a problem, and naming those who may not be asked.

use std::sync::{Arc, PoisonError, RwLock};

use entity::member;
use matching::experts::{ExpertIndex, RankRequest, Ranking};

use super::{
    facts::{self, Matter},
    opinion::{self, Question},
    statement::Text,
};
use crate::{
    app::App,
    auth::Viewer,
    desks::input,
    fault::Fault,
    store::{self, members::Revision},
};

/// The planners' profiles, indexed; rebuilt when a member or the weights have changed.
#[derive(Default)]
pub struct ExpertFinder(RwLock<Option<Arc<Snapshot>>>);

/// The index with the members that it is over.
pub struct Snapshot {
    revision: (Revision, i64),
    pub index: ExpertIndex,
    pub members: Vec<member::Model>,
}

/// What to find experts for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The reported problem whose text this is, if it is one.
    pub problem_id: Option<i64>,
    pub title: String,
    pub description: String,
    pub org_unit_id: Option<i64>,
    /// The desk that has the problem, if one has.
    pub desk_id: Option<i64>,
    pub limit: usize,
}

/// The experts found, best first, and those who may not be asked.
pub struct Found {
    pub ranking: Ranking,
    /// By the index that the ranking uses.
    pub members: Vec<member::Model>,
}

/// Ranks the active planners for a text. For coordinators.
pub async fn find(app: &App, viewer: &Viewer, wanted: Wanted) -> Result<Found, Fault> {
    viewer.must_coordinate()?;
    let text = Text::parse(&wanted.title, &wanted.description).map_err(Fault::Invalid)?;
    let snapshot = app.experts.snapshot(app).await?;
    let concept_ids = match wanted.problem_id {
        Some(id) => store::problems::concept_ids(app.store.reader(), id).await?,
        None => Vec::new(),
    };
    let question = Question {
        problem_id: wanted.problem_id,
        title: &text.title,
        description: &text.description,
        concept_ids: &concept_ids,
        org_unit_id: wanted.org_unit_id,
    };
    let desks = opinion::confidences(app, question, wanted.desk_id).await?;
    let matter = Matter {
        problem_id: wanted.problem_id,
        title: &text.title,
        description: &text.description,
        org_unit_id: wanted.org_unit_id,
    };
    let facts = facts::of_members(app, app.store.reader(), &snapshot.members, matter).await?;
    let ranking = snapshot.index.consider(&RankRequest {
        title: &text.title,
        description: &text.description,
        desks: Some(desks),
        facts: &facts,
        limit: Some(wanted.limit),
    });
    Ok(Found {
        ranking,
        members: snapshot.members.clone(),
    })
}

impl ExpertFinder {
    /// The present index.
    pub async fn snapshot(&self, app: &App) -> Result<Arc<Snapshot>, Fault> {
        let members = store::members::revision(app.store.reader()).await?;
        let revision = (members, app.engine.weights_version());
        let held = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(current) = held.filter(|snapshot| snapshot.revision == revision) {
            return Ok(current);
        }
        let candidates = input::planners(app).await?;
        let router = app.engine.router();
        let indexed = tokio::task::spawn_blocking(move || {
            let profiles: Vec<_> = candidates.iter().map(input::profile).collect();
            let index = ExpertIndex::with_router(&profiles, &router);
            (
                index,
                candidates
                    .into_iter()
                    .map(|candidate| candidate.member)
                    .collect(),
            )
        });
        let (index, members) = indexed
            .await
            .map_err(|error| Fault::Internal(format!("indexing experts: {error}")))?;
        let fresh = Arc::new(Snapshot {
            revision,
            index,
            members,
        });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&fresh));
        Ok(fresh)
    }
}
