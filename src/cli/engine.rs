//! `mizan engine`: the engine offline, JSON Lines in, JSON Lines out.
//!
//! A bad line is reported with its number and the rest goes on; the exit code is then 1.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use matching::{
    corpus::Labelled,
    evaluation::evaluate,
    experts::{self, ExpertIndex},
    routing::{Router, Weights},
    vocabulary::Vocabulary,
    wire::{self, LineError},
};

use super::{Failure, Outcome, assign, tell};

#[derive(Debug, Subcommand)]
pub enum EngineCommand {
    /// Routes problems `{"id","title","description","orgUnit"?}` to the six desks.
    Route(RouteArguments),
    /// Places experts `{"id","kind","field","job","expertise","bio"}` at the six desks.
    Place(Streams),
    /// Ranks experts for problems `{"id","title","description"}`.
    Rank(RankArguments),
    /// Solves one assignment instance.
    Assign(Streams),
    /// Measures the router on labelled problems
    /// `{"title","description","primary" or "desk","also"?}`, where `NONE` means unroutable.
    Evaluate(EvaluateArguments),
}

/// Where lines come from and go to.
#[derive(Debug, Args)]
pub struct Streams {
    /// Read from this file instead of standard input.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Write to this file instead of standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct RouteArguments {
    #[command(flatten)]
    streams: Streams,
    /// Decided problems `{"title","description","desk"}` to use as precedents.
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct RankArguments {
    #[command(flatten)]
    streams: Streams,
    /// Experts `{"id","documents":[{"title","abstract"?}]}` or in the shape of `place`.
    #[arg(long, value_name = "FILE")]
    experts: PathBuf,
}

#[derive(Debug, Args)]
pub struct EvaluateArguments {
    /// The labelled problems.
    file: PathBuf,
    /// Decided problems `{"title","description","desk"}` to use as precedents.
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,
}

/// Runs `mizan engine`.
pub fn run(command: &EngineCommand) -> Outcome {
    match command {
        EngineCommand::Route(arguments) => {
            let mut lines = Lines::default();
            let router = lines.router(arguments.history.as_deref())?;
            lines.answer(&arguments.streams, |line| wire::route_line(&router, line))?;
            lines.outcome()
        }
        EngineCommand::Place(streams) => {
            let mut lines = Lines::default();
            let router = lines.router(None)?;
            lines.answer(streams, |line| experts::wire::place_line(&router, line))?;
            lines.outcome()
        }
        EngineCommand::Rank(arguments) => {
            let mut lines = Lines::default();
            let profiles = lines.read(&arguments.experts, experts::wire::profile_line)?;
            let router = lines.router(None)?;
            let index = ExpertIndex::with_router(&profiles, &router);
            lines.answer(&arguments.streams, |line| {
                experts::wire::rank_line_at_desks(&index, &router, line)
            })?;
            lines.outcome()
        }
        EngineCommand::Assign(streams) => assign::run(streams),
        EngineCommand::Evaluate(arguments) => {
            let mut lines = Lines::default();
            let router = lines.router(arguments.history.as_deref())?;
            let labelled = |line: &str| Labelled::from_line(line).map_err(LineError::Malformed);
            let problems = lines.read(&arguments.file, labelled)?;
            if problems.is_empty() {
                return Err(Failure::told("no labelled problem to measure"));
            }
            tell(&format!("{}\n", evaluate(&router, &problems)))?;
            lines.outcome()
        }
    }
}

/// Counts the lines that could not be read.
#[derive(Default)]
struct Lines {
    bad: usize,
}

impl Lines {
    /// A router that knows the decided problems in a file.
    fn router(&mut self, history: Option<&Path>) -> Result<Router, Failure> {
        let history = match history {
            Some(path) => self.read(path, wire::history_line)?,
            None => Vec::new(),
        };
        Ok(Router::new(
            Vocabulary::embedded(),
            Weights::default(),
            &history,
        ))
    }

