//! A fresh database a test: a copy of one that was migrated and seeded once a process.
//!
//! SQLite is a file copy, PostgreSQL a `CREATE DATABASE … TEMPLATE`.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use sea_orm::{ConnectOptions, ConnectionTrait, Database as SeaOrm, DatabaseConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use super::{
    clock::StoppedClock,
    club::{self, Who},
};

/// A maintenance database of a superuser, such as `postgres://postgres@127.0.0.1/postgres`.
pub const POSTGRES_URL: &str = "MIZAN_TEST_POSTGRES_URL";

static SQLITE_TEMPLATE: OnceCell<Template> = OnceCell::const_new();
static POSTGRES_TEMPLATE: OnceCell<Template> = OnceCell::const_new();
static NEXT: AtomicU32 = AtomicU32::new(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A database of one test, with its URL.
pub struct Database {
    pub engine: Engine,
    pub url: String,
    /// Removed with the value.
    _folder: Option<TempDir>,
}

/// A filled database that is copied, never opened.
struct Template {
    _folder: Option<TempDir>,
    /// A file's path or a database's name.
    name: String,
    tokens: BTreeMap<Who, String>,
}

impl Database {
    /// An empty database, not even migrated.
    pub async fn empty(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => sqlite(tempfile::tempdir().unwrap()),
            Engine::Postgres => postgres(None).await,
        }
    }

    /// A database with the small club of [`club`].
    pub async fn filled(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => {
                let template = SQLITE_TEMPLATE.get_or_init(sqlite_template).await;
                let folder = tempfile::tempdir().unwrap();
                std::fs::copy(&template.name, folder.path().join("mizan.db")).unwrap();
                sqlite(folder)
            }
            Engine::Postgres => {
                let template = POSTGRES_TEMPLATE.get_or_init(postgres_template).await;
                postgres(Some(&template.name)).await
            }
        }
    }

    /// A connection of the test's own, beside the service's.
    pub async fn connect(&self) -> DatabaseConnection {
        connect(&self.url).await
    }

    /// Removes a PostgreSQL database; a file goes by itself.
    pub async fn remove(&self) {
        if self.engine == Engine::Postgres {
            let name = self.url.rsplit('/').next().unwrap();
            maintain(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
        }
    }
}

/// The tokens of the small club's accounts, in every filled database of an engine.
pub fn tokens(engine: Engine) -> BTreeMap<Who, String> {
    let template = match engine {
        Engine::Sqlite => SQLITE_TEMPLATE.get(),
        Engine::Postgres => POSTGRES_TEMPLATE.get(),
    };
    template.unwrap().tokens.clone()
}

/// The maintenance URL; `None` where there is no server, which CI does not forgive.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the tests are told of a server"
)]
pub fn postgres_url() -> Option<String> {
    let url = std::env::var(POSTGRES_URL)
        .ok()
        .filter(|url| !url.is_empty());
    let strict = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(
        url.is_some() || !strict,
        "CI must test PostgreSQL: set {POSTGRES_URL}"
    );
    url
}

fn sqlite(folder: TempDir) -> Database {
    Database {
        engine: Engine::Sqlite,
        url: format!("sqlite://{}", folder.path().join("mizan.db").display()),
        _folder: Some(folder),
    }
}

async fn postgres(template: Option<&String>) -> Database {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}{number}", prefix());
    let from = template.map_or("template0", String::as_str);
    maintain(&format!(
        "CREATE DATABASE {name} TEMPLATE {from} ENCODING 'UTF8'"
    ))
    .await;
    Database {
        engine: Engine::Postgres,
        url: sibling(&name),
        _folder: None,
    }
}

async fn sqlite_template() -> Template {
    let folder = tempfile::tempdir().unwrap();
    let work = folder.path().join("work.db");
    let file = folder.path().join("template.db");
    let url = format!("sqlite://{}", work.display());
    let tokens = club::found(&url, &StoppedClock::new()).await;
    let copy = format!("VACUUM INTO '{}'", file.display());
    connect(&url).await.execute_unprepared(&copy).await.unwrap();
    Template {
        name: file.display().to_string(),
        _folder: Some(folder),
        tokens,
    }
}

async fn postgres_template() -> Template {
    remove_leftovers().await;
    let name = format!("{}template", prefix());
    maintain(&format!(
        "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"
    ))
    .await;
    let tokens = club::found(&sibling(&name), &StoppedClock::new()).await;
    Template {
        _folder: None,
        name,
        tokens,
    }
}

/// Databases of test processes that are gone.
async fn remove_leftovers() {
    let names =
        "SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'mizan\\_test\\_%'";
    let server = connect(&postgres_url().unwrap()).await;
    let rows = super::sql::rows(&server, names).await;
    let leftovers = rows
        .iter()
        .filter_map(|row| row["name"].as_str())
        .filter(|name| !lives(name));
    for name in leftovers {
        // Another test process may be doing the same.
        let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        let _ = server.execute_unprepared(&drop).await;
    }
}

/// Whether the process that a database is named after still runs.
fn lives(name: &str) -> bool {
    name.split('_')
        .nth(2)
        .is_some_and(|pid| PathBuf::from("/proc").join(pid).exists())
}

fn prefix() -> String {
    format!("mizan_test_{}_", std::process::id())
}

fn sibling(name: &str) -> String {
    let maintenance = postgres_url().unwrap();
    let (server, _) = maintenance.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

async fn maintain(statement: &str) {
    let server = connect(&postgres_url().unwrap()).await;
    server.execute_unprepared(statement).await.unwrap();
    server.close().await.unwrap();
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    SeaOrm::connect(options).await.unwrap()
}
