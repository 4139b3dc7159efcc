//! Storing a checked record: inserted, or written over the one before; with its event.

use chrono::{DateTime, Utc};
use entity::{member, member_expertise};

use super::draft::Checked;
use crate::{
    events::Event,
    fault::{self, Complaint, ComplaintCode, Fault},
    persian::persian_number,
    store::{self, Connection, members::NewMember},
};

/// Members as they are before an edit, in the order of `members`.
pub async fn with_expertise(
    db: &impl Connection,
    members: Vec<member::Model>,
) -> Result<Vec<Checked>, Fault> {
    let ids: Vec<i64> = members.iter().map(|member| member.id).collect();
    let mut known: std::collections::HashMap<i64, Vec<member_expertise::Model>> =
        std::collections::HashMap::new();
    for row in store::members::expertise(db, &ids).await? {
        known.entry(row.member_id).or_default().push(row);
    }
    let each = members.into_iter().map(|row| Checked {
        expertise: known.remove(&row.id).unwrap_or_default(),
        row,
    });
    Ok(each.collect())
}

/// The names of the fields in which two records differ, in the contract's words.
#[must_use]
pub fn differences(before: &Checked, after: &Checked) -> Vec<&'static str> {
    let (a, b) = (&before.row, &after.row);
    let known = |rows: &[member_expertise::Model]| -> Vec<_> {
        let facts = rows.iter();
        facts
            .map(|row| (row.phrase.clone(), row.concept_id, row.level))
            .collect()
    };
    let pairs = [
        ("fullName", a.full_name != b.full_name),
        ("kind", a.kind != b.kind),
        ("tier", a.tier != b.tier),
        ("orgUnit", a.org_unit_id != b.org_unit_id),
        ("field", a.field != b.field),
        ("degree", a.degree != b.degree),
        ("job", a.job != b.job),
        ("bio", a.bio != b.bio),
        (
            "expertise",
            known(&before.expertise) != known(&after.expertise),
        ),
        ("nationalId", a.national_id != b.national_id),
        ("mobile", a.mobile != b.mobile),
        ("email", a.email != b.email),
        ("maxLoad", a.max_load != b.max_load),
        ("joinedOn", a.joined_on != b.joined_on),
    ];
    let differing = pairs.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(field, _)| field).collect()
}

/// Writes `after` over `before`; `None` when they say the same, and then nothing is written.
pub async fn over(
    db: &impl Connection,
    before: &Checked,
    after: Checked,
    now: DateTime<Utc>,
) -> Result<Option<(member::Model, Event)>, Fault> {
    let fields = differences(before, &after);
    if fields.is_empty() {
        return Ok(None);
    }
    let row = member::Model {
        version: before.row.version + 1,
        updated_at: now,
        ..after.row
    };
    if !store::members::update(db, &row, before.row.version).await? {
        return Err(fault::changed(before.row.version));
    }
    if fields.contains(&"expertise") {
        store::members::replace_expertise(db, row.id, &after.expertise).await?;
    }
    let event = Event::MemberUpdated {
        member_id: row.id,
        fields,
        version: row.version,
    };
    Ok(Some((row, event)))
}

/// Inserts new records.
pub async fn insert(db: &impl Connection, new: Vec<Checked>) -> Result<Vec<member::Model>, Fault> {
    let new: Vec<NewMember> = new
        .into_iter()
        .map(|Checked { row, expertise }| NewMember { row, expertise })
        .collect();
    Ok(store::members::insert(db, &new).await?)
}

/// Somebody else has this national id already.
pub async fn must_be_nobody_elses(db: &impl Connection, row: &member::Model) -> Result<(), Fault> {
    let Some(national_id) = &row.national_id else {
        return Ok(());
    };
    let holder = store::members::with_national_id(db, national_id).await?;
    match holder.filter(|holder| holder.id != row.id) {
        Some(holder) => Err(taken_national_id(&holder).into()),
        None => Ok(()),
    }
}

/// Names whoever has the national id.
#[must_use]
pub fn taken_national_id(holder: &member::Model) -> Complaint {
    let (number, name) = (holder.member_no, &holder.full_name);
    Complaint::new(
        "nationalId",
        ComplaintCode::Taken,
        format!("Member {number}, {name}, has this national id."),
        format!(
            "این کد ملی از آنِ عضو {}، {name}، است.",
            persian_number(number)
        ),
    )
}

/// Names whoever has the membership number.
#[must_use]
pub fn taken_number(holder: &member::Model) -> Complaint {
    let (number, name) = (holder.member_no, &holder.full_name);
    Complaint::new(
        "memberNo",
        ComplaintCode::Taken,
        format!("The number {number} belongs to {name}."),
        format!("شمارهٔ {} از آنِ {name} است.", persian_number(number)),
    )
}
