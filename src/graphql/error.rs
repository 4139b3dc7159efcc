//! The one place where a use-case's fault becomes a GraphQL error or a list of user errors.

use async_graphql::{Enum, Error, ErrorExtensions, SimpleObject};

use crate::fault::{Complaint, ComplaintCode, Fault};

/// Why a value of the input was not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "ComplaintCode")]
pub enum UserErrorCode {
    /// The field must not be empty.
    Required,
    /// The value is longer than allowed.
    TooLong,
    /// The value is out of range or not of the right form.
    Invalid,
    /// The value names an object that does not exist.
    Unknown,
    /// The conditions cannot hold together.
    Infeasible,
    /// The value belongs to somebody else already.
    Taken,
    /// The viewer's role may not change this field.
    NotAllowed,
    /// The object's present state does not allow the operation.
    WrongState,
    /// The username or the password is not right.
    BadCredentials,
}

/// Something that the caller can put right; the operation had no effect.
#[derive(SimpleObject)]
pub struct UserError {
    /// What is wrong, for programs.
    pub code: UserErrorCode,
    /// The path of the value inside `input`; empty when it is about no value of it.
    pub field: Vec<String>,
    /// What is wrong, in English.
    pub message: String,
    /// What is wrong, in Persian (فارسی).
    pub message_fa: String,
}

impl From<Complaint> for UserError {
    fn from(complaint: Complaint) -> Self {
        Self {
            code: complaint.code.into(),
            field: path(&complaint.field),
            message: complaint.message,
            message_fa: complaint.message_fa,
        }
    }
}

fn path(field: &str) -> Vec<String> {
    let steps = field.split('.').filter(|step| !step.is_empty());
    steps.map(str::to_owned).collect()
}

/// An outcome as payloads carry it: the result, or what the caller can put right.
pub fn outcome<T>(result: Result<T, Fault>) -> Result<(Option<T>, Vec<UserError>), Error> {
    match result {
        Ok(done) => Ok((Some(done), Vec::new())),
        Err(Fault::Invalid(complaints)) => {
            Ok((None, complaints.into_iter().map(UserError::from).collect()))
        }
        Err(fault) => Err(error(fault)),
    }
}

/// A fault as a top-level error; what went wrong inside is logged here and not sent.
pub fn error(fault: impl Into<Fault>) -> Error {
    let fault = fault.into();
    let reasons = reasons_fa(&fault);
    let (code, message_fa) = match &fault {
        Fault::Invalid(_) => ("BAD_USER_INPUT", reasons.as_str()),
        Fault::Unauthenticated => ("UNAUTHENTICATED", "نخست وارد شوید."),
        Fault::Forbidden => ("FORBIDDEN", "نقش شما اجازهٔ این کار را نمی‌دهد."),
        Fault::Limited { .. } => ("RATE_LIMITED", "تلاش‌ها بیش از اندازه است؛ اندکی درنگ کنید."),
        Fault::NotFound => ("NOT_FOUND", "چنین موردی وجود ندارد."),
        Fault::Conflict { message_fa, .. } | Fault::Stale { message_fa, .. } => {
            ("CONFLICT", *message_fa)
        }
        Fault::Store(_) | Fault::Internal(_) => ("INTERNAL", "خطایی در سامانه رخ داد."),
    };
    let message = match &fault {
        Fault::Invalid(complaints) => {
            let messages: Vec<_> = complaints.iter().map(|c| c.message.as_str()).collect();
            messages.join(" ")
        }
        Fault::Store(_) | Fault::Internal(_) => {
            tracing::error!(error = %fault, "a request failed inside");
            "Something went wrong inside; the log has the details.".to_owned()
        }
        told => sentence(&told.to_string()),
    };
    let retry_after = match fault {
        Fault::Limited { seconds } => Some(seconds),
        _ => None,
    };
    let (current_version, current_status) = match fault {
        Fault::Conflict {
            current_version, ..
        } => (current_version, None),
        Fault::Stale {
            current_version,
            current_status,
            ..
        } => (Some(current_version), Some(current_status)),
        _ => (None, None),
    };
    Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", code);
        extensions.set("messageFa", message_fa);
        if let Some(seconds) = retry_after {
            extensions.set("retryAfter", seconds);
        }
        if let Some(version) = current_version {
            extensions.set("currentVersion", version);
        }
        if let Some(status) = current_status {
            extensions.set("currentStatus", status);
        }
    })
}

/// A caller's mistake in an argument.
pub fn bad_input(message: impl Into<String>, message_fa: &str) -> Error {
    Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", "BAD_USER_INPUT");
        extensions.set("messageFa", message_fa);
    })
}

/// The `code` of an error that this module made.
#[must_use]
pub fn code_of(error: &async_graphql::ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        async_graphql::Value::String(code) => Some(code),
        _ => None,
    }
}

/// Everything that is wrong with an input, in Persian.
fn reasons_fa(fault: &Fault) -> String {
    let Fault::Invalid(complaints) = fault else {
        return String::new();
    };
    let messages: Vec<_> = complaints.iter().map(|c| c.message_fa.as_str()).collect();
    messages.join(" ")
}

fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    let end = if message.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
