//! Objects by their global ids.

use async_graphql::{Context, ID, Object, Result};

use crate::graphql::{error::bad_input, guard::SignedIn, objects::Node};

/// As many ids as a page has entries.
const IDS_MAX: usize = 100;

/// Objects by their global ids.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object with this global id; `NOT_FOUND` when there is none that the viewer may know of.
    #[graphql(guard = "SignedIn")]
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A global id.")] id: ID,
    ) -> Result<Option<Node>> {
        Node::fetch(ctx, &id).await.map(Some)
    }

    /// The objects with these global ids, at most 100, in the same order; null for each that the
    /// viewer may not know of.
    #[graphql(guard = "SignedIn")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global ids.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > IDS_MAX {
            return Err(bad_input(
                format!("At most {IDS_MAX} ids a call."),
                "حداکثر ۱۰۰ شناسه در هر درخواست.",
            ));
        }
        let mut found = Vec::with_capacity(ids.len());
        for id in &ids {
            found.push(Node::fetch(ctx, id).await.ok());
        }
        Ok(found)
    }
}
