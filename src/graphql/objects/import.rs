//! What an import of members does.

use async_graphql::{Enum, Object, SimpleObject};

use crate::{
    club::import::{Issue, Line, Report, RowAction},
    graphql::error::UserErrorCode,
};

/// What becomes of a row.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "RowAction")]
pub enum ImportAction {
    /// A new member (افزوده).
    Added,
    /// A member whose record is edited (تغییریافته).
    Changed,
    /// A member of whom the row says nothing new (بی‌تغییر).
    Unchanged,
    /// Something is wrong with the row (نادرست).
    Failed,
}

pub struct ImportReport(pub Report);

/// What an import does, the same for a dry run as for the real one (گزارش ورود گروهی).
#[Object]
impl ImportReport {
    /// The sheet that was read; null for delimited text.
    async fn sheet(&self) -> Option<&str> {
        self.0.sheet.as_deref()
    }

    /// New members.
    async fn added(&self) -> usize {
        self.0.count(RowAction::Added)
    }

    /// Members whose records are edited.
    async fn changed(&self) -> usize {
        self.0.count(RowAction::Changed)
    }

    /// Members of whom the file says nothing new.
    async fn unchanged(&self) -> usize {
        self.0.count(RowAction::Unchanged)
    }

    /// Rows with which something is wrong.
    async fn failed(&self) -> usize {
        self.0.count(RowAction::Failed)
    }

    /// Every row, in the file's order.
    async fn rows(&self) -> Vec<ImportRow> {
        self.0.lines.iter().map(ImportRow::from).collect()
    }

    /// What is wrong, by row (خطاها).
    async fn errors(&self) -> Vec<ImportIssue> {
        self.0.errors.iter().map(ImportIssue::from).collect()
    }

    /// What is worth a look and stops nothing, such as a namesake (هشدارها).
    async fn warnings(&self) -> Vec<ImportIssue> {
        self.0.warnings.iter().map(ImportIssue::from).collect()
    }

    /// Headers that name no field of a member; their columns are not read.
    async fn ignored_columns(&self) -> &[String] {
        &self.0.ignored
    }
}

/// A row of the file.
#[derive(SimpleObject)]
pub struct ImportRow {
    /// As the spreadsheet numbers it, from 1.
    row: u32,
    /// What becomes of it.
    action: ImportAction,
    /// The membership number that it has or would be given; null when the row failed.
    member_no: Option<i64>,
    /// The name, as it is stored or, when the row failed, as it was written.
    full_name: String,
    /// The fields that change; empty for a new member.
    fields: Vec<String>,
}

/// Something wrong with a cell, or worth a look.
#[derive(SimpleObject)]
pub struct ImportIssue {
    /// As the spreadsheet numbers it, from 1.
    row: u32,
    /// The column's header as it is written in the file; null when the file has no such column.
    column: Option<String>,
    /// The field of a member.
    field: String,
    /// What is wrong, for programs.
    code: UserErrorCode,
    /// What is wrong, in English.
    message: String,
    /// What is wrong, in Persian (فارسی).
    message_fa: String,
}

impl From<&Line> for ImportRow {
    fn from(line: &Line) -> Self {
        Self {
            row: line.row,
            action: line.action.into(),
            member_no: line.member_no,
            full_name: line.full_name.clone(),
            fields: line
                .fields
                .iter()
                .map(|field| (*field).to_owned())
                .collect(),
        }
    }
}

impl From<&Issue> for ImportIssue {
    fn from(issue: &Issue) -> Self {
        let complaint = &issue.complaint;
        Self {
            row: issue.row,
            column: issue.column.clone(),
            field: complaint.field.clone().into_owned(),
            code: complaint.code.into(),
            message: complaint.message.clone(),
            message_fa: complaint.message_fa.clone(),
        }
    }
}
