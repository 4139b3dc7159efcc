//! From a GraphQL response or a refusal to bytes, status and headers.

use async_graphql::{Response as GraphQlResponse, ServerError, Value};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use serde::Serialize;

use super::accept::Media;
use super::masking::{code_of, is_request_error};
use super::pace::Standing;
use super::refusal::{Code, Refusal};

/// Seconds to wait where the refusing side does not say how long.
const RETRY_AFTER: u64 = 60;

#[derive(Serialize)]
struct RequestErrors<'a> {
    errors: &'a [ServerError],
}

/// The reply to a request that was executed.
#[must_use]
pub fn executed(response: &GraphQlResponse, media: Media) -> Response<Body> {
    let limited = response
        .errors
        .iter()
        .find(|error| code_of(error) == Some(rate_limited()));
    let mut reply = if is_request_error(response) {
        let status = document_status(media, StatusCode::BAD_REQUEST);
        json(
            &RequestErrors {
                errors: &response.errors,
            },
            status,
            media,
        )
    } else {
        json(response, StatusCode::OK, media)
    };
    if let Some(error) = limited.filter(|_| response.data == Value::Null) {
        *reply.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        reply
            .headers_mut()
            .insert(header::RETRY_AFTER, retry_after(error).into());
    }
    reply
}

/// The reply to a request that was not executed.
#[must_use]
pub fn refused(refusal: &Refusal, media: Media) -> Response<Body> {
    let status = if refusal.of_document {
        document_status(media, refusal.status)
    } else {
        refusal.status
    };
    let mut reply = json(&refusal.body(), status, media);
    if let Some(seconds) = refusal.retry_after {
        reply
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    if status == StatusCode::METHOD_NOT_ALLOWED {
        reply
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    if status == StatusCode::UNAUTHORIZED {
        reply
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    reply
}

/// Says what the caller has left, under the names that client libraries read.
pub fn tell_standing(headers: &mut HeaderMap, standing: Standing) {
    for (name, value) in [
        ("ratelimit-limit", standing.limit),
        ("ratelimit-remaining", standing.left),
        ("ratelimit-reset", standing.reset),
    ] {
        headers.insert(HeaderName::from_static(name), value.into());
    }
}

/// Callers of plain `application/json` expect 200 for whatever is wrong with the document.
fn document_status(media: Media, status: StatusCode) -> StatusCode {
    match media {
        Media::GraphQl => status,
        Media::Json => StatusCode::OK,
    }
}

fn rate_limited() -> &'static str {
    Code::RateLimited.as_str()
}

fn retry_after(error: &ServerError) -> u64 {
    let given = error
        .extensions
        .as_ref()
        .and_then(|extensions| extensions.get("retryAfter"));
    match given {
        Some(Value::Number(seconds)) => seconds.as_u64().unwrap_or(RETRY_AFTER),
        _ => RETRY_AFTER,
    }
}

fn json(body: &impl Serialize, status: StatusCode, media: Media) -> Response<Body> {
    let (status, bytes) = match serde_json::to_vec(body) {
        Ok(bytes) => (status, bytes),
        Err(error) => {
            tracing::error!(%error, "a response could not be written");
            (StatusCode::INTERNAL_SERVER_ERROR, Vec::new())
        }
    };
    let mut reply = Response::new(Body::from(bytes));
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(media.content_type()),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply
}
