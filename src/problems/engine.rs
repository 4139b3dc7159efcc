//! The engine as the service holds it: the router and every decision that it has learned.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use matching::{
    routing::{DecidedProblem, Router, Weights},
    vocabulary::Vocabulary,
};

use super::decisions;
use crate::{
    club::tidy::latin_digit,
    store::{self, Reader, StoreError},
};

/// Routes under the present weights, with the coordinators' decisions as precedents.
pub struct RoutingEngine(RwLock<State>);

struct State {
    weights: Weights,
    router: Arc<Router>,
    /// The decision on each problem that counts, by problem id.
    decisions: BTreeMap<i64, DecidedProblem>,
    /// The event up to which the trail has been followed.
    seen: i64,
}

impl RoutingEngine {
    /// Builds the router over all decisions in the database.
    pub async fn fetch(db: &Reader) -> Result<Self, StoreError> {
        let weights = Weights::default();
        let engine = Self(RwLock::new(State {
            router: router(&weights, &BTreeMap::new()),
            weights,
            decisions: BTreeMap::new(),
            seen: 0,
        }));
        engine.catch_up(db).await?;
        Ok(engine)
    }

    /// Follows the trail since the last call, whatever process wrote it: learns decisions, forgets
    /// those whose problem was rewritten or withdrawn, takes published weights.
    ///
    /// It reads what is committed alone: what a transaction has written may yet be undone.
    pub async fn catch_up(&self, db: &Reader) -> Result<(), StoreError> {
        let seen = self.read(|state| state.seen);
        let Some(news) = decisions::since(db, seen).await? else {
            return Ok(());
        };
        let weights = match news.weights {
            Some(version) => weights_of(db, version).await?,
            None => None,
        };
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // Another call may have been here between the read and this lock.
        if news.newest > state.seen {
            state.seen = news.newest;
            state.weigh(weights);
            state.take(news.decisions);
        }
        Ok(())
    }

    /// The same after a decision that stands, whatever becomes of this: a failure is logged alone,
    /// since whoever asks the engine for its opinion catches up first.
    pub async fn learn(&self, db: &Reader) {
        if let Err(error) = self.catch_up(db).await {
            tracing::error!(%error, "the engine could not follow the trail yet");
        }
    }

    /// Asks the router; the lock is held for this call only.
    pub fn ask<T>(&self, question: impl FnOnce(&Router) -> T) -> T {
        self.read(|state| question(&state.router))
    }

    /// Asks the router about a problem's text; its own decision is handed along, to be left out.
    pub fn ask_about<T>(
        &self,
        problem_id: Option<i64>,
        question: impl FnOnce(&Router, Option<&DecidedProblem>) -> T,
    ) -> T {
        self.read(|state| {
            let own = problem_id.and_then(|id| state.decisions.get(&id));
            question(&state.router, own)
        })
    }

    /// The present router, for work that takes longer than a lock should be held.
    pub fn router(&self) -> Arc<Router> {
        self.read(|state| Arc::clone(&state.router))
    }

    /// The present router and the decision on each problem that it has learned.
    pub fn lessons(&self) -> (Arc<Router>, Vec<DecidedProblem>) {
        self.read(|state| {
            let decisions = state.decisions.values().cloned().collect();
            (Arc::clone(&state.router), decisions)
        })
    }

    /// The weights that decide now.
    pub fn weights(&self) -> Weights {
        self.read(|state| state.weights.clone())
    }

    /// The version of the weights that decide now.
    pub fn weights_version(&self) -> i64 {
        self.read(|state| i64::from(state.weights.version))
    }

    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn weigh(&mut self, published: Option<Weights>) {
        if let Some(weights) = published.filter(|weights| *weights != self.weights) {
            self.router = Arc::new(self.router.with_weights(weights.clone()));
            self.weights = weights;
        }
    }

    fn take(&mut self, decisions: BTreeMap<i64, Option<DecidedProblem>>) {
        let mut corrected = false;
        let mut learned = Vec::new();
        for (problem_id, decision) in decisions {
            let known = self.decisions.remove(&problem_id);
            if let Some(decision) = &decision {
                self.decisions.insert(problem_id, decision.clone());
            }
            corrected |= known.is_some() && known != decision;
            if known.is_none() {
                learned.extend(decision);
            }
        }
        if corrected || learned.len() > 1 {
            // A decision that is replaced or forgotten cannot be unlearned by itself.
            self.router = router(&self.weights, &self.decisions);
        } else if let Some(decided) = learned.pop() {
            Arc::make_mut(&mut self.router).learn(decided);
        }
    }
}

/// The weights of a version; `None` if they cannot be read.
async fn weights_of(db: &Reader, version: i64) -> Result<Option<Weights>, StoreError> {
    if let Some(weights) = built_in(version) {
        return Ok(Some(weights));
    }
    let row = store::weights::by_version(db, version).await?;
    let weights = row.as_ref().and_then(stored_weights);
    if weights.is_none() {
        tracing::error!(version, "published weights that cannot be read");
    }
    Ok(weights)
}

/// The weights that come with the service, if this is their version; they have no row.
#[must_use]
pub fn built_in(version: i64) -> Option<Weights> {
    let weights = Weights::default();
    (i64::from(weights.version) == version).then_some(weights)
}

/// The weights in a row, under the row's own version.
#[must_use]
pub fn stored_weights(row: &entity::weights::Model) -> Option<Weights> {
    let weights: Weights = serde_json::from_value(row.feature_weights.clone()).ok()?;
    Some(Weights {
        version: u32::try_from(row.version).ok()?,
        ..weights
    })
}

fn router(weights: &Weights, decisions: &BTreeMap<i64, DecidedProblem>) -> Arc<Router> {
    let history: Vec<_> = decisions.values().cloned().collect();
    Arc::new(Router::new(
        Vocabulary::embedded(),
        weights.clone(),
        &history,
    ))
}

/// The problem that people call by this code, in digits of any script; none for any other text.
#[must_use]
pub fn problem_with_code(text: &str) -> Option<i64> {
    let code: String = text.trim().chars().map(latin_digit).collect();
    let (name, number) = code.split_once('-')?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let known = name.eq_ignore_ascii_case("MZ") && digits;
    known.then(|| number.parse().ok()).flatten()
}

/// The code by which people call a problem.
#[must_use]
pub fn code(problem_id: i64) -> String {
    format!("MZ-{problem_id:05}")
}
