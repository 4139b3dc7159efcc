//! Who is asking.

use async_graphql::{Context, Object, Result};

use crate::graphql::{guard::viewer, objects::Viewer};

/// Who is asking.
#[derive(Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Whoever is signed in (کاربر جاری).
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer> {
        viewer(ctx).cloned().map(Viewer)
    }
}
