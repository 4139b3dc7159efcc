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
}

impl Store {
    /// Opens the database at `url`, creating and migrating it as needed.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let statements = Arc::new(AtomicU64::new(0));
        let scheme = url.split(':').next().unwrap_or_default();
        match scheme {
            "sqlite" => {
                let writer = connect(sqlite(url, 1, false), &statements).await?;
                migrate(&writer).await?;
                let reader = connect(sqlite(url, SQLITE_READERS, true), &statements).await?;
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

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = base(url, connections);
    options.map_sqlx_sqlite_opts(move |sqlite: SqliteConnectOptions| {
        let sqlite = sqlite
            .create_if_missing(!read_only)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged write survives a power cut, not only a killed process.
            .synchronous(SqliteSynchronous::Full);
        if read_only {
            sqlite.pragma("query_only", "ON")
        } else {
            sqlite
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
    let known: HashSet<String> = Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect();
    Migrator::install(connection)
        .await
        .map_err(OpenError::Migration)?;
    let applied = Migrator::get_migration_models(connection)
        .await
        .map_err(OpenError::Migration)?;
    if let Some(stranger) = applied
        .into_iter()
        .find(|row| !known.contains(&row.version))
    {
        return Err(OpenError::Newer(stranger.version));
    }
    Migrator::up(connection, None)
        .await
        .map_err(OpenError::Migration)
}
