//! Registering a member over the API: once for each key, and nobody twice.

use chrono::{DateTime, Utc};
use entity::member::{self, MemberStanding};
use serde_json::{Value as Json, json};

use super::{
    draft::{self, Checked, Draft},
    expertise::Terms,
    fields::invalid,
    find::{self, Likeness},
    save,
};
use crate::{
    app::App,
    auth::Viewer,
    events::{self, Event},
    fault::{Complaint, Fault},
    once::{self, Keyed},
    store::{
        self, Connection,
        idempotency::{self, Attempt},
    },
};

const OPERATION: &str = "registerMember";

/// Somebody to register.
#[derive(Clone, Debug)]
pub struct Register {
    /// The next free one when left out.
    pub member_no: Option<i64>,
    pub standing: MemberStanding,
    pub draft: Draft,
    /// Only check, and name those with a like name.
    pub dry_run: bool,
    pub idempotency_key: String,
}

/// A member who is, or would be, registered.
pub struct Registered {
    /// With id 0 after a dry run.
    pub member: member::Model,
    /// Others with much the same name, who may be the same person.
    pub similar: Vec<Likeness>,
}

/// Registers a member, or answers with the one that an earlier call with the same key registered.
pub async fn register(app: &App, viewer: &Viewer, input: Register) -> Result<Registered, Fault> {
    viewer.must_coordinate()?;
    check(app, &input)?;
    let key = input.idempotency_key.clone();
    let keyed = Keyed::new(viewer, OPERATION, key, &body(&input));
    let attempt = keyed.attempt();
    let stored = store(app, &input, attempt).await;
    let find = async |id| registered(app.store.reader(), id).await.map(Some);
    let member = once::made_or_earlier(app, attempt, stored, find).await?;
    let like = find::of_like_name(app, &member.full_name).await?;
    let similar = like.into_iter().filter(|like| like.member.id != member.id);
    Ok(Registered {
        similar: similar.collect(),
        member,
    })
}

async fn store(app: &App, input: &Register, attempt: Attempt<'_>) -> Result<member::Model, Fault> {
    let now = app.clock.now();
    let transaction = app.store.begin().await?;
    if let Some(known) = once::first_or_earlier(app, &transaction, attempt).await? {
        return registered(&transaction, known.subject_id).await;
    }
    let checked = checked(app, &transaction, input, now).await?;
    if input.dry_run {
        return Ok(checked.row);
    }
    let added = save::insert(&transaction, vec![checked]).await?;
    let member = added
        .into_iter()
        .next()
        .ok_or_else(|| Fault::Internal("a member that was not inserted".to_owned()))?;
    let event = Event::MemberRegistered {
        member_id: member.id,
        member_no: member.member_no,
    };
    events::append(&transaction, event, Some(attempt.account_id), now).await?;
    idempotency::insert(&transaction, attempt, (member.id, None), now).await?;
    app.store.commit(transaction).await?;
    Ok(member)
}

async fn checked(
    app: &App,
    db: &impl Connection,
    input: &Register,
    now: DateTime<Utc>,
) -> Result<Checked, Fault> {
    let number = match input.member_no {
        Some(number) => number,
        None => store::members::last_number(db).await? + 1,
    };
    let holder = store::members::with_number(db, number).await?;
    let mut taken: Vec<Complaint> = holder.iter().map(save::taken_number).collect();
    let checked = match lay_over_blank(app, input, (number, now)) {
        Ok(checked) => checked,
        Err(wrong) => {
            taken.extend(wrong);
            return Err(Fault::Invalid(taken));
        }
    };
    if let Err(Fault::Invalid(complaints)) = save::must_be_nobody_elses(db, &checked.row).await {
        taken.extend(complaints);
    }
    if taken.is_empty() {
        Ok(checked)
    } else {
        Err(Fault::Invalid(taken))
    }
}

/// What needs no look at other members; with it everything else that the draft gets wrong.
fn check(app: &App, input: &Register) -> Result<(), Fault> {
    let mut wrong = wrong_itself(input);
    if wrong.is_empty() {
        return Ok(());
    }
    if let Err(more) = lay_over_blank(app, input, (1, app.clock.now())) {
        wrong.extend(more);
    }
    Err(Fault::Invalid(wrong))
}

fn lay_over_blank(
    app: &App,
    input: &Register,
    (number, now): (i64, DateTime<Utc>),
) -> Result<Checked, Vec<Complaint>> {
    let before = Checked {
        row: draft::blank(number, input.standing, now),
        expertise: Vec::new(),
    };
    let reference = app.reference();
    let today = super::calendar::today(now);
    input.draft.lay_over(&before, &Terms::of(&reference), today)
}

fn wrong_itself(input: &Register) -> Vec<Complaint> {
    let mut wrong: Vec<_> = once::complaint(&input.idempotency_key)
        .into_iter()
        .collect();
    if input.member_no.is_some_and(|number| number < 1) {
        wrong.push(invalid(
            "memberNo",
            "A membership number is greater than zero.",
            "شمارهٔ عضویت بزرگ‌تر از صفر است.",
        ));
    }
    match input.standing {
        MemberStanding::Applicant | MemberStanding::Active => {}
        MemberStanding::Suspended | MemberStanding::Left => wrong.push(invalid(
            "standing",
            "A new member is an applicant or active.",
            "عضو تازه متقاضی یا فعال است.",
        )),
    }
    wrong
}

async fn registered(db: &impl Connection, id: i64) -> Result<member::Model, Fault> {
    let members = store::members::by_ids(db, &[id]).await?;
    // Merged into another record meanwhile.
    members.into_iter().next().ok_or(Fault::NotFound)
}

/// The input without its key.
fn body(input: &Register) -> Json {
    json!([
        input.member_no,
        format!("{:?}", input.standing),
        format!("{:?}", input.draft)
    ])
}
