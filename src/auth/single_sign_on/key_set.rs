//! Where the provider's keys come from: a file, or an address on the intranet.
//!
//! An unknown key id makes them be read again, but not oftener than the pause allows: ids are the
//! caller's word, and nobody may drive us at the provider.

use std::{
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;
use ureq::{
    Agent,
    http::StatusCode,
    tls::{RootCerts, TlsConfig},
};

use super::keys::{Key, Keys};

/// Between two tries to read the keys.
const PAUSE: TimeDelta = TimeDelta::seconds(30);
/// A key that the provider has withdrawn is believed no longer than this.
const AGE: TimeDelta = TimeDelta::hours(1);
/// For the whole exchange; whoever signs in waits for it.
const PATIENCE: Duration = Duration::from_secs(5);
/// Some hundred keys.
const BYTES: u64 = 256 * 1024;

/// Where the keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    File(PathBuf),
    Url(String),
}

/// The keys as they were last read.
pub struct KeySet {
    source: Source,
    keys: RwLock<Arc<Read>>,
    tried_at: Mutex<Option<DateTime<Utc>>>,
}

#[derive(Default)]
struct Read {
    keys: Keys,
    at: Option<DateTime<Utc>>,
}

impl Source {
    /// What begins with a scheme of the web is an address, everything else a file.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        match scheme {
            Some("http" | "https") => Self::Url(text.to_owned()),
            Some(_) | None => Self::File(PathBuf::from(text)),
        }
    }

    /// Reads the keys; the error is for the operator.
    pub async fn read(&self) -> Result<Keys, String> {
        let source = self.clone();
        let text = tokio::task::spawn_blocking(move || source.text());
        let text = text.await.map_err(|error| error.to_string())??;
        Keys::parse(&text).map_err(|error| error.to_string())
    }

    fn text(&self) -> Result<String, String> {
        match self {
            Self::File(path) => std::fs::read_to_string(path).map_err(|error| error.to_string()),
            Self::Url(url) => fetch(url).map_err(|error| error.to_string()),
        }
    }
}

/// One exchange, straight to the provider: no redirect, no proxy of the environment; TLS by the
/// certificates that this machine trusts, so that an intranet's own authority counts.
fn fetch(url: &str) -> Result<String, ureq::Error> {
    let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .proxy(None)
        .tls_config(tls.build())
        .build()
        .into();
    let mut reply = agent.get(url).call()?;
    if reply.status() != StatusCode::OK {
        return Err(ureq::Error::StatusCode(reply.status().as_u16()));
    }
    reply.body_mut().with_config().limit(BYTES).read_to_string()
}

impl KeySet {
    /// Keys that are read when they are first asked for.
    #[must_use]
    pub fn new(source: Source) -> Self {
        Self {
            source,
            keys: RwLock::default(),
            tried_at: Mutex::default(),
        }
    }

    /// The key with this id, read again where it is unknown.
    pub async fn find(self: &Arc<Self>, id: Option<&str>, now: DateTime<Utc>) -> Option<Key> {
        let read = self.read();
        if let Some(key) = read.keys.find(id) {
            if read.at.is_none_or(|at| apart(at, now) >= AGE) {
                // The provider may be slow, and this caller need not wait for it.
                let this = Arc::clone(self);
                tokio::spawn(async move { this.refresh(now).await });
            }
            return Some(key.clone());
        }
        self.refresh(now).await;
        self.read().keys.find(id).cloned()
    }

    /// Reads the keys, unless that was tried a moment ago; those in hand stay where it fails.
    pub async fn refresh(&self, now: DateTime<Utc>) {
        let mut tried_at = self.tried_at.lock().await;
        if tried_at.is_some_and(|at| apart(at, now) < PAUSE) {
            return;
        }
        *tried_at = Some(now);
        match self.source.read().await {
            Ok(keys) => {
                tracing::info!(keys = keys.count(), "the keys of single sign-on were read");
                let read = Arc::new(Read {
                    keys,
                    at: Some(now),
                });
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = read;
            }
            Err(error) => {
                tracing::warn!(error, "the keys of single sign-on could not be read");
            }
        }
    }

    fn read(&self) -> Arc<Read> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A clock that was put back must not stop anything.
fn apart(a: DateTime<Utc>, b: DateTime<Utc>) -> TimeDelta {
    (b - a).abs()
}
