//! Configuration: `mizan.toml`, overruled by `MIZAN_…` variables, overruled by flags.
//!
//! Flags and variables are read by the command line; this is the file, and the defaults.

mod limits;
mod single_sign_on;

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use serde::Deserialize;

pub use limits::Limits;
pub use single_sign_on::SingleSignOn;

use crate::{auth::single_sign_on::Provider, http::HttpSettings};

/// Read from the working directory when no other file is named.
const DEFAULT_FILE: &str = "mizan.toml";
/// The embedded database, beside the configuration.
const DEFAULT_DATABASE_URL: &str = "sqlite://mizan.db";
/// This machine only: an intranet's proxy stands in front.
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8000);
const DEFAULT_LOG: &str = "mizan=info,warn";

/// What `mizan.toml` may say; every key is optional.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// `sqlite://PATH` or `postgres://…`.
    pub database_url: Option<String>,
    /// Address and port to listen on.
    pub listen: Option<SocketAddr>,
    /// Origins of other sites whose pages may call, such as `https://club.example`.
    pub allowed_origins: Option<Vec<String>>,
    /// A filter for the log, such as `mizan=debug`.
    pub log: Option<String>,
    /// Addresses of proxies that are believed when they say whom they speak for.
    pub trusted_proxies: Option<Vec<IpAddr>>,
    /// A JSON file of documents by id; with it, the role `FRONTEND` may run no others.
    pub trusted_documents: Option<PathBuf>,
    /// Whether `/schema.graphql` is for signed-in callers alone.
    pub private_schema: Option<bool>,
    /// See [`Limits`].
    #[serde(default)]
    pub limits: Limits,
    /// See [`SingleSignOn`].
    #[serde(default)]
    pub single_sign_on: SingleSignOn,
}

/// The settings in force.
#[derive(Clone, Debug)]
pub struct Settings {
    pub database_url: String,
    pub listen: SocketAddr,
    pub allowed_origins: Vec<String>,
    pub log: String,
    pub trusted_proxies: Vec<IpAddr>,
    pub trusted_documents: Option<BTreeMap<String, String>>,
    pub private_schema: bool,
    pub limits: Limits,
    pub single_sign_on: Option<Provider>,
}

/// Flags and variables, as far as they were given.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    pub database_url: Option<String>,
    pub listen: Option<SocketAddr>,
    pub allowed_origins: Option<Vec<String>>,
    pub log: Option<String>,
    pub trusted_proxies: Option<Vec<IpAddr>>,
    pub trusted_documents: Option<PathBuf>,
    pub private_schema: Option<bool>,
    pub limits: Limits,
    pub single_sign_on: SingleSignOn,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
    #[error("{0}: {1}")]
    Malformed(PathBuf, toml::de::Error),
    #[error("{0}: not a JSON object of documents by id: {1}")]
    Documents(PathBuf, serde_json::Error),
    #[error(transparent)]
    SingleSignOn(#[from] single_sign_on::Incomplete),
}

impl Settings {
    /// The settings from the file at `path` (or `mizan.toml`, if there is one) and `overrides`.
    pub fn read(path: Option<&Path>, overrides: Overrides) -> Result<Self, ConfigError> {
        let file = File::read(path)?;
        Ok(Self {
            database_url: overrides
                .database_url
                .or(file.database_url)
                .unwrap_or_else(|| DEFAULT_DATABASE_URL.to_owned()),
            listen: overrides.listen.or(file.listen).unwrap_or(DEFAULT_LISTEN),
            allowed_origins: overrides
                .allowed_origins
                .or(file.allowed_origins)
                .unwrap_or_default(),
            log: overrides
                .log
                .or(file.log)
                .unwrap_or_else(|| DEFAULT_LOG.to_owned()),
            trusted_proxies: overrides
                .trusted_proxies
                .or(file.trusted_proxies)
                .unwrap_or_default(),
            trusted_documents: overrides
                .trusted_documents
                .or(file.trusted_documents)
                .map(|path| documents(&path))
                .transpose()?,
            private_schema: overrides
                .private_schema
                .or(file.private_schema)
                .unwrap_or_default(),
            limits: overrides.limits.or(file.limits),
            single_sign_on: overrides
                .single_sign_on
                .or(file.single_sign_on)
                .provider()?,
        })
    }

    /// The settings of the transport; `instance` tells its request ids from other processes'.
    #[must_use]
    pub fn http(&self, instance: String) -> HttpSettings {
        let mut http = HttpSettings {
            allowed_origins: self.allowed_origins.clone(),
            trusted_proxies: self.trusted_proxies.clone(),
            trusted_documents: self.trusted_documents.clone(),
            private_schema: self.private_schema,
            instance,
            ..HttpSettings::default()
        };
        self.limits.apply(&mut http);
        http
    }
}

fn documents(path: &Path) -> Result<BTreeMap<String, String>, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::Unreadable(path.to_owned(), error))?;
    serde_json::from_str(&text).map_err(|error| ConfigError::Documents(path.to_owned(), error))
}

impl File {
    fn read(path: Option<&Path>) -> Result<Self, ConfigError> {
        let path = match path {
            Some(path) => path,
            None if Path::new(DEFAULT_FILE).exists() => Path::new(DEFAULT_FILE),
            None => return Ok(Self::default()),
        };
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::Unreadable(path.to_owned(), error))?;
        toml::from_str(&text).map_err(|error| ConfigError::Malformed(path.to_owned(), error))
    }
}

#[cfg(test)]
mod tests {
    use super::{Overrides, Settings};

    fn read(text: &str, overrides: Overrides) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mizan.toml");
        std::fs::write(&path, text).unwrap();
        Settings::read(Some(&path), overrides).map_err(|error| error.to_string())
    }

    #[test]
    fn a_flag_overrules_the_file_and_the_file_the_default() {
        let file = "listen = \"127.0.0.1:9000\"\ndatabase_url = \"sqlite://a.db\"";
        let flag = Overrides {
            database_url: Some("sqlite://b.db".into()),
            ..Overrides::default()
        };
        let settings = read(file, flag).unwrap();
        assert_eq!(settings.database_url, "sqlite://b.db");
        assert_eq!(settings.listen.port(), 9000);
        assert!(settings.allowed_origins.is_empty());
    }

    #[test]
    fn a_wrong_key_or_value_is_named() {
        assert!(
            read("lisen = \"x\"", Overrides::default())
                .unwrap_err()
                .contains("lisen")
        );
        let error = read("listen = \"nowhere\"", Overrides::default()).unwrap_err();
        assert!(error.contains("listen"), "{error}");
    }

    #[test]
    fn limits_are_overruled_one_by_one() {
        let flag = Overrides {
            limits: super::Limits {
                cost: std::num::NonZeroU32::new(7),
                ..Default::default()
            },
            ..Overrides::default()
        };
        let settings = read("[limits]\ncost = 5\ndepth = 6", flag).unwrap();
        let http = settings.http("x".into());
        assert_eq!((http.limits.cost, http.limits.depth), (7, 6));
        assert_eq!(http.limits.aliases, 30, "the contract's default");
    }
}
