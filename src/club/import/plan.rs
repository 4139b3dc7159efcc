//! What a sheet's rows come to, against the members as they are.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::member::MemberStanding;
use matching::text::phrase_key;

use super::{
    Line, Report, RowAction, columns, everybody,
    rows::{Entry, Reader},
    sheet::{Sheet, no_header},
};
use crate::{
    app::App,
    club::{
        calendar,
        draft::{self, Checked},
        expertise::Terms,
        fields::{invalid, required},
        find::alike,
        save,
    },
    fault::{Complaint, ComplaintCode, Fault},
    persian::persian_number,
    store::{self, Connection},
};

/// A row's effect.
#[derive(Debug)]
pub enum Step {
    Add(Box<Checked>),
    Change(Box<Checked>, Box<Checked>),
}

/// Everything that an import would do, and the report of it.
pub struct Plan {
    pub steps: Vec<Step>,
    pub report: Report,
}

/// The members as they are, and as the rows so far would have them.
struct Club {
    members: Vec<Checked>,
    by_number: HashMap<i64, usize>,
    by_national_id: HashMap<String, usize>,
    /// Numbers of merged records, which nobody gets again.
    buried: HashSet<i64>,
    names: HashMap<String, i64>,
    touched: HashSet<usize>,
    /// What earlier rows take: numbers and national ids.
    taken: (HashSet<i64>, HashSet<String>),
    next_number: i64,
    today: NaiveDate,
}

/// Plans an import; nothing is written.
pub async fn plan(app: &App, db: &impl Connection, sheet: Sheet) -> Result<Plan, Fault> {
    let header = columns::header(&sheet.rows).ok_or_else(no_header)?;
    let reference = app.reference();
    let reader = Reader::new(&header, &reference);
    let rows = sheet.rows.iter().skip(header.at + 1);
    let entries: Vec<Entry> = rows.map(|row| reader.entry(row)).collect();
    let mut club = Club::fetch(app, db, &entries).await?;
    let terms = Terms::of(&reference);
    let now = app.clock.now();
    let mut plan = Plan {
        steps: Vec::new(),
        report: Report {
            sheet: sheet.name,
            lines: Vec::with_capacity(entries.len()),
            errors: Vec::new(),
            warnings: Vec::new(),
            ignored: header.ignored.clone(),
        },
    };
    for entry in entries {
        let blank = |number| Checked {
            row: draft::blank(
                number,
                entry.standing.unwrap_or(MemberStanding::Active),
                now,
            ),
            expertise: Vec::new(),
        };
        let outcome = club.place(&entry, blank, &terms);
        plan.take(&reader, &entry, outcome, &mut club);
    }
    Ok(plan)
}

impl Plan {
    fn take(
        &mut self,
        reader: &Reader<'_>,
        entry: &Entry,
        outcome: Result<Step, Vec<Complaint>>,
        club: &mut Club,
    ) {
        let report = &mut self.report;
        let mut line = Line {
            row: entry.row,
            action: RowAction::Failed,
            member_no: None,
            full_name: entry.full_name.chars().take(100).collect(),
            fields: Vec::new(),
        };
        match outcome {
            Err(wrong) => {
                let issues = wrong.into_iter().map(|one| reader.issue(entry.row, one));
                report.errors.extend(issues);
            }
            Ok(step) => {
                let (before, after) = match &step {
                    Step::Add(after) => (None, after),
                    Step::Change(before, after) => (Some(before), after),
                };
                line.member_no = Some(after.row.member_no);
                line.full_name.clone_from(&after.row.full_name);
                line.fields = before.map_or_else(Vec::new, |b| save::differences(b, after));
                line.action = match before {
                    None => RowAction::Added,
                    Some(_) if line.fields.is_empty() => RowAction::Unchanged,
                    Some(_) => RowAction::Changed,
                };
                let noted = match before {
                    None => club.notes(entry, after),
                    Some(before) => renamed(before, after).into_iter().collect(),
                };
                let issues = noted.into_iter().map(|one| reader.issue(entry.row, one));
                report.warnings.extend(issues);
                if line.action != RowAction::Unchanged {
                    self.steps.push(step);
                }
            }
        }
        report.lines.push(line);
    }
}

impl Club {
    async fn fetch(app: &App, db: &impl Connection, entries: &[Entry]) -> Result<Self, Fault> {
        let members = everybody(db).await?;
        let numbers = members.iter().map(|member| member.row.member_no);
        let ids = members.iter().enumerate();
        let ids = ids.filter_map(|(at, member)| Some((member.row.national_id.clone()?, at)));
        let named = members.iter();
        let named = named.map(|member| (member.row.name_key.clone(), member.row.member_no));
        // A number that a row names is not given to another.
        let greatest = entries.iter().filter_map(|entry| entry.member_no).max();
        let last = store::members::last_number(db).await?;
        Ok(Self {
            by_number: numbers.zip(0..).collect(),
            by_national_id: ids.collect(),
            names: named.collect(),
            buried: store::members::merged_numbers(db)
                .await?
                .into_iter()
                .collect(),
            next_number: last.max(greatest.unwrap_or(0)).saturating_add(1),
            touched: HashSet::new(),
            taken: (HashSet::new(), HashSet::new()),
            today: calendar::today(app.clock.now()),
            members,
        })
    }

