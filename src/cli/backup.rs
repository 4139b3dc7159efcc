//! `mizan backup` and `mizan restore`: a club in one file.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Outcome, block_on};
use crate::{
    backup::{self, Replace},
    config::Settings,
};

#[derive(Debug, Args)]
pub struct BackupArguments {
    /// Where to write; only its owner may read it.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the file if there is one.
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// A file that `mizan backup` wrote; it is only read.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace the club that is in the database.
    #[arg(long)]
    force: bool,
}

/// Runs `mizan backup`.
pub fn write(settings: &Settings, arguments: &BackupArguments) -> Outcome {
    let (url, file) = (&settings.database_url, &arguments.file);
    let work = backup::backup(url, file, replace(arguments.force));
    let report = block_on(async { work.await.map_err(Failure::told) })?;
    println!("{}: {} events, checked", file.display(), report.events);
    Ok(())
}

/// Runs `mizan restore`.
pub fn bring_back(settings: &Settings, arguments: &RestoreArguments) -> Outcome {
    let (url, file) = (&settings.database_url, &arguments.file);
    let work = backup::restore(url, file, replace(arguments.force));
    let report = block_on(async { work.await.map_err(Failure::told) })?;
    println!("restored from {}: {} events", file.display(), report.events);
    Ok(())
}

const fn replace(force: bool) -> Replace {
    if force {
        Replace::Force
    } else {
        Replace::Never
    }
}
