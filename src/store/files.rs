//! Database files of SQLite: copied while they are written, examined, and let go of.

use std::{
    io::Read,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
    sqlx::sqlite::SqliteConnectOptions,
};

use super::{Result, StoreError, open};

/// What every database file of SQLite begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Long enough for a write that is under way.
const PATIENCE: Duration = Duration::from_secs(2);

/// What is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It is none of this program's databases.
    Foreign,
    /// A newer version of this program wrote it; the migration that this one does not know.
    Newer(String),
    /// It was cut off or changed; what the database says.
    Damaged(String),
}

/// How a database lets go of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Release {
    /// All of it is in the file now.
    Released,
    /// Another process has it open.
    InUse,
    /// It cannot be read.
    Ruined,
}

/// The file of a database URL; `None` for a database that is no file.
#[must_use]
pub fn path_of(url: &str) -> Option<PathBuf> {
    if !url.starts_with("sqlite:") {
        return None;
    }
    let options = SqliteConnectOptions::from_str(url).ok()?;
    Some(options.get_filename().to_owned())
}

/// The URL of a database file.
#[must_use]
pub fn url_of(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

/// Writes a consistent copy of the database at `url` into an empty file; writers go on meanwhile.
pub async fn copy_while_written(url: &str, into: &Path) -> Result<()> {
    let db = connect(url, |sqlite| sqlite.read_only(true)).await?;
    let into = into.display().to_string();
    let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [into.into()]);
    let copied = db.execute_raw(copy).await;
    db.close().await?;
    copied?;
    Ok(())
}

/// What is wrong with a database file, if anything; the file is only read.
pub async fn examine(path: &Path) -> std::io::Result<Option<Flaw>> {
    let mut head = Vec::with_capacity(MAGIC.len());
    let length = u64::try_from(MAGIC.len()).unwrap_or_default();
    std::fs::File::open(path)?
        .take(length)
        .read_to_end(&mut head)?;
    if head != MAGIC {
        return Ok(Some(Flaw::Foreign));
    }
    let flaw = match frozen(path).await {
        Ok(db) => {
            let flaw = flaw(&db).await;
            // The connection is for this alone; that it does not close cleanly harms nobody.
            let _ = db.close().await;
            flaw
        }
        Err(error) => Err(error),
    };
    Ok(flaw.unwrap_or_else(|error| Some(Flaw::Damaged(error.to_string()))))
}

/// A file that nobody writes, opened so that reading leaves nothing beside it.
pub async fn frozen(path: &Path) -> Result<DatabaseConnection> {
    connect(&url_of(path), |sqlite| {
        sqlite.read_only(true).immutable(true)
    })
    .await
}

/// Folds the write-ahead log into the file at `path` and ends it, which only works alone.
pub async fn release(path: &Path) -> Release {
    let Ok(db) = connect(&url_of(path), |sqlite| sqlite).await else {
        return Release::Ruined;
    };
    let mode = text(&db, "PRAGMA journal_mode = DELETE").await;
    let closed = db.close().await;
    match mode {
        Ok(mode) if mode == ["delete"] && closed.is_ok() => Release::Released,
        Err(StoreError::Failed(error)) if !is_locked(&error) => Release::Ruined,
        Ok(_) | Err(_) => Release::InUse,
    }
}

async fn flaw(db: &DatabaseConnection) -> Result<Option<Flaw>> {
    let complaints = text(db, "PRAGMA integrity_check(1)").await?;
    if complaints != ["ok"] {
        return Ok(Some(Flaw::Damaged(complaints.join("; "))));
    }
    let tables = "SELECT name FROM sqlite_master WHERE name IN ('seaql_migrations', 'audit_event')";
    if text(db, tables).await?.len() < 2 {
        return Ok(Some(Flaw::Foreign));
    }
    let applied = text(db, "SELECT version FROM seaql_migrations ORDER BY version").await?;
    if open::names()
        .next()
        .is_some_and(|first| !applied.contains(&first))
    {
        return Ok(Some(Flaw::Foreign));
    }
    if let Some(stranger) = open::unknown(&applied) {
        return Ok(Some(Flaw::Newer(stranger.clone())));
    }
    let dangling = text(db, "SELECT \"table\" FROM pragma_foreign_key_check").await?;
    let table = dangling.first();
    Ok(table.map(|table| Flaw::Damaged(format!("a row of `{table}` names one that is not there"))))
}

/// The first column of every row.
async fn text(db: &DatabaseConnection, sql: &str) -> Result<Vec<String>> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql));
    let rows = rows.await?;
    let first = rows.iter().map(|row| row.try_get_by_index(0));
    Ok(first.collect::<Result<_, DbErr>>()?)
}

fn is_locked(error: &DbErr) -> bool {
    let text = error.to_string();
    text.contains("locked") || text.contains("busy")
}

/// One connection that creates nothing.
async fn connect(
    url: &str,
    options: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
) -> Result<DatabaseConnection> {
    let mut connect = ConnectOptions::new(url);
    connect.max_connections(1).sqlx_logging(false);
    connect.map_sqlx_sqlite_opts(move |sqlite| {
        options(sqlite.create_if_missing(false).busy_timeout(PATIENCE))
    });
    Ok(Database::connect(connect).await?)
}
