//! Text with commas, semicolons or tabs between its cells, in UTF-8, UTF-16 or Windows-1256.

use csv::ReaderBuilder;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1256};

use super::sheet::{Filling, Sheet};
use crate::{club::fields::invalid, fault::Complaint};

/// Signs with which a spreadsheet takes a cell for a formula.
pub const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// What stands before such a sign in a file of ours, and is no part of the text.
pub const SHIELD: char = '\'';

/// The one sheet of the text.
pub fn read(bytes: &[u8]) -> Result<Sheet, Complaint> {
    let text = decode(bytes);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut filling = Filling::of(None);
    let mut lines = Lines::of(&text);
    for record in reader.records() {
        let record = record.map_err(|_| {
            invalid(
                "file",
                "The file cannot be read as CSV.",
                "پرونده را نمی‌توان به صورت CSV خواند.",
            )
        })?;
        let begins = record.position().map_or(0, csv::Position::byte);
        let begins = usize::try_from(begins).unwrap_or(usize::MAX);
        let number = lines.at(begins);
        for (column, cell) in record.iter().enumerate() {
            filling.put((number, column), unshielded(cell))?;
        }
    }
    Ok(filling.sheet)
}

/// Counts lines forwards; the reader takes the line feed after a carriage return for the beginning
/// of the next record, and would number both the same.
struct Lines<'t> {
    text: &'t [u8],
    counted: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            text: text.as_bytes(),
            counted: 0,
            line: 1,
        }
    }

    /// The line, from 1, of the first byte at or after `begins` that ends no line.
    fn at(&mut self, begins: usize) -> u32 {
        while let Some(byte) = self.text.get(self.counted) {
            let ends = matches!(byte, b'\n' | b'\r');
            if self.counted >= begins && !ends {
                break;
            }
            self.line += u32::from(*byte == b'\n');
            self.counted += 1;
        }
        self.line
    }
}

/// Unicode where a mark or the bytes say so; what is no UTF-8 was written by an old Windows.
fn decode(bytes: &[u8]) -> String {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => WINDOWS_1256,
    };
    let text = encoding.decode(bytes).0.into_owned();
    if encoding == WINDOWS_1256 {
        // It has no Persian ye, so whoever wrote it had no choice.
        return text.replace('ي', "ی").replace('ك', "ک");
    }
    text
}

/// Whatever separates most in the first line that has any of them.
fn delimiter(text: &str) -> u8 {
    let count = |line: &str, sign: u8| line.bytes().filter(|byte| *byte == sign).count();
    let signs = [b',', b';', b'\t'];
    let line = text
        .lines()
        .take(20)
        .find(|line| signs.iter().any(|sign| count(line, *sign) > 0))
        .unwrap_or_default();
    let most = signs
        .into_iter()
        .rev()
        .max_by_key(|sign| count(line, *sign));
    most.unwrap_or(b',')
}

fn unshielded(cell: &str) -> &str {
    match cell.strip_prefix(SHIELD) {
        Some(rest) if rest.starts_with(FORMULA_SIGNS) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn rows_have_the_numbers_of_their_lines() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "", "\"c", "d\",e", "f;,'=g"].join(end);
            let sheet = read(text.as_bytes()).unwrap();
            let numbers: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
            assert_eq!(numbers, [1, 3, 5], "{end:?}");
            assert_eq!(sheet.rows[2].cells, ["f;", "=g"]);
        }
    }
}
