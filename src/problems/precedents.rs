//! Past problems that coordinators have decided and that are like a given one.

use entity::problem;
use matching::{Desk, routing::Statement};

use super::engine;
use crate::app::App;

/// A decided problem and how like it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Precedent {
    pub problem_id: i64,
    /// Where a coordinator decided that it belongs.
    pub desk: Desk,
    /// 0 to 1.
    pub likeness: f64,
}

/// The decided problems most like `problem`, the most alike first; itself never among them.
#[must_use]
pub fn of(app: &App, problem: &problem::Model) -> Vec<Precedent> {
    let statement = Statement {
        title: &problem.title,
        description: &problem.description,
        ..Statement::default()
    };
    let near = app.engine.ask(|router| router.precedents(&statement));
    let others = near.into_iter().filter_map(|precedent| {
        Some(Precedent {
            problem_id: engine::problem_with_code(&precedent.id)?,
            desk: precedent.desk,
            likeness: precedent.likeness,
        })
    });
    others
        .filter(|precedent| precedent.problem_id != problem.id)
        .collect()
}
