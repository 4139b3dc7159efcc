//! A spreadsheet as rows of text, whatever file it comes in.

use super::{columns, delimited, workbook};
use crate::{
    club::{fields::invalid, tidy::latin_digit},
    fault::{Complaint, ComplaintCode},
};

/// As an upload over HTTP.
const FILE_MAX: usize = 10 * 1024 * 1024;
/// Eight times the club.
const ROWS_MAX: usize = 5_000;
/// All cells together, so that a small file cannot unfold into a large one.
const TEXT_MAX: usize = 32 * 1024 * 1024;
const COLUMNS_MAX: usize = 200;

/// A row with its number as the spreadsheet shows it, from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub number: u32,
    pub cells: Vec<String>,
}

/// One sheet's rows that have anything in them.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// `None` for delimited text.
    pub name: Option<String>,
    pub rows: Vec<Row>,
}

/// Fills sheets and sees that they stay within their limits.
#[derive(Debug, Default)]
pub struct Filling {
    pub sheet: Sheet,
    text: usize,
}

/// The sheet that holds the members: the wanted one, or the first with a header.
pub fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Sheet, Complaint> {
    if bytes.len() > FILE_MAX {
        return Err(too_much(
            "The file is larger than 10 MiB.",
            "پرونده بیش از ۱۰ مگابایت است.",
        ));
    }
    let sheets = match bytes {
        [] => return Err(invalid("file", "The file is empty.", "پرونده خالی است.")),
        [b'P', b'K', 3, 4, ..] => workbook::read(bytes)?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            return Err(invalid(
                "file",
                "This is an old Excel file; save it as .xlsx or .csv.",
                "این پرونده قالب قدیمی اکسل دارد؛ آن را با قالب xlsx یا csv ذخیره کنید.",
            ));
        }
        text => vec![delimited::read(text)?],
    };
    let found = match wanted {
        Some(wanted) => named(sheets, wanted)?,
        None => sheets
            .into_iter()
            .find(|sheet| columns::header(&sheet.rows).is_some())
            .ok_or_else(no_header)?,
    };
    Ok(found)
}

/// No row names the columns.
#[must_use]
pub fn no_header() -> Complaint {
    invalid(
        "file",
        "No row names the columns; at least a name and a membership number or national id are needed.",
        "ردیف عنوان پیدا نشد؛ دست‌کم ستون نام و ستون شمارهٔ عضویت یا کد ملی لازم است.",
    )
}

/// The file holds more than anybody has members.
#[must_use]
pub fn too_much(english: &str, persian: &str) -> Complaint {
    Complaint::new("file", ComplaintCode::TooLong, english, persian)
}

impl Filling {
    /// A sheet by this name.
    #[must_use]
    pub fn of(name: Option<String>) -> Self {
        let rows = Vec::new();
        Self {
            sheet: Sheet { name, rows },
            text: 0,
        }
    }

    /// Puts a cell; rows come in their order, and cells of a row too.
    pub fn put(&mut self, (number, column): (u32, usize), text: &str) -> Result<(), Complaint> {
        if text.trim().is_empty() || column >= COLUMNS_MAX {
            return Ok(());
        }
        self.text += text.len();
        if self.text > TEXT_MAX {
            return Err(too_much(
                "The cells hold too much text.",
                "متن خانه‌های پرونده بیش از اندازه است.",
            ));
        }
        if self
            .sheet
            .rows
            .last()
            .is_none_or(|row| row.number != number)
        {
            // The header does not count.
            if self.sheet.rows.len() > ROWS_MAX {
                return Err(too_much(
                    "The file has more than 5,000 rows; split it.",
                    "پرونده بیش از ۵۰۰۰ ردیف دارد؛ آن را چند بخش کنید.",
                ));
            }
            self.sheet.rows.push(Row {
                number,
                cells: Vec::new(),
            });
        }
        if let Some(row) = self.sheet.rows.last_mut() {
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            text.clone_into(&mut row.cells[column]);
        }
        Ok(())
    }
}

fn named(sheets: Vec<Sheet>, wanted: &str) -> Result<Sheet, Complaint> {
    let key = matching::text::phrase_key;
    let names: Vec<String> = sheets
        .iter()
        .filter_map(|sheet| sheet.name.clone())
        .collect();
    let number: String = wanted.trim().chars().map(latin_digit).collect();
    let number = number.parse::<usize>().ok();
    let at = names
        .iter()
        .position(|name| key(name) == key(wanted))
        .or_else(|| number.and_then(|number| number.checked_sub(1)));
    let sheet = at.and_then(|at| sheets.into_iter().nth(at));
    sheet.ok_or_else(|| {
        Complaint::new(
            "sheet",
            ComplaintCode::Unknown,
            format!("There is no such sheet; there are: {}.", names.join(", ")),
            format!("چنین برگه‌ای نیست؛ برگه‌ها: {}.", names.join("، ")),
        )
    })
}
