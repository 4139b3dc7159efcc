//! The running service as the house behind the door.

use std::sync::Arc;

use async_graphql::futures_util::future::BoxFuture;
use async_graphql::futures_util::stream::BoxStream;
use async_graphql::{Request, Response};
use tokio::sync::broadcast;

use super::house::{House, Sample};
use crate::app::App;
use crate::auth::{Viewer, sign_in};
use crate::graphql::{Schema, execute, schema, sdl};
use crate::store::routings;

/// The application with its schema.
pub struct Service {
    app: Arc<App>,
    schema: Schema,
}

impl Service {
    /// Puts the schema over the application.
    #[must_use]
    pub fn new(app: Arc<App>) -> Self {
        Self {
            schema: schema(&app),
            app,
        }
    }

    async fn count(&self) -> Result<Vec<Sample>, String> {
        let totals = routings::totals(self.app.store.reader()).await;
        let totals = totals.map_err(|error| error.to_string())?;
        let routings = totals.into_iter().map(|(decision, value)| Sample {
            name: "mizan_routings_total",
            help: "Routings by decision.",
            label: Some(("decision", decision)),
            value,
        });
        let statements = Sample {
            name: "mizan_sql_statements_total",
            help: "SQL statements since the start.",
            label: None,
            value: self.app.store.statements(),
        };
        Ok(routings.chain([statements]).collect())
    }
}

impl House for Service {
    fn sdl(&self) -> String {
        sdl()
    }

    fn viewer_of<'a>(&'a self, token: &'a str) -> BoxFuture<'a, Result<Option<Viewer>, String>> {
        Box::pin(async move {
            let viewer = sign_in::viewer_of(&self.app, token).await;
            viewer.map_err(|error| error.to_string())
        })
    }

    fn execute(&self, request: Request) -> BoxFuture<'_, Response> {
        Box::pin(execute(&self.schema, request))
    }

    fn subscribe(&self, request: Request) -> BoxStream<'static, Response> {
        self.schema.execute_stream(request)
    }

    fn revoked(&self) -> broadcast::Receiver<i64> {
        self.app.bus.revoked()
    }

    fn recheck(&self, viewers: Vec<Viewer>) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move {
            let checked = sign_in::recheck(&self.app, &viewers).await;
            checked.map_err(|error| error.to_string())
        })
    }

    fn ready(&self) -> BoxFuture<'_, Result<(), String>> {
        // The application opens only after its migrations are done.
        Box::pin(async {
            let answer = self.app.store.ping().await;
            answer.map_err(|error| error.to_string())
        })
    }

    fn samples(&self) -> BoxFuture<'_, Result<Vec<Sample>, String>> {
        Box::pin(self.count())
    }
}
