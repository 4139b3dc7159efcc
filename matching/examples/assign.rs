//! Solves one instance file and prints what it took: `assign FILE [FLOOR]`.
//!
//! CPU seconds count from the parsed instance to the outcome; the peak memory includes the parsed instance.

#![expect(
    clippy::print_stdout,
    reason = "printing is all that this program is for"
)]

use matching::assignment::{Budget, Fairness, Instance, check, solve};
use std::error::Error;
use std::fs;
use std::ops::ControlFlow;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("usage: assign FILE [FLOOR]")?;
    let mut instance: Instance = serde_json::from_slice(&fs::read(&file)?)?;
    if arguments.next().as_deref() == Some("FLOOR") {
        instance.fairness = Fairness::Floor;
    }
    let start = cpu_seconds()?;
    let outcome = solve(&instance, Budget::default(), &mut |_| {
        ControlFlow::Continue(())
    })?;
    let seconds = cpu_seconds()? - start;
    println!(
        "{file}: {:?}, total {}, floor {}, bound {:?}, floor bound {:?}, {} violations, {seconds:.4} CPU s, peak {}",
        outcome.status,
        outcome.objective,
        outcome.floor,
        outcome.bound,
        outcome.floor_bound,
        check(&instance, &outcome.assign).len(),
        peak_memory()?,
    );
    for conflict in &outcome.conflicts {
        println!("{}\n{}", conflict.en, conflict.fa);
    }
    Ok(())
}

/// CPU time of this thread as Linux counts it.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let statistics = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = statistics.split(' ').next().ok_or("no CPU time")?;
    Ok(nanoseconds.parse::<f64>()? / 1e9)
}

fn peak_memory() -> Result<String, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line.ok_or("no peak")?.trim().to_owned())
}
