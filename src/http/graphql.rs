//! GraphQL over HTTP: negotiate, read, identify, admit, execute, reply.
//! Nothing of the request's cost is spent before it is admitted.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use async_graphql::Response as GraphQlResponse;
use async_graphql::futures_util::FutureExt;
use async_graphql::parser::types::OperationType;
use axum::body::Body;
use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderMap, Method, Response, StatusCode};
use tracing::Instrument;

use super::accept::{Media, negotiate};
use super::admission::{Admitted, Transport};
use super::caller::Caller;
use super::headers::RequestId;
use super::masking;
use super::origin::may_call;
use super::pace::BASE;
use super::params::Params;
use super::refusal::{Code, Refusal};
use super::room::{Room, bearer};
use super::{body, caller, params, reply};

/// `GET` and `POST /graphql`.
pub async fn handle(State(room): State<Arc<Room>>, request: HttpRequest) -> Response<Body> {
    let Some(media) = negotiate(request.headers()) else {
        return refuse(&room, &not_acceptable(), Media::Json);
    };
    if !may_call(request.headers(), &room.settings.allowed_origins) {
        return refuse(&room, &Refusal::foreign_origin(), media);
    }
    let proxies = &room.settings.trusted_proxies;
    let address = caller::address(request.extensions(), request.headers(), proxies);
    let request_id = RequestId::of(&request);
    let identified = identify(&room, request.headers(), (address, &request_id)).await;
    let caller = match identified {
        Ok(caller) => caller,
        Err(refusal) => return refuse(&room, &refusal, media),
    };
    let answer = answer(&room, request, (&caller, media)).await;
    let mut reply = answer.unwrap_or_else(|refusal| refuse(&room, &refusal, media));
    reply::tell_standing(reply.headers_mut(), room.standing(&caller));
    reply
}

/// Any other method.
pub async fn wrong_method(State(room): State<Arc<Room>>, request: HttpRequest) -> Response<Body> {
    let refusal = Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        Code::BadUserInput,
        "GraphQL is served over GET and POST.",
        "تنها GET و POST پذیرفته می‌شود.",
    );
    refuse(
        &room,
        &refusal,
        negotiate(request.headers()).unwrap_or(Media::Json),
    )
}

async fn answer(
    room: &Room,
    request: HttpRequest,
    (caller, media): (&Caller, Media),
) -> Result<Response<Body>, Refusal> {
    let request_id = RequestId::of(&request);
    room.charge(caller, BASE)?;
    let (transport, params) = read(room, request).await?;
    let admitted = room.admit(params, (transport, caller))?;
    let operation = admitted.analysis.operation;
    let response = execute(room, admitted, caller, &request_id).await?;
    let outcome = response
        .errors
        .first()
        .and_then(masking::code_of)
        .unwrap_or("OK");
    room.metrics.count(Some(operation), outcome);
    Ok(reply::executed(&response, media))
}

async fn identify(
    room: &Room,
    headers: &HeaderMap,
    (address, request_id): (Option<IpAddr>, &str),
) -> Result<Caller, Refusal> {
    let stranger = Caller {
        viewer: None,
        address,
    };
    let Some(token) = bearer(headers)? else {
        return Ok(stranger);
    };
    let viewer = room.identify(token, request_id).await;
    if viewer.is_err() {
        // Guessing tokens is not free.
        room.charge(&stranger, BASE)?;
    }
    Ok(Caller {
        viewer: Some(viewer?),
        ..stranger
    })
}

async fn read(room: &Room, request: HttpRequest) -> Result<(Transport, Params), Refusal> {
    if request.method() == Method::GET || request.method() == Method::HEAD {
        return Ok((Transport::Get, params::from_url(request.uri())?));
    }
    Ok((
        Transport::Post,
        body::receive(request, &room.settings).await?,
    ))
}

/// Runs an admitted request within its time; a panic ends the request, not the process.
pub(super) async fn execute(
    room: &Room,
    Admitted {
        request,
        analysis,
        layout,
    }: Admitted,
    caller: &Caller,
    request_id: &str,
) -> Result<GraphQlResponse, Refusal> {
    let started = Instant::now();
    let span = tracing::info_span!("execute", request_id);
    let running = room.house.execute(caller.seat(request)).instrument(span);
    let running = AssertUnwindSafe(running).catch_unwind();
    let ended = tokio::time::timeout(room.settings.execution, running).await;
    room.metrics.record(analysis.operation, started.elapsed());
    match ended {
        Ok(Ok(mut response)) => {
            layout.arrange(&mut response);
            masking::finish(&mut response, caller, request_id);
            Ok(response)
        }
        Ok(Err(panic)) => Err(masking::panicked(request_id, panic.as_ref())),
        Err(_) => Err(timed_out(room, analysis.operation, request_id)),
    }
}

fn timed_out(room: &Room, operation: OperationType, request_id: &str) -> Refusal {
    tracing::warn!(request_id, %operation, "an execution was stopped at its time limit");
    Refusal::timeout(room.settings.execution.as_secs())
}

fn refuse(room: &Room, refusal: &Refusal, media: Media) -> Response<Body> {
    room.metrics.count(None, refusal.code.as_str());
    reply::refused(refusal, media)
}

fn not_acceptable() -> Refusal {
    Refusal::new(
        StatusCode::NOT_ACCEPTABLE,
        Code::BadUserInput,
        "Accept must allow application/graphql-response+json or application/json.",
        "نوع پاسخ خواسته‌شده در دسترس نیست.",
    )
}
