//! Files that get their names in one step, and stay when the power goes.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::BackupError;

/// A folder on the same disk as `file`, gone with the value; only its owner may look inside.
pub fn folder_beside(file: &Path) -> Result<TempDir, BackupError> {
    let parent = parent(file);
    let folder = tempfile::Builder::new()
        .prefix(".mizan-")
        .tempdir_in(&parent);
    folder.map_err(|error| BackupError::File(parent, error))
}

/// An empty file that only its owner may read: a club is personal.
pub fn create(path: &Path) -> Result<File, BackupError> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    file.map_err(|error| BackupError::File(path.to_owned(), error))
}

/// A copy of `file` that only its owner may read.
pub fn copy(file: &Path, to: &Path) -> Result<(), BackupError> {
    let unread = |error| BackupError::File(file.to_owned(), error);
    let mut from = File::open(file).map_err(unread)?;
    let mut to = create(to)?;
    io::copy(&mut from, &mut to).map_err(unread)?;
    Ok(())
}

/// Gives the finished `copy` the name of `file`, in place of whatever has it.
pub fn take(copy: &Path, file: &Path) -> Result<(), BackupError> {
    let put = || {
        File::open(copy)?.sync_all()?;
        fs::rename(copy, file)?;
        File::open(parent(file))?.sync_all()
    };
    put().map_err(|error| BackupError::File(file.to_owned(), error))
}

/// Removes the logs of a database that cannot be read.
pub fn forget_logs(database: &Path) -> Result<(), BackupError> {
    for ending in ["-wal", "-shm", "-journal"] {
        let mut log = database.as_os_str().to_owned();
        log.push(ending);
        match fs::remove_file(&log) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(BackupError::File(log.into(), error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Whether two paths lead to one file.
#[must_use]
pub fn same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
        (Err(_), Err(_)) => one == other,
    }
}

fn parent(file: &Path) -> PathBuf {
    match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}
