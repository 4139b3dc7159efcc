//! What every exchange carries: a request id, the security headers, and CORS for listed origins.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::Next;

use super::origin::is_listed;
use super::room::Room;

/// The header of the id, in both directions.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// An id that a proxy gave is kept up to this length.
const REQUEST_ID_LENGTH: usize = 64;
/// Answers that are no page may do nothing where a browser shows them as one.
const NO_PAGE: &str = "default-src 'none'; frame-ancestors 'none'";
/// How long a browser may remember what a preflight allowed, in seconds.
const PREFLIGHT_AGE: &str = "600";

/// The id of a request, under which its troubles are logged.
#[derive(Debug, Clone)]
pub struct RequestId(String);

impl RequestId {
    /// The id of a request that came through [`exchange`].
    #[must_use]
    pub fn of(request: &Request) -> String {
        request
            .extensions()
            .get::<Self>()
            .map(|id| id.0.clone())
            .unwrap_or_default()
    }
}

/// Wraps every route.
pub async fn exchange(
    State(room): State<Arc<Room>>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    let id = given_id(request.headers()).unwrap_or_else(|| room.request_id());
    request.extensions_mut().insert(RequestId(id.clone()));
    let origin = request.headers().get(header::ORIGIN).cloned();
    let listed = origin.filter(|origin| is_listed(origin, &room.settings.allowed_origins));
    let mut reply = match &listed {
        Some(_) if request.method() == Method::OPTIONS => preflight(),
        _ => next.run(request).await,
    };
    let headers = reply.headers_mut();
    secure(headers);
    if let Some(origin) = listed {
        share(headers, origin);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    reply
}

fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let fit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let fits = (1..=REQUEST_ID_LENGTH).contains(&id.len()) && id.bytes().all(fit);
    fits.then(|| id.to_owned())
}

fn secure(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(NO_PAGE));
}

fn preflight() -> Response<Body> {
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = StatusCode::NO_CONTENT;
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "authorization, content-type, graphql-preflight, x-request-id",
        ),
        (header::ACCESS_CONTROL_MAX_AGE, PREFLIGHT_AGE),
    ] {
        reply
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    reply
}

fn share(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("x-request-id, retry-after, etag, ratelimit-limit, ratelimit-remaining, ratelimit-reset"),
    );
}
