//! `mizan engine assign`: one instance in, one answer out, with a line of progress for whoever watches.
//!
//! Ctrl-C ends the search, not the program: the best seating so far is printed with its bound.

use std::{
    io::{self, IsTerminal, Read, Write},
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use matching::assignment::{Budget, Instance, Progress, solve};

use super::{
    Failure, Outcome,
    engine::{Streams, unmarked, unread},
};

/// Steps between two lines of progress: about a tenth of a second.
const STEPS_A_LINE: u64 = 100_000;

/// Solves the instance on the input.
pub fn run(streams: &Streams) -> Outcome {
    let mut text = String::new();
    let read = streams.reader()?.read_to_string(&mut text);
    read.map_err(|error| unread(&streams.source(), &error))?;
    let instance: Instance = serde_json::from_str(unmarked(&text))
        .map_err(|error| Failure::told(format!("not an assignment instance: {error}")))?;
    let stopped = stopped_by_signal();
    let mut line = ProgressLine::new();
    let solved = solve(&instance, Budget::default(), &mut |progress| {
        line.show(progress);
        if stopped.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    line.clear();
    let outcome =
        solved.map_err(|error| Failure::told(format!("not a valid instance: {error}")))?;
    let mut output = streams.writer()?;
    serde_json::to_writer(&mut output, &outcome).map_err(Failure::told)?;
    writeln!(output)
        .and_then(|()| output.flush())
        .map_err(Failure::told)
}

/// A flag that the first Ctrl-C raises; where no handler can be set, Ctrl-C ends the process as usual.
fn stopped_by_signal() -> Arc<AtomicBool> {
    let stopped = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stopped);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    if let Ok(runtime) = runtime {
        thread::spawn(move || {
            if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
                raised.store(true, Ordering::Relaxed);
            }
        });
    }
    stopped
}

/// The line that is written over and over on a terminal; nothing anywhere else.
struct ProgressLine {
    watched: bool,
    shown: bool,
    next: u64,
}

impl ProgressLine {
    fn new() -> Self {
        Self {
            watched: io::stderr().is_terminal(),
            shown: false,
            next: STEPS_A_LINE,
        }
    }

    fn show(&mut self, progress: Progress) {
        if !self.watched || progress.steps < self.next {
            return;
        }
        self.next = progress.steps + STEPS_A_LINE;
        self.shown = true;
        eprint!("\r\u{1b}[K{}", described(progress));
    }

    fn clear(&self) {
        if self.shown {
            eprint!("\r\u{1b}[K");
        }
    }
}

fn described(progress: Progress) -> String {
    let known =
        |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    format!(
        "{} steps, best {}, bound {}",
        progress.steps,
        known(progress.best),
        known(progress.bound)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_names_what_is_known() {
        let progress = Progress {
            steps: 4096,
            best: None,
            bound: Some(12),
        };
        assert_eq!(described(progress), "4096 steps, best -, bound 12");
    }
}
