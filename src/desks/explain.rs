//! Why me, why not me: what keeps a person from a desk in a round, and what would have to change.
//!
//! Most is read off the stored round. The score that would be enough is exact: the round is
//! computed again with the seat pinned, and what that costs the whole is what the person lacks.

use entity::{
    assignment_round::{self, RoundStatus},
    round_proposal,
};
use matching::Desk;

use super::{
    case::Case,
    input::Reason,
    parameters::SeatOf,
    round::{computed_from, has_seating, wrong_status},
};
use crate::{app::App, auth::Viewer, fault::Fault, store};

/// Why somebody is, or is not, at a desk.
pub struct Explanation {
    pub round: assignment_round::Model,
    pub member_id: i64,
    pub desk: Desk,
    pub seated: bool,
    /// None when the person was no candidate.
    pub score: Option<f64>,
    pub reasons: Vec<Reason>,
    /// None when seated.
    pub blocker: Option<Blocker>,
    /// The lowest score of a seat that the person could take.
    pub lowest_seated: Option<f64>,
    /// The least score with which the round would have seated them, all else being equal; none
    /// where that is not known for certain.
    pub score_needed: Option<f64>,
    /// The person's other desks.
    pub other_desks: Vec<Desk>,
    /// What the best round with them at this desk would do differently.
    pub instead: Vec<round_proposal::Model>,
}

/// The nearest condition that keeps somebody from a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocker {
    /// Neither the tier nor the standing that the round considers.
    NotCandidate,
    /// The desk is to have no seats.
    DeskClosed,
    /// A condition of the round rules the seat out.
    Banned,
    /// Somebody from whom they are kept apart sits there.
    KeptApart { member_id: i64 },
    /// They have as many seats as they may.
    LoadReached,
    /// Every seat that could be theirs went to a score as high or higher.
    DeskFull,
    /// Only externals could make room, and the desk needs its externals.
    ExternalsNeeded,
    /// Every seat is pinned, an office's, or of somebody whom the round leaves alone.
    DeskReserved,
    /// There is room, but nothing speaks for them at this desk.
    NoFit,
    /// There is room, but another desk needs them more, or no conditions allow it.
    NeededElsewhere,
}

/// Explains a member's place in a round, the newest applied one when none is named.
pub async fn explain(
    app: &App,
    viewer: &Viewer,
    (round_id, member_id): (Option<i64>, i64),
    desk: Desk,
) -> Result<Explanation, Fault> {
    let own = viewer.member_id == Some(member_id);
    if !viewer.is_coordinator() && !own {
        return Err(Fault::NotFound);
    }
    let db = app.store.reader();
    let found = match round_id {
        Some(id) => store::rounds::by_id(db, id).await?,
        None => store::rounds::newest(db, RoundStatus::Applied).await?,
    };
    // What is only proposed concerns coordinators alone.
    let round =
        found.filter(|round| viewer.is_coordinator() || round.status == RoundStatus::Applied);
    let round = round.ok_or(Fault::NotFound)?;
    if !has_seating(round.status) {
        return Err(wrong_status(round.status));
    }
    if store::members::by_ids(db, &[member_id]).await?.is_empty() {
        return Err(Fault::NotFound);
    }
    let lines = store::rounds::proposals(db, &[round.id]).await?;
    let conditions = computed_from(db, &round).await?;
    let seat = SeatOf { member_id, desk };
    let case = Case::new(&app.reference(), (round, lines), conditions, seat);
    let forced = case.forced(app).await?;
    Ok(case.explain(&app.reference(), forced))
}
