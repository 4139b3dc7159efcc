//! What of an error may go out.  Faults of the caller keep their message; internals are logged
//! once under the request's id and replaced.

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};

use super::caller::Caller;
use super::refusal::{Code, Refusal};

/// How the library begins its messages about an argument that it could not read; they quote
/// the caller's input and nothing of ours.
const INPUT_MESSAGES: [&str; 4] = [
    "Failed to parse \"",
    "Expected input type \"",
    "Invalid value for argument",
    "Enumeration type \"",
];

/// How the library begins its suggestions.
const SUGGESTION: &str = " Did you mean";

/// Gives every error a code and a Persian message, and hides what is not the caller's business.
pub fn finish(response: &mut Response, caller: &Caller, request_id: &str) {
    for error in &mut response.errors {
        if caller.viewer.is_none() {
            keep_names(error);
        }
        if let Some(code) = code_of(error) {
            if code == Code::Internal.as_str() {
                name(error, request_id);
            }
        } else if error.path.is_empty() || is_input_fault(error) {
            mark(error, Code::BadUserInput, "درخواست با طرح‌واره سازگار نیست.");
        } else {
            hide(error, request_id);
        }
    }
}

/// `extensions.code` of an error.
#[must_use]
pub fn code_of(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        Value::Enum(code) => Some(code.as_str()),
        _ => None,
    }
}

/// Whether the document failed before anything ran: validation gives errors without a path.
#[must_use]
pub fn is_request_error(response: &Response) -> bool {
    response.data == Value::Null
        && !response.errors.is_empty()
        && response.errors.iter().all(|error| error.path.is_empty())
}

/// The refusal for an execution that panicked, logged.
#[must_use]
pub fn panicked(request_id: &str, payload: &(dyn std::any::Any + Send)) -> Refusal {
    let reason = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    tracing::error!(request_id, reason, "panicked");
    Refusal::internal()
}

/// A stranger learns no names by guessing at them.
fn keep_names(error: &mut ServerError) {
    if let Some(at) = error.message.find(SUGGESTION) {
        error.message.truncate(at);
    }
}

fn is_input_fault(error: &ServerError) -> bool {
    error.source.is_none()
        && INPUT_MESSAGES
            .iter()
            .any(|start| error.message.starts_with(start))
}

fn mark(error: &mut ServerError, code: Code, message_fa: &str) {
    let extensions = error
        .extensions
        .get_or_insert_with(ErrorExtensionValues::default);
    extensions.set("code", code.as_str());
    extensions.set("messageFa", message_fa);
}

fn hide(error: &mut ServerError, request_id: &str) {
    tracing::error!(request_id, path = ?error.path, message = error.message, "failed");
    let refusal = Refusal::internal();
    error.message = refusal.message;
    error.source = None;
    error.extensions = None;
    mark(error, refusal.code, &refusal.message_fa);
    name(error, request_id);
}

/// Lets the caller report which entry of the log is theirs.
fn name(error: &mut ServerError, request_id: &str) {
    if let Some(extensions) = &mut error.extensions {
        extensions.set("requestId", request_id);
    }
}
