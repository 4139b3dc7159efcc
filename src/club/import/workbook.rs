//! Excel workbooks, unpacked no further than a list of members can need.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use zip::ZipArchive;

use super::sheet::{Filling, Sheet, too_much};
use crate::{club::fields::invalid, fault::Complaint};

/// What is inside, altogether; an honest file of five thousand members has a few MiB.
const UNPACKED_MAX: u64 = 32 * 1024 * 1024;
const PARTS_MAX: usize = 1_000;
const SHEETS_MAX: usize = 50;

/// Every sheet of the workbook.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Complaint> {
    measure(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let names = book.sheet_names();
    let mut sheets = Vec::with_capacity(names.len());
    for name in names.into_iter().take(SHEETS_MAX) {
        let mut filling = Filling::of(Some(name.clone()));
        let cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A chart is no sheet of cells.
            Err(XlsxError::WorksheetNotFound(_) | XlsxError::NotAWorksheet(_)) => continue,
            Err(_) => return Err(broken()),
        };
        fill(&mut filling, cells)?;
        sheets.push(filling.sheet);
    }
    Ok(sheets)
}

fn fill(
    filling: &mut Filling,
    mut cells: calamine::XlsxCellReader<'_, Cursor<&[u8]>>,
) -> Result<(), Complaint> {
    while let Some(cell) = cells.next_cell().map_err(|_| broken())? {
        let (row, column) = cell.get_position();
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        filling.put((row.saturating_add(1), column), &text(cell.get_value()))?;
    }
    Ok(())
}

/// Unpacks every part into nothing, since the sizes that an archive declares may be lies.
fn measure(bytes: &[u8]) -> Result<(), Complaint> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > PARTS_MAX {
        return Err(bomb());
    }
    let mut left = UNPACKED_MAX;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| broken())?;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let size = size.map_err(|_| broken())?;
        left = left.checked_sub(size).ok_or_else(bomb)?;
    }
    Ok(())
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // Excel keeps whole numbers as floats, and shows them without a point.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(error) => error.to_string(),
    }
}

fn bomb() -> Complaint {
    too_much(
        "Unpacked, the file is too large.",
        "پروندهٔ بازشده بیش از اندازه بزرگ است.",
    )
}

fn broken() -> Complaint {
    invalid(
        "file",
        "The file cannot be read as an Excel workbook.",
        "پرونده را نمی‌توان به صورت کارپوشهٔ اکسل خواند.",
    )
}
