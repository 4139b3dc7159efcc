//! Processor time of a piece of work, which other work on the machine hardly moves.

use std::error::Error;
use std::hint::black_box;

/// Rounds of which the fastest counts: interruptions only ever add.
const ROUNDS: usize = 15;

/// Microseconds of processor time for one call, the least of several rounds of `calls`.
///
/// Linux keeps the time of the first thread in nanoseconds; elsewhere this is an error.
pub fn microseconds<T>(calls: u32, mut work: impl FnMut() -> T) -> Result<f64, Box<dyn Error>> {
    black_box(work());
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = spent()?;
        for _ in 0..calls {
            black_box(work());
        }
        best = best.min((spent()? - start) / f64::from(calls));
    }
    Ok(best / 1e3)
}

/// Nanoseconds that this thread has run.
fn spent() -> Result<f64, Box<dyn Error>> {
    // Reading the figure brings it up to date only at a switch of threads.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let first = text.split(' ').next().ok_or("no processor time here")?;
    Ok(first.parse()?)
}
