//! What a caller asks: limits, scores and wishes, as they arrive, and the checks on their shape.
//!
//! An instance that is well formed but cannot be satisfied is no error: `solve` answers it with conflicts.

use serde::de::{Deserializer, Error as _, Unexpected};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// The largest score, a caller's bonus for kept seats included; keeps every sum far inside `i64`.
pub const MAX_SCORE: i32 = 1_000_000;

/// The largest value of a limit; keeps every flow inside `i32`.
pub const MAX_LIMIT: u32 = 1_000_000;

/// One question to the solver. Experts and tasks are named by their position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// How many tasks each expert takes.
    pub experts: Vec<ExpertLimits>,
    /// How many experts each task takes.
    pub tasks: Vec<TaskLimits>,
    /// `score[expert][task]`, usually 0 to 10,000, at most [`MAX_SCORE`].
    pub score: Vec<Vec<i32>>,
    /// `(expert, task)` pairs that must not be seated.
    #[serde(default)]
    pub ban: Vec<(usize, usize)>,
    /// `(expert, task)` pairs that must be seated.
    #[serde(default)]
    pub pin: Vec<(usize, usize)>,
    /// Pairs of experts who must never share a task.
    #[serde(default)]
    pub apart: Vec<(usize, usize)>,
    /// What "best" means.
    #[serde(default)]
    pub fairness: Fairness,
}

/// Bounds on the number of tasks of one expert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpertLimits {
    /// Whether the expert comes from outside the house; written as 0 or 1.
    #[serde(deserialize_with = "read_flag", serialize_with = "write_flag")]
    pub external: bool,
    /// Fewest tasks.
    pub min: u32,
    /// Most tasks.
    pub max: u32,
}

/// Bounds on the number of experts of one task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLimits {
    /// Fewest experts.
    pub min: u32,
    /// Most experts.
    pub max: u32,
    /// Fewest external experts among them.
    #[serde(default)]
    pub min_external: u32,
}

/// What the solver maximises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Fairness {
    /// The sum of the scores of all seats.
    #[default]
    Total,
    /// First the score sum of the worst-off task, then the sum of all.
    Floor,
}

/// Why an instance cannot be read as a question at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceError {
    /// `score` has `rows` rows for `experts` experts.
    ScoreRows { rows: usize, experts: usize },
    /// The score row of `expert` has `columns` entries for `tasks` tasks.
    ScoreColumns {
        expert: usize,
        columns: usize,
        tasks: usize,
    },
    /// A score lies outside 0 to [`MAX_SCORE`].
    Score { expert: usize, task: usize },
    /// A list names an expert who does not exist.
    NoSuchExpert { list: &'static str, expert: usize },
    /// A list names a task that does not exist.
    NoSuchTask { list: &'static str, task: usize },
    /// `min` is above `max`, or a limit is above [`MAX_LIMIT`].
    Limits { of: &'static str, index: usize },
    /// An expert is to be kept apart from themselves.
    SelfApart { expert: usize },
    /// Experts times tasks exceeds 2³⁰ cells.
    TooLarge,
}

impl fmt::Display for InstanceError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::ScoreRows { rows, experts } => {
                write!(out, "score has {rows} rows for {experts} experts")
            }
            Self::ScoreColumns {
                expert,
                columns,
                tasks,
            } => write!(
                out,
                "score[{expert}] has {columns} entries for {tasks} tasks"
            ),
            Self::Score { expert, task } => {
                write!(out, "score[{expert}][{task}] is outside 0..={MAX_SCORE}")
            }
            Self::NoSuchExpert { list, expert } => write!(out, "{list} names expert {expert}"),
            Self::NoSuchTask { list, task } => write!(out, "{list} names task {task}"),
            Self::Limits { of, index } => {
                write!(out, "{of}[{index}] needs min <= max <= {MAX_LIMIT}")
            }
            Self::SelfApart { expert } => write!(out, "apart pairs expert {expert} with itself"),
            Self::TooLarge => write!(out, "more than 2^30 pairs of expert and task"),
        }
    }
}

impl std::error::Error for InstanceError {}

impl Instance {
    /// Checks the shape; says nothing on whether the wishes can be met.
    pub fn validate(&self) -> Result<(), InstanceError> {
        self.validate_size()?;
        self.validate_limits()?;
        self.validate_scores()?;
        self.validate_seats("ban", &self.ban)?;
        self.validate_seats("pin", &self.pin)?;
        self.validate_apart()
    }

    fn validate_size(&self) -> Result<(), InstanceError> {
        let cells = self.experts.len().checked_mul(self.tasks.len());
        if cells.is_none_or(|cells| cells > 1 << 30)
            || self.experts.len().max(self.tasks.len()) > 1 << 28
        {
            return Err(InstanceError::TooLarge);
        }
        if self.score.len() != self.experts.len() {
            return Err(InstanceError::ScoreRows {
                rows: self.score.len(),
                experts: self.experts.len(),
            });
        }
        Ok(())
    }

    fn validate_limits(&self) -> Result<(), InstanceError> {
        let sane = |min: u32, max: u32| min <= max && max <= MAX_LIMIT;
        if let Some(index) = self
            .experts
            .iter()
            .position(|limits| !sane(limits.min, limits.max))
        {
            return Err(InstanceError::Limits {
                of: "experts",
                index,
            });
        }
        let odd =
            |limits: &TaskLimits| !sane(limits.min, limits.max) || limits.min_external > MAX_LIMIT;
        match self.tasks.iter().position(odd) {
            Some(index) => Err(InstanceError::Limits { of: "tasks", index }),
            None => Ok(()),
        }
    }

    fn validate_scores(&self) -> Result<(), InstanceError> {
        for (expert, row) in self.score.iter().enumerate() {
            if row.len() != self.tasks.len() {
                return Err(InstanceError::ScoreColumns {
                    expert,
                    columns: row.len(),
                    tasks: self.tasks.len(),
                });
            }
            if let Some(task) = row
                .iter()
                .position(|score| !(0..=MAX_SCORE).contains(score))
            {
                return Err(InstanceError::Score { expert, task });
            }
        }
        Ok(())
    }

    fn validate_seats(
        &self,
        list: &'static str,
        seats: &[(usize, usize)],
    ) -> Result<(), InstanceError> {
        for &(expert, task) in seats {
            if expert >= self.experts.len() {
                return Err(InstanceError::NoSuchExpert { list, expert });
            }
            if task >= self.tasks.len() {
                return Err(InstanceError::NoSuchTask { list, task });
            }
        }
        Ok(())
    }

    fn validate_apart(&self) -> Result<(), InstanceError> {
        for &(one, other) in &self.apart {
            let expert = one.max(other);
            if expert >= self.experts.len() {
                return Err(InstanceError::NoSuchExpert {
                    list: "apart",
                    expert,
                });
            }
            if one == other {
                return Err(InstanceError::SelfApart { expert });
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Flag {
    Bool(bool),
    Number(u64),
}

fn read_flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    match Flag::deserialize(from)? {
        Flag::Bool(flag) => Ok(flag),
        Flag::Number(0) => Ok(false),
        Flag::Number(1) => Ok(true),
        Flag::Number(other) => Err(D::Error::invalid_value(
            Unexpected::Unsigned(other),
            &"0 or 1",
        )),
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes fields by reference"
)]
fn write_flag<S: Serializer>(flag: &bool, into: S) -> Result<S::Ok, S::Error> {
    into.serialize_u8(u8::from(*flag))
}
