//! Two-class logistic regression by gradient ascent with a fixed schedule.

/// Enough for a few standardised signals; the fit no longer moves in its third digit.
const STEPS: usize = 4_000;
const RATE: f64 = 1.0;
/// Ridge in examples: keeps separable classes from growing without bound.
const RIDGE: f64 = 1.0;

/// Coefficients and intercept that best tell the positive examples from the others.
pub(crate) fn fit<const N: usize>(examples: &[([f64; N], bool)]) -> ([f64; N], f64) {
    let count = f64::from(u32::try_from(examples.len()).unwrap_or(u32::MAX)).max(1.0);
    let mean: [f64; N] =
        std::array::from_fn(|n| examples.iter().map(|e| e.0[n]).sum::<f64>() / count);
    let spread: [f64; N] = std::array::from_fn(|n| {
        let square: f64 = examples.iter().map(|e| (e.0[n] - mean[n]).powi(2)).sum();
        (square / count).sqrt().max(1e-9)
    });
    let standard: Vec<([f64; N], f64)> = examples
        .iter()
        .map(|(x, y)| {
            let z = std::array::from_fn(|n| (x[n] - mean[n]) / spread[n]);
            (z, f64::from(u8::from(*y)))
        })
        .collect();
    let (slopes, mut intercept) = ascend(&standard, count);
    let coefficients = std::array::from_fn(|n| slopes[n] / spread[n]);
    for n in 0..N {
        intercept -= coefficients[n] * mean[n];
    }
    (coefficients, intercept)
}

fn ascend<const N: usize>(examples: &[([f64; N], f64)], count: f64) -> ([f64; N], f64) {
    let (mut slopes, mut intercept) = ([0.0; N], 0.0);
    for _ in 0..STEPS {
        let (mut gradient, mut lift) = (slopes.map(|slope: f64| -RIDGE * slope), 0.0);
        for (z, y) in examples {
            let logit: f64 = z.iter().zip(slopes).map(|(z, s)| z * s).sum::<f64>() + intercept;
            let miss = y - 1.0 / (1.0 + (-logit).exp());
            lift += miss;
            for (part, z) in gradient.iter_mut().zip(z) {
                *part += miss * z;
            }
        }
        for (slope, part) in slopes.iter_mut().zip(gradient) {
            *slope += RATE * part / count;
        }
        intercept += RATE * lift / count;
    }
    (slopes, intercept)
}