    /// Where a row belongs, and what it would make of it.
    fn place(
        &mut self,
        entry: &Entry,
        blank: impl Fn(i64) -> Checked,
        terms: &Terms<'_>,
    ) -> Result<Step, Vec<Complaint>> {
        let mut wrong = entry.wrong.clone();
        let place = self.whose(entry).map_err(|complaint| {
            wrong.push(complaint);
            std::mem::take(&mut wrong)
        })?;
        // A new member with neither kind nor unit is from outside, as a blank record is.
        let before = match place {
            Some(at) => self.members[at].clone(),
            None => blank(entry.member_no.unwrap_or(self.next_number)),
        };
        if place.is_some() && entry.standing.is_some_and(|to| to != before.row.standing) {
            wrong.push(standing_stays());
        }
        let after = match entry.draft.lay_over(&before, terms, self.today) {
            Ok(after) if wrong.is_empty() => after,
            Ok(_) => return Err(wrong),
            Err(more) => {
                wrong.extend(more);
                return Err(wrong);
            }
        };
        self.touched.extend(place);
        self.taken.0.insert(after.row.member_no);
        self.taken.1.extend(after.row.national_id.clone());
        if place.is_none() && entry.member_no.is_none() {
            self.next_number += 1;
        }
        Ok(match place {
            Some(_) => Step::Change(Box::new(before), Box::new(after)),
            None => Step::Add(Box::new(after)),
        })
    }

    /// The member whom a row means; `None` for a new one.
    fn whose(&self, entry: &Entry) -> Result<Option<usize>, Complaint> {
        let (number, id) = (entry.member_no, entry.national_id.as_ref());
        let by_number = number.and_then(|number| self.by_number.get(&number).copied());
        let by_id = id.and_then(|id| self.by_national_id.get(id).copied());
        if number.is_none() && id.is_none() {
            let complaint = required("memberNo");
            return Err(Complaint {
                message: "A row needs a membership number or a national id.".to_owned(),
                message_fa: "هر ردیف شمارهٔ عضویت یا کد ملی می‌خواهد.".to_owned(),
                ..complaint
            });
        }
        if let Some(holder) = by_id.filter(|at| number.is_some() && by_number != Some(*at)) {
            return Err(save::taken_national_id(&self.members[holder].row));
        }
        let place = by_number.or(by_id);
        let twice = place.is_some_and(|at| self.touched.contains(&at))
            || number.is_some_and(|number| self.taken.0.contains(&number))
            || id.is_some_and(|id| self.taken.1.contains(id));
        if twice {
            return Err(Complaint::new(
                if number.is_some() {
                    "memberNo"
                } else {
                    "nationalId"
                },
                ComplaintCode::Taken,
                "An earlier row is about the same member.",
                "ردیفی پیش از این دربارهٔ همین عضو است.",
            ));
        }
        if number.is_some_and(|number| self.buried.contains(&number)) {
            return Err(Complaint::new(
                "memberNo",
                ComplaintCode::Taken,
                "The number belonged to a record that was merged into another.",
                "این شماره از آنِ پرونده‌ای است که در دیگری ادغام شد.",
            ));
        }
        Ok(place)
    }

    /// What is worth a look about a new member.
    fn notes(&mut self, entry: &Entry, after: &Checked) -> Vec<Complaint> {
        let mut notes = Vec::new();
        let (number, name) = (after.row.member_no, &after.row.full_name);
        let namesake = self.names.insert(phrase_key(name), number);
        if let Some(namesake) = namesake {
            notes.push(Complaint::new(
                "fullName",
                ComplaintCode::Taken,
                format!("Member {namesake} has the same name."),
                format!("عضو {} همین نام را دارد.", persian_number(namesake)),
            ));
        }
        if !entry.has_degree {
            notes.push(invalid(
                "degree",
                "No degree is given; BACHELOR is assumed.",
                "مدرک نیامده است؛ کارشناسی فرض شد.",
            ));
        }
        notes
    }
}

/// A row that gives somebody quite another name may have got the wrong number.
fn renamed(before: &Checked, after: &Checked) -> Option<Complaint> {
    let (old, new) = (&before.row.full_name, &after.row.full_name);
    if old == new || alike(old, new) {
        return None;
    }
    let number = before.row.member_no;
    let number_fa = persian_number(number);
    Some(invalid(
        "fullName",
        &format!("Member {number} is called {old} so far; is the row about somebody else?"),
        &format!("عضو {number_fa} تاکنون «{old}» نام دارد؛ آیا این ردیف دربارهٔ کس دیگری است؟"),
    ))
}

fn standing_stays() -> Complaint {
    Complaint::new(
        "standing",
        ComplaintCode::WrongState,
        "The standing of a member is changed by changeMemberStanding, with a reason.",
        "وضعیت عضو با changeMemberStanding و با ذکر دلیل تغییر می‌کند.",
    )
}
