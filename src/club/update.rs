//! Editing a member's record: all of it for coordinators, their own profile for experts.

use entity::member;

use super::{
    draft::{Draft, Edit},
    expertise::Terms,
    save,
};
use crate::{
    app::App,
    auth::Viewer,
    events,
    fault::{self, Complaint, ComplaintCode, Fault},
    store,
};

/// What to change of whom.
#[derive(Clone, Debug)]
pub struct Update {
    pub member_id: i64,
    pub expected_version: i64,
    pub draft: Draft,
}

/// Edits a record; one that says the same afterwards is not written and keeps its version.
pub async fn update(app: &App, viewer: &Viewer, input: Update) -> Result<member::Model, Fault> {
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let found = store::members::by_ids(&transaction, &[input.member_id]).await?;
    let found = found.into_iter().next();
    let member = found
        .filter(|member| viewer.may_see_member(member))
        .ok_or(Fault::NotFound)?;
    may_edit(viewer, &member, &input.draft)?;
    if member.version != input.expected_version {
        return Err(fault::changed(member.version));
    }
    let before = save::with_expertise(&transaction, vec![member]).await?;
    let before = before.into_iter().next().ok_or(Fault::NotFound)?;
    let reference = app.reference();
    let today = super::calendar::today(now);
    let after = input
        .draft
        .lay_over(&before, &Terms::of(&reference), today)
        .map_err(Fault::Invalid)?;
    save::must_be_nobody_elses(&transaction, &after.row).await?;
    let Some((row, event)) = save::over(&transaction, &before, after, now).await? else {
        return Ok(before.row);
    };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    Ok(row)
}

fn may_edit(viewer: &Viewer, member: &member::Model, draft: &Draft) -> Result<(), Fault> {
    if viewer.is_coordinator() {
        return Ok(());
    }
    if viewer.member_id != Some(member.id) {
        return Err(Fault::Forbidden);
    }
    let refused: Vec<Complaint> = for_coordinators(draft)
        .into_iter()
        .map(|field| {
            Complaint::new(
                field,
                ComplaintCode::NotAllowed,
                "Only coordinators change this field.",
                "این مورد را تنها هماهنگ‌کنندگان تغییر می‌دهند.",
            )
        })
        .collect();
    if refused.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(refused))
    }
}

/// The fields in the draft that are not a member's own to change.
fn for_coordinators(draft: &Draft) -> Vec<&'static str> {
    let written = [
        ("fullName", draft.full_name != Edit::Keep),
        ("kind", draft.kind != Edit::Keep),
        ("tier", draft.tier != Edit::Keep),
        ("orgUnit", draft.org_unit_id != Edit::Keep),
        ("field", draft.field != Edit::Keep),
        ("degree", draft.degree != Edit::Keep),
        ("job", draft.job != Edit::Keep),
        ("nationalId", draft.national_id != Edit::Keep),
        ("joinedOn", draft.joined_on != Edit::Keep),
    ];
    let written = written.into_iter().filter(|(_, written)| *written);
    written.map(|(field, _)| field).collect()
}
