//! The command line: one binary, every option also from `MIZAN_…` or `mizan.toml`.

mod account;
mod assign;
mod audit;
mod backup;
mod demo;
mod engine;
mod members;
mod schema;
mod serve;

use std::{
    io::{ErrorKind, Write as _},
    net::SocketAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand};

use crate::{
    app::{App, StartError},
    clock::Clock,
    config::{Overrides, Settings},
    store::OpenError,
};

/// A wrong option or value; clap ends with the same.
const USAGE: u8 = 2;

/// Mizan keeps the Urban Planners' Club, seats its experts at six desks and routes problems to
/// them, always saying why.
#[derive(Debug, Parser)]
#[command(name = "mizan", version, subcommand_required = false)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    serve: serve::ServeArguments,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Args)]
struct Global {
    /// Configuration file; `mizan.toml` in the working directory if there is one.
    #[arg(long, global = true, env = "MIZAN_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// `sqlite://PATH` or `postgres://USER@HOST/NAME` [default: `sqlite://mizan.db`].
    #[arg(
        long,
        global = true,
        env = "MIZAN_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
    /// What to log, such as `mizan=debug` [default: mizan=info,warn].
    #[arg(long, global = true, env = "MIZAN_LOG", value_name = "FILTER")]
    log: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrates the database, then serves GraphQL; the default.
    Serve(serve::ServeArguments),
    /// Serves a throw-away club of 600 members, with its desks seated and problems routed.
    Demo(demo::DemoArguments),
    /// Prints the GraphQL schema, or compares it with a file.
    Schema(schema::SchemaArguments),
    /// Manages accounts.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Manages tokens.
    #[command(subcommand)]
    Token(account::TokenCommand),
    /// Writes the club to one file, also while the service serves.
    ///
    /// The file is an SQLite database, whichever database the service runs on; a club moves from
    /// one to the other with `backup` here and `restore` there.
    Backup(backup::BackupArguments),
    /// Brings a club back from a file of `backup`; stop the service first.
    ///
    /// The file's integrity, its version and its audit trail are checked before anything is
    /// replaced; whatever goes wrong, the old database stays as it was.
    Restore(backup::RestoreArguments),
    /// Reads members from a spreadsheet.
    #[command(subcommand)]
    Import(members::ImportCommand),
    /// Writes members into a spreadsheet.
    #[command(subcommand)]
    Export(members::ExportCommand),
    /// Inspects the audit trail.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Runs the engine offline: JSON Lines in, JSON Lines out.
    #[command(subcommand)]
    Engine(engine::EngineCommand),
}

/// Why a command failed, as it is told on standard error.
#[derive(Debug)]
pub struct Failure {
    message: String,
    code: u8,
}

type Outcome = Result<(), Failure>;

/// Runs the command line and answers with the process's exit code.
#[must_use]
pub fn run() -> ExitCode {
    match dispatch(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.message.is_empty() {
                eprintln!("mizan: {}", failure.message);
            }
            ExitCode::from(failure.code)
        }
    }
}

fn dispatch(cli: Cli) -> Outcome {
    let global = cli.global;
    match cli.command {
        None => serve::run(&settings(global, Some(&cli.serve))?),
        Some(Command::Serve(arguments)) => {
            let arguments = arguments.or(cli.serve);
            serve::run(&settings(global, Some(&arguments))?)
        }
        Some(Command::Demo(arguments)) => {
            let named = global.database_url.clone();
            let settings = settings(global, Some(&arguments.serve))?;
            demo::run(&settings, named, &arguments)
        }
        Some(Command::Schema(arguments)) => schema::run(&arguments),
        Some(Command::Account(command)) => account::account(&settings(global, None)?, command),
        Some(Command::Token(command)) => account::token(&settings(global, None)?, &command),
        Some(Command::Backup(arguments)) => backup::write(&settings(global, None)?, &arguments),
        Some(Command::Restore(arguments)) => {
            backup::bring_back(&settings(global, None)?, &arguments)
        }
        Some(Command::Import(command)) => members::import(&settings(global, None)?, command),
        Some(Command::Export(command)) => members::export(&settings(global, None)?, &command),
        Some(Command::Audit(command)) => audit::run(&settings(global, None)?, &command),
        Some(Command::Engine(command)) => engine::run(&command),
    }
}

fn settings(global: Global, serve: Option<&serve::ServeArguments>) -> Result<Settings, Failure> {
    let overrides = Overrides {
        database_url: global.database_url,
        log: global.log,
        listen: serve.and_then(|arguments| arguments.listen),
        allowed_origins: serve
            .map(|arguments| arguments.allowed_origins.clone())
            .filter(|origins| !origins.is_empty()),
        trusted_proxies: serve
            .map(|arguments| arguments.trusted_proxies.clone())
            .filter(|proxies| !proxies.is_empty()),
        trusted_documents: serve.and_then(|arguments| arguments.trusted_documents.clone()),
        private_schema: serve.and_then(|arguments| arguments.private_schema),
        limits: serve.map(|arguments| arguments.limits).unwrap_or_default(),
        single_sign_on: serve
            .map(|arguments| arguments.single_sign_on.clone())
            .unwrap_or_default(),
    };
    Settings::read(global.config.as_deref(), overrides).map_err(Failure::usage)
}

/// Starts logging to standard error.
fn start_log(settings: &Settings) -> Outcome {
    let filter = tracing_subscriber::EnvFilter::try_new(&settings.log)
        .map_err(|error| Failure::usage(format!("the log filter: {error}")))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    Ok(())
}

/// Writes `text` to standard output; a reader that has seen enough, such as `head`, is no failure.
fn tell(text: &str) -> Outcome {
    let mut output = std::io::stdout().lock();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::told(error)),
        _ => Ok(()),
    }
}

/// Runs `work` on a fresh runtime.
fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Runtime::new()
        .map_err(Failure::told)?
        .block_on(work)
}

/// Opens the service for a command that is over soon.
async fn open(settings: &Settings) -> Result<App, Failure> {
    Ok(App::open(&settings.database_url, Clock::system()).await?)
}

impl Failure {
    /// The command could not do its work.
    fn told(error: impl std::fmt::Display) -> Self {
        Self {
            message: error.to_string(),
            code: 1,
        }
    }

    /// The command line or the configuration is wrong.
    fn usage(error: impl std::fmt::Display) -> Self {
        Self {
            message: error.to_string(),
            code: USAGE,
        }
    }

    /// The reasons have been printed already.
    const fn silent() -> Self {
        Self {
            message: String::new(),
            code: 1,
        }
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Open(OpenError::UnknownScheme(_)) => Self::usage(error),
            StartError::Open(_) | StartError::Store(_) | StartError::Nameless(_) => {
                Self::told(error)
            }
        }
    }
}

impl From<crate::fault::Fault> for Failure {
    fn from(fault: crate::fault::Fault) -> Self {
        match fault {
            crate::fault::Fault::Invalid(complaints) => {
                let lines = complaints
                    .iter()
                    .map(|c| format!("{}: {}", c.field, c.message));
                Self::usage(lines.collect::<Vec<_>>().join("\n"))
            }
            fault => Self::told(fault),
        }
    }
}

/// An address to listen on, from text; for clap.
fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "expected ADDRESS:PORT, such as 127.0.0.1:8000".to_owned())
}
