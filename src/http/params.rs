//! From the body or the query string to a [`Request`]: `query`, `operationName`, `variables`
//! and `extensions`, each of the right type or refused by name.

use async_graphql::{Extensions, Request, Variables};
use axum::extract::Query;
use axum::http::Uri;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::refusal::Refusal;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UrlParams {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// Reads the body of a POST.
///
/// # Errors
///
/// A 400 that names what is malformed.
pub fn from_json(body: &[u8]) -> Result<Request, Refusal> {
    let body: Value = serde_json::from_slice(body).map_err(|_| {
        Refusal::bad_request(
            "The body is not valid JSON.",
            "متن درخواست JSON درستی نیست.",
        )
    })?;
    from_value(body)
}

/// Reads parsed JSON: a body, or the payload of a socket's `subscribe`.
///
/// # Errors
///
/// A 400 that names what is malformed.
pub fn from_value(body: Value) -> Result<Request, Refusal> {
    match body {
        Value::Object(params) => from_params(params),
        Value::Array(_) => Err(Refusal::bad_request(
            "Batches are not accepted; send one operation a request.",
            "درخواست دسته‌ای پذیرفته نیست؛ هر بار یک عملیات بفرستید.",
        )),
        _ => Err(Refusal::bad_request(
            "The body must be a JSON object.",
            "متن درخواست باید یک شیء JSON باشد.",
        )),
    }
}

/// Reads the query string of a GET.
///
/// # Errors
///
/// A 400 that names what is malformed.
pub fn from_url(uri: &Uri) -> Result<Request, Refusal> {
    let Query(params) = Query::<UrlParams>::try_from_uri(uri).map_err(|_| {
        Refusal::bad_request(
            "The query string is malformed.",
            "پارامترهای نشانی درست نیست.",
        )
    })?;
    let mut object = Map::new();
    let texts = [
        ("query", params.query),
        ("operationName", params.operation_name),
    ];
    for (name, text) in texts {
        object.insert(name.to_owned(), text.map_or(Value::Null, Value::String));
    }
    for (name, text) in [
        ("variables", params.variables),
        ("extensions", params.extensions),
    ] {
        let parsed = text
            .filter(|text| !text.is_empty())
            .map(|text| serde_json::from_str(&text));
        let value = parsed
            .transpose()
            .map_err(|_| wrong_type(name, "a JSON object"))?;
        object.insert(name.to_owned(), value.unwrap_or(Value::Null));
    }
    from_params(object)
}

fn from_params(mut params: Map<String, Value>) -> Result<Request, Refusal> {
    let query = match params.remove("query") {
        Some(Value::String(query)) if !query.trim().is_empty() => query,
        None | Some(Value::Null | Value::String(_)) => {
            return Err(Refusal::bad_request(
                "The parameter \"query\" is missing.",
                "پارامتر query داده نشده است.",
            ));
        }
        Some(_) => return Err(wrong_type("query", "a string")),
    };
    let mut request = Request::new(query);
    request.operation_name = match params.remove("operationName") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name).filter(|name| !name.is_empty()),
        Some(_) => return Err(wrong_type("operationName", "a string")),
    };
    request.variables = Variables::from_json(object(&mut params, "variables")?);
    request.extensions = serde_json::from_value::<Extensions>(object(&mut params, "extensions")?)
        .map_err(|_| wrong_type("extensions", "an object"))?;
    Ok(request)
}

fn object(params: &mut Map<String, Value>, name: &str) -> Result<Value, Refusal> {
    match params.remove(name) {
        None | Some(Value::Null) => Ok(Value::Object(Map::new())),
        Some(object @ Value::Object(_)) => Ok(object),
        Some(_) => Err(wrong_type(name, "an object")),
    }
}

fn wrong_type(name: &str, expected: &str) -> Refusal {
    Refusal::bad_request(
        format!("The parameter \"{name}\" must be {expected}."),
        format!("نوع پارامتر {name} درست نیست."),
    )
}
