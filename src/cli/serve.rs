//! `mizan serve`: the service itself.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use clap::Args;
use tokio::net::TcpListener;

use super::{Failure, Outcome, address, block_on, open, start_log};
use crate::{
    app::App,
    auth::{secret, single_sign_on::SingleSignOn as SignOn},
    config::{Limits, Settings, SingleSignOn},
    desks, http, teams,
};

/// Finer than the shortest time to answer by far.
const SWEEP_EVERY: Duration = Duration::from_mins(1);
/// So that a round whose process has died is told of soon after its time is over.
const COMPUTATIONS_EVERY: Duration = Duration::from_secs(10);

/// Where to serve, and for whom.
#[derive(Clone, Debug, Default, Args)]
pub struct ServeArguments {
    /// Address and port to listen on [default: 127.0.0.1:8000].
    #[arg(long, env = "MIZAN_LISTEN", value_name = "ADDRESS:PORT", value_parser = address)]
    pub listen: Option<SocketAddr>,
    /// Origin of another site whose pages may call; may be given several times.
    #[arg(
        long = "allowed-origin",
        env = "MIZAN_ALLOWED_ORIGINS",
        value_delimiter = ',',
        value_name = "ORIGIN"
    )]
    pub allowed_origins: Vec<String>,
    /// Address of a proxy that is believed when it says whom it speaks for; may be given several
    /// times.
    #[arg(
        long = "trusted-proxy",
        env = "MIZAN_TRUSTED_PROXIES",
        value_delimiter = ',',
        value_name = "ADDRESS"
    )]
    pub trusted_proxies: Vec<IpAddr>,
    /// JSON file of documents by id, as code generators write it; with it, the role FRONTEND may
    /// run no other documents.
    #[arg(long, env = "MIZAN_TRUSTED_DOCUMENTS", value_name = "FILE")]
    pub trusted_documents: Option<PathBuf>,
    /// Serve `/schema.graphql` to signed-in callers alone [default: false].
    #[arg(
        long,
        env = "MIZAN_PRIVATE_SCHEMA",
        value_name = "BOOLEAN",
        num_args = 0..=1,
        default_missing_value = "true"
    )]
    pub private_schema: Option<bool>,
    #[command(flatten)]
    pub limits: Limits,
    #[command(flatten)]
    pub single_sign_on: SingleSignOn,
}

impl ServeArguments {
    /// These, or where one is missing the `other`.
    pub fn or(self, other: Self) -> Self {
        Self {
            listen: self.listen.or(other.listen),
            allowed_origins: given(self.allowed_origins, other.allowed_origins),
            trusted_proxies: given(self.trusted_proxies, other.trusted_proxies),
            trusted_documents: self.trusted_documents.or(other.trusted_documents),
            private_schema: self.private_schema.or(other.private_schema),
            limits: self.limits.or(other.limits),
            single_sign_on: self.single_sign_on.or(other.single_sign_on),
        }
    }
}

fn given<T>(these: Vec<T>, other: Vec<T>) -> Vec<T> {
    if these.is_empty() { other } else { these }
}

/// Serves until the process is told to stop.
pub fn run(settings: &Settings) -> Outcome {
    start_log(settings)?;
    block_on(async {
        let listener = bind(settings).await?;
        let app = Arc::new(sign_on(open(settings).await?, settings).await?);
        tracing::info!(address = %settings.listen, "serving; GraphiQL is at /graphiql");
        serve(listener, app, settings).await
    })
}

/// Lets people sign in at the provider of the settings, if there is one.
pub async fn sign_on(mut app: App, settings: &Settings) -> Result<App, Failure> {
    if let Some(provider) = settings.single_sign_on.clone() {
        let opened = SignOn::open(provider, app.clock.now()).await;
        app.single_sign_on =
            Some(opened.map_err(|error| Failure::usage(format!("single sign-on: {error}")))?);
    }
    Ok(app)
}

/// Takes the port before anything else is done, so that a taken one is told at once.
pub async fn bind(settings: &Settings) -> Result<TcpListener, Failure> {
    TcpListener::bind(settings.listen)
        .await
        .map_err(|error| Failure::told(format!("cannot listen on {}: {error}", settings.listen)))
}

/// Serves `app` until SIGINT or SIGTERM, then lets running requests end.
pub async fn serve(listener: TcpListener, app: Arc<App>, settings: &Settings) -> Outcome {
    let http_settings = settings.http(secret::new_instance()?);
    let sweeping = [
        tokio::spawn(sweep(Arc::clone(&app))),
        tokio::spawn(sweep_computations(Arc::clone(&app))),
    ];
    let service = http::Service::new(Arc::clone(&app));
    let room = http::Room::new(Arc::new(service), http_settings);
    let room = room.map_err(Failure::told)?;
    let served = http::serve(listener, Arc::new(room), stop_signal()).await;
    sweeping.iter().for_each(tokio::task::JoinHandle::abort);
    // The process would otherwise wait for their end.
    if let Err(error) = desks::cancel::abandon(&app).await {
        tracing::error!(%error, "rounds that were being computed could not be ended");
    }
    served.map_err(Failure::told)
}

/// Lets invitations expire while nobody calls.
async fn sweep(app: Arc<App>) {
    let mut tick = tokio::time::interval(SWEEP_EVERY);
    loop {
        tick.tick().await;
        if let Err(error) = teams::sweep::sweep(&app).await {
            tracing::error!(%error, "invitations could not be swept");
        }
    }
}

/// Ends rounds whose process has died, at the start and from then on.
async fn sweep_computations(app: Arc<App>) {
    let mut tick = tokio::time::interval(COMPUTATIONS_EVERY);
    loop {
        tick.tick().await;
        match desks::cancel::sweep(&app).await {
            Ok(0) => {}
            Ok(ended) => tracing::warn!(ended, "rounds of a process that has died were ended"),
            Err(error) => tracing::error!(%error, "computations could not be swept"),
        }
    }
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            // Without a handler the default one ends the process.
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}
