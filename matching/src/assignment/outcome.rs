//! What the solver answers.

use super::conflict::Conflict;
use serde::{Deserialize, Serialize};

/// How much is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Nothing better exists.
    Optimal,
    /// Every condition holds; `bound` or `floor_bound` says how much better an answer could be at most.
    Feasible,
    /// No answer exists; `conflicts` says why and what would help.
    Infeasible,
    /// The budget ended before an answer or a proof that there is none.
    Undecided,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// How much is proved.
    pub status: Status,
    /// The sum of scores of all seats; 0 without an answer.
    pub objective: i64,
    /// The score sum of the worst-off task; 0 without an answer.
    pub floor: i64,
    /// With [`Status::Feasible`]: a proved upper limit of `objective`, under `Fairness::Floor` among the
    /// seatings with this floor, which is then proved; none where `floor_bound` is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<i64>,
    /// With [`Status::Feasible`] under `Fairness::Floor`: a proved upper limit of `floor`; none once that
    /// is proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor_bound: Option<i64>,
    /// `(expert, task)`, ascending.
    pub assign: Vec<(usize, usize)>,
    /// With [`Status::Infeasible`]: what cannot hold together, and the cheapest way out.
    pub conflicts: Vec<Conflict>,
}

impl Outcome {
    pub(crate) fn without_seats(status: Status) -> Self {
        Self {
            status,
            objective: 0,
            floor: 0,
            bound: None,
            floor_bound: None,
            assign: Vec::new(),
            conflicts: Vec::new(),
        }
    }
}
