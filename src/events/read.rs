//! Reading the trail page by page: for auditors, and coordinators.

use entity::audit_event;

use super::{Verdict, verify};
use crate::{
    app::App,
    auth::{Role, Viewer},
    fault::Fault,
    store::{
        audit::{self, AuditFilter},
        page::{Page, Rows},
    },
};

/// One page of the events that `filter` lets through.
pub async fn page(
    app: &App,
    viewer: &Viewer,
    filter: &AuditFilter,
    page: &Page,
) -> Result<Rows<audit_event::Model>, Fault> {
    may_audit(viewer)?;
    Ok(audit::page(app.store.reader(), filter, page).await?)
}

/// Whether every event still fits the one before it, and the one with a hash noted earlier is there.
pub async fn verdict(app: &App, viewer: &Viewer, noted: Option<&str>) -> Result<Verdict, Fault> {
    may_audit(viewer)?;
    verify(app.store.reader(), noted).await
}

fn may_audit(viewer: &Viewer) -> Result<(), Fault> {
    match viewer.role {
        Role::Auditor | Role::Coordinator => Ok(()),
        Role::Deputy | Role::Expert | Role::Frontend => Err(Fault::Forbidden),
    }
}
