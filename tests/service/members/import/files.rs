//! Spreadsheets that the tests make.

use std::io::{Cursor, Write as _};

use rust_xlsxwriter::Workbook;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::national_id;

/// Letters of the Arabic block as Windows-1256 has them.
const LETTERS: [(char, u8); 11] = [
    ('ا', 0xc7),
    ('ر', 0xd1),
    ('س', 0xd3),
    ('ش', 0xd4),
    ('ض', 0xd6),
    ('ع', 0xda),
    ('ک', 0x98),
    ('م', 0xe3),
    ('ن', 0xe4),
    ('و', 0xe6),
    ('ه', 0xe5),
];

/// A workbook with these sheets, every cell a text.
pub fn xlsx(sheets: &[(&str, &[Vec<String>])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0_u32..).zip(*rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Text as an old Windows writes it.
pub fn windows_1256(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        c if c.is_ascii() => u8::try_from(c).unwrap(),
        'ی' => 0xed,
        'خ' => 0xce,
        'گ' => 0x90,
        'د' => 0xcf,
        'ت' => 0xca,
        other => {
            LETTERS
                .iter()
                .find(|(letter, _)| *letter == other)
                .unwrap()
                .1
        }
    };
    text.chars().map(byte).collect()
}

/// A workbook by its beginning whose one part unfolds to 200 MB.
pub fn bomb() -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    archive.start_file("xl/sharedStrings.xml", options).unwrap();
    let zeros = vec![b'0'; 1_000_000];
    for _ in 0..200 {
        archive.write_all(&zeros).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A club of this size, without a fault.
pub fn club(size: i64) -> String {
    let mut text =
        "member no,full name,national id,mobile,email,kind,tier,degree,expertise\n".to_owned();
    for number in 0..size {
        let id = national_id(88_000_000 + number);
        let line = format!(
            "{},عضو {},{id},0915{number:07},m{number}@example.ir,EXTERNAL,PLANNER,MASTER,BRT:4؛ طراحی پل\n",
            20_000 + number,
            letters(number),
        );
        text.push_str(&line);
    }
    text
}

/// Rows of every sort, right and wrong, new and known, drawn from the seed.
pub fn many(seed: u64, rows: i64) -> String {
    let mut random = Random(seed + 1);
    let mut text = "member no,full name,national id,mobile,max load,job\n".to_owned();
    for _ in 0..rows {
        let number = 6_000 + i64::try_from(random.below(40)).unwrap();
        let id = national_id(66_000_000 + number);
        // Odd seeds make no mistakes but double rows.
        let slip = seed.is_multiple_of(2) && random.below(4) == 0;
        let mobile = if slip {
            "0915".to_owned()
        } else {
            format!("0915{number:07}")
        };
        let load = random.below(6);
        let by_number = random.below(2) == 0;
        let shown = if by_number {
            number.to_string()
        } else {
            String::new()
        };
        let job = ["", "=مشاور", "کارشناس"][usize::try_from(random.below(3)).unwrap()];
        let line = format!(
            "{shown},عضو {},{id},{mobile},{load},{job}\n",
            letters(number)
        );
        text.push_str(&line);
    }
    text
}

/// A number in letters, so that it can stand in a name.
fn letters(number: i64) -> String {
    let digits = number.to_string();
    let letter = |digit: char| {
        "ابپتثجچحخد"
            .chars()
            .nth(digit.to_digit(10).unwrap() as usize)
    };
    digits.chars().filter_map(letter).collect()
}

/// A small generator of even numbers; any would do.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
