//! Edits of a proposal: seats to pin, to ban, and to leave to the solver again.
//!
//! The round is computed again from the same snapshot under the edited conditions, as a new
//! version of the same round or, in the background (`computing.rs`), as a round of its own.

use entity::assignment_round;

use super::{
    input::RoundInput,
    limits,
    parameters::{RoundParameters, SeatOf},
    record,
    report::Report,
    round::{Proposed, computed_from, open_round, solve, took_long},
    solving::is_answer,
};
use crate::{
    app::App,
    auth::Viewer,
    fault::{Complaint, ComplaintCode, Fault},
};

/// Seats to pin and to ban on a proposal, and those to leave to the solver again.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    pub pins: Vec<SeatOf>,
    pub bans: Vec<SeatOf>,
    /// Seats whose pin or ban goes.
    pub free: Vec<SeatOf>,
}

/// A proposed round, and what it is to be computed from with its edited seats.
pub struct Edited {
    pub round: assignment_round::Model,
    pub input: RoundInput,
    pub parameters: RoundParameters,
}

/// Reads a proposed round and edits its conditions; nothing is computed or stored.
pub async fn edited(
    app: &App,
    (round_id, expected_version): (i64, i64),
    edit: Edit,
) -> Result<Edited, Fault> {
    let db = app.store.reader();
    let round = open_round(db, round_id, expected_version).await?;
    let (input, mut parameters) = computed_from(db, &round).await?;
    limits::check_edit(&input, &edit)?;
    apply_edit(&mut parameters, edit);
    limits::check(&parameters, None)?;
    Ok(Edited {
        round,
        input,
        parameters,
    })
}

/// Computes a proposed round again, from its own snapshot, around the edited seats.
///
/// When the conditions cannot hold together the round stays as it was and the report says why.
pub async fn pin(
    app: &App,
    viewer: &Viewer,
    expected: (i64, i64),
    edit: Edit,
) -> Result<Proposed, Fault> {
    viewer.must_coordinate()?;
    let Edited {
        round,
        input,
        parameters,
    } = edited(app, expected, edit).await?;
    if took_long(app, &round).await? {
        return Err(too_hard_to_wait_for());
    }
    let turn = app.computations.turn().await;
    let (input, plan) = solve((input, parameters.clone()), turn).await?;
    let report = Report::of_plan(app, (&input, &parameters), &plan).await?;
    let round = if is_answer(plan.outcome.status) {
        Some(record::replan(app, viewer, (&round, &parameters), (&plan, &report)).await?)
    } else {
        None
    };
    Ok(Proposed {
        round,
        report: Some(report),
    })
}

/// The newest word on a seat counts: a pin lifts an earlier ban and the other way round.
fn apply_edit(parameters: &mut RoundParameters, edit: Edit) {
    let touched = |seat: &SeatOf| {
        let lists = [&edit.pins, &edit.bans, &edit.free];
        lists.into_iter().any(|list| list.contains(seat))
    };
    parameters.pins.retain(|seat| !touched(seat));
    parameters.bans.retain(|seat| !touched(seat));
    parameters.pins.extend(edit.pins);
    parameters.bans.extend(edit.bans);
    for list in [&mut parameters.pins, &mut parameters.bans] {
        list.sort_unstable();
        list.dedup();
    }
}

fn too_hard_to_wait_for() -> Fault {
    Complaint::new(
        "wait",
        ComplaintCode::WrongState,
        "This round takes longer to compute than a caller can wait; edit it with wait: false.",
        "محاسبهٔ این دور بیش از آن طول می‌کشد که بتوان منتظر ماند؛ با wait: false ویرایش کنید.",
    )
    .into()
}
