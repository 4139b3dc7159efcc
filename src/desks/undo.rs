//! What of a round may be undone: seats that nobody has touched since.

use std::collections::BTreeSet;

use entity::{
    assignment_round,
    member::MemberStanding,
    round_proposal::SeatChange,
    seat::{self, SeatRole},
};

use super::revert::{RevertConflict, RevertConflictKind};
use crate::{
    fault::Fault,
    store::{self, Connection},
};

/// All that decides what may be undone.
pub struct Facts {
    round_id: i64,
    /// Desk and member of all seats that there were before the round.
    before: BTreeSet<(i64, i64)>,
    /// Seats that the round gave or took, in the order in which they were given.
    touched: Vec<seat::Model>,
    current: Vec<seat::Model>,
    /// Desk and member of the seats that later rounds kept.
    kept_later: BTreeSet<(i64, i64)>,
    /// Active members among those whose seats were taken.
    active: BTreeSet<i64>,
}

impl Facts {
    /// Reads them inside the transaction that will undo.
    pub async fn fetch(
        db: &impl Connection,
        round: &assignment_round::Model,
    ) -> Result<Self, Fault> {
        let closed_at = round.closed_at.unwrap_or(round.proposed_at);
        let touched = store::seats::touched_by(db, round.id).await?;
        let later = store::rounds::applied_after(db, closed_at).await?;
        let later: Vec<i64> = later.iter().map(|round| round.id).collect();
        let own = store::rounds::proposals(db, &[round.id]).await?;
        let stood = own.iter().filter(|line| line.change != SeatChange::Added);
        let lines = store::rounds::proposals(db, &later).await?;
        let kept = lines.iter().filter(|line| line.change == SeatChange::Kept);
        let ids: Vec<i64> = touched.iter().map(|seat| seat.member_id).collect();
        let members = store::members::by_ids(db, &ids).await?;
        let active = members
            .iter()
            .filter(|member| member.standing == MemberStanding::Active);
        Ok(Self {
            round_id: round.id,
            before: stood.map(|line| (line.desk_id, line.member_id)).collect(),
            touched,
            current: store::seats::current(db).await?,
            kept_later: kept.map(|line| (line.desk_id, line.member_id)).collect(),
            active: active.map(|member| member.id).collect(),
        })
    }

    /// The newest seat that the round gave, for each desk and member.
    fn given(&self) -> Vec<&seat::Model> {
        let mut seen = BTreeSet::new();
        let given = self
            .touched
            .iter()
            .rev()
            .filter(|seat| seat.round_id == Some(self.round_id));
        let mut newest: Vec<_> = given
            .filter(|seat| seen.insert((seat.desk_id, seat.member_id)))
            .collect();
        newest.reverse();
        newest
    }

    fn taken(&self) -> impl Iterator<Item = &seat::Model> {
        let ours = Some(self.round_id);
        let taken = self
            .touched
            .iter()
            .filter(move |seat| seat.ended_round_id == ours);
        taken.filter(move |seat| seat.round_id != ours)
    }

    /// Today's seats that the undoing does not end.
    fn staying(&self, undo: &Undo<'_>) -> impl Iterator<Item = &seat::Model> {
        let ended: BTreeSet<i64> = undo.end.iter().map(|seat| seat.id).collect();
        let current = self.current.iter();
        current.filter(move |seat| !ended.contains(&seat.id))
    }
}

/// What may be undone.
#[derive(Default)]
pub struct Undo<'a> {
    pub end: Vec<&'a seat::Model>,
    pub restore: Vec<seat::Model>,
    pub conflicts: Vec<RevertConflict>,
}

impl Undo<'_> {
    fn name(&mut self, seat: &seat::Model, kind: RevertConflictKind) {
        self.conflicts.push(RevertConflict {
            member_id: seat.member_id,
            desk_id: seat.desk_id,
            kind,
        });
    }
}

/// Decides seat by seat. Pure.
#[must_use]
pub fn undo(facts: &Facts) -> Undo<'_> {
    let mut undo = Undo::default();
    for seat in facts.given() {
        match objection_to_end(facts, seat) {
            Some(kind) => undo.name(seat, kind),
            None => undo.end.push(seat),
        }
    }
    for seat in facts.taken() {
        match objection_to_return(facts, &undo, seat) {
            Some(kind) => undo.name(seat, kind),
            None if seat.role == SeatRole::Chair && has_other_chair(facts, &undo, seat) => {
                undo.name(seat, RevertConflictKind::ChairTaken);
                undo.restore.push(seat::Model {
                    role: SeatRole::Member,
                    ..seat.clone()
                });
            }
            None => undo.restore.push(seat.clone()),
        }
    }
    undo
}

fn objection_to_end(facts: &Facts, seat: &seat::Model) -> Option<RevertConflictKind> {
    let place = (seat.desk_id, seat.member_id);
    if seat.until.is_none() {
        let kept = facts.kept_later.contains(&place);
        return kept.then_some(RevertConflictKind::KeptByLaterRound);
    }
    Some(if holds(facts, place) {
        RevertConflictKind::ChangedSince
    } else {
        RevertConflictKind::EndedSince
    })
}

