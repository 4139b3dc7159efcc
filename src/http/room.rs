//! What every handler of this room shares.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::http::{HeaderMap, header};
use tokio::sync::watch;

use super::admission::{Admitted, Rules, Transport, admit};
use super::asset::Asset;
use super::caller::Caller;
use super::documents::Documents;
use super::house::House;
use super::limits::{Catalog, CatalogError};
use super::metrics::Metrics;
use super::pace::{Pace, Standing};
use super::params::Params;
use super::quota::Quota;
use super::refusal::Refusal;
use super::settings::HttpSettings;
use super::sockets::Sockets;
use crate::auth::Viewer;

/// The state of the router.
pub struct Room {
    pub(super) house: Arc<dyn House>,
    pub(super) settings: HttpSettings,
    pub(super) rules: Rules,
    pub(super) schema: Asset,
    pub(super) metrics: Metrics,
    /// Subscriptions that are open.
    pub(super) quota: Quota,
    pub(super) sockets: Sockets,
    /// Turns true when the process is asked to stop.
    pub(super) stopping: watch::Sender<bool>,
    pace: Pace,
    documents: Documents,
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
            sockets: Sockets::default(),
            stopping: watch::Sender::new(false),
            pace: Pace::new(settings.burst, settings.points_per_second),
            documents: Documents::new(settings.trusted_documents.clone()),
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

    /// Takes what a request costs from its caller.
    ///
    /// # Errors
    ///
    /// 429 where the caller has not enough left.
    pub(super) fn charge(&self, caller: &Caller, points: u64) -> Result<(), Refusal> {
        self.pace
            .take(caller, points, Instant::now())
            .map_err(Refusal::rate_limited)
    }

    /// What the caller has left.
    pub(super) fn standing(&self, caller: &Caller) -> Standing {
        self.pace.standing(caller, Instant::now())
    }

    /// Resolves, admits and charges a request.
    pub(super) fn admit(
        &self,
        mut params: Params,
        (transport, caller): (Transport, &Caller),
    ) -> Result<Admitted, Refusal> {
        let hash = self.documents.resolve(&mut params, caller)?;
        let document = hash.map(|hash| (hash, params.request.query.clone()));
        let admitted = admit(params.request, &self.rules, (transport, caller))?;
        self.charge(caller, admitted.analysis.cost)?;
        if let Some((hash, document)) = document {
            self.documents.keep(hash, &document);
        }
        Ok(admitted)
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
