//! Which pages may call: our own, and those of the configured origins.

use axum::http::{HeaderMap, HeaderValue, header};

/// Whether the caller may open a socket: not a page at all, a page of ours, or a listed one.
#[must_use]
pub fn may_call(headers: &HeaderMap, allowed: &[String]) -> bool {
    match headers.get(header::ORIGIN) {
        None => true,
        Some(origin) => is_own(origin, headers) || is_listed(origin, allowed),
    }
}

/// Whether an origin is on the list.
#[must_use]
pub fn is_listed(origin: &HeaderValue, allowed: &[String]) -> bool {
    allowed
        .iter()
        .any(|listed| listed.as_bytes() == origin.as_bytes())
}

fn is_own(origin: &HeaderValue, headers: &HeaderMap) -> bool {
    let origin = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.split_once("://"));
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    matches!((origin, host), (Some((_, authority)), Some(host)) if authority == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strange_pages_may_not_call() {
        let allowed = ["https://club.example".to_owned()];
        for (origin, expected) in [
            (None, true),
            (Some("http://127.0.0.1:8000"), true),
            (Some("https://club.example"), true),
            (Some("https://club.example.evil"), false),
            (Some("http://127.0.0.1:8001"), false),
            (Some("null"), false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("127.0.0.1:8000"));
            if let Some(origin) = origin {
                headers.insert(header::ORIGIN, HeaderValue::from_static(origin));
            }
            assert_eq!(may_call(&headers, &allowed), expected, "{origin:?}");
        }
    }
}
