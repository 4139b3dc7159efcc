//! Showing a member's personal fields to a coordinator, who says why; the trail keeps it.

use entity::member;

use super::fields::{invalid, required};
use super::tidy::tidy_lines;
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, Fault},
    problems::statement::REASON_MAX,
    store,
};

/// The member with everything that is personal, after writing down who wanted to see it and why.
pub async fn reveal(
    app: &App,
    viewer: &Viewer,
    member_id: i64,
    why: &str,
) -> Result<member::Model, Fault> {
    viewer.must_coordinate()?;
    let reason = reason(why)?;
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    let found = store::members::by_ids(&transaction, &[member_id]).await?;
    let member = found.into_iter().next().ok_or(Fault::NotFound)?;
    let event = Event::MemberRevealed { member_id, reason };
    events::append(&transaction, event, Some(viewer.account_id), now).await?;
    app.store.commit(transaction).await?;
    Ok(member)
}

/// A reason that says something.
pub fn reason(text: &str) -> Result<String, Complaint> {
    let reason = tidy_lines(text);
    if reason.is_empty() {
        return Err(required("reason"));
    }
    if reason.chars().count() > REASON_MAX {
        return Err(invalid(
            "reason",
            "A reason has at most 1,000 characters.",
            "دلیل حداکثر ۱۰۰۰ نویسه است.",
        ));
    }
    Ok(reason)
}
