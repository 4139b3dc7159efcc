//! What belongs to a record besides its fields: seats, expertise, places in teams, wishes, the
//! account.

use chrono::{DateTime, Utc};
use entity::{
    account, seat,
    team_member::{self, TeamMemberStatus},
};

use super::conflicts::{MergeConflict, role};
use crate::{
    app::App,
    club::draft::Checked,
    fault::Fault,
    problems,
    store::{self, Transaction, members::Kept},
};

/// What the kept record has taken over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Seats, past ones too.
    pub seats: usize,
    pub expertise: usize,
    /// Places in teams, past ones too.
    pub places: usize,
    pub wishes: usize,
    pub account: bool,
}

/// Hands everything over, and answers with the tokens that are worth nothing afterwards.
pub async fn hand_over(
    app: &App,
    transaction: &Transaction,
    (keep, other): (&Checked, &Checked),
    conflicts: &mut Vec<MergeConflict>,
    now: DateTime<Utc>,
) -> Result<(Moved, Vec<i64>), Fault> {
    let ids = (keep.row.id, other.row.id);
    let seats = seats(app, transaction, ids, conflicts, now).await?;
    let (places, doubled) = places(transaction, ids, conflicts, now).await?;
    let ours: Vec<String> = keep
        .expertise
        .iter()
        .map(|row| row.phrase_key.clone())
        .collect();
    let theirs = other.expertise.iter();
    let fresh = theirs.filter(|row| !ours.contains(&row.phrase_key)).count();
    let (wishes, keep_wishes) = wishes(app, transaction, ids, conflicts).await?;
    let accounts = [
        store::accounts::by_member(transaction, ids.0).await?,
        store::accounts::by_member(transaction, ids.1).await?,
    ];
    let kept = Kept {
        phrase_keys: ours,
        places: doubled,
        wishes: keep_wishes,
        account: accounts.iter().all(Option::is_some),
    };
    store::members::hand_over(transaction, (ids.1, ids.0), &kept).await?;
    let moved = Moved {
        seats,
        expertise: fresh,
        places,
        wishes,
        account: accounts[0].is_none() && accounts[1].is_some(),
    };
    let revoked = match accounts {
        [Some(ours), Some(theirs)] => {
            conflicts.push(two_accounts(&ours, &theirs));
            store::members::end_account(transaction, theirs.id, now).await?
        }
        [None, _] | [_, None] => Vec::new(),
    };
    Ok((moved, revoked))
}

/// Ends the other's seats at desks where the kept record is seated too; counts all of the
/// other's seats.
async fn seats(
    app: &App,
    transaction: &Transaction,
    (keep, other): (i64, i64),
    conflicts: &mut Vec<MergeConflict>,
    now: DateTime<Utc>,
) -> Result<usize, Fault> {
    let reference = app.reference();
    let all = store::seats::of_members(transaction, &[keep, other]).await?;
    let current = |member_id: i64| {
        let held = all.iter().filter(move |seat| seat.member_id == member_id);
        held.filter(|seat| seat.until.is_none())
    };
    let mut doubled = Vec::new();
    for theirs in current(other) {
        let Some(ours) = current(keep).find(|ours| ours.desk_id == theirs.desk_id) else {
            continue;
        };
        doubled.push(theirs.id);
        let desk = reference.engine_desk(theirs.desk_id);
        let desk = desk.map(matching::Desk::code).unwrap_or_default();
        let say = |seat: &seat::Model| format!("{desk} {}", role(seat.role));
        conflicts.push(MergeConflict {
            field: "seats",
            kept: say(ours),
            dropped: say(theirs),
        });
    }
    store::seats::end(transaction, &doubled, (None, now)).await?;
    Ok(all.iter().filter(|seat| seat.member_id == other).count())
}

/// Where both were asked for one problem, the kept record's place takes over the better answer
/// and the other's stays behind, closed. Answers with how many move and which stay.
async fn places(
    transaction: &Transaction,
    (keep, other): (i64, i64),
    conflicts: &mut Vec<MergeConflict>,
    now: DateTime<Utc>,
) -> Result<(usize, Vec<i64>), Fault> {
    let ours = store::teams::of_member(transaction, keep).await?;
    let theirs = store::teams::of_member(transaction, other).await?;
    let mut doubled = Vec::new();
    for place in &theirs {
        let Some(own) = ours.iter().find(|own| own.problem_id == place.problem_id) else {
            continue;
        };
        doubled.push(place.id);
        conflicts.push(MergeConflict {
            field: "teams",
            kept: told(own),
            dropped: told(place),
        });
        if weight(place.status) > weight(own.status) {
            let taken_over = team_member::Model {
                id: own.id,
                ..place.clone()
            };
            store::teams::settle_place(transaction, &taken_over).await?;
        }
        if place.status == TeamMemberStatus::Invited {
            let silence = (TeamMemberStatus::Expired, None);
            store::teams::answer(transaction, place.id, silence, now).await?;
        }
    }
    Ok((theirs.len() - doubled.len(), doubled))
}

/// The other's wishes count only where the kept record has none. Answers with how many move, and
/// whether they stay instead.
async fn wishes(
    app: &App,
    transaction: &Transaction,
    (keep, other): (i64, i64),
    conflicts: &mut Vec<MergeConflict>,
) -> Result<(usize, bool), Fault> {
    let reference = app.reference();
    let rows = store::wishes::of_members(transaction, &[keep, other]).await?;
    let of = |member_id: i64| -> Vec<&str> {
        let own = rows.iter().filter(|row| row.member_id == member_id);
        let desks = own.filter_map(|row| reference.engine_desk(row.desk_id));
        desks.map(matching::Desk::code).collect()
    };
    let (ours, theirs) = (of(keep), of(other));
    if ours.is_empty() {
        return Ok((theirs.len(), false));
    }
    if !theirs.is_empty() && ours != theirs {
        conflicts.push(MergeConflict {
            field: "preferredDesks",
            kept: ours.join(" "),
            dropped: theirs.join(" "),
        });
    }
    Ok((0, true))
}

fn two_accounts(ours: &account::Model, theirs: &account::Model) -> MergeConflict {
    MergeConflict {
        field: "account",
        kept: ours.username.clone(),
        dropped: theirs.username.clone(),
    }
}

fn told(place: &team_member::Model) -> String {
    let status = match place.status {
        TeamMemberStatus::Invited => "INVITED",
        TeamMemberStatus::Accepted => "ACCEPTED",
        TeamMemberStatus::Declined => "DECLINED",
        TeamMemberStatus::Expired => "EXPIRED",
        TeamMemberStatus::Cancelled => "CANCELLED",
        TeamMemberStatus::Removed => "REMOVED",
    };
    format!("{} {status}", problems::engine::code(place.problem_id))
}

/// A yes weighs more than a question, and that more than a no.
const fn weight(status: TeamMemberStatus) -> u8 {
    match status {
        TeamMemberStatus::Accepted => 2,
        TeamMemberStatus::Invited => 1,
        TeamMemberStatus::Declined
        | TeamMemberStatus::Expired
        | TeamMemberStatus::Cancelled
        | TeamMemberStatus::Removed => 0,
    }
}
