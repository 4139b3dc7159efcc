//! `mizan demo`: a throw-away club, filled, explained and served.

use std::{
    fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path, path::PathBuf, sync::Arc,
    time::Instant,
};

use clap::Args;
use serde_json::json;

use super::{
    Failure, Outcome, block_on,
    serve::{self, ServeArguments},
    start_log,
};
use crate::{
    app::App,
    clock::Clock,
    config::Settings,
    demo::{self, Filled, Shift},
};

/// A round number, so that everybody sees the same club.
const SEED: u64 = 1405;

#[derive(Debug, Args)]
pub struct DemoArguments {
    #[command(flatten)]
    pub serve: ServeArguments,
    /// Write the sign-ins to this file as JSON, readable by its owner alone.
    #[arg(long, value_name = "FILE")]
    credentials: Option<PathBuf>,
    /// Another seed makes another club.
    #[arg(long, default_value_t = SEED)]
    seed: u64,
}

/// Fills a fresh database and serves it; the database goes when the process ends.
///
/// With `named`, a database that the caller names and that must be empty, it stays.
pub fn run(settings: &Settings, named: Option<String>, arguments: &DemoArguments) -> Outcome {
    start_log(settings)?;
    let folder = tempfile::Builder::new()
        .prefix("mizan-demo-")
        .tempdir()
        .map_err(Failure::told)?;
    let file = folder.path().join("mizan.db");
    let url = named.unwrap_or_else(|| format!("sqlite://{}", file.display()));
    block_on(async {
        let listener = serve::bind(settings).await?;
        let started = Instant::now();
        let shift = Shift::default();
        let app = App::open(&url, shift.clock(Clock::system())).await?;
        let app = Arc::new(serve::sign_on(app, settings).await?);
        let progress = |step: &str| eprintln!("{:6.2} s  {step}", started.elapsed().as_secs_f64());
        let filled = demo::fill(&app, &shift, arguments.seed, &progress).await?;
        if let Some(path) = &arguments.credentials {
            write_credentials(path, &filled)
                .map_err(|error| Failure::told(format!("{}: {error}", path.display())))?;
        }
        println!("{}", demo::report::text(&app, &filled).await?);
        let address = listener.local_addr().map_err(Failure::told)?;
        println!("Open http://{address}/graphiql and sign in; Ctrl-C ends the demo.");
        serve::serve(listener, app, settings).await
    })
}

/// `{"COORDINATOR": {"username", "password", "token"}, …}`, mode 0600.
fn write_credentials(path: &Path, filled: &Filled) -> std::io::Result<()> {
    let entries = filled.sign_ins.iter().map(|sign_in| {
        let entry = json!({
            "username": sign_in.username,
            "password": sign_in.password,
            "token": sign_in.token,
        });
        (sign_in.role.to_owned(), entry)
    });
    let entries: serde_json::Map<String, serde_json::Value> = entries.collect();
    // An old file keeps its mode when it is opened anew, so it goes first.
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    writeln!(file, "{}", serde_json::Value::Object(entries))
}
