//! A club in one file: written while the service serves, and brought back.
//!
//! The file is an SQLite database whatever the service runs on, so that a club also moves from
//! one kind of database to the other. Nothing is replaced before all of it has been checked.

mod place;

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::{
    events::{self, Verdict},
    fault::Fault,
    store::{
        self, OpenError, Store, StoreError,
        files::{self, Flaw, Release},
    },
};

/// What was written or brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    /// Events of the audit trail, all of them in order.
    pub events: u64,
}

/// Whether something that is there may be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replace {
    Never,
    Force,
}

/// Why nothing was written or brought back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} exists; --force replaces it")]
    Exists(PathBuf),
    #[error("there is a club in the database; --force replaces it")]
    Occupied,
    #[error("{0} is open in another process; stop the service first")]
    InUse(PathBuf),
    #[error("{0} is the database itself")]
    Itself(PathBuf),
    #[error("{}: {}", .0.display(), told(.1))]
    Unfit(PathBuf, Flaw),
    #[error("the audit trail is broken at event {0}")]
    Broken(i64),
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    #[error(transparent)]
    Database(#[from] Fault),
}

/// Writes a consistent copy of the database at `url` to `file`, checked before it gets its name.
pub async fn backup(url: &str, file: &Path, replace: Replace) -> Result<Report, BackupError> {
    if files::path_of(url).is_some_and(|own| place::same(&own, file)) {
        return Err(BackupError::Itself(file.to_owned()));
    }
    if replace == Replace::Never && file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    // Beside the file, so that it gets its name in one step.
    let folder = place::folder_beside(file)?;
    let copy = folder.path().join("copy.db");
    place::create(&copy)?;
    if files::path_of(url).is_some() {
        files::copy_while_written(url, &copy)
            .await
            .map_err(database)?;
    } else {
        dump(url, &copy).await?;
    }
    fit(&copy, file).await?;
    let report = verified(&copy).await?;
    place::take(&copy, file)?;
    Ok(report)
}

/// Replaces the database at `url` by what is in `file`, which is only read. Whatever goes wrong,
/// and whenever the process is killed, either the old database is there or the new one.
pub async fn restore(url: &str, file: &Path, replace: Replace) -> Result<Report, BackupError> {
    match files::path_of(url) {
        Some(target) => restore_file(&target, file, replace).await,
        None => restore_rows(url, file, replace).await,
    }
}

async fn restore_file(target: &Path, file: &Path, replace: Replace) -> Result<Report, BackupError> {
    if place::same(target, file) {
        return Err(BackupError::Itself(file.to_owned()));
    }
    if replace == Replace::Never && target.exists() {
        return Err(BackupError::Exists(target.to_owned()));
    }
    let folder = place::folder_beside(target)?;
    let (store, report) = ready(file, &folder).await?;
    store.close().await.map_err(database)?;
    let copy = folder.path().join("copy.db");
    // The log of writes must be in the file before it moves.
    if files::release(&copy).await != Release::Released {
        return Err(BackupError::InUse(copy));
    }
    if target.exists() {
        match files::release(target).await {
            Release::Released => {}
            Release::InUse => return Err(BackupError::InUse(target.to_owned())),
            // Its log must not be played into the file that comes.
            Release::Ruined => place::forget_logs(target)?,
        }
    }
    place::take(&copy, target)?;
    Ok(report)
}

async fn restore_rows(url: &str, file: &Path, replace: Replace) -> Result<Report, BackupError> {
    let target = Store::open(url).await?;
    if replace == Replace::Never && store::occupied(target.reader()).await.map_err(database)? {
        return Err(BackupError::Occupied);
    }
    let folder = tempfile::tempdir();
    let folder = folder.map_err(|error| BackupError::File(file.to_owned(), error))?;
    let (source, report) = ready(file, &folder).await?;
    let from = source.snapshot().await.map_err(database)?;
    let to = target.begin().await.map_err(database)?;
    store::copy_all(&from, &to).await.map_err(database)?;
    if trail(&to).await? != report {
        return Err(Fault::Internal("the trail changed on its way".to_owned()).into());
    }
    target.commit(to).await.map_err(database)?;
    drop(from);
    Ok(report)
}

/// A checked copy of `file` in `folder`, brought up to date.
async fn ready(file: &Path, folder: &TempDir) -> Result<(Store, Report), BackupError> {
    let copy = folder.path().join("copy.db");
    place::copy(file, &copy)?;
    fit(&copy, file).await?;
    let store = Store::open(&files::url_of(&copy)).await?;
    let report = trail(store.reader()).await?;
    Ok((store, report))
}

/// Writes all rows of a PostgreSQL database, as they are at one moment, to an empty file.
async fn dump(url: &str, copy: &Path) -> Result<(), BackupError> {
    let source = store::attach(url).await?;
    let target = Store::open(&files::url_of(copy)).await?;
    let from = source.snapshot().await.map_err(database)?;
    let to = target.begin().await.map_err(database)?;
    store::copy_all(&from, &to).await.map_err(database)?;
    target.commit(to).await.map_err(database)?;
    drop(from);
    target.close().await.map_err(database)?;
    match files::release(copy).await {
        Release::Released => Ok(()),
        Release::InUse | Release::Ruined => Err(BackupError::InUse(copy.to_owned())),
    }
}

async fn fit(copy: &Path, file: &Path) -> Result<(), BackupError> {
    let examined = files::examine(copy).await;
    match examined.map_err(|error| BackupError::File(file.to_owned(), error))? {
        Some(flaw) => Err(BackupError::Unfit(file.to_owned(), flaw)),
        None => Ok(()),
    }
}

async fn verified(copy: &Path) -> Result<Report, BackupError> {
    let db = files::frozen(copy).await.map_err(database)?;
    let report = trail(&db).await;
    db.close().await.map_err(|error| database(error.into()))?;
    report
}

async fn trail(db: &impl store::Connection) -> Result<Report, BackupError> {
    match events::verify(db, None).await? {
        Verdict::Intact { events, .. } | Verdict::CutOff { events } => Ok(Report { events }),
        Verdict::Broken { first_bad_id } => Err(BackupError::Broken(first_bad_id)),
    }
}

fn told(flaw: &Flaw) -> String {
    match flaw {
        Flaw::Foreign => "no backup of mizan".to_owned(),
        Flaw::Newer(migration) => format!(
            "written by a newer version of mizan (it has migration `{migration}`, which this binary does not know)"
        ),
        Flaw::Damaged(what) => format!("damaged ({what})"),
    }
}

fn database(error: StoreError) -> BackupError {
    BackupError::Database(error.into())
}

impl From<OpenError> for BackupError {
    fn from(error: OpenError) -> Self {
        Self::Database(Fault::Internal(error.to_string()))
    }
}
