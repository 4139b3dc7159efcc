//! The terms of a relaxation: clashes and what they cost, decisions on seats, and the point reached.

/// Two seats at one task whose experts must not both sit there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clash {
    pub one: usize,
    pub other: usize,
}

/// All charges, to go back to.
#[derive(Clone, Debug)]
pub(crate) struct Charges {
    /// For each known clash.
    pub clash: Vec<i64>,
    /// For each task: weight beyond the goal's own.
    pub task: Vec<i64>,
}

/// A flow under the present charges.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    /// The seated cells, ascending.
    pub cells: Vec<usize>,
    /// Upper bound of the goal, in 1/`unit`.
    pub bound: i64,
    /// The rows of the clashes among `cells`.
    pub clashes: Vec<usize>,
}

/// What a decision says of a seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It stays empty.
    Bar,
    /// It is taken.
    Demand,
}

/// What a seat costs beyond its score.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Toll {
    pub charge: i64,
    /// Open decisions that bar the seat, and that demand it.
    pub bars: i32,
    pub demands: i32,
}
