//! A row as the draft of a member, or what is wrong with it, cell by cell.

use std::collections::HashMap;

use entity::{
    member::{Degree, MemberKind, MemberStanding, MemberTier},
    member_expertise::ExpertiseSource,
};
use matching::text::phrase_key;

use super::{
    columns::{Column, Header},
    sheet::Row,
    values::{DEGREES, KINDS, Meanings, STANDINGS, TIERS},
};
use crate::{
    club::{
        draft::{Draft, Edit},
        expertise::Skill,
        fields,
        tidy::{latin_digit, tidy, tidy_lines},
    },
    fault::{Complaint, ComplaintCode},
    reference::Reference,
};

/// What separates phrases in one cell; people write either comma.
const BETWEEN_PHRASES: [char; 6] = ['؛', ';', '،', ',', '|', '\n'];

/// In bytes; no unit has a longer name.
const UNIT_MAX: usize = 400;

/// Something wrong with a row, or worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// As the spreadsheet numbers it, from 1.
    pub row: u32,
    /// The column's header as it is written; `None` when the file has no such column.
    pub column: Option<String>,
    pub complaint: Complaint,
}

/// What a row says.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    pub row: u32,
    pub member_no: Option<i64>,
    pub national_id: Option<String>,
    pub standing: Option<MemberStanding>,
    /// Whether the row says how far somebody has studied.
    pub has_degree: bool,
    pub full_name: String,
    pub draft: Draft,
    pub wrong: Vec<Complaint>,
}

/// Reads rows under one header.
pub struct Reader<'r> {
    header: &'r Header,
    units: HashMap<String, i64>,
    kinds: Meanings<MemberKind>,
    tiers: Meanings<MemberTier>,
    degrees: Meanings<Degree>,
    standings: Meanings<MemberStanding>,
}

impl<'r> Reader<'r> {
    /// Units are known by their code and by their names in both languages.
    #[must_use]
    pub fn new(header: &'r Header, reference: &Reference) -> Self {
        let mut units = HashMap::new();
        for unit in reference.org_units() {
            for name in [&unit.code, &unit.name_fa, &unit.name_en] {
                units.entry(phrase_key(name)).or_insert(unit.id);
            }
        }
        Self {
            header,
            units,
            kinds: Meanings::of(KINDS),
            tiers: Meanings::of(TIERS),
            degrees: Meanings::of(DEGREES),
            standings: Meanings::of(STANDINGS),
        }
    }

    /// What a row says; an empty cell says nothing.
    #[must_use]
    pub fn entry(&self, row: &Row) -> Entry {
        let mut entry = Entry {
            row: row.number,
            ..Entry::default()
        };
        let (mut first, mut last) = (String::new(), String::new());
        for (column, place, _) in &self.header.known {
            let lines = matches!(column, Column::Bio | Column::Expertise);
            let cell = row
                .cells
                .get(*place)
                .map(|cell| if lines { tidy_lines(cell) } else { tidy(cell) });
            let Some(cell) = cell.filter(|cell| !cell.is_empty()) else {
                continue;
            };
            match column {
                Column::FirstName => first = cell,
                Column::LastName => last = cell,
                column => self.take(&mut entry, *column, cell),
            }
        }
        let parts = tidy(&format!("{first} {last}"));
        if entry.full_name.is_empty() && !parts.is_empty() {
            entry.full_name.clone_from(&parts);
            entry.draft.full_name = Edit::Set(parts);
        }
        // Where the unit stands, the kind need not.
        if entry.draft.kind == Edit::Keep && entry.draft.org_unit_id != Edit::Keep {
            entry.draft.kind = Edit::Set(MemberKind::Internal);
        }
        entry
    }

    fn take(&self, entry: &mut Entry, column: Column, cell: String) {
        if cell.starts_with('#') && cell.ends_with(['!', '?', 'A']) {
            entry.wrong.push(Complaint::new(
                column.field(),
                ComplaintCode::Invalid,
                format!("The cell holds the error {cell}."),
                format!("خانه خطای {cell} دارد."),
            ));
            return;
        }
        let draft = &mut entry.draft;
        match column {
            Column::MemberNo => match number(&cell).filter(|number| *number > 0) {
                Some(number) => entry.member_no = Some(number),
                None => entry.wrong.push(no_number(column)),
            },
            Column::NationalId => match fields::national_id(&filled_up(&cell)) {
                Ok(id) => {
                    entry.national_id = Some(id.clone());
                    draft.national_id = Edit::Set(id);
                }
                Err(complaint) => entry.wrong.push(complaint),
            },
            Column::FullName | Column::FirstName | Column::LastName => {
                entry.full_name.clone_from(&cell);
                draft.full_name = Edit::Set(cell);
            }
            Column::MaxLoad => match number(&cell).and_then(|load| i32::try_from(load).ok()) {
                Some(load) => draft.max_load = Edit::Set(load),
                None => entry.wrong.push(no_number(column)),
            },
            Column::Mobile => draft.mobile = Edit::Set(cell),
            Column::Email => draft.email = Edit::Set(cell),
            Column::Field => draft.field = Edit::Set(cell),
            Column::Job => draft.job = Edit::Set(cell),
            Column::Bio => draft.bio = Edit::Set(cell),
            Column::JoinedOn => draft.joined_on = Edit::Set(cell),
            Column::Expertise => draft.expertise = Edit::Set(skills(&cell)),
            Column::Kind | Column::Tier | Column::Standing | Column::Degree | Column::OrgUnit => {
                self.take_choice(entry, column, &cell);
            }
        }
    }

