//! `mizan serve`: the service itself.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use clap::Args;
use tokio::net::TcpListener;

use super::{Failure, Outcome, address, block_on, open, start_log};
use crate::{app::App, config::Settings, http, teams};

/// Finer than the shortest time to answer by far.
const SWEEP_EVERY: Duration = Duration::from_mins(1);

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
}

impl ServeArguments {
    /// These, or where one is missing the `other`.
    pub fn or(self, other: Self) -> Self {
        let given = !self.allowed_origins.is_empty();
        Self {
            listen: self.listen.or(other.listen),
            allowed_origins: if given {
                self.allowed_origins
            } else {
                other.allowed_origins
            },
        }
    }
}

/// Serves until the process is told to stop.
pub fn run(settings: &Settings) -> Outcome {
    start_log(settings)?;
    block_on(async {
        let listener = bind(settings).await?;
        let app = Arc::new(open(settings).await?);
        tracing::info!(address = %settings.listen, "serving; GraphiQL is at /graphiql");
        serve(listener, app, settings).await
    })
}

/// Takes the port before anything else is done, so that a taken one is told at once.
pub async fn bind(settings: &Settings) -> Result<TcpListener, Failure> {
    TcpListener::bind(settings.listen)
        .await
        .map_err(|error| Failure::told(format!("cannot listen on {}: {error}", settings.listen)))
}

/// Serves `app` until SIGINT or SIGTERM, then lets running requests end.
pub async fn serve(listener: TcpListener, app: Arc<App>, settings: &Settings) -> Outcome {
    let http_settings = http::HttpSettings {
        allowed_origins: settings.allowed_origins.clone(),
        ..http::HttpSettings::default()
    };
    let sweeping = tokio::spawn(sweep(Arc::clone(&app)));
    let room = http::Room::new(Arc::new(http::Service::new(app)), http_settings);
    let room = room.map_err(Failure::told)?;
    let served = http::serve(listener, Arc::new(room), stop_signal()).await;
    sweeping.abort();
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
