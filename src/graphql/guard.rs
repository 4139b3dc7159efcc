//! Who may call: the viewer of a request, and the check that every field of the roots passes.

use std::sync::Arc;

use async_graphql::{Context, Error, Guard, Result};

use super::error::error;
use crate::{
    app::App,
    auth::{Role, Viewer},
    fault::Fault,
};

/// Lets through whoever is signed in; what each role may do is for the rooms to say.
pub struct SignedIn;

impl Guard for SignedIn {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        viewer(ctx).map(|_| ())
    }
}

/// Lets coordinators through.
pub struct Coordinator;

impl Guard for Coordinator {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        viewer(ctx)?.must_coordinate().map_err(error)
    }
}

/// Lets auditors and coordinators through.
pub struct Auditor;

impl Guard for Auditor {
    async fn check(&self, ctx: &Context<'_>) -> Result<()> {
        match viewer(ctx)?.role {
            Role::Auditor | Role::Coordinator => Ok(()),
            Role::Deputy | Role::Expert | Role::Frontend => Err(error(Fault::Forbidden)),
        }
    }
}

/// Whoever asks, or `UNAUTHENTICATED`.
pub fn viewer<'ctx>(ctx: &Context<'ctx>) -> Result<&'ctx Viewer, Error> {
    ctx.data_opt::<Viewer>()
        .ok_or_else(|| error(Fault::Unauthenticated))
}

/// The running service.
pub fn app<'ctx>(ctx: &Context<'ctx>) -> Result<&'ctx Arc<App>, Error> {
    ctx.data::<Arc<App>>()
}