    /// All values in a file.
    fn read<T>(
        &mut self,
        path: &Path,
        parse: impl Fn(&str) -> Result<T, LineError>,
    ) -> Result<Vec<T>, Failure> {
        let mut values = Vec::new();
        self.each(open(path)?, &named(path), |line| {
            values.push(parse(line)?);
            Ok(())
        })?;
        Ok(values)
    }

    /// One line out for each line in.
    fn answer(
        &mut self,
        streams: &Streams,
        answer: impl Fn(&str) -> Result<String, LineError>,
    ) -> Outcome {
        let mut output = streams.writer()?;
        let mut written = Ok(());
        self.each(streams.reader()?, &streams.source(), |line| {
            let answer = answer(line)?;
            if written.is_ok() {
                written = writeln!(output, "{answer}");
            }
            Ok(())
        })?;
        written.and_then(|()| output.flush()).map_err(Failure::told)
    }

    fn each(
        &mut self,
        mut reader: Box<dyn BufRead>,
        name: &str,
        mut take: impl FnMut(&str) -> Result<(), LineError>,
    ) -> Outcome {
        let mut bytes = Vec::new();
        for number in 1.. {
            bytes.clear();
            let read = reader.read_until(b'\n', &mut bytes);
            if read.map_err(|error| unread(name, &error))? == 0 {
                break;
            }
            let taken = match str::from_utf8(&bytes) {
                Ok(line) => taken(line, &mut take),
                Err(_) => Err("not UTF-8".to_owned()),
            };
            if let Err(error) = taken {
                self.bad += 1;
                eprintln!("mizan: {name}, line {number}: {error}");
            }
        }
        Ok(())
    }

    fn outcome(&self) -> Outcome {
        if self.bad == 0 {
            Ok(())
        } else {
            Err(Failure::silent())
        }
    }
}

/// Takes a line, unless it is blank.
fn taken(line: &str, take: impl FnOnce(&str) -> Result<(), LineError>) -> Result<(), String> {
    let line = unmarked(line).trim();
    if line.is_empty() {
        return Ok(());
    }
    take(line).map_err(|error| error.to_string())
}

/// A text without the byte-order mark that some editors begin a file with.
pub(super) fn unmarked(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}

impl Streams {
    /// Where lines come from, for messages.
    pub(super) fn source(&self) -> String {
        self.input.as_deref().map_or("input".to_owned(), named)
    }

    pub(super) fn reader(&self) -> Result<Box<dyn BufRead>, Failure> {
        match &self.input {
            Some(path) => open(path),
            None => Ok(Box::new(BufReader::new(io::stdin()))),
        }
    }

    pub(super) fn writer(&self) -> Result<Box<dyn Write>, Failure> {
        match &self.output {
            Some(path) => {
                self.refuse_input(path)?;
                let file = File::create(path).map_err(|error| at(path, &error))?;
                Ok(Box::new(BufWriter::new(file)))
            }
            None => Ok(Box::new(BufWriter::new(io::stdout()))),
        }
    }

    /// Creating a file empties it, so what is read may not be written to.
    fn refuse_input(&self, output: &Path) -> Outcome {
        let whole = |path: &Path| path.canonicalize().ok();
        let input = self.input.as_deref().and_then(whole);
        if input.is_some() && input == whole(output) {
            let name = named(output);
            return Err(Failure::told(format!(
                "{name} cannot be read and written at once"
            )));
        }
        Ok(())
    }
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    let file = File::open(path).map_err(|error| at(path, &error))?;
    Ok(Box::new(BufReader::new(file)))
}

fn at(path: &Path, error: &io::Error) -> Failure {
    unread(&named(path), error)
}

/// Why a file, or the standard input, could not be read.
pub(super) fn unread(name: &str, error: &io::Error) -> Failure {
    Failure::told(format!("{name}: {error}"))
}

fn named(path: &Path) -> String {
    path.display().to_string()
}
