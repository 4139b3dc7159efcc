//! Opening a database: connect, refuse one that is newer than this program, migrate.

use std::{
    collections::HashSet,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbErr,
    sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use tokio::sync::watch;

use super::Store;

/// Four readers serve `SQLite` as well as eight do, and twice as well as one.
const SQLITE_READERS: u32 = 4;
const POSTGRES_READERS: u32 = 12;
/// Writers take turns, and while one has its turn it may also read through the other pool: were
/// they one pool, writers that wait could hold all of it.
const POSTGRES_WRITERS: u32 = 4;
/// Long enough for another process's write, short enough for a person to wait.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database URL must begin with sqlite: or postgres:, not `{0}`")]
    UnknownScheme(String),
    #[error("the database cannot be reached, or another process keeps it locked: {0}")]
    Unreachable(DbErr),
    #[error(
        "the database was written by a newer version of mizan (it has migration `{0}`, which this binary does not know); use that version, or another database"
    )]
    Newer(String),
    #[error("the database could not be migrated: {0}")]
    Migration(DbErr),
    #[error(
        "the database was written by an older version of mizan (it lacks migration `{0}`); start this version's service once, which migrates it"
    )]
    Older(String),
}

impl Store {
    /// Opens the database at `url`, creating and migrating it as needed.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let statements = Arc::new(AtomicU64::new(0));
        let scheme = url.split(':').next().unwrap_or_default();
        match scheme {
            "sqlite" => {
                let writer = connect(sqlite(url, 1, Access::ReadAndWrite), &statements).await?;
                migrate(&writer).await?;
                let reader =
                    connect(sqlite(url, SQLITE_READERS, Access::Read), &statements).await?;
                Ok(Self {
                    reader,
                    writer,
                    statements,
                    commits: watch::Sender::new(0),
                })
            }
            "postgres" | "postgresql" => {
                let writer = connect(base(url, POSTGRES_WRITERS), &statements).await?;
                migrate(&writer).await?;
                let reader = connect(base(url, POSTGRES_READERS), &statements).await?;
                Ok(Self {
                    reader,
                    writer,
                    statements,
                    commits: watch::Sender::new(0),
                })
            }
            other => Err(OpenError::UnknownScheme(other.to_owned())),
        }
    }
}

/// A PostgreSQL database as it is, for reading; one that this program did not bring up to date is
/// refused.
pub async fn attach(url: &str) -> Result<Store, OpenError> {
    let statements = Arc::new(AtomicU64::new(0));
    let pool = connect(base(url, POSTGRES_READERS), &statements).await?;
    let applied = Migrator::get_migration_models(&pool).await;
    let applied = applied.map_err(OpenError::Migration)?;
    let applied: Vec<String> = applied.into_iter().map(|row| row.version).collect();
    if let Some(stranger) = unknown(&applied) {
        return Err(OpenError::Newer(stranger.clone()));
    }
    if let Some(missing) = missing(&applied) {
        return Err(OpenError::Older(missing));
    }
    Ok(Store {
        reader: pool.clone(),
        writer: pool,
        statements,
        commits: watch::Sender::new(0),
    })
}

/// The first of these migrations that this program does not know.
pub fn unknown(applied: &[String]) -> Option<&String> {
    let known: HashSet<String> = names().collect();
    applied.iter().find(|name| !known.contains(*name))
}

/// The first migration of this program that is not among these.
fn missing(applied: &[String]) -> Option<String> {
    names().find(|name| !applied.contains(name))
}

/// The migrations of this program, oldest first.
pub fn names() -> impl Iterator<Item = String> {
    let all = Migrator::migrations().into_iter();
    all.map(|migration| migration.name().to_owned())
}

/// What connections may do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Access {
    ReadAndWrite,
    Read,
}

fn sqlite(url: &str, connections: u32, access: Access) -> ConnectOptions {
    let mut options = base(url, connections);
    options.map_sqlx_sqlite_opts(move |sqlite: SqliteConnectOptions| {
        let sqlite = sqlite
            .create_if_missing(access == Access::ReadAndWrite)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged write survives a power cut, not only a killed process.
            .synchronous(SqliteSynchronous::Full);
        match access {
            Access::Read => sqlite.pragma("query_only", "ON"),
            Access::ReadAndWrite => sqlite,
        }
    });
    options
}

fn base(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .connect_timeout(BUSY_TIMEOUT)
        .acquire_timeout(BUSY_TIMEOUT)
        .sqlx_logging(false);
    options
}

async fn connect(
    options: ConnectOptions,
    statements: &Arc<AtomicU64>,
) -> Result<DatabaseConnection, OpenError> {
    let mut connection = Database::connect(options)
        .await
        .map_err(OpenError::Unreachable)?;
    let counter = Arc::clone(statements);
    connection.set_metric_callback(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });
    Ok(connection)
}

async fn migrate(connection: &DatabaseConnection) -> Result<(), OpenError> {
    Migrator::install(connection)
        .await
        .map_err(OpenError::Migration)?;
    let applied = Migrator::get_migration_models(connection)
        .await
        .map_err(OpenError::Migration)?;
    let applied: Vec<String> = applied.into_iter().map(|row| row.version).collect();
    if let Some(stranger) = unknown(&applied) {
        return Err(OpenError::Newer(stranger.clone()));
    }
    Migrator::up(connection, None)
        .await
        .map_err(OpenError::Migration)
}
