//! The body of a POST: JSON up to one limit, an upload up to another, anything else refused.

use async_graphql::futures_util::io::Cursor;
use async_graphql::http::{MultipartOptions, receive_body};
use axum::body::{Bytes, to_bytes};
use axum::extract::Request as HttpRequest;
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::LengthLimitError;

use super::params::{self, Params};
use super::refusal::{Code, Refusal};
use super::settings::HttpSettings;

/// A page cannot send one of these to another origin without asking first (a preflight),
/// which a bare multipart form could.
const PREFLIGHT_HEADERS: [&str; 2] = ["graphql-preflight", "apollo-require-preflight"];
/// A member list and its attachments; more are not needed by any mutation.
const FILES: usize = 4;

/// Reads a request from the body.
///
/// # Errors
///
/// 400, 408, 413 or 415.
pub async fn receive(request: HttpRequest, settings: &HttpSettings) -> Result<Params, Refusal> {
    let content_type = content_type(request.headers());
    let essence = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/json" if is_utf8(&content_type) => {
            params::from_json(&bytes(request, settings.body_bytes, settings).await?)
        }
        "multipart/form-data" => {
            require_preflight(request.headers())?;
            let body = bytes(request, settings.upload_bytes, settings).await?;
            upload(body, &content_type, settings).await
        }
        _ => Err(unsupported()),
    }
}

async fn bytes(
    request: HttpRequest,
    limit: usize,
    settings: &HttpSettings,
) -> Result<Bytes, Refusal> {
    if announced_length(request.headers()) > limit {
        return Err(Refusal::too_large(limit));
    }
    let reading = to_bytes(request.into_body(), limit);
    match tokio::time::timeout(settings.arrival, reading).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) => Err(if is_length_limit(error) {
            Refusal::too_large(limit)
        } else {
            incomplete(StatusCode::BAD_REQUEST)
        }),
        Err(_) => Err(incomplete(StatusCode::REQUEST_TIMEOUT)),
    }
}

async fn upload(
    body: Bytes,
    content_type: &str,
    settings: &HttpSettings,
) -> Result<Params, Refusal> {
    let options = MultipartOptions::default()
        .max_file_size(settings.upload_bytes)
        .max_num_files(FILES);
    let request = receive_body(Some(content_type), Cursor::new(body), options).await;
    let request = request.map_err(|error| {
        Refusal::bad_request(
            format!("The upload is malformed: {error}"),
            "قالب بارگذاری درست نیست.",
        )
    })?;
    if request.query.len() > settings.body_bytes {
        return Err(Refusal::too_large(settings.body_bytes));
    }
    Ok(Params {
        request,
        document_id: None,
    })
}

fn content_type(headers: &HeaderMap) -> String {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

fn is_utf8(content_type: &str) -> bool {
    let mut parameters = content_type
        .split(';')
        .skip(1)
        .map(|parameter| parameter.trim().to_ascii_lowercase());
    let charset =
        parameters.find_map(|parameter| parameter.strip_prefix("charset=").map(str::to_owned));
    charset.is_none_or(|charset| charset.trim_matches('"') == "utf-8")
}

fn announced_length(headers: &HeaderMap) -> usize {
    let value = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok());
    value.and_then(|value| value.parse().ok()).unwrap_or(0)
}

fn is_length_limit(error: axum::Error) -> bool {
    error.into_inner().is::<LengthLimitError>()
}

fn require_preflight(headers: &HeaderMap) -> Result<(), Refusal> {
    if PREFLIGHT_HEADERS
        .iter()
        .any(|name| headers.contains_key(*name))
    {
        return Ok(());
    }
    Err(Refusal::bad_request(
        "An upload needs the header GraphQL-Preflight.",
        "بارگذاری پرونده به سرایند GraphQL-Preflight نیاز دارد.",
    ))
}

fn incomplete(status: StatusCode) -> Refusal {
    Refusal::new(
        status,
        Code::BadUserInput,
        "The body did not arrive whole.",
        "متن درخواست کامل نرسید.",
    )
}

fn unsupported() -> Refusal {
    Refusal::new(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::BadUserInput,
        "POST needs the content type application/json in UTF-8.",
        "نوع محتوای درخواست باید application/json باشد.",
    )
}
