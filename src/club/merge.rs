//! Two records of one person become one: the kept one takes over what the other has, and the
//! other stays as a row that nobody finds any more, so that its number is never given again.
//!
//! A dry run does everything in a transaction that it never commits.

mod belongings;
mod conflicts;

use chrono::{DateTime, Utc};
use entity::member::{self, MemberStanding};

use super::{draft::Checked, save};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{self, Complaint, ComplaintCode, Fault},
    store::{self, Connection},
};

pub use belongings::Moved;
pub use conflicts::MergeConflict;

/// Which record to keep, and which to merge into it, each as the caller has seen it.
#[derive(Clone, Copy, Debug)]
pub struct Merge {
    pub keep_id: i64,
    pub keep_version: i64,
    pub other_id: i64,
    pub other_version: i64,
    pub dry_run: bool,
}

/// The kept record afterwards, and how it came about.
pub struct Merged {
    pub member: member::Model,
    /// Fields that the kept record lacked and has taken over.
    pub filled: Vec<&'static str>,
    pub moved: Moved,
    /// Where the two say different things; the kept record stands.
    pub conflicts: Vec<MergeConflict>,
}

/// Merges two records.
pub async fn merge(app: &App, viewer: &Viewer, input: Merge) -> Result<Merged, Fault> {
    viewer.must_coordinate()?;
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let (keep, other) = both(&transaction, input).await?;
    may_merge(&keep.row, &other.row)?;
    let mut conflicts = conflicts::of_fields(&app.reference(), &keep.row, &other.row);
    let (row, filled) = fill(&keep.row, &other.row);
    let moved = belongings::hand_over(app, &transaction, (&keep, &other), &mut conflicts, now);
    let (moved, revoked) = moved.await?;
    bury(&transaction, &other.row, keep.row.id, now).await?;
    let member = member::Model {
        version: keep.row.version + 1,
        updated_at: now,
        ..row
    };
    if !store::members::update(&transaction, &member, keep.row.version).await? {
        return Err(fault::changed(keep.row.version));
    }
    let event = Event::MembersMerged {
        member_id: member.id,
        merged_member_id: other.row.id,
        filled: filled.clone(),
        conflicts: conflicts.iter().map(|conflict| conflict.field).collect(),
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    if !input.dry_run {
        app.store.commit(transaction).await?;
        for token in revoked {
            app.bus.revoke(token);
        }
    }
    Ok(Merged {
        member,
        filled,
        moved,
        conflicts,
    })
}

async fn both(db: &impl Connection, input: Merge) -> Result<(Checked, Checked), Fault> {
    if input.keep_id == input.other_id {
        return Err(wrong(
            "other",
            ComplaintCode::Invalid,
            "A record cannot be merged into itself.",
            "پرونده را نمی‌توان در خودش ادغام کرد.",
        ));
    }
    let mut pair = Vec::with_capacity(2);
    for (id, version) in [
        (input.keep_id, input.keep_version),
        (input.other_id, input.other_version),
    ] {
        let found = store::members::by_ids(db, &[id]).await?;
        let found = save::with_expertise(db, found).await?;
        let found = found.into_iter().next().ok_or(Fault::NotFound)?;
        if found.row.version != version {
            return Err(fault::changed(found.row.version));
        }
        pair.push(found);
    }
    let other = pair.pop().ok_or(Fault::NotFound)?;
    let keep = pair.pop().ok_or(Fault::NotFound)?;
    Ok((keep, other))
}

fn may_merge(keep: &member::Model, other: &member::Model) -> Result<(), Fault> {
    let ids = [&keep.national_id, &other.national_id];
    if ids.iter().all(|id| id.is_some()) && ids[0] != ids[1] {
        return Err(wrong(
            "other",
            ComplaintCode::WrongState,
            "The records have different national ids, so they are two people; correct one first.",
            "کد ملی دو پرونده یکی نیست، پس دو نفرند؛ نخست یکی را درست کنید.",
        ));
    }
    let active = |row: &member::Model| row.standing == MemberStanding::Active;
    if active(other) && !active(keep) {
        return Err(wrong(
            "keep",
            ComplaintCode::WrongState,
            "Keep the active record of the two.",
            "از این دو، پروندهٔ فعال را نگه دارید.",
        ));
    }
    Ok(())
}

/// The kept record with what it lacks from the other, and the names of those fields.
fn fill(keep: &member::Model, other: &member::Model) -> (member::Model, Vec<&'static str>) {
    let mut row = keep.clone();
    let mut filled = Vec::new();
    let texts = [
        ("field", &mut row.field, &other.field),
        ("job", &mut row.job, &other.job),
        ("bio", &mut row.bio, &other.bio),
    ];
    for (name, ours, theirs) in texts {
        if ours.is_empty() && !theirs.is_empty() {
            ours.clone_from(theirs);
            filled.push(name);
        }
    }
    let personal = [
        ("nationalId", &mut row.national_id, &other.national_id),
        ("mobile", &mut row.mobile, &other.mobile),
        ("email", &mut row.email, &other.email),
    ];
    for (name, ours, theirs) in personal {
        if ours.is_none() && theirs.is_some() {
            ours.clone_from(theirs);
            filled.push(name);
        }
    }
    row.field_key = matching::text::phrase_key(&row.field);
    (row, filled)
}

/// Leaves of a record its name and number, and where it went.
async fn bury(
    db: &impl Connection,
    row: &member::Model,
    into: i64,
    now: DateTime<Utc>,
) -> Result<(), Fault> {
    let grave = member::Model {
        standing: MemberStanding::Left,
        national_id: None,
        mobile: None,
        email: None,
        merged_into_id: Some(into),
        version: row.version + 1,
        updated_at: now,
        ..row.clone()
    };
    if store::members::update(db, &grave, row.version).await? {
        Ok(())
    } else {
        Err(fault::changed(row.version))
    }
}

fn wrong(field: &'static str, code: ComplaintCode, english: &str, persian: &str) -> Fault {
    Complaint::new(field, code, english, persian).into()
}
