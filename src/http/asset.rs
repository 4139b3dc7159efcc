//! A fixed body with its tag: sent once, then answered with 304.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use sha2::{Digest, Sha256};

/// Bytes that never change while the process runs.
#[derive(Debug, Clone)]
pub struct Asset {
    body: Bytes,
    etag: HeaderValue,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Asset {
    /// Bytes as they are.
    #[must_use]
    pub fn text(content_type: &'static str, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let headers = vec![(header::CONTENT_TYPE, HeaderValue::from_static(content_type))];
        Self {
            etag: tag(&body),
            body,
            headers,
        }
    }

    /// Bytes that are packed already; every browser unpacks them.
    #[must_use]
    pub fn packed(content_type: &'static str, body: &'static [u8]) -> Self {
        let gzip = (header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        let vary = (header::VARY, HeaderValue::from_static("accept-encoding"));
        Self::text(content_type, body).with(gzip).with(vary)
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, header: (HeaderName, HeaderValue)) -> Self {
        self.headers.push(header);
        self
    }

    /// The reply: the bytes, or 304 where the caller has them.
    #[must_use]
    pub fn reply(&self, request: &HeaderMap) -> Response<Body> {
        let known = request
            .get(header::IF_NONE_MATCH)
            .is_some_and(|tags| self.is_among(tags));
        let (status, body) = if known {
            (StatusCode::NOT_MODIFIED, Body::empty())
        } else {
            (StatusCode::OK, Body::from(self.body.clone()))
        };
        let mut reply = Response::new(body);
        *reply.status_mut() = status;
        let headers = reply.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        headers.extend(self.headers.iter().cloned());
        reply
    }

    fn is_among(&self, tags: &HeaderValue) -> bool {
        let tags = tags.to_str().unwrap_or_default();
        let mut tags = tags
            .split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"));
        tags.any(|tag| tag == "*" || tag.as_bytes() == self.etag.as_bytes())
    }
}

/// A strong tag: the first 128 bits of the SHA-256.
fn tag(body: &[u8]) -> HeaderValue {
    let digest = Sha256::digest(body);
    let hex: Vec<_> = digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let text = format!("\"{}\"", hex.concat());
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"0\""))
}
