//! Calls through the real router, in the process.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header, request},
};
use serde_json::{Value, json};
use tower::ServiceExt;

/// Between the parts of an upload.
const BOUNDARY: &str = "mizan-7d1f";

/// Somebody who calls: with a token, or nobody in particular.
pub struct Caller {
    pub router: Router,
    pub token: Option<String>,
}

/// A GraphQL answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Caller {
    /// Posts an operation and answers with the whole body.
    pub async fn run(&self, query: &str, variables: Value) -> Value {
        self.send(query, variables).await.body
    }

    /// Posts an operation.
    pub async fn send(&self, query: &str, variables: Value) -> Answer {
        let body = json!({"query": query, "variables": variables});
        self.post(body.to_string().into()).await
    }

    /// Posts an operation that must go through, and answers with its data.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut body = self.run(query, variables).await;
        assert!(body.get("errors").is_none(), "{query}\n{body:#}");
        body["data"].take()
    }

    /// Posts an operation that must be refused, and answers with its one error.
    pub async fn error(&self, query: &str, variables: Value) -> Value {
        let body = self.run(query, variables).await;
        let errors = body["errors"].as_array();
        let errors = errors.unwrap_or_else(|| panic!("no errors\n{query}\n{body:#}"));
        assert_eq!(errors.len(), 1, "{body:#}");
        errors[0].clone()
    }

    /// The code of the error with which an operation must be refused.
    pub async fn code(&self, query: &str, variables: Value) -> String {
        code(&self.error(query, variables).await)
    }

    /// Posts an operation with a file as its variable `input.file`.
    pub async fn upload(&self, query: &str, mut input: Value, file: (&str, &[u8])) -> Answer {
        input["file"] = Value::Null;
        let operations = json!({"query": query, "variables": {"input": input}});
        let map = json!({"0": ["variables.input.file"]});
        let mut body = Vec::new();
        for (name, text) in [("operations", operations), ("map", map)] {
            let head =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend(format!("{head}{text}\r\n").into_bytes());
        }
        let (name, bytes) = file;
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"0\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let request = Request::post("/graphql")
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .header("graphql-preflight", "1");
        self.ask(request, body).await
    }

    /// Posts whatever bytes.
    pub async fn post(&self, body: Vec<u8>) -> Answer {
        let request = Request::post("/graphql").header(header::CONTENT_TYPE, "application/json");
        self.ask(request, body).await
    }

    async fn ask(&self, request: request::Builder, body: Vec<u8>) -> Answer {
        let mut request = request.header(header::ACCEPT, "application/graphql-response+json");
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer {
            status,
            body: serde_json::from_slice(&bytes).unwrap_or_else(|error| {
                panic!("{error}: {}", String::from_utf8_lossy(&bytes));
            }),
        }
    }
}

/// `extensions.code` of an error, after checking that it is told in both languages.
pub fn code(error: &Value) -> String {
    let text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    assert!(text(&error["message"]), "{error:#}");
    assert!(text(&error["extensions"]["messageFa"]), "{error:#}");
    error["extensions"]["code"]
        .as_str()
        .unwrap_or_else(|| panic!("{error:#}"))
        .to_owned()
}

/// The codes of a payload's user errors, after checking that they are told in both languages.
pub fn user_codes(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().unwrap();
    let one = |error: &Value| {
        let text = |name: &str| error[name].as_str().is_some_and(|text| !text.is_empty());
        assert!(text("message") && text("messageFa"), "{error:#}");
        let field: Vec<_> = error["field"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f.as_str().unwrap())
            .collect();
        format!("{}: {}", field.join("."), error["code"].as_str().unwrap())
    };
    errors.iter().map(one).collect()
}
