//! Members from a spreadsheet: all of it or, if asked, what is right of it, in one transaction.
//!
//! A dry run does everything in a transaction that it never commits, so that its report is the
//! real one's.

mod columns;
pub(super) mod delimited;
mod headers;
mod plan;
mod rows;
pub mod sheet;
pub mod values;
mod workbook;

use entity::member;

use super::save;
use crate::{
    app::App,
    auth::{Viewer, secret::sha256_hex},
    events::{self, Event},
    fault::{Complaint, ComplaintCode, Fault},
    persian::persian_number,
    store::{self, Connection},
};

pub use columns::{Column, DELIMITER_IN_CELL};
use plan::{Plan, Step};
pub use rows::Issue;

/// A file with members, and how to take it.
#[derive(Clone, Debug)]
pub struct Import {
    pub bytes: Vec<u8>,
    /// By name or number; the first that has a header otherwise.
    pub sheet: Option<String>,
    /// Take what is right even if something is wrong.
    pub partial: bool,
    pub dry_run: bool,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowAction {
    Added,
    Changed,
    Unchanged,
    Failed,
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// As the spreadsheet numbers it, from 1.
    pub row: u32,
    pub action: RowAction,
    /// What it has or would be given; `None` when the row failed.
    pub member_no: Option<i64>,
    pub full_name: String,
    /// The fields that change, in the contract's words; none for a new member.
    pub fields: Vec<&'static str>,
}

/// What an import does, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The sheet that was read; `None` for delimited text.
    pub sheet: Option<String>,
    pub lines: Vec<Line>,
    pub errors: Vec<Issue>,
    pub warnings: Vec<Issue>,
    /// Headers that name no field.
    pub ignored: Vec<String>,
}

/// A report, and whether it holds.
pub struct Imported {
    pub report: Report,
    /// Why nothing was stored, although it was not a dry run.
    pub refusal: Option<Complaint>,
}

impl Report {
    /// How many rows come to this.
    #[must_use]
    pub fn count(&self, action: RowAction) -> usize {
        self.lines
            .iter()
            .filter(|line| line.action == action)
            .count()
    }
}

/// Imports on behalf of a coordinator.
pub async fn import(app: &App, viewer: &Viewer, input: Import) -> Result<Imported, Fault> {
    viewer.must_coordinate()?;
    run(app, Some(viewer.account_id), input).await
}

/// Imports on behalf of an account, or of the operator.
pub async fn run(app: &App, actor_id: Option<i64>, input: Import) -> Result<Imported, Fault> {
    let file_hash = sha256_hex(&input.bytes);
    let (partial, dry_run) = (input.partial, input.dry_run);
    let reading = move || sheet::read(&input.bytes, input.sheet.as_deref());
    let sheet = tokio::task::spawn_blocking(reading)
        .await
        .map_err(|error| Fault::Internal(format!("reading a spreadsheet: {error}")))??;
    let transaction = app.store.begin().await?;
    let mut plan = plan::plan(app, &transaction, sheet).await?;
    let wrong = plan.report.count(RowAction::Failed);
    if wrong > 0 && !partial {
        return Ok(Imported {
            refusal: Some(nothing_imported(wrong)),
            report: plan.report,
        });
    }
    let mut events = write(app, &transaction, &mut plan).await?;
    if !events.is_empty() {
        let count = |action| plan.report.count(action);
        let imported = Event::MembersImported {
            file_hash,
            added: count(RowAction::Added),
            changed: count(RowAction::Changed),
            unchanged: count(RowAction::Unchanged),
            failed: wrong,
        };
        events.insert(0, imported);
        events::append_all(&transaction, events, actor_id, app.clock.now()).await?;
    }
    if !dry_run {
        app.store.commit(transaction).await?;
    }
    Ok(Imported {
        report: plan.report,
        refusal: None,
    })
}

/// Writes every step; answers with an event for each.
async fn write(app: &App, db: &impl Connection, plan: &mut Plan) -> Result<Vec<Event>, Fault> {
    let now = app.clock.now();
    let (mut new, mut events) = (Vec::new(), Vec::new());
    for step in std::mem::take(&mut plan.steps) {
        match step {
            Step::Add(checked) => new.push(*checked),
            Step::Change(before, after) => {
                let written = save::over(db, &before, *after, now).await?;
                events.extend(written.map(|(_, event)| event));
            }
        }
    }
    let added: Vec<member::Model> = save::insert(db, new).await?;
    let registered = added.iter().map(|member| Event::MemberRegistered {
        member_id: member.id,
        member_no: member.member_no,
    });
    Ok(registered.chain(events).collect())
}

/// Writes down that the members left the house in a file.
pub async fn exported(app: &App, count: usize) -> Result<(), Fault> {
    let transaction = app.store.begin().await?;
    let event = Event::MembersExported { count };
    events::append(&transaction, event, None, app.clock.now()).await?;
    Ok(app.store.commit(transaction).await?)
}

/// Every member, by number, as they are before an import or in an export.
pub(super) async fn everybody(db: &impl Connection) -> Result<Vec<super::draft::Checked>, Fault> {
    let all = store::members::all(db, &store::filter::Tree::everything()).await?;
    let mut everybody = save::with_expertise(db, all).await?;
    everybody.sort_by_key(|member| member.row.member_no);
    Ok(everybody)
}

fn nothing_imported(wrong: usize) -> Complaint {
    Complaint::new(
        "file",
        ComplaintCode::Invalid,
        format!("{wrong} rows are wrong, so nothing was imported; the report names them."),
        format!(
            "{} ردیف نادرست است و هیچ ردیفی وارد نشد؛ گزارش آن‌ها را نام می‌برد.",
            persian_number(wrong)
        ),
    )
}
