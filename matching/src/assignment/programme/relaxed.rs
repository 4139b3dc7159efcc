//! The relaxation: seats may be taken in part, until no threshold is broken.

use super::effort::Effort;
use super::rows::{Model, Programme, Row, real};
use super::{Reply, TOLERANCE, thresholds, whole};
use crate::assignment::meter::Meter;
use microlp::{Error, Solution, SolveOutcome};

/// Rounds of thresholds: the relaxation has settled by then in all measured cases.
const ROUNDS: usize = 20;

/// What the relaxation shows once it obeys the thresholds.
pub(super) struct Relaxed {
    pub bound: i64,
    /// The open seats that it ever used.
    pub used: Vec<bool>,
    /// The open seats that it takes whole.
    pub full: Vec<bool>,
}

/// The relaxation under all thresholds that it breaks.
pub(super) fn relax(
    programme: &mut Programme<'_>,
    kept: &[bool],
    sought: i64,
    meter: &mut Meter<'_>,
) -> Result<Relaxed, Reply> {
    let mut used = vec![false; programme.seats.open.len()];
    let mut effort = Effort::of(programme, kept);
    if effort.least(programme) > meter.left() {
        return Err(Reply::UNKNOWN);
    }
    let model = programme.relaxed(kept);
    let mut solution = solved(model.problem.solve())?;
    for round in 0.. {
        let bound = programme.fixed + whole(solution.objective());
        let shares: Vec<f64> = model
            .seats
            .iter()
            .map(|seat| seat.map_or(0.0, |seat| solution.var_value(seat)))
            .collect();
        for (used, share) in used.iter_mut().zip(&shares) {
            *used |= *share > TOLERANCE;
        }
        let goes_on = meter.spend(effort.since(&solution.stats()));
        let cuts = thresholds::broken(programme, &shares);
        if bound < sought || cuts.is_empty() || !goes_on || round == ROUNDS {
            let full = shares.iter().map(|share| *share > 1.0 - TOLERANCE);
            let full = full.collect();
            return Ok(Relaxed { bound, used, full });
        }
        solution = add_all(programme, &model, solution, cuts)?;
    }
    Err(Reply::UNKNOWN)
}

/// Adds cuts one at a time: a warm start each, a few pivots.
fn add_all(
    programme: &mut Programme<'_>,
    model: &Model,
    mut solution: Solution,
    cuts: Vec<Row>,
) -> Result<Solution, Reply> {
    for cut in cuts {
        let terms = model.terms(&cut);
        solution = solved(solution.add_constraint(&terms[..], cut.comparison, real(cut.limit)))?;
        programme.rows.push(cut);
    }
    Ok(solution)
}

/// The solution of a relaxation, or what its failure says.
fn solved(outcome: Result<SolveOutcome, Error>) -> Result<Solution, Reply> {
    match outcome.map(SolveOutcome::into_solution) {
        Ok(Ok(solution)) => Ok(solution),
        Err(Error::Infeasible) => Err(Reply::NONE),
        Ok(Err(_)) | Err(_) => Err(Reply::UNKNOWN),
    }
}
