//! The engine as the service holds it: the router and every decision that it has learned.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use matching::{
    Desk,
    routing::{DecidedProblem, Router, Weights},
    vocabulary::Vocabulary,
};

use crate::{
    club::tidy::latin_digit,
    reference::Reference,
    store::{self, Connection, StoreError, routings},
};

/// Routes under the present weights, with the coordinators' decisions as precedents.
pub struct RoutingEngine(RwLock<State>);

struct State {
    weights: Weights,
    router: Arc<Router>,
    /// The newest decision of each problem, by problem id.
    decisions: BTreeMap<i64, DecidedProblem>,
    /// The routing up to which decisions have been learned.
    seen: i64,
}

impl RoutingEngine {
    /// Builds the router over all decisions in the database.
    pub async fn fetch(db: &impl Connection, reference: &Reference) -> Result<Self, StoreError> {
        let weights = Weights::default();
        let engine = Self(RwLock::new(State {
            router: router(&weights, &BTreeMap::new()),
            weights,
            decisions: BTreeMap::new(),
            seen: 0,
        }));
        engine.catch_up(db, reference).await?;
        Ok(engine)
    }

    /// Learns the decisions that were made, and takes the weights that were published, since the
    /// last call, by whatever process.
    pub async fn catch_up(
        &self,
        db: &impl Connection,
        reference: &Reference,
    ) -> Result<(), StoreError> {
        let (seen, version) = self.read(|state| (state.seen, i64::from(state.weights.version)));
        let published = store::weights::in_force(db)
            .await?
            .filter(|row| row.version != version);
        let fresh = routings::decisions_after(db, seen).await?;
        if published.is_none() && fresh.is_empty() {
            return Ok(());
        }
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(row) = published {
            state.weigh(&row);
        }
        state.take(fresh, reference);
        Ok(())
    }

    /// Takes the new text of a problem that it may have learned, as it would after a start.
    pub fn read_anew(&self, problem: &entity::problem::Model) {
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = state.decisions.get_mut(&problem.id) else {
            return;
        };
        known.title.clone_from(&problem.title);
        known.description.clone_from(&problem.description);
        state.router = router(&state.weights, &state.decisions);
    }

    /// Asks the router; the lock is held for this call only.
    pub fn ask<T>(&self, question: impl FnOnce(&Router) -> T) -> T {
        self.read(|state| question(&state.router))
    }

    /// The present router, for work that takes longer than a lock should be held.
    pub fn router(&self) -> Arc<Router> {
        self.read(|state| Arc::clone(&state.router))
    }

    /// The newest decision of each problem, by problem.
    pub fn decisions(&self) -> Vec<DecidedProblem> {
        self.read(|state| state.decisions.values().cloned().collect())
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
    /// Takes published weights, unless another call has done so meanwhile.
    fn weigh(&mut self, row: &entity::weights::Model) {
        let Some(weights) = stored_weights(row) else {
            tracing::error!(
                version = row.version,
                "published weights that cannot be read"
            );
            return;
        };
        if weights.version > self.weights.version {
            self.router = Arc::new(self.router.with_weights(weights.clone()));
            self.weights = weights;
        }
    }

    fn take(&mut self, fresh: Vec<routings::Decision>, reference: &Reference) {
        let mut corrected = false;
        let mut learned = Vec::new();
        for decision in fresh {
            // Another process may have been here between the read and this lock.
            if decision.routing_id <= self.seen {
                continue;
            }
            self.seen = decision.routing_id;
            let Some(desk) = reference.engine_desk(decision.desk_id) else {
                continue;
            };
            let decided = decided(&decision, desk);
            corrected |= self
                .decisions
                .insert(decision.problem.id, decided.clone())
                .is_some();
            learned.push(decided);
        }
        if learned.is_empty() {
            return;
        }
        if corrected || learned.len() > 1 {
            // A decision that replaces another cannot be unlearned one by one.
            self.router = router(&self.weights, &self.decisions);
        } else {
            let router = Arc::make_mut(&mut self.router);
            for decided in learned {
                router.learn(decided);
            }
        }
    }
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

fn decided(decision: &routings::Decision, desk: Desk) -> DecidedProblem {
    DecidedProblem {
        id: code(decision.problem.id),
        title: decision.problem.title.clone(),
        description: decision.problem.description.clone(),
        desk,
    }
}

/// The problem that a code of [`code`] names.
#[must_use]
pub fn id_of(code: &str) -> Option<i64> {
    code.strip_prefix("MZ-")?.parse().ok()
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
