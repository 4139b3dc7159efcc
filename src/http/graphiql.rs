//! `GET /graphiql`: a page that needs no origin but ours.  Its files are built beforehand and
//! embedded; see `graphiql/README.md`.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use serde::Serialize;
use serde_json::json;

use super::asset::Asset;
use super::room::Room;

/// Everything from our origin, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// A document that the page offers.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Operation {
    /// File name without its ending.
    pub name: &'static str,
    /// The document.
    pub query: &'static str,
}

macro_rules! operations {
    ($($name:literal),* $(,)?) => {
        [$(Operation {
            name: $name,
            query: include_str!(concat!("graphiql/operations/", $name, ".graphql")),
        }),*]
    };
}

/// The tabs of a first visit, in order.
pub const OPERATIONS: [Operation; 11] = operations![
    "01-desks-and-seats",
    "02-post-problem",
    "03-why-this-desk",
    "04-members-search",
    "05-routing-preview",
    "06-assignment-round",
    "07-round-in-background",
    "08-round-progress",
    "09-statistics",
    "10-problem-story",
    "11-register-member",
];

/// What the sign-in bar sends.
pub const SESSION_OPERATIONS: [Operation; 2] = operations!["session/log-in", "session/log-out"];

struct Page {
    shell: Asset,
    script: Asset,
    style: Asset,
    operations: Asset,
}

static PAGE: LazyLock<Page> = LazyLock::new(|| {
    let policy = (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    let [log_in, log_out] = SESSION_OPERATIONS;
    let operations = json!({ "tabs": OPERATIONS, "session": { "logIn": log_in.query, "logOut": log_out.query } });
    Page {
        shell: Asset::text(
            "text/html; charset=utf-8",
            include_str!("graphiql/index.html"),
        )
        .with(policy),
        script: Asset::packed(
            "text/javascript; charset=utf-8",
            include_bytes!("graphiql/dist/app.js.gz"),
        ),
        style: Asset::packed(
            "text/css; charset=utf-8",
            include_bytes!("graphiql/dist/app.css.gz"),
        ),
        operations: Asset::text("application/json", operations.to_string()),
    }
});

/// `/graphiql`, its files, and `/` that leads there.
pub fn routes() -> Router<Arc<Room>> {
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/graphiql") }))
        .route(
            "/graphiql",
            get(|headers: HeaderMap| async move { PAGE.shell.reply(&headers) }),
        )
        .route("/graphiql/{file}", get(file))
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response<Body> {
    match name.as_str() {
        "app.js" => PAGE.script.reply(&headers),
        "app.css" => PAGE.style.reply(&headers),
        "operations.json" => PAGE.operations.reply(&headers),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    #[test]
    fn every_operation_parses_and_speaks_persian() {
        for operation in OPERATIONS.iter().chain(&SESSION_OPERATIONS) {
            parse_query(operation.query).unwrap();
        }
        for operation in OPERATIONS {
            let comment = operation.query.lines().next().unwrap();
            assert!(
                comment.starts_with("# ") && comment.contains('ی'),
                "{comment}"
            );
        }
    }

    #[test]
    fn the_page_names_no_other_origin() {
        let shell = include_str!("graphiql/index.html");
        assert!(!shell.contains("//"), "{shell}");
    }
}
