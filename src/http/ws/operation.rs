//! One operation of a socket as a stream of results that ends with a mark.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::Response;
use async_graphql::futures_util::stream::{self, BoxStream, StreamExt};
use async_graphql::parser::types::OperationType;

use crate::http::admission::{Admitted, Transport};
use crate::http::caller::Caller;
use crate::http::graphql::execute;
use crate::http::layout::Layout;
use crate::http::masking;
use crate::http::params::Params;
use crate::http::refusal::Refusal;
use crate::http::room::Room;
use crate::persian::persian_number;

/// What an operation yields.
#[derive(Debug)]
pub enum Event {
    /// A result.
    Next(Box<Response>),
    /// It is over.
    Complete,
}

/// Starts an operation.
///
/// # Errors
///
/// The refusal to send instead of results.
pub fn start(
    room: &Arc<Room>,
    params: Params,
    caller: &Caller,
    request_id: String,
) -> Result<BoxStream<'static, Event>, Refusal> {
    let admitted = room.admit(params, (Transport::WebSocket, caller))?;
    let results = match admitted.analysis.operation {
        OperationType::Subscription => subscribe(room, admitted, caller, request_id)?,
        OperationType::Query | OperationType::Mutation => {
            once(Arc::clone(room), admitted, caller.clone(), request_id)
        }
    };
    Ok(results
        .map(|response| Event::Next(Box::new(response)))
        .chain(stream::iter([Event::Complete]))
        .boxed())
}

fn once(
    room: Arc<Room>,
    admitted: Admitted,
    caller: Caller,
    request_id: String,
) -> BoxStream<'static, Response> {
    stream::once(async move {
        let operation = admitted.analysis.operation;
        let response = match execute(&room, admitted, &caller, &request_id).await {
            Ok(response) => response,
            Err(refusal) => Response::from_errors(vec![refusal.server_error()]),
        };
        let outcome = response
            .errors
            .first()
            .and_then(masking::code_of)
            .unwrap_or("OK");
        room.metrics.count(Some(operation), outcome);
        response
    })
    .boxed()
}

fn subscribe(
    room: &Arc<Room>,
    admitted: Admitted,
    caller: &Caller,
    request_id: String,
) -> Result<BoxStream<'static, Response>, Refusal> {
    let Admitted {
        request, layout, ..
    } = admitted;
    let viewer = caller
        .viewer
        .as_ref()
        .ok_or_else(Refusal::unauthenticated)?;
    let limit = room.settings.subscriptions_per_token;
    let place = room
        .quota
        .take(viewer.token_id, limit)
        .ok_or_else(|| too_many(limit))?;
    room.metrics.count(Some(OperationType::Subscription), "OK");
    let stream = room.house.subscribe(caller.seat(request));
    let caller = caller.clone();
    let guarded = AssertUnwindSafe(stream).catch_unwind();
    Ok(guarded
        .map(move |item| {
            // The place is given back with the stream.
            let _ = &place;
            result(item, &layout, (&caller, &request_id))
        })
        .boxed())
}

fn result(
    item: std::thread::Result<Response>,
    layout: &Layout,
    (caller, request_id): (&Caller, &str),
) -> Response {
    match item {
        Ok(mut response) => {
            layout.arrange(&mut response);
            masking::finish(&mut response, caller, request_id);
            response
        }
        Err(panic) => {
            let refusal = masking::panicked(request_id, panic.as_ref());
            Response::from_errors(vec![refusal.server_error()])
        }
    }
}

fn too_many(limit: usize) -> Refusal {
    Refusal {
        message: format!("At most {limit} subscriptions may be open at once."),
        message_fa: format!(
            "حداکثر {} اشتراک هم‌زمان پذیرفته می‌شود.",
            persian_number(limit)
        ),
        ..Refusal::rate_limited(1)
    }
}
