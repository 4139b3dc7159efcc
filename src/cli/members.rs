//! `mizan import members` and `mizan export members`: the same path as the API's.

use std::{
    fs::OpenOptions,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};

use super::{Failure, Outcome, block_on, open};
use crate::{
    club::{
        export::{self, Form},
        import::{self, Import, Imported, Issue, RowAction},
    },
    config::Settings,
};

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Adds and edits members from a spreadsheet; all rows or none.
    Members(ImportArguments),
}

#[derive(Debug, Args)]
pub struct ImportArguments {
    /// .xlsx, or .csv in UTF-8 or Windows-1256; headers in Persian or English.
    file: PathBuf,
    /// Only say what would happen.
    #[arg(long)]
    dry_run: bool,
    /// Import the rows that are right even if others are wrong.
    #[arg(long)]
    partial: bool,
    /// The sheet, by name or by number from 1 [default: the first with a header].
    #[arg(long)]
    sheet: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Writes all members, personal fields too, into a file that `import` reads back.
    Members(ExportArguments),
}

#[derive(Debug, Args)]
pub struct ExportArguments {
    /// A new file, .xlsx or .csv; nobody else may read it.
    file: PathBuf,
}

/// Runs `mizan import`.
pub fn import(settings: &Settings, command: ImportCommand) -> Outcome {
    let ImportCommand::Members(arguments) = command;
    let bytes = std::fs::read(&arguments.file).map_err(|error| told(&arguments.file, &error))?;
    let wanted = Import {
        bytes,
        sheet: arguments.sheet,
        partial: arguments.partial,
        dry_run: arguments.dry_run,
    };
    let imported = block_on(async {
        let app = open(settings).await?;
        Ok(import::run(&app, None, wanted).await?)
    })?;
    tell(&imported, arguments.dry_run)
}

/// Runs `mizan export`.
pub fn export(settings: &Settings, command: &ExportCommand) -> Outcome {
    let ExportCommand::Members(arguments) = command;
    let form = form(&arguments.file)?;
    // Before anything is written down as exported.
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&arguments.file)
        .map_err(|error| told(&arguments.file, &error))?;
    let (bytes, count) = block_on(async {
        let app = open(settings).await?;
        Ok(export::export(&app, form).await?)
    })?;
    file.write_all(&bytes)
        .map_err(|error| told(&arguments.file, &error))?;
    println!("{count} members");
    Ok(())
}

fn tell(imported: &Imported, dry_run: bool) -> Outcome {
    let report = &imported.report;
    report
        .warnings
        .iter()
        .for_each(|issue| say("warning: ", issue));
    report.errors.iter().for_each(|issue| say("", issue));
    if !report.ignored.is_empty() {
        eprintln!("columns not read: {}", report.ignored.join(", "));
    }
    let count = |action| report.count(action);
    println!(
        "{}added {}, changed {}, unchanged {}, failed {}",
        if dry_run { "a dry run: " } else { "" },
        count(RowAction::Added),
        count(RowAction::Changed),
        count(RowAction::Unchanged),
        count(RowAction::Failed),
    );
    match &imported.refusal {
        Some(refusal) => Err(Failure::told(&refusal.message)),
        None if count(RowAction::Failed) > 0 => Err(Failure::silent()),
        None => Ok(()),
    }
}

fn say(prefix: &str, issue: &Issue) {
    let complaint = &issue.complaint;
    let column = issue.column.as_deref().unwrap_or(&complaint.field);
    eprintln!(
        "{prefix}row {}, {column}: {} {}",
        issue.row, complaint.message, complaint.message_fa
    );
}

fn form(file: &Path) -> Result<Form, Failure> {
    let ending = file.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("xlsx") => Ok(Form::Xlsx),
        Some("csv") => Ok(Form::Csv),
        _ => Err(Failure::usage("the file's name must end in .xlsx or .csv")),
    }
}

fn told(file: &Path, error: &std::io::Error) -> Failure {
    Failure::told(format!("{}: {error}", file.display()))
}
