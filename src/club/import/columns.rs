//! Which column holds what, by its header in Persian or English.

use std::{collections::HashMap, sync::LazyLock};

use matching::text::phrase_key;

use super::sheet::Row;

/// Between the phrases in one cell, where we write it.
pub const DELIMITER_IN_CELL: char = '؛';
/// Titles and notes may stand above the header.
const HEADER_WITHIN: usize = 20;
/// In bytes; a longer text is no header, and not worth a look.
const HEADER_MAX: usize = 200;

static BY_KEY: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
    let all = Column::EXPORTED.into_iter().chain(Column::IN_PARTS);
    let headers = all.flat_map(|column| column.headers().iter().map(move |text| (text, column)));
    headers.map(|(text, column)| (key(text), column)).collect()
});

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    MemberNo,
    FullName,
    FirstName,
    LastName,
    NationalId,
    Mobile,
    Email,
    Kind,
    Tier,
    Standing,
    OrgUnit,
    Field,
    Degree,
    Job,
    Bio,
    Expertise,
    MaxLoad,
    JoinedOn,
}

impl Column {
    /// All columns in the order of an export, but for names in two parts.
    pub const EXPORTED: [Self; 16] = [
        Self::MemberNo,
        Self::FullName,
        Self::NationalId,
        Self::Mobile,
        Self::Email,
        Self::Kind,
        Self::Tier,
        Self::Standing,
        Self::OrgUnit,
        Self::Field,
        Self::Degree,
        Self::Job,
        Self::Bio,
        Self::Expertise,
        Self::MaxLoad,
        Self::JoinedOn,
    ];
    const IN_PARTS: [Self; 2] = [Self::FirstName, Self::LastName];

    /// The contract's name of the field.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::MemberNo => "memberNo",
            Self::FullName | Self::FirstName | Self::LastName => "fullName",
            Self::NationalId => "nationalId",
            Self::Mobile => "mobile",
            Self::Email => "email",
            Self::Kind => "kind",
            Self::Tier => "tier",
            Self::Standing => "standing",
            Self::OrgUnit => "orgUnit",
            Self::Field => "field",
            Self::Degree => "degree",
            Self::Job => "job",
            Self::Bio => "bio",
            Self::Expertise => "expertise",
            Self::MaxLoad => "maxLoad",
            Self::JoinedOn => "joinedOn",
        }
    }
}

/// The header of a sheet.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// Where it stands among the sheet's rows.
    pub at: usize,
    /// What each known column holds, where it stands, and its header as it is written.
    pub known: Vec<(Column, usize, String)>,
    /// Headers that name nothing, or what another column holds already.
    pub ignored: Vec<String>,
}

/// The first row that names somebody and something else about them.
#[must_use]
pub fn header(rows: &[Row]) -> Option<Header> {
    let rows = rows.iter().take(HEADER_WITHIN).enumerate();
    rows.map(|(at, row)| named(at, row)).find(|header| {
        let has = |columns: &[Column]| header.known.iter().any(|(one, ..)| columns.contains(one));
        let name = [Column::FullName, Column::LastName];
        has(&name) && header.known.len() >= 2
            || has(&[Column::MemberNo, Column::NationalId]) && header.known.len() >= 2
    })
}

fn named(at: usize, row: &Row) -> Header {
    let mut header = Header {
        at,
        ..Header::default()
    };
    for (place, written) in row.cells.iter().enumerate() {
        let written = written.trim();
        let known = of_header(written);
        let fresh = known.filter(|column| header.known.iter().all(|(one, ..)| one != column));
        match fresh {
            Some(column) => header.known.push((column, place, written.to_owned())),
            None if written.is_empty() => {}
            None => header
                .ignored
                .push(written.chars().take(HEADER_MAX).collect()),
        }
    }
    header
}

fn of_header(written: &str) -> Option<Column> {
    if written.len() > HEADER_MAX {
        return None;
    }
    BY_KEY.get(&key(written)).copied()
}

/// Without what stands in brackets, stars, case, spaces and inflection.
pub fn key(text: &str) -> String {
    let text = text.split(['(', '[', ':']).next().unwrap_or_default();
    let plain: String = text
        .chars()
        .map(|c| if "_-*/.".contains(c) { ' ' } else { c })
        .collect();
    phrase_key(&plain)
}

#[cfg(test)]
mod tests {
    use super::{Column, key, of_header};

    #[test]
    fn every_header_names_one_column() {
        let all = Column::EXPORTED.into_iter().chain(Column::IN_PARTS);
        for column in all {
            for header in column.headers() {
                assert_eq!(of_header(header), Some(column), "{header} {}", key(header));
            }
        }
    }

    #[test]
    fn spellings_meet() {
        for (written, column) in [
            ("كد ملي", Column::NationalId),
            ("نام و نام‌خانوادگی *", Column::FullName),
            (" شمارهٔ عضویت ", Column::MemberNo),
            ("Full_Name", Column::FullName),
            ("NATIONAL-ID", Column::NationalId),
            ("موبایل (اختیاری)", Column::Mobile),
            ("تخصص ها", Column::Expertise),
            ("نام", Column::FirstName),
        ] {
            assert_eq!(of_header(written), Some(column), "{written}");
        }
        assert_eq!(of_header("رنگ"), None);
    }
}
