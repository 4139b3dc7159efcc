//! The rows of the programme: loads, floors, pairs kept apart and thresholds; models are built from them.

use super::seats::{Group, Seats};
use crate::assignment::goal::Goal;
use crate::assignment::problem::Problem;
use crate::assignment::simplex::id;
use microlp::{ComparisonOp, OptimizationDirection, Problem as Linear, Variable};

/// A linear condition on open seats, by place, and perhaps on the smallest sum.
pub(super) struct Row {
    pub terms: Vec<(usize, i64)>,
    /// Whether the smallest sum is taken off.
    pub worst: bool,
    pub comparison: ComparisonOp,
    pub limit: i64,
}

/// What a task still lacks.
pub(super) struct Lack {
    /// Places of its open seats, best score first.
    pub falling: Vec<usize>,
    /// Points, to reach the floor.
    pub points: i64,
    /// Seats that may still be taken.
    pub room: usize,
}

/// The seats in doubt, and all conditions on them.
pub(super) struct Programme<'p> {
    problem: &'p Problem,
    pub goal: &'p Goal,
    pub seats: Seats,
    pub rows: Vec<Row>,
    pub lacks: Vec<Lack>,
    /// What the taken seats add to the goal.
    pub fixed: i64,
    /// How many of the rows are loads and floors.
    plain: usize,
}

/// A programme as the solver takes it.
pub(super) struct Model {
    pub problem: Linear,
    /// One for each open seat that may be taken.
    pub seats: Vec<Option<Variable>>,
    worst: Option<Variable>,
}

impl Model {
    pub fn terms(&self, row: &Row) -> Vec<(Variable, f64)> {
        let seats = row.terms.iter();
        let mut terms: Vec<(Variable, f64)> = seats
            .filter_map(|&(place, factor)| Some((self.seats[place]?, real(factor))))
            .collect();
        if let Some(worst) = self.worst.filter(|_| row.worst) {
            terms.push((worst, -1.0));
        }
        terms
    }
}

impl<'p> Programme<'p> {
    /// `None` when the taken seats alone break a condition, or leave a task no way to what it needs.
    pub fn new(problem: &'p Problem, goal: &'p Goal, seats: Seats, sought: i64) -> Option<Self> {
        let mut programme = Self {
            problem,
            goal,
            seats,
            rows: Vec::new(),
            lacks: Vec::new(),
            fixed: 0,
            plain: 0,
        };
        programme.add_loads()?;
        programme.add_sums(sought)?;
        programme.plain = programme.rows.len();
        programme.add_pairs();
        Some(programme)
    }

    /// The rows that are neither loads nor floors.
    pub fn beyond(&self) -> &[Row] {
        &self.rows[self.plain..]
    }

    /// The problem of the seats in doubt; pairs kept apart are rows.
    pub fn left(&self) -> Problem {
        let Seats { open, taken } = &self.seats;
        self.problem.left(open, taken)
    }

    /// The model with seats that may be taken in part; those not `kept` stay empty.
    pub fn relaxed(&self, kept: &[bool]) -> Model {
        self.modelled(kept, |linear, gain| linear.add_var(gain, (0.0, 1.0)))
    }

    /// The model with whole seats; those not `kept` stay empty.
    pub fn model(&self, kept: &[bool]) -> Model {
        self.modelled(kept, |linear, gain| linear.add_integer_var(gain, (0, 1)))
    }

    /// A seating as values of the model's variables.
    pub fn start(&self, model: &Model, cells: &[usize]) -> Vec<(Variable, f64)> {
        let taken = |cell: &usize| f64::from(u8::from(cells.binary_search(cell).is_ok()));
        let seats = self.seats.open.iter().zip(&model.seats);
        let worst = model
            .worst
            .map(|worst| (worst, real(self.problem.floor(cells))));
        seats
            .filter_map(|(cell, &seat)| Some((seat?, taken(cell))))
            .chain(worst)
            .collect()
    }

    /// The score of an open seat.
    pub fn score(&self, place: usize) -> i64 {
        i64::from(self.problem.score[self.seats.open[place]])
    }

    /// What an open seat adds to the goal.
    pub fn gain(&self, place: usize) -> f64 {
        let task = self.seats.open[place] % self.problem.tasks.len();
        match self.goal {
            Goal::Weighted { base, .. } => real(base[task] * self.score(place)),
            Goal::Worst => 0.0,
        }
    }

