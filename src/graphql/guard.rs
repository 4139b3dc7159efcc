//! What a request carries: who asks, and the service that is asked.

use std::sync::Arc;

use async_graphql::{Context, Error, Result};

use super::error::error;
use crate::{app::App, auth::Viewer, fault::Fault};

/// Whoever asks, or `UNAUTHENTICATED`.
pub fn viewer<'ctx>(ctx: &Context<'ctx>) -> Result<&'ctx Viewer, Error> {
    ctx.data_opt::<Viewer>()
        .ok_or_else(|| error(Fault::Unauthenticated))
}

/// The running service.
pub fn app<'ctx>(ctx: &Context<'ctx>) -> Result<&'ctx Arc<App>, Error> {
    ctx.data::<Arc<App>>()
}
