//! From the body or the query string to a [`Request`]: `query`, `operationName`, `variables`
//! and `extensions`, each of the right type or refused by name.

use async_graphql::{Extensions, Request, Value as GraphQlValue, Variables};
use axum::extract::Query;
use axum::http::Uri;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// A request, which may name its document instead of carrying it.
#[derive(Debug)]
pub struct Params {
    /// Its query is empty where only the name is given.
    pub request: Request,
    /// `documentId`, or `extensions.persistedQuery.sha256Hash`.
    pub document_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UrlParams {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

/// Reads the body of a POST.
///
/// # Errors
///
/// A 400 that names what is malformed.
pub fn from_json(body: &[u8]) -> Result<Params, Refusal> {
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
pub fn from_value(body: Value) -> Result<Params, Refusal> {
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
pub fn from_url(uri: &Uri) -> Result<Params, Refusal> {
    let Query(params) = Query::<UrlParams>::try_from_uri(uri).map_err(|_| {
        Refusal::bad_request(
            "The query string is malformed.",
            "پارامترهای نشانی درست نیست.",
        )
    })?;
    let mut object = Map::new();
    let texts = [
        ("query", params.query),
        ("documentId", params.document_id),
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

fn from_params(mut params: Map<String, Value>) -> Result<Params, Refusal> {
    let query = text(&mut params, "query")?.filter(|query| !query.trim().is_empty());
    let document_id = text(&mut params, "documentId")?;
    let mut request = Request::new(query.unwrap_or_default());
    request.operation_name = text(&mut params, "operationName")?.filter(|name| !name.is_empty());
    request.variables = Variables::from_json(object(&mut params, "variables")?);
    request.extensions = serde_json::from_value::<Extensions>(object(&mut params, "extensions")?)
        .map_err(|_| wrong_type("extensions", "an object"))?;
    let document_id = document_id.or_else(|| persisted_query(&request.extensions));
    if request.query.is_empty() && document_id.is_none() {
        return Err(Refusal::bad_request(
            "The parameter \"query\" is missing.",
            "پارامتر query داده نشده است.",
        ));
    }
    Ok(Params {
        request,
        document_id,
    })
}

fn persisted_query(extensions: &Extensions) -> Option<String> {
    let GraphQlValue::Object(persisted) = extensions.get("persistedQuery")? else {
        return None;
    };
    match persisted.get("sha256Hash")? {
        GraphQlValue::String(hash) => Some(hash.clone()),
        _ => None,
    }
}

fn text(params: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match params.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(wrong_type(name, "a string")),
    }
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
