//! One operation of a socket as a stream of results that ends with a mark.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use async_graphql::futures_util::stream::{self, BoxStream, StreamExt};
use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response};

use crate::auth::Viewer;
use crate::http::admission::{Admitted, Transport, admit};
use crate::http::graphql::execute;
use crate::http::layout::Layout;
use crate::http::masking;
use crate::http::quota::Place;
use crate::http::refusal::Refusal;
use crate::http::room::{Room, seat};

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
    request: Request,
    viewer: Option<&Viewer>,
    request_id: String,
) -> Result<BoxStream<'static, Event>, Refusal> {
    let admitted = admit(request, &room.rules, Transport::WebSocket)?;
    let results = match admitted.analysis.operation {
        OperationType::Subscription => subscribe(room, admitted, viewer, request_id)?,
        OperationType::Query | OperationType::Mutation => {
            once(Arc::clone(room), admitted, viewer.cloned(), request_id)
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
    viewer: Option<Viewer>,
    request_id: String,
) -> BoxStream<'static, Response> {
    stream::once(async move {
        let operation = admitted.analysis.operation;
        let response = match execute(&room, admitted, viewer.as_ref(), &request_id).await {
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
    viewer: Option<&Viewer>,
    request_id: String,
) -> Result<BoxStream<'static, Response>, Refusal> {
    let Admitted {
        request, layout, ..
    } = admitted;
    let viewer = viewer.ok_or_else(Refusal::unauthenticated)?;
    let limit = room.settings.subscriptions_per_token;
    let place = room
        .quota
        .take(viewer.token_id, limit)
        .ok_or_else(|| too_many(limit))?;
    room.metrics.count(Some(OperationType::Subscription), "OK");
    let stream = room.house.subscribe(seat(request, Some(viewer)));
    let guarded = AssertUnwindSafe(stream).catch_unwind();
    Ok(guarded
        .map(move |item| result(item, &layout, &request_id, &place))
        .boxed())
}

/// The place lives in the closure that calls this, and is given back with the stream.
fn result(
    item: std::thread::Result<Response>,
    layout: &Layout,
    request_id: &str,
    _place: &Place,
) -> Response {
    match item {
        Ok(mut response) => {
            layout.arrange(&mut response);
            masking::finish(&mut response, request_id);
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
        message_fa: format!("حداکثر {limit} اشتراک هم‌زمان پذیرفته می‌شود."),
        ..Refusal::rate_limited(1)
    }
}