    fn take_choice(&self, entry: &mut Entry, column: Column, cell: &str) {
        let draft = &mut entry.draft;
        let known = match column {
            Column::Kind => choose(self.kinds.get(cell), &mut draft.kind),
            Column::Tier => choose(self.tiers.get(cell), &mut draft.tier),
            Column::Degree => {
                entry.has_degree = true;
                choose(self.degrees.get(cell), &mut draft.degree)
            }
            Column::OrgUnit => {
                let short = Some(cell).filter(|cell| cell.len() <= UNIT_MAX);
                let unit = short.and_then(|cell| self.units.get(&phrase_key(cell)).copied());
                choose(unit, &mut draft.org_unit_id)
            }
            _ => {
                entry.standing = self.standings.get(cell);
                entry.standing.is_some()
            }
        };
        if !known {
            let shown: String = cell.chars().take(40).collect();
            entry.wrong.push(Complaint::new(
                column.field(),
                ComplaintCode::Unknown,
                format!("“{shown}” is no value of this column."),
                format!("«{shown}» مقدار این ستون نیست."),
            ));
        }
    }

    /// The complaint as an issue of its cell.
    #[must_use]
    pub fn issue(&self, row: u32, complaint: Complaint) -> Issue {
        let complaint = complaint.of_whole_field();
        let of_field = |column: &Column| column.field() == complaint.field;
        let known = self.header.known.iter();
        let column = known
            .filter(|(column, ..)| of_field(column))
            .map(|(.., written)| written.clone())
            .next();
        Issue {
            row,
            column,
            complaint,
        }
    }
}

fn choose<T>(meaning: Option<T>, into: &mut Edit<T>) -> bool {
    let known = meaning.is_some();
    if let Some(value) = meaning {
        *into = Edit::Set(value);
    }
    known
}

fn number(cell: &str) -> Option<i64> {
    let digits: String = cell.chars().map(latin_digit).collect();
    digits.parse().ok()
}

/// Spreadsheets drop leading zeros where they see a number.
fn filled_up(cell: &str) -> String {
    let digits: String = cell.chars().map(latin_digit).collect();
    let short = (8..10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if short {
        format!("{digits:0>10}")
    } else {
        digits
    }
}

/// Phrases with or without a level, such as `طراحی پل:4` or `BRT (5)`.
fn skills(cell: &str) -> Vec<Skill> {
    let phrases = cell.split(BETWEEN_PHRASES).map(str::trim);
    phrases
        .filter(|phrase| !phrase.is_empty())
        .map(|phrase| {
            let bare = phrase.strip_suffix(')').unwrap_or(phrase);
            let level = bare
                .chars()
                .last()
                .map(latin_digit)
                .and_then(|c| c.to_digit(10));
            let rest = bare
                .strip_suffix(char::is_numeric)
                .unwrap_or(bare)
                .trim_end();
            let named = rest.strip_suffix([':', '(']).filter(|_| level.is_some());
            Skill {
                phrase: Some(named.unwrap_or(phrase).trim().to_owned()),
                concept_id: None,
                level: named.and(level).and_then(|level| i32::try_from(level).ok()),
                source: ExpertiseSource::Imported,
            }
        })
        .collect()
}

fn no_number(column: Column) -> Complaint {
    fields::invalid(
        column.field(),
        "This must be a whole number.",
        "این خانه باید عدد درست باشد.",
    )
}

#[cfg(test)]
mod tests {
    use super::{filled_up, skills};

    #[test]
    fn phrases_carry_their_levels() {
        let read: Vec<_> = skills("BRT:5؛ طراحی پل (۴)، تونل; نسل 3 | :2")
            .into_iter()
            .map(|skill| (skill.phrase.unwrap(), skill.level))
            .collect();
        let expected = [
            ("BRT", Some(5)),
            ("طراحی پل", Some(4)),
            ("تونل", None),
            ("نسل 3", None),
            ("", Some(2)),
        ];
        let expected = expected.map(|(phrase, level)| (phrase.to_owned(), level));
        assert_eq!(read, expected);
    }

    #[test]
    fn lost_zeros_come_back() {
        assert_eq!(filled_up("499370899"), "0499370899");
        assert_eq!(filled_up("۹۳۷۰۸۹۹"), "9370899");
    }
}
