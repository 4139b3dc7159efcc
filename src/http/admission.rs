//! A request is let in when its document parses and asks for no more than the limits.
//! The parsed document goes along, so that nothing is parsed twice.

use async_graphql::Request;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{OperationDefinition, OperationType};
use async_graphql::{Value, Variables};
use axum::http::StatusCode;

use super::caller::Caller;
use super::layout::Layout;
use super::limits::{Analysis, Catalog, Limits, Selected, analyse, check_source, select};
use super::refusal::{Code, Refusal};

/// What documents are measured against.
#[derive(Debug)]
pub struct Rules {
    /// The greatest values.
    pub limits: Limits,
    /// The shapes of the schema's fields.
    pub catalog: Catalog,
}

/// How a request came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// HTTP GET: queries only.
    Get,
    /// HTTP POST: queries and mutations.
    Post,
    /// WebSocket: everything.
    WebSocket,
}

/// A request that may run.
#[derive(Debug)]
pub struct Admitted {
    /// With the parsed document set.
    pub request: Request,
    /// What it asks for.
    pub analysis: Analysis,
    /// The order of its answer's keys.
    pub layout: Layout,
}

/// Parses and measures a request.
///
/// # Errors
///
/// The refusal to send: syntax, limits, or an operation that this transport does not carry.
pub fn admit(
    mut request: Request,
    rules: &Rules,
    (transport, caller): (Transport, &Caller),
) -> Result<Admitted, Refusal> {
    check_source(&request.query, &rules.limits)?;
    let document = parse_query(&request.query)?;
    let selected = Selected {
        operation_name: request.operation_name.as_deref(),
        variables: &request.variables,
    };
    let analysis = analyse(&document, selected, &rules.catalog, &rules.limits)?;
    carries(transport, analysis.operation)?;
    if analysis.introspects && caller.viewer.is_none() {
        return Err(closed_schema());
    }
    let operation = select(&document, selected)?;
    require_variables(operation, &request.variables)?;
    let layout = Layout::of(&document, &operation.selection_set.node);
    request.set_parsed_query(document);
    Ok(Admitted {
        request,
        analysis,
        layout,
    })
}

/// The executor takes a missing variable for a null without looking at its type.
fn require_variables(
    operation: &OperationDefinition,
    variables: &Variables,
) -> Result<(), Refusal> {
    for definition in &operation.variable_definitions {
        let name = &definition.node.name.node;
        let wanted = !definition.node.var_type.node.nullable;
        let missing = match variables.get(name) {
            None => definition.node.default_value.is_none(),
            Some(value) => *value == Value::Null,
        };
        if wanted && missing {
            let refusal = Refusal::document(
                format!("The variable \"${name}\" needs a value."),
                format!("متغیر {name} مقدار می‌خواهد."),
            );
            return Err(Refusal {
                locations: vec![definition.pos],
                ..refusal
            });
        }
    }
    Ok(())
}

fn closed_schema() -> Refusal {
    Refusal {
        of_document: true,
        ..Refusal::new(
            StatusCode::UNAUTHORIZED,
            Code::Unauthenticated,
            "Sign in to read the schema.",
            "برای دیدن طرح‌واره نخست وارد شوید.",
        )
    }
}

fn carries(transport: Transport, operation: OperationType) -> Result<(), Refusal> {
    match (transport, operation) {
        (Transport::WebSocket, _)
        | (_, OperationType::Query)
        | (Transport::Post, OperationType::Mutation) => Ok(()),
        (Transport::Get, OperationType::Mutation) => Err(Refusal::new(
            StatusCode::METHOD_NOT_ALLOWED,
            Code::BadUserInput,
            "A mutation needs POST.",
            "عملیات تغییر تنها با POST پذیرفته می‌شود.",
        )),
        (Transport::Get | Transport::Post, OperationType::Subscription) => Err(Refusal::document(
            "Subscriptions are served over WebSocket at /graphql/ws.",
            "اشتراک رویدادها از راه WebSocket در نشانی ‎/graphql/ws ارائه می‌شود.",
        )),
    }
}
