//! Topics hidden in a collection: the directions in which its texts differ most.
//!
//! Latent semantic analysis by subspace iteration over the sparse texts from a fixed start,
//! so that words which keep the same company meet although no text holds both.
//! Places are told from the middle of all texts: what everyone writes about is nobody's topic.

use super::statistics::{Term, Vector};

/// Directions kept at most; beyond it they follow single texts.
const MOST_DIRECTIONS: usize = 100;

/// Rounds of the iteration: the leading directions have settled long before.
const ROUNDS: usize = 6;

/// Lengths below this are rounding noise, not a direction.
const NOISE: f32 = 1e-5;

/// The space of topics.
#[derive(Clone, Debug)]
pub struct Topics {
    directions: usize,
    /// One row of `directions` numbers a term; all directions weigh the same.
    rows: Vec<f32>,
    /// The mean place of the texts.
    middle: Vec<f32>,
}

impl Topics {
    /// Learns the topics of unit vectors over `terms` terms.
    pub fn with_vectors(vectors: &[Vector], terms: usize) -> Self {
        let directions = MOST_DIRECTIONS.min(vectors.len() / 2);
        let mut basis = start(vectors.len(), directions);
        let mut shift = 0.0;
        orthonormalise(&mut basis);
        for _ in 0..ROUNDS {
            basis = turn(vectors, &basis, terms, shift);
            let least = orthonormalise(&mut basis).into_iter().reduce(f32::min);
            shift = f32::midpoint(shift, least.unwrap_or_default());
        }
        let rows = gather(vectors, &basis, terms);
        let mut columns = transpose(&rows, directions);
        orthonormalise(&mut columns);
        let mut topics = Self {
            directions,
            rows: interleave(&columns, terms),
            middle: vec![0.0; directions],
        };
        topics.middle = topics.mean(vectors);
        topics
    }

    /// How many directions there are.
    pub fn directions(&self) -> usize {
        self.directions
    }

    /// A text as seen from the middle, of length 1; all zeros where it has no part in the topics.
    pub fn project(&self, vector: &[(Term, f64)]) -> Vec<f32> {
        let mut place = self.place(vector);
        if place.iter().any(|value| *value != 0.0) {
            add_scaled(&mut place, &self.middle, -1.0);
            normalise(&mut place);
        }
        place
    }

    /// A text as seen from the origin, of length 1 or all zeros.
    fn place(&self, vector: &[(Term, f64)]) -> Vec<f32> {
        let mut place = vec![0.0; self.directions];
        for (term, weight) in vector {
            add_scaled(&mut place, self.row(*term), narrow(*weight));
        }
        normalise(&mut place);
        place
    }

    /// How far a term leads towards a place.
    pub fn towards(&self, term: Term, place: &[f32]) -> f64 {
        f64::from(dot(self.row(term), place))
    }

    fn mean(&self, vectors: &[Vector]) -> Vec<f32> {
        let mut mean = vec![0.0; self.directions];
        for vector in vectors {
            add_scaled(&mut mean, &self.place(vector), 1.0);
        }
        scale(&mut mean, narrow(1.0 / count(vectors.len())));
        mean
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

/// Brings to length 1, or to zero where there is no more than noise.
fn normalise(values: &mut [f32]) {
    let length = dot(values, values).sqrt();
    if length > NOISE {
        scale(values, 1.0 / length);
    } else {
        values.fill(0.0);
    }
}

/// How many, at least one, so that it can divide.
pub fn count(items: usize) -> f64 {
    f64::from(u32::try_from(items).unwrap_or(u32::MAX)).max(1.0)
}

/// Single precision is enough for directions of a few hundred texts.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding is what is asked for"
)]
pub fn narrow(value: f64) -> f32 {
    value as f32
}

/// Columns of signs: a bit each of a Weyl sequence, mixed.
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
///
/// Answers how much of each column was its own.
fn orthonormalise(columns: &mut [Vec<f32>]) -> Vec<f32> {
    let mut lengths = Vec::with_capacity(columns.len());
    for place in 0..columns.len() {
        let (done, rest) = columns.split_at_mut(place);
        let Some(column) = rest.first_mut() else {
            break;
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
        lengths.push(length);
    }
    lengths
}

/// One round: the texts' likenesses to one another times the basis, less `shift` times the basis.
///
/// With half the least singular value's square for the shift, what is not wanted shrinks faster
/// against what is, as if by more rounds.
fn turn(vectors: &[Vector], basis: &[Vec<f32>], terms: usize, shift: f32) -> Vec<Vec<f32>> {
    let rows = gather(vectors, basis, terms);
    let mut turned = scatter(vectors, &rows, basis.len());
    for (column, before) in turned.iter_mut().zip(basis) {
        add_scaled(column, before, -shift);
    }
    turned
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
