//! Objects by their global ids.

use async_graphql::{Context, Error, ID, Object, Result, Value, futures_util::future::join_all};

use crate::graphql::{error::bad_input, objects::Node};

/// As many ids as a page has entries.
const IDS_MAX: usize = 100;

/// Objects by their global ids.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object with this global id; `NOT_FOUND` when there is none that the viewer may know of.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A global id.")] id: ID,
    ) -> Result<Option<Node>> {
        Node::fetch(ctx, &id).await.map(Some)
    }

    /// The objects with these global ids, at most 100, in the same order; null for each that the
    /// viewer may not know of.
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
        // At once, so that the loaders see all ids together.
        let found = join_all(ids.iter().map(|id| Node::fetch(ctx, id))).await;
        found.into_iter().map(known).collect()
    }
}

/// Null for what is not there; any other fault is told.
fn known(found: Result<Node>) -> Result<Option<Node>> {
    match found {
        Ok(node) => Ok(Some(node)),
        Err(error) if is_not_found(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

fn is_not_found(error: &Error) -> bool {
    let code = error
        .extensions
        .as_ref()
        .and_then(|extensions| extensions.get("code"));
    code == Some(&Value::from("NOT_FOUND"))
}
