//! A request that fails before or around execution, as one typed error in both languages.
//! Each becomes a GraphQL-shaped body; the code says what, the status says how HTTP sees it.

use crate::persian::persian_number;
use async_graphql::{ErrorExtensionValues, Pos, ServerError, parser};
use axum::http::StatusCode;
use serde::Serialize;

use super::limits::LimitError;

/// `extensions.code` of an error that this room raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The request is not well-formed, or an argument is not acceptable.
    BadUserInput,
    /// The token is missing, unknown or expired.
    Unauthenticated,
    /// The caller may not do this.
    Forbidden,
    /// There is nothing at this address.
    NotFound,
    /// Too many requests; try again later.
    RateLimited,
    /// The document nests too deeply.
    QueryTooDeep,
    /// The document would cost too much.
    QueryTooCostly,
    /// The document or the body is too large.
    QueryTooLarge,
    /// Execution took too long.
    Timeout,
    /// Our fault; the details are in the log.
    Internal,
}

impl Code {
    /// The name that callers match on.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::RateLimited => "RATE_LIMITED",
            Self::QueryTooDeep => "QUERY_TOO_DEEP",
            Self::QueryTooCostly => "QUERY_TOO_COSTLY",
            Self::QueryTooLarge => "QUERY_TOO_LARGE",
            Self::Timeout => "TIMEOUT",
            Self::Internal => "INTERNAL",
        }
    }
}

/// A refusal with its HTTP status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// How HTTP sees it.
    pub status: StatusCode,
    /// `extensions.code`.
    pub code: Code,
    /// English, for developers.
    pub message: String,
    /// Persian, for people; `extensions.messageFa`.
    pub message_fa: String,
    /// Seconds until trying again makes sense; the `Retry-After` header.
    pub retry_after: Option<u64>,
    /// Where in the document; empty where it is not about a place.
    pub locations: Vec<Pos>,
    /// Whether the body and the parameters were fine and only the document is at fault:
    /// a caller who accepts `application/json` alone then gets 200.
    pub of_document: bool,
}

impl Refusal {
    /// A fault of the call around the document.
    #[must_use]
    pub fn new(
        status: StatusCode,
        code: Code,
        message: impl Into<String>,
        message_fa: impl Into<String>,
    ) -> Self {
        let (message, message_fa) = (message.into(), message_fa.into());
        Self {
            status,
            code,
            message,
            message_fa,
            retry_after: None,
            locations: Vec::new(),
            of_document: false,
        }
    }

    /// 400: a parameter is missing, of the wrong type, or not JSON.
    #[must_use]
    pub fn bad_request(message: impl Into<String>, message_fa: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            Code::BadUserInput,
            message,
            message_fa,
        )
    }

    /// The request is well-formed and its document is not acceptable.
    #[must_use]
    pub fn document(message: impl Into<String>, message_fa: impl Into<String>) -> Self {
        Self {
            of_document: true,
            ..Self::bad_request(message, message_fa)
        }
    }

    /// 413: the body exceeds `limit` bytes.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            Code::QueryTooLarge,
            format!("The body exceeds {limit} bytes."),
            format!("حجم درخواست از {} بایت بیشتر است.", persian_number(limit)),
        )
    }

    /// 401: the token is not accepted.
    #[must_use]
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            Code::Unauthenticated,
            "The token is unknown or has expired; sign in again.",
            "نشست شما شناخته نشد یا پایان یافته است؛ دوباره وارد شوید.",
        )
    }

    /// 403: the page that calls is not on the list of origins.
    #[must_use]
    pub fn foreign_origin() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            Code::Forbidden,
            "This origin may not call the service.",
            "این مبدأ اجازهٔ فراخوانی سامانه را ندارد.",
        )
    }

    /// 429 with `Retry-After`.
    #[must_use]
    pub fn rate_limited(seconds: u64) -> Self {
        let refusal = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            Code::RateLimited,
            format!("Too many requests; try again in {seconds} seconds."),
            format!(
                "درخواست‌ها بیش از اندازه است؛ {} ثانیهٔ دیگر دوباره تلاش کنید.",
                persian_number(seconds)
            ),
        );
        Self {
            retry_after: Some(seconds),
            ..refusal
        }
    }

    /// Execution did not end in `seconds`.
    #[must_use]
    pub fn timeout(seconds: u64) -> Self {
        Self::new(
            StatusCode::GATEWAY_TIMEOUT,
            Code::Timeout,
            format!("The request did not finish within {seconds} seconds."),
            format!(
                "اجرای درخواست در {} ثانیه پایان نیافت.",
                persian_number(seconds)
            ),
        )
    }

    /// Our fault; says nothing of what went wrong.
    #[must_use]
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            Code::Internal,
            "Something went wrong on our side.",
            "خطایی در سامانه رخ داد.",
        )
    }

    /// The same over GraphQL: an entry of `errors`.
    #[must_use]
    pub fn server_error(&self) -> ServerError {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", self.code.as_str());
        extensions.set("messageFa", self.message_fa.as_str());
        let mut error = ServerError::new(self.message.as_str(), None);
        error.locations.clone_from(&self.locations);
        error.extensions = Some(extensions);
        error
    }

    /// The GraphQL-shaped body, without `data`.
    #[must_use]
    pub fn body(&self) -> ErrorBody<'_> {
        let extensions = ErrorExtensions {
            code: self.code.as_str(),
            message_fa: &self.message_fa,
        };
        let entry = ErrorEntry {
            message: &self.message,
            locations: &self.locations,
            extensions,
        };
        ErrorBody { errors: [entry] }
    }
}

impl From<LimitError> for Refusal {
    fn from(error: LimitError) -> Self {
        let refusal = Self::new(
            StatusCode::BAD_REQUEST,
            error.code(),
            error.to_string(),
            error.message_fa(),
        );
        Self {
            of_document: true,
            ..refusal
        }
    }
}

impl From<parser::Error> for Refusal {
    fn from(error: parser::Error) -> Self {
        let locations = error.positions().collect();
        let text = error.to_string();
        // The parser draws the line and points at it; its last line is the reason alone.
        let reason = text
            .lines()
            .next_back()
            .unwrap_or_default()
            .trim_start_matches([' ', '=']);
        let message = format!("The document is not valid GraphQL: {reason}");
        Self {
            locations,
            ..Self::document(message, "سند GraphQL درست نیست.")
        }
    }
}

/// `{"errors": […]}` as it goes out.
#[derive(Debug, Serialize)]
pub struct ErrorBody<'a> {
    errors: [ErrorEntry<'a>; 1],
}

/// One entry of `errors`.
#[derive(Debug, Serialize)]
pub struct ErrorEntry<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "<[Pos]>::is_empty")]
    locations: &'a [Pos],
    extensions: ErrorExtensions<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorExtensions<'a> {
    code: &'static str,
    message_fa: &'a str,
}
