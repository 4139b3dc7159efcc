//! Those whom a coordinator names for a team: asked as they are named, or refused one by one.

use std::collections::BTreeSet;

use matching::experts::{Conflict, IneligibleReason};

use super::pool::Pool;
use crate::{
    fault::{Complaint, ComplaintCode, Fault},
    store::{self, Connection},
};

/// As many as a problem has needs; more is a crowd.
const NAMED_MAX: usize = super::needs::NEEDS_MAX;

/// The named members' places in the pool, best first; else what is wrong with each of them, by
/// their place in the list.
pub async fn chosen(db: &impl Connection, pool: &Pool, named: &[i64]) -> Result<Vec<usize>, Fault> {
    check_length(named)?;
    let known = store::members::by_ids(db, named).await?;
    let known: BTreeSet<i64> = known.iter().map(|member| member.id).collect();
    let (mut chosen, mut complaints) = (BTreeSet::new(), Vec::new());
    for (at, id) in named.iter().enumerate() {
        match pool.position(*id) {
            Some(position) if chosen.insert(position) => {}
            Some(_) => complaints.push(twice(at)),
            None => complaints.push(refusal(at, pool.barred(*id), known.contains(id))),
        }
    }
    if complaints.is_empty() {
        Ok(chosen.into_iter().collect())
    } else {
        Err(Fault::Invalid(complaints))
    }
}

fn check_length(named: &[i64]) -> Result<(), Complaint> {
    if named.is_empty() {
        return Err(Complaint::new(
            "members",
            ComplaintCode::Required,
            "Name somebody, or leave this out.",
            "کسی را نام ببرید یا این بخش را ننویسید.",
        ));
    }
    if named.len() > NAMED_MAX {
        return Err(Complaint::new(
            "members",
            ComplaintCode::TooLong,
            format!("At most {NAMED_MAX} members are asked at once."),
            "یکباره حداکثر ۱۲ نفر دعوت می‌شوند.",
        ));
    }
    Ok(())
}

fn twice(at: usize) -> Complaint {
    Complaint::new(
        field(at),
        ComplaintCode::Invalid,
        "This member is named twice.",
        "نام این فرد دو بار آمده است.",
    )
}

/// Why somebody who is not in the pool is not asked.
fn refusal(at: usize, barred: Option<IneligibleReason>, is_known: bool) -> Complaint {
    match barred {
        Some(reason) => {
            let (english, persian) = told(reason);
            let english = format!("{english} ({})", reason.code());
            Complaint::new(field(at), ComplaintCode::Infeasible, english, persian)
        }
        None if is_known => Complaint::new(
            field(at),
            ComplaintCode::WrongState,
            "Only planners in good standing are asked.",
            "فقط برنامه‌ریزان فعال دعوت می‌شوند.",
        ),
        None => Complaint::unknown(field(at)),
    }
}

fn field(at: usize) -> String {
    format!("members.{at}")
}

const fn told(reason: IneligibleReason) -> (&'static str, &'static str) {
    match reason {
        IneligibleReason::Banned => (
            "A coordinator has barred this member.",
            "هماهنگ‌کننده دعوت از این فرد را منع کرده است.",
        ),
        IneligibleReason::Conflict(Conflict::OwnUnit) => (
            "This member's own unit reported the problem.",
            "واحد خود این فرد مسئله را گزارش کرده است.",
        ),
        IneligibleReason::Conflict(Conflict::Declared) => (
            "This member declared a conflict of interest.",
            "این فرد تعارض منافع اعلام کرده است.",
        ),
        IneligibleReason::Conflict(Conflict::SameTeam) => (
            "This member is on the team or asked already.",
            "این فرد در گروه است یا پیش‌تر دعوت شده است.",
        ),
        IneligibleReason::OverLoad => (
            "This member works on as many problems as they agreed to.",
            "ظرفیت این فرد پر است.",
        ),
    }
}
