//! A world: the whole service over a fresh database, with a clock that the test moves.
//!
//! Tests call it through the router, as its users do, on each database that there is.

mod clock;
mod club;
mod database;
mod http;
mod members;
pub mod socket;
pub mod sql;

use std::{
    collections::BTreeMap,
    future::Future,
    panic::AssertUnwindSafe,
    sync::{
        Arc, Once,
        atomic::{AtomicI64, Ordering},
    },
};

use async_graphql::futures_util::FutureExt;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use mizan::{
    app::App,
    http::{HttpSettings, Room, Service, router},
};
use sea_orm::DatabaseConnection;

pub use club::{DEPUTY_UNIT, OTHER_UNIT, Who};
use database::postgres_url;
pub use database::{Database, Engine, tokens as database_tokens};
pub use http::{Answer, Caller, code, user_codes};
pub use members::national_id;

/// Numbers of members that tests add; the club's own are below 2,000.
const FIRST_NUMBER: i64 = 5_001;

/// The service, filled with the small club.
pub struct World {
    pub app: Arc<App>,
    pub clock: clock::StoppedClock,
    pub engine: Engine,
    pub url: String,
    /// The test's own connection.
    pub db: DatabaseConnection,
    router: axum::Router,
    tokens: BTreeMap<Who, String>,
    numbers: AtomicI64,
}

/// Runs `scenario` on SQLite and, where there is a server, on PostgreSQL.
pub fn on_both(scenario: impl AsyncFn(World)) {
    let over = async |database: &Database| scenario(World::over(database).await).await;
    on_each(&Database::filled, &over);
}

/// Runs `scenario` over an empty database of each engine.
#[expect(
    clippy::needless_pass_by_value,
    reason = "a closure reads better at the call without a reference"
)]
pub fn on_empty(scenario: impl AsyncFn(&Database)) {
    on_each(&Database::empty, &scenario);
}

fn on_each(make: &impl AsyncFn(Engine) -> Database, scenario: &impl AsyncFn(&Database)) {
    for engine in engines() {
        eprintln!("on {engine:?}");
        block_on(async {
            let database = make(engine).await;
            let outcome = AssertUnwindSafe(scenario(&database)).catch_unwind().await;
            database.remove().await;
            if let Err(panic) = outcome {
                eprintln!("failed on {engine:?}");
                std::panic::resume_unwind(panic);
            }
        });
    }
}

/// A runtime of the test's own.
pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(work)
}

/// The databases that can be tested here.
pub fn engines() -> Vec<Engine> {
    static TOLD: Once = Once::new();
    if postgres_url().is_some() {
        return vec![Engine::Sqlite, Engine::Postgres];
    }
    TOLD.call_once(|| tell("PostgreSQL is skipped: MIZAN_TEST_POSTGRES_URL is not set."));
    vec![Engine::Sqlite]
}

/// Says it even where the harness captures what tests print.
fn tell(line: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{line}");
}

impl World {
    /// The service over a filled database.
    pub async fn over(database: &Database) -> Self {
        let clock = clock::StoppedClock::new();
        let app = Arc::new(App::open(&database.url, clock.clock()).await.unwrap());
        Self {
            router: serving(&app),
            app,
            clock,
            engine: database.engine,
            url: database.url.clone(),
            db: database.connect().await,
            tokens: database_tokens(database.engine),
            numbers: AtomicI64::new(FIRST_NUMBER),
        }
    }

    /// Another process of the service over the same database, under the same clock.
    pub async fn beside(&self) -> Self {
        let app = Arc::new(App::open(&self.url, self.clock.clock()).await.unwrap());
        Self {
            router: serving(&app),
            app,
            clock: self.clock.clone(),
            engine: self.engine,
            url: self.url.clone(),
            db: self.db.clone(),
            tokens: self.tokens.clone(),
            numbers: AtomicI64::new(FIRST_NUMBER + 1_000),
        }
    }

    /// What serves this world, for a door of the test's own.
    pub fn room(&self) -> Arc<Room> {
        room(&self.app)
    }

    /// The token of somebody with an account.
    pub fn token(&self, who: Who) -> &str {
        &self.tokens[&who]
    }

    /// Somebody with an account.
    pub fn caller(&self, who: Who) -> Caller {
        self.with_token(&self.tokens[&who])
    }

    /// Somebody with this token.
    pub fn with_token(&self, token: &str) -> Caller {
        Caller {
            router: self.router.clone(),
            token: Some(token.to_owned()),
        }
    }

    /// Nobody in particular.
    pub fn anonymous(&self) -> Caller {
        Caller {
            router: self.router.clone(),
            token: None,
        }
    }

    pub fn coordinator(&self) -> Caller {
        self.caller(Who::Coordinator)
    }

    pub fn deputy(&self) -> Caller {
        self.caller(Who::Deputy)
    }

    pub fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    /// A number from plain SQL.
    pub async fn number(&self, query: &str) -> i64 {
        sql::number(&self.db, query).await
    }

    /// Runs plain SQL that must go through.
    pub async fn sql(&self, statement: &str) {
        sql::execute(&self.db, statement).await.unwrap();
    }

    fn next_number(&self) -> i64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }
}

/// A clock that stands still, for a service of the test's own.
pub fn stopped_clock() -> mizan::clock::Clock {
    clock::StoppedClock::new().clock()
}

/// The global id of a row.
pub fn global_id(kind: &str, row: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}:{row}"))
}

/// The row that a global id names.
pub fn row_of(id: &str) -> i64 {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id).unwrap()).unwrap();
    text.rsplit(':').next().unwrap().parse().unwrap()
}

pub fn serving(app: &Arc<App>) -> axum::Router {
    router(room(app))
}

fn room(app: &Arc<App>) -> Arc<Room> {
    let settings = HttpSettings {
        // Tests call as fast as they can.
        burst: 1_000_000,
        ..HttpSettings::default()
    };
    let service = Arc::new(Service::new(Arc::clone(app)));
    Arc::new(Room::new(service, settings).unwrap())
}