    fn modelled(&self, kept: &[bool], add: impl Fn(&mut Linear, f64) -> Variable) -> Model {
        let mut problem = Linear::new(OptimizationDirection::Maximize);
        let kept = kept.iter().enumerate();
        let seats = kept
            .map(|(place, &kept)| kept.then(|| add(&mut problem, self.gain(place))))
            .collect();
        let worst =
            matches!(self.goal, Goal::Worst).then(|| problem.add_integer_var(1.0, (0, i32::MAX)));
        let mut model = Model {
            problem,
            seats,
            worst,
        };
        for row in &self.rows {
            let terms = model.terms(row);
            model
                .problem
                .add_constraint(&terms[..], row.comparison, real(row.limit));
        }
        model
    }

    fn by_task(&self) -> Vec<Group> {
        let width = self.problem.tasks.len();
        self.seats.groups(width, |cell| Some(cell % width))
    }

    fn add_loads(&mut self) -> Option<()> {
        let Problem { experts, tasks, .. } = self.problem;
        let width = tasks.len();
        let of_experts = self.seats.groups(experts.len(), |cell| Some(cell / width));
        for (group, limits) in of_experts.iter().zip(experts) {
            self.add_load(group, limits.min, limits.max)?;
        }
        for (group, limits) in self.by_task().iter().zip(tasks) {
            self.add_load(group, limits.min, limits.max)?;
        }
        let external = |cell: usize| experts[cell / width].external.then_some(cell % width);
        for (group, limits) in self.seats.groups(width, external).iter().zip(tasks) {
            self.add_load(group, limits.min_external, u32::MAX)?;
        }
        Some(())
    }

    fn add_load(&mut self, group: &Group, min: u32, max: u32) -> Option<()> {
        let (have, room) = (group.taken.len(), group.open.len());
        let least = (min as usize).saturating_sub(have);
        let most = (max as usize).checked_sub(have)?;
        if least > room {
            return None;
        }
        if least == most {
            self.add_count(&group.open, ComparisonOp::Eq, least);
            return Some(());
        }
        if least > 0 {
            self.add_count(&group.open, ComparisonOp::Ge, least);
        }
        if most < room {
            self.add_count(&group.open, ComparisonOp::Le, most);
        }
        Some(())
    }

    fn add_count(&mut self, places: &[usize], comparison: ComparisonOp, count: usize) {
        if !places.is_empty() {
            self.rows.push(Row {
                terms: places.iter().map(|&place| (place, 1)).collect(),
                worst: false,
                comparison,
                limit: number(count),
            });
        }
    }

    fn add_sums(&mut self, sought: i64) -> Option<()> {
        let (floor, worst) = match self.goal {
            Goal::Weighted { floor, .. } => (*floor, false),
            Goal::Worst => (Some(sought), true),
        };
        for (task, group) in self.by_task().into_iter().enumerate() {
            let have = self.problem.total(&group.taken);
            if let Goal::Weighted { base, .. } = self.goal {
                self.fixed += base[task] * have;
            }
            let points = floor.unwrap_or(0) - have;
            if worst || points > 0 {
                let seats = group.open.iter().map(|&place| (place, self.score(place)));
                self.rows.push(Row {
                    terms: seats.filter(|term| term.1 != 0).collect(),
                    worst,
                    comparison: ComparisonOp::Ge,
                    limit: if worst { -have } else { points },
                });
            }
            let mut falling = group.open;
            falling.sort_by_key(|&place| std::cmp::Reverse(self.score(place)));
            let room = (self.problem.tasks[task].max as usize).saturating_sub(group.taken.len());
            let most: i64 = falling
                .iter()
                .take(room)
                .map(|&place| self.score(place))
                .sum();
            if most < points {
                return None;
            }
            self.lacks.push(Lack {
                falling,
                points,
                room,
            });
        }
        Some(())
    }

    /// Pairs kept apart where both seats are in doubt: a taken seat has barred its neighbours already.
    fn add_pairs(&mut self) {
        let width = self.problem.tasks.len();
        for &(one, other) in &self.problem.apart {
            for task in 0..width {
                let cells = [one * width + task, other * width + task];
                let places = cells.map(|cell| self.seats.open.binary_search(&cell));
                if let [Ok(one), Ok(other)] = places {
                    self.add_count(&[one, other], ComparisonOp::Le, 1);
                }
            }
        }
    }
}

/// A count as a factor or a limit.
pub(super) fn number(count: usize) -> i64 {
    i64::from(id(count))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sums of scores stay far below 2^52"
)]
pub(super) fn real(number: i64) -> f64 {
    number as f64
}
