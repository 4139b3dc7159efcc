//! All members as a spreadsheet that an import reads back without a change.

use entity::{member_expertise, org_unit};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{
    calendar,
    draft::Checked,
    import::{
        self, Column, DELIMITER_IN_CELL,
        delimited::{FORMULA_SIGNS, SHIELD},
        values::{self, DEGREES, KINDS, STANDINGS, TIERS},
    },
};
use crate::{app::App, fault::Fault, reference::Reference};

/// So that Excel takes the text for Unicode.
const BYTE_ORDER_MARK: &str = "\u{feff}";
const COLUMN_WIDTH: f64 = 22.0;

/// A file's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Xlsx,
    Csv,
}

/// The file with all members, by number, and how many they are; the trail keeps that it was made.
pub async fn export(app: &App, form: Form) -> Result<(Vec<u8>, usize), Fault> {
    let everybody = import::everybody(app.store.reader()).await?;
    let reference = app.reference();
    let mut table = vec![header()];
    table.extend(everybody.iter().map(|member| line(&reference, member)));
    let bytes = match form {
        Form::Csv => text(&table).map_err(|error| error.to_string()),
        Form::Xlsx => workbook(&table).map_err(|error| error.to_string()),
    };
    let bytes = bytes.map_err(|error| Fault::Internal(format!("writing members: {error}")))?;
    import::exported(app, everybody.len()).await?;
    Ok((bytes, everybody.len()))
}

fn header() -> Vec<String> {
    let first = |column: Column| column.headers().first().copied().unwrap_or_default();
    Column::EXPORTED
        .map(|column| first(column).to_owned())
        .into()
}

fn line(reference: &Reference, Checked { row, expertise }: &Checked) -> Vec<String> {
    let cell = |column: Column| match column {
        Column::MemberNo => row.member_no.to_string(),
        Column::FullName | Column::FirstName | Column::LastName => row.full_name.clone(),
        Column::NationalId => row.national_id.clone().unwrap_or_default(),
        Column::Mobile => row.mobile.clone().unwrap_or_default(),
        Column::Email => row.email.clone().unwrap_or_default(),
        Column::Kind => values::word(KINDS, row.kind).to_owned(),
        Column::Tier => values::word(TIERS, row.tier).to_owned(),
        Column::Standing => values::word(STANDINGS, row.standing).to_owned(),
        Column::OrgUnit => {
            let unit = row.org_unit_id.and_then(|id| reference.org_unit(id));
            unit.map_or_else(String::new, |unit: &org_unit::Model| unit.code.clone())
        }
        Column::Field => row.field.clone(),
        Column::Degree => values::word(DEGREES, row.degree).to_owned(),
        Column::Job => row.job.clone(),
        Column::Bio => row.bio.clone(),
        Column::Expertise => phrases(expertise),
        Column::MaxLoad => row.max_load.to_string(),
        Column::JoinedOn => calendar::jalali_date(row.joined_on),
    };
    Column::EXPORTED.map(cell).into()
}

fn phrases(expertise: &[member_expertise::Model]) -> String {
    let each = expertise.iter();
    let each: Vec<String> = each
        .map(|known| format!("{}:{}", known.phrase, known.level))
        .collect();
    each.join(&format!("{DELIMITER_IN_CELL} "))
}

/// Cells that a spreadsheet would take for formulas stand behind an apostrophe.
fn text(table: &[Vec<String>]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    for line in table {
        writer.write_record(line.iter().map(|cell| shielded(cell)))?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

fn shielded(cell: &str) -> String {
    if cell.starts_with(FORMULA_SIGNS) {
        format!("{SHIELD}{cell}")
    } else {
        cell.to_owned()
    }
}

/// Every cell is text, so that none is a formula and no zero is lost.
fn workbook(table: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("اعضا")?.set_right_to_left(true);
    sheet.set_freeze_panes(1, 0)?;
    let bold = Format::new().set_bold();
    for (row, line) in (0_u32..).zip(table) {
        for (column, cell) in (0_u16..).zip(line) {
            if row == 0 {
                sheet.set_column_width(column, COLUMN_WIDTH)?;
                sheet.write_string_with_format(row, column, cell, &bold)?;
            } else if !cell.is_empty() {
                sheet.write_string(row, column, cell)?;
            }
        }
    }
    book.save_to_buffer()
}
