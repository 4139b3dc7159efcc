//! Batched reads around rounds: a list of rounds reads no snapshots.

use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::round_computation;

use super::loaders::{Batch, Loaded, ids, rekey};
use crate::{desks, store::StoreError};

/// A round's figures, as they were stored with it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReportOf(pub i64);

/// How far a round's computation is or was.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ComputationOf(pub i64);

impl Loader<ReportOf> for Batch {
    type Value = desks::report::Report;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[ReportOf]) -> Loaded<ReportOf, Self::Value> {
        rekey(
            desks::find::reports(&self.0, &ids(keys, |key| key.0)).await,
            ReportOf,
        )
    }
}

impl Loader<ComputationOf> for Batch {
    type Value = round_computation::Model;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[ComputationOf]) -> Loaded<ComputationOf, Self::Value> {
        rekey(
            desks::watch::of_rounds(&self.0, &ids(keys, |key| key.0)).await,
            ComputationOf,
        )
    }
}
