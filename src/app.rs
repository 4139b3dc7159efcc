//! The running service as the rooms see it: store, clock, reference tables, engine.

use std::sync::{Arc, PoisonError, RwLock};

use crate::{
    auth::{secret, single_sign_on::SingleSignOn, slowdown::Slowdown},
    clock::Clock,
    club::{find::NameSearch, vocabulary},
    desks::computations::Computations,
    events::Bus,
    fault::Fault,
    problems::{engine::RoutingEngine, people::ExpertFinder},
    reference::Reference,
    store::{OpenError, Store, StoreError},
};

/// Everything that a use-case needs besides its viewer and its input.
pub struct App {
    pub store: Store,
    pub clock: Clock,
    pub engine: RoutingEngine,
    pub names: NameSearch,
    pub experts: ExpertFinder,
    pub bus: Bus,
    pub sign_ins: Slowdown,
    /// The municipality's own provider, where one is configured.
    pub single_sign_on: Option<SingleSignOn>,
    pub computations: Computations,
    reference: RwLock<Arc<Reference>>,
}

/// Why the service could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("this process cannot name itself: {0}")]
    Nameless(#[from] Fault),
}

impl App {
    /// Opens the database, brings it up to date and readies the engine.
    pub async fn open(database_url: &str, clock: Clock) -> Result<Self, StartError> {
        let store = Store::open(database_url).await?;
        let mut reference = Reference::fetch(store.reader()).await?;
        if vocabulary::sync(&store, &reference).await? > 0 {
            reference = Reference::fetch(store.reader()).await?;
        }
        let engine = RoutingEngine::fetch(store.reader()).await?;
        Ok(Self {
            store,
            clock,
            engine,
            names: NameSearch::default(),
            experts: ExpertFinder::default(),
            bus: Bus::default(),
            sign_ins: Slowdown::default(),
            single_sign_on: None,
            computations: Computations::of(secret::new_instance()?),
            reference: RwLock::new(Arc::new(reference)),
        })
    }

    /// The present snapshot of desks, units and concepts.
    #[must_use]
    pub fn reference(&self) -> Arc<Reference> {
        Arc::clone(
            &self
                .reference
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Reads the reference tables anew.
    pub async fn reload_reference(&self) -> Result<(), StoreError> {
        let fresh = Arc::new(Reference::fetch(self.store.reader()).await?);
        *self
            .reference
            .write()
            .unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }
}
