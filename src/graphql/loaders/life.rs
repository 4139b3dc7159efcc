//! Batched reads of what follows a problem's routing.

use std::sync::Arc;

use async_graphql::dataloader::Loader;
use entity::{problem_comment, problem_resolution};

use super::{Batch, Loaded, ids, rekey};
use crate::{
    problems::{comment, resolve},
    store::StoreError,
};

/// Every answer to a problem, oldest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResolutionsOf(pub i64);

/// Every comment on a problem, oldest first.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CommentsOf(pub i64);

impl Loader<ResolutionsOf> for Batch {
    type Value = Vec<problem_resolution::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[ResolutionsOf]) -> Loaded<ResolutionsOf, Self::Value> {
        let problems = ids(keys, |key| key.0);
        rekey(
            resolve::of_problems(&self.0, &problems).await,
            ResolutionsOf,
        )
    }
}

impl Loader<CommentsOf> for Batch {
    type Value = Vec<problem_comment::Model>;
    type Error = Arc<StoreError>;

    async fn load(&self, keys: &[CommentsOf]) -> Loaded<CommentsOf, Self::Value> {
        let problems = ids(keys, |key| key.0);
        rekey(comment::of_problems(&self.0, &problems).await, CommentsOf)
    }
}
