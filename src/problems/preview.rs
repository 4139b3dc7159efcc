//! What the engine would say of a text, without storing anything.

use matching::routing::Statement;

use super::{
    routing::{self, Opinion},
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
    let unit = org_unit_id.or(viewer.org_unit_id);
    let statement = Statement {
        title: &text.title,
        description: &text.description,
        reporter_desk: unit.and_then(|id| routing::reporter_desk(&app.reference(), id)),
    };
    routing::opinion(app, app.store.reader(), statement).await
}
