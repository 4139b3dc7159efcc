//! Configuration: `mizan.toml`, overruled by `MIZAN_…` variables, overruled by flags.
//!
//! Flags and variables are read by the command line; this is the file, and the defaults.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use serde::Deserialize;

/// Read from the working directory when no other file is named.
const DEFAULT_FILE: &str = "mizan.toml";
/// The embedded database, beside the configuration.
const DEFAULT_DATABASE_URL: &str = "sqlite://mizan.db";
/// This machine only: an intranet's proxy stands in front.
const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8000);
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
}

/// The settings in force.
#[derive(Clone, Debug)]
pub struct Settings {
    pub database_url: String,
    pub listen: SocketAddr,
    pub allowed_origins: Vec<String>,
    pub log: String,
}

/// Flags and variables, as far as they were given.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    pub database_url: Option<String>,
    pub listen: Option<SocketAddr>,
    pub allowed_origins: Option<Vec<String>>,
    pub log: Option<String>,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
    #[error("{0}: {1}")]
    Malformed(PathBuf, toml::de::Error),
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
        })
    }
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
}
