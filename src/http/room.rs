//! What every handler of this room shares.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use async_graphql::Request;
use axum::http::{HeaderMap, header};
use tokio::sync::watch;

use super::admission::Rules;
use super::asset::Asset;
use super::house::House;
use super::limits::{Catalog, CatalogError};
use super::metrics::Metrics;
use super::pace::{Caller, Pace};
use super::quota::Quota;
use super::refusal::Refusal;
use super::settings::HttpSettings;
use crate::auth::Viewer;

/// The state of the router.
pub struct Room {
    pub(super) house: Arc<dyn House>,
    pub(super) settings: HttpSettings,
    pub(super) rules: Rules,
    pub(super) schema: Asset,
    pub(super) metrics: Metrics,
    pub(super) quota: Quota,
    /// Turns true when the process is asked to stop.
    pub(super) stopping: watch::Sender<bool>,
    pace: Pace,
    next_request: AtomicU64,
}

impl Room {
    /// Reads the schema once.
    ///
    /// # Errors
    ///
    /// [`CatalogError`] where the schema cannot be read back from its own SDL.
    pub fn new(house: Arc<dyn House>, settings: HttpSettings) -> Result<Self, CatalogError> {
        let sdl = house.sdl();
        Ok(Self {
            rules: Rules {
                limits: settings.limits,
                catalog: Catalog::from_sdl(&sdl)?,
            },
            schema: Asset::text("text/plain; charset=utf-8", sdl),
            metrics: Metrics::default(),
            quota: Quota::default(),
            stopping: watch::Sender::new(false),
            pace: Pace::new(settings.burst, settings.requests_per_second),
            next_request: AtomicU64::new(1),
            house,
            settings,
        })
    }

    /// A fresh id for a request or a socket.
    pub(super) fn request_id(&self) -> String {
        let number = self.next_request.fetch_add(1, Ordering::Relaxed);
        format!("{}-{number:x}", self.settings.instance)
    }

    /// Who holds a token.
    pub(super) async fn identify(&self, token: &str, request_id: &str) -> Result<Viewer, Refusal> {
        match self.house.viewer_of(token).await {
            Ok(Some(viewer)) => Ok(viewer),
            Ok(None) => Err(Refusal::unauthenticated()),
            Err(error) => {
                tracing::error!(request_id, error, "a token could not be looked up");
                Err(Refusal::internal())
            }
        }
    }

    /// Refuses a caller who calls too often.
    pub(super) fn keep_pace(
        &self,
        viewer: Option<&Viewer>,
        address: Option<IpAddr>,
    ) -> Result<(), Refusal> {
        let caller = match viewer {
            Some(viewer) => Caller::Token(viewer.token_id),
            None => Caller::Address(address),
        };
        self.pace
            .step(caller, Instant::now())
            .map_err(Refusal::rate_limited)
    }
}

/// The bearer token of a request; `None` where there is no `Authorization` header.
///
/// # Errors
///
/// 401 where the header is of another scheme or unreadable.
pub(super) fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let text = value.to_str().map_err(|_| Refusal::unauthenticated())?;
    token_of(text).map(Some)
}

/// The token in `Bearer <token>`.
pub(super) fn token_of(authorization: &str) -> Result<&str, Refusal> {
    match authorization.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(Refusal::unauthenticated()),
    }
}

/// Puts the viewer, if any, where the resolvers look for it.
pub(super) fn seat(request: Request, viewer: Option<&Viewer>) -> Request {
    match viewer {
        Some(viewer) => request.data(viewer.clone()),
        None => request,
    }
}
