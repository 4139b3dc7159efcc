//! The database: the only room that speaks SQL.
//!
//! Reads go to a pool; every write is one transaction from [`Store::begin`], one at a time.

pub mod accounts;
pub mod audit;
pub mod comments;
pub mod computations;
mod copy;
pub mod files;
pub mod filter;
pub mod idempotency;
pub mod identities;
pub mod members;
mod open;
pub mod page;
pub mod problems;
pub mod reference;
pub mod resolutions;
pub mod rounds;
pub mod routings;
pub mod seats;
pub mod statistics;
pub mod teams;
pub mod weights;
pub mod wishes;

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

pub use sea_orm::ConnectionTrait as Connection;
pub use sea_orm::DatabaseConnection as Reader;
pub use sea_orm::DatabaseTransaction as Transaction;
use sea_orm::{
    DbBackend, DbErr, SqlErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::watch;

pub use copy::{copy_all, occupied, tables};
pub use open::{OpenError, attach};

/// One writer at a time on PostgreSQL as well: row ids then grow in the order of commits, which
/// the audit chain and every reader that follows rows by id rely on. Any number serves.
const WRITER_LOCK: &str = "SELECT pg_advisory_xact_lock(7205759403)";

/// The open database.
pub struct Store {
    reader: Reader,
    writer: Reader,
    statements: Arc<AtomicU64>,
    commits: watch::Sender<u64>,
}

/// Why a query or a write did not happen.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique index refused the row.
    #[error("a row with this key exists: {0}")]
    Duplicate(String),
    /// A foreign key names no row.
    #[error("a named row does not exist: {0}")]
    Dangling(String),
    /// The database did not answer or broke off.
    #[error("the database failed: {0}")]
    Failed(DbErr),
}

pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(what)) => Self::Duplicate(what),
            Some(SqlErr::ForeignKeyConstraintViolation(what)) => Self::Dangling(what),
            _ => Self::Failed(error),
        }
    }
}

impl Store {
    /// The connection for reads outside a transaction.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Begins a write; what is not committed is rolled back when the transaction is dropped.
    pub async fn begin(&self) -> Result<Transaction> {
        let options = TransactionOptions {
            // A deferred transaction that reads first can lose its snapshot and fail at once.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.writer.begin_with_options(options).await?;
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction.execute_unprepared(WRITER_LOCK).await?;
        }
        Ok(transaction)
    }

    /// Commits a transaction of [`Store::begin`].
    pub async fn commit(&self, transaction: Transaction) -> Result<()> {
        transaction.commit().await?;
        self.commits.send_modify(|commits| *commits += 1);
        Ok(())
    }

    /// Changes after every commit of this process; whoever waits for it reads rows anew.
    #[must_use]
    pub fn commits(&self) -> watch::Receiver<u64> {
        self.commits.subscribe()
    }

    /// Lets go of the database.
    pub async fn close(self) -> Result<()> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.reader.ping().await?)
    }

    /// How many SQL statements have run since the start.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }
}