fn objection_to_return(
    facts: &Facts,
    undo: &Undo<'_>,
    seat: &seat::Model,
) -> Option<RevertConflictKind> {
    if holds(facts, (seat.desk_id, seat.member_id)) {
        return Some(RevertConflictKind::SeatedAgain);
    }
    // A seat that they did not have before the round stands in for the one that it took, whoever
    // gave it. Times do not tell: a seat that comes back, or gets another role, begins anew.
    let elsewhere = facts.staying(undo).any(|other| {
        other.member_id == seat.member_id
            && !facts.before.contains(&(other.desk_id, other.member_id))
    });
    if elsewhere {
        return Some(RevertConflictKind::SeatedElsewhere);
    }
    let active = facts.active.contains(&seat.member_id);
    (!active).then_some(RevertConflictKind::NotActive)
}

fn holds(facts: &Facts, place: (i64, i64)) -> bool {
    facts
        .current
        .iter()
        .any(|seat| (seat.desk_id, seat.member_id) == place)
}

fn has_other_chair(facts: &Facts, undo: &Undo<'_>, seat: &seat::Model) -> bool {
    let mut staying = facts.staying(undo);
    staying.any(|other| other.desk_id == seat.desk_id && other.role == SeatRole::Chair)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::*;

    const ROUND: i64 = 9;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    fn seat(id: i64, (member_id, desk_id): (i64, i64), round: Option<i64>) -> seat::Model {
        seat::Model {
            id,
            desk_id,
            member_id,
            role: SeatRole::Member,
            round_id: round,
            ended_round_id: None,
            since: at(if round == Some(ROUND) { 10 } else { 0 }),
            until: None,
        }
    }

    fn facts(touched: Vec<seat::Model>, current: Vec<seat::Model>) -> Facts {
        let lost = touched.iter().filter(|seat| seat.round_id != Some(ROUND));
        Facts {
            round_id: ROUND,
            before: lost.map(|seat| (seat.desk_id, seat.member_id)).collect(),
            active: touched.iter().map(|seat| seat.member_id).collect(),
            touched,
            current,
            kept_later: BTreeSet::new(),
        }
    }

    fn taken(mut seat: seat::Model) -> seat::Model {
        seat.until = Some(at(10));
        seat.ended_round_id = Some(ROUND);
        seat
    }

    #[test]
    fn an_untouched_round_is_undone_whole() {
        let given = seat(1, (1, 1), Some(ROUND));
        let lost = taken(seat(2, (2, 1), None));
        let facts = facts(vec![given.clone(), lost], vec![given]);
        let undo = undo(&facts);
        assert_eq!((undo.end.len(), undo.restore.len()), (1, 1));
        assert!(undo.conflicts.is_empty());
    }

    #[test]
    fn what_was_changed_since_is_named_and_left() {
        let mut ended = seat(1, (1, 1), Some(ROUND));
        ended.until = Some(at(20));
        let mut by_hand = seat(5, (2, 3), None);
        by_hand.since = at(30);
        let lost = taken(seat(2, (2, 1), None));
        let facts = facts(vec![ended, lost], vec![by_hand]);
        let undo = undo(&facts);
        let kinds: Vec<_> = undo
            .conflicts
            .iter()
            .map(|conflict| conflict.kind)
            .collect();
        let expected = [
            RevertConflictKind::EndedSince,
            RevertConflictKind::SeatedElsewhere,
        ];
        assert_eq!(kinds, expected);
        assert!(undo.end.is_empty() && undo.restore.is_empty());
    }

    #[test]
    fn a_seat_that_stays_in_place_of_the_one_that_was_taken_keeps_that_from_coming_back() {
        let given = seat(2, (1, 2), Some(ROUND));
        let lost = taken(seat(1, (1, 1), None));
        let mut facts = facts(vec![lost, given.clone()], vec![given]);
        facts.kept_later.insert((2, 1));
        let undo = undo(&facts);
        let kinds: Vec<_> = undo.conflicts.iter().map(|one| one.kind).collect();
        let expected = [
            RevertConflictKind::KeptByLaterRound,
            RevertConflictKind::SeatedElsewhere,
        ];
        assert_eq!(kinds, expected);
        assert!(undo.restore.is_empty());
    }

    #[test]
    fn a_seat_that_was_there_before_the_round_hinders_nothing_however_new_its_row() {
        let lost = taken(seat(1, (1, 1), None));
        let mut other = seat(9, (1, 2), None);
        (other.since, other.role) = (at(30), SeatRole::Secretary);
        let mut facts = facts(vec![lost], vec![other]);
        facts.before.insert((2, 1));
        let undo = undo(&facts);
        assert_eq!(undo.restore.len(), 1);
        assert!(undo.conflicts.is_empty());
    }

    #[test]
    fn a_chair_comes_back_as_a_member_beside_a_new_chair() {
        let mut lost = taken(seat(2, (2, 1), None));
        lost.role = SeatRole::Chair;
        let mut chair = seat(3, (3, 1), None);
        chair.role = SeatRole::Chair;
        let facts = facts(vec![lost], vec![chair]);
        let undo = undo(&facts);
        assert_eq!(undo.restore[0].role, SeatRole::Member);
        assert_eq!(undo.conflicts[0].kind, RevertConflictKind::ChairTaken);
    }
}
