//! What the engine would say of a text, without storing anything.

use super::{
    opinion::{Opinion, Question, opinion},
    statement::Text,
};
use crate::{
    app::App,
    auth::{Role, Viewer},
    fault::Fault,
};

/// Asks the engine about a text that nobody has posted.
pub async fn preview(
    app: &App,
    viewer: &Viewer,
    (title, description): (&str, &str),
    org_unit_id: Option<i64>,
) -> Result<Opinion, Fault> {
    match viewer.role {
        Role::Coordinator | Role::Deputy => {}
        Role::Expert | Role::Frontend | Role::Auditor => return Err(Fault::Forbidden),
    }
    let text = Text::parse(title, description).map_err(Fault::Invalid)?;
    let question = Question {
        problem_id: None,
        title: &text.title,
        description: &text.description,
        concept_ids: &[],
        org_unit_id: org_unit_id.or(viewer.org_unit_id),
    };
    opinion(app, question).await
}
