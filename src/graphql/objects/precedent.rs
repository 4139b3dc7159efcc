//! Past problems like a given one.

use async_graphql::{Context, Result, SimpleObject, futures_util::future::try_join_all};
use entity::problem;

use super::Problem;
use crate::{
    graphql::{enums::DeskCode, guard::app},
    problems::precedents,
};

/// A problem that a coordinator has decided and that is like another one (سابقه).
#[derive(SimpleObject)]
pub struct Precedent {
    /// The past problem.
    problem: Problem,
    /// The desk that a coordinator decided.
    desk: DeskCode,
    /// How like the two texts are, 0 to 1.
    likeness: f64,
}

/// The precedents of `problem` that the viewer may know of, the most alike first.
pub async fn precedents(ctx: &Context<'_>, problem: &problem::Model) -> Result<Vec<Precedent>> {
    let near = precedents::of(app(ctx)?, problem);
    let known = near
        .iter()
        .map(|precedent| Problem::if_known(ctx, precedent.problem_id));
    let known = try_join_all(known).await?;
    let visible = near.into_iter().zip(known).filter_map(|(near, problem)| {
        Some(Precedent {
            problem: problem?,
            desk: near.desk.into(),
            likeness: near.likeness,
        })
    });
    Ok(visible.collect())
}
