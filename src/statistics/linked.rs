//! The tables about problems of which one tells something of another: a problem in triage has no
//! desk, and what a desk has left to do is a part of what it has.

use entity::problem::ProblemStatus;

use super::{
    Audience,
    figures::{Raw, Workload, count},
    suppress::{LEAST, Tie, hidden_together},
    table::{Cell, alone, tally, with_hidden},
};
use crate::{
    problems::lifecycle::STATUSES,
    reference::Reference,
    store::{problems::OVER, statistics::ProblemGroup},
};

/// The places of the tables in what is hidden together.
const STATUS: usize = 0;
const DESK: usize = 1;
const OPEN: usize = 2;

/// Figures that are hidden together, for one audience.
pub struct Linked {
    pub by_status: Vec<Cell<ProblemStatus>>,
    pub by_desk: Vec<Cell<Option<i64>>>,
    /// None when even hiding every desk would tell too much.
    pub workload: Option<Vec<Workload>>,
}

type ByDesk = Vec<(Option<i64>, i64)>;
type Hidden = Option<Vec<bool>>;

struct Tables {
    by_status: Vec<(ProblemStatus, i64)>,
    by_desk: ByDesk,
    /// Those of them that are not over.
    open: ByDesk,
}

impl Linked {
    /// The figures for `audience`.
    pub fn of(reference: &Reference, raw: &Raw, audience: Audience) -> Self {
        let tables = Tables::of(reference, &raw.groups);
        let everything = Some(Vec::new());
        let [by_status, by_desk, open] = if audience == Audience::Coordinators {
            [everything.clone(), everything.clone(), everything]
        } else {
            tables.hidden()
        };
        let work = |hidden: Vec<bool>| workload(raw, &tables.open, (&hidden, audience));
        let workload = open.map(work);
        Self {
            by_status: shown(tables.by_status, by_status),
            by_desk: shown(tables.by_desk, by_desk),
            workload,
        }
    }

    /// Whether everybody sees how many are resolved and how many are closed.
    pub fn shows_answered(&self) -> bool {
        let answered = [ProblemStatus::Resolved, ProblemStatus::Closed];
        let shows = |status| {
            let mut cells = self.by_status.iter();
            cells.any(|cell| cell.key == status && cell.count.is_some())
        };
        answered.into_iter().all(shows)
    }
}

impl Tables {
    fn of(reference: &Reference, groups: &[ProblemGroup]) -> Self {
        let desks = reference.desks().iter().map(|desk| Some(desk.id));
        let keys: Vec<Option<i64>> = desks.chain([None]).collect();
        let statuses = STATUSES.into_iter().skip(1);
        Self {
            by_status: tally(statuses, groups, |group| (group.status, group.problems)),
            by_desk: tally(keys.clone(), groups, |group| {
                (group.desk_id, group.problems)
            }),
            open: tally(keys, groups, |group| {
                let open = !OVER.contains(&group.status);
                (group.desk_id, if open { group.problems } else { 0 })
            }),
        }
    }

    /// What to hide by status, by desk and of what is open; the last is not shown where it would
    /// take everything else along.
    fn hidden(&self) -> [Hidden; 3] {
        let (statuses, all) = (counts(&self.by_status), counts(&self.by_desk));
        let open = counts(&self.open);
        // Known from the two tables of desks by a subtraction.
        let over: Vec<i64> = all
            .iter()
            .zip(&open)
            .map(|(all, open)| all - open)
            .collect();
        let few = |at: &usize| (1..LEAST).contains(&over[*at]);
        let (triage, nowhere) = self.triage();
        let mut forced = Vec::new();
        // Taken back from triage: those without a desk but for those in triage.
        if few(&nowhere) {
            forced.clone_from(&triage);
        }
        let mut ties = vec![triage];
        let two = hidden_together(&[&statuses, &all], &ties, &forced);
        ties.extend((0..all.len()).map(|at| vec![(DESK, at), (OPEN, at)]));
        forced.extend((0..all.len()).filter(few).map(|at| (DESK, at)));
        let three = hidden_together(&[&statuses, &all, &open], &ties, &forced);
        match <[Hidden; 3]>::try_from(three) {
            Ok([statuses, all, open @ Some(_)]) => [statuses, all, open],
            _ => without_open(two),
        }
    }

    /// The cells of triage and of no desk, which are the same but for those taken back from
    /// triage; and the latter's place.
    fn triage(&self) -> (Tie, usize) {
        let is_triage = |(status, _): &(ProblemStatus, i64)| *status == ProblemStatus::Triage;
        let triage = self.by_status.iter().position(is_triage);
        let nowhere = self.by_desk.len() - 1;
        let tie = triage.map(|at| (STATUS, at)).into_iter();
        (tie.chain([(DESK, nowhere)]).collect(), nowhere)
    }
}

fn without_open(two: Vec<Hidden>) -> [Hidden; 3] {
    let mut two = two.into_iter();
    [two.next().flatten(), two.next().flatten(), None]
}

/// No cells at all where even hiding every count would tell too much.
fn shown<K>(groups: Vec<(K, i64)>, hidden: Hidden) -> Vec<Cell<K>> {
    hidden.map_or_else(Vec::new, |hidden| with_hidden(groups, &hidden))
}

fn workload(raw: &Raw, open: &ByDesk, (hidden, audience): (&[bool], Audience)) -> Vec<Workload> {
    let work = open.iter().enumerate().filter_map(|(at, (desk, open))| {
        let desk_id = (*desk)?;
        let hides = hidden.get(at).copied().unwrap_or(false);
        let shown = |count| alone(count, audience).filter(|_| !hides);
        let late = raw.groups.iter().filter(|group| group.desk_id == *desk);
        let late = late.filter(|group| !OVER.contains(&group.status));
        let overdue = late.map(|group| group.late).sum();
        // Those that are in time are a group too.
        let in_time = alone(open - overdue, audience);
        Some(Workload {
            desk_id,
            open: shown(*open),
            overdue: in_time.and(shown(overdue)),
            places: shown(count(&raw.places, desk_id)),
            seats: count(&raw.seats, desk_id),
        })
    });
    work.collect()
}

fn counts<K>(groups: &[(K, i64)]) -> Vec<i64> {
    groups.iter().map(|(_, count)| *count).collect()
}
