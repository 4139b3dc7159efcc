//! Past problems like a given one.

use async_graphql::{Context, Result, SimpleObject};
use entity::problem;

use super::Problem;
use crate::{
    graphql::{
        enums::DeskCode,
        error::error,
        guard::{app, viewer},
        loaders::{Loaders, ProblemById, SeatsOf},
    },
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
    let (loaders, viewer) = (ctx.data::<Loaders>()?, viewer(ctx)?);
    let near = precedents::of(app(ctx)?, problem);
    let desks = own_desks(ctx).await?;
    let keys = near
        .iter()
        .map(|precedent| ProblemById(precedent.problem_id));
    let mut problems = loaders.load_many(keys).await.map_err(error)?;
    let visible = near.into_iter().filter_map(|precedent| {
        let problem = problems.remove(&ProblemById(precedent.problem_id))?;
        viewer.may_see_problem(&problem, &desks).then(|| Precedent {
            problem: Problem(problem),
            desk: precedent.desk.into(),
            likeness: precedent.likeness,
        })
    });
    Ok(visible.collect())
}

/// The desks at which the viewer is seated now; none for other roles than experts.
pub async fn own_desks(ctx: &Context<'_>) -> Result<Vec<i64>> {
    let Some(member_id) = viewer(ctx)?.member_id else {
        return Ok(Vec::new());
    };
    let seats = ctx.data::<Loaders>()?.load_one(SeatsOf(member_id)).await;
    let seats = seats.map_err(error)?.unwrap_or_default().into_iter();
    let current = seats.filter(|seat| seat.until.is_none());
    Ok(current.map(|seat| seat.desk_id).collect())
}
