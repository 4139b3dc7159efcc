//! Topics hidden in a collection: the directions in which its texts differ most.
//!
//! Latent semantic analysis by subspace iteration over the sparse texts from a fixed start,
//! so that words which keep the same company meet although no text holds both.

use super::statistics::{Term, Vector};

/// Directions kept at most; beyond it they follow single texts.
const MOST_DIRECTIONS: usize = 150;

/// Rounds of the iteration: the leading directions have settled long before.
const ROUNDS: usize = 6;

/// Lengths below this are rounding noise, not a direction.
const NOISE: f32 = 1e-5;

/// The space of topics.
#[derive(Clone, Debug)]
pub struct Topics {
    directions: usize,
    /// One row of `directions` numbers a term.
    rows: Vec<f32>,
}

impl Topics {
    /// Learns the topics of unit vectors over `terms` terms.
    pub fn with_vectors(vectors: &[Vector], terms: usize) -> Self {
        let directions = MOST_DIRECTIONS.min(vectors.len() / 2);
        let mut basis = start(vectors.len(), directions);
        let mut rows = Vec::new();
        for _ in 0..ROUNDS {
            orthonormalise(&mut basis);
            rows = gather(vectors, &basis, terms);
            basis = scatter(vectors, &rows, directions);
        }
        let mut columns = transpose(&rows, directions);
        orthonormalise(&mut columns);
        Self {
            directions,
            rows: interleave(&columns, terms),
        }
    }

    /// How many directions there are.
    pub fn directions(&self) -> usize {
        self.directions
    }

    /// A text in the space of topics, of length 1; all zeros where it has no part in it.
    pub fn project(&self, vector: &[(Term, f64)]) -> Vec<f32> {
        let mut place = vec![0.0; self.directions];
        for (term, weight) in vector {
            add_scaled(&mut place, self.row(*term), narrow(*weight));
        }
        let length = dot(&place, &place).sqrt();
        if length > NOISE {
            scale(&mut place, 1.0 / length);
        } else {
            place.fill(0.0);
        }
        place
    }

    fn row(&self, term: Term) -> &[f32] {
        let start = term as usize * self.directions;
        &self.rows[start..start + self.directions]
    }
}

/// Scalar product in eight lanes, so that it is fast and its order of summing fixed.
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a_lanes, a_rest) = a.as_chunks::<8>();
    let (b_lanes, b_rest) = b.as_chunks::<8>();
    let mut sums = [0.0_f32; 8];
    for (x, y) in a_lanes.iter().zip(b_lanes) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum();
    sums.iter().sum::<f32>() + rest
}

/// Adds `factor × other`.
pub fn add_scaled(sum: &mut [f32], other: &[f32], factor: f32) {
    for (value, part) in sum.iter_mut().zip(other) {
        *value += factor * part;
    }
}

fn scale(values: &mut [f32], factor: f32) {
    for value in values {
        *value *= factor;
    }
}

/// Single precision is enough for directions of a few hundred texts.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding is what is asked for"
)]
pub fn narrow(value: f64) -> f32 {
    value as f32
}

/// Columns of signs drawn by a fixed generator (splitmix64).
fn start(length: usize, directions: usize) -> Vec<Vec<f32>> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut sign = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        if (mixed ^ (mixed >> 27)) & 1 == 0 {
            -1.0
        } else {
            1.0
        }
    };
    (0..directions)
        .map(|_| (0..length).map(|_| sign()).collect())
        .collect()
}

/// Modified Gram–Schmidt; a column that depends on earlier ones becomes zero.
fn orthonormalise(columns: &mut [Vec<f32>]) {
    for place in 0..columns.len() {
        let (done, rest) = columns.split_at_mut(place);
        let Some(column) = rest.first_mut() else {
            return;
        };
        let before = dot(column, column).sqrt();
        for other in done.iter() {
            let along = dot(column, other);
            add_scaled(column, other, -along);
        }
        let length = dot(column, column).sqrt();
        let factor = if length > NOISE * before {
            1.0 / length
        } else {
            0.0
        };
        scale(column, factor);
    }
}

/// Terms by directions: the transposed texts times the basis.
fn gather(vectors: &[Vector], basis: &[Vec<f32>], terms: usize) -> Vec<f32> {
    let directions = basis.len();
    let mut rows = vec![0.0; terms * directions];
    for (text, vector) in vectors.iter().enumerate() {
        let across: Vec<f32> = basis.iter().map(|column| column[text]).collect();
        for (term, weight) in vector {
            let start = *term as usize * directions;
            add_scaled(
                &mut rows[start..start + directions],
                &across,
                narrow(*weight),
            );
        }
    }
    rows
}

/// Texts by directions, as columns: the texts times the rows of their terms.
fn scatter(vectors: &[Vector], rows: &[f32], directions: usize) -> Vec<Vec<f32>> {
    let mut columns = vec![vec![0.0; vectors.len()]; directions];
    for (text, vector) in vectors.iter().enumerate() {
        let mut across = vec![0.0; directions];
        for (term, weight) in vector {
            let start = *term as usize * directions;
            add_scaled(
                &mut across,
                &rows[start..start + directions],
                narrow(*weight),
            );
        }
        for (column, value) in columns.iter_mut().zip(across) {
            column[text] = value;
        }
    }
    columns
}

fn transpose(rows: &[f32], directions: usize) -> Vec<Vec<f32>> {
    (0..directions)
        .map(|place| {
            rows.iter()
                .skip(place)
                .step_by(directions)
                .copied()
                .collect()
        })
        .collect()
}

fn interleave(columns: &[Vec<f32>], terms: usize) -> Vec<f32> {
    (0..terms)
        .flat_map(|term| columns.iter().map(move |column| column[term]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Topics, dot};

    #[test]
    fn words_that_keep_the_same_company_meet() {
        let share = 0.5_f64.sqrt();
        let texts = [(0, 1), (1, 2), (3, 4), (4, 5)];
        let vectors: Vec<_> = texts
            .iter()
            .map(|(a, b)| vec![(*a, share), (*b, share)])
            .collect();
        let topics = Topics::with_vectors(&vectors, 6);
        let place = |term| topics.project(&[(term, 1.0)]);
        assert!(dot(&place(0), &place(2)) > dot(&place(0), &place(3)) + 0.9);
        assert_eq!(topics.project(&[]), vec![0.0; topics.directions()]);
    }
}
