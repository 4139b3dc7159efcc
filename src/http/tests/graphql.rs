//! GraphQL over HTTP: what is asked well, and what is not.

use serde_json::json;

use super::*;

const JSON: (&str, &str) = ("accept", "application/json");

#[tokio::test]
async fn a_query_is_answered_in_the_media_type_asked_for() {
    let reply = query("{ echo(first: 3) }").await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json(), json!({"data": {"echo": 3}}));
    assert!(
        reply
            .header("content-type")
            .unwrap()
            .starts_with("application/graphql-response+json")
    );
    let reply = post(json!({"query": "{ echo }"}).to_string(), &[JSON]).await;
    assert!(
        reply
            .header("content-type")
            .unwrap()
            .starts_with("application/json")
    );
    let reply = post(
        json!({"query": "{ echo }"}).to_string(),
        &[("accept", "text/html")],
    )
    .await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (406, "BAD_USER_INPUT")
    );
}

#[tokio::test]
async fn malformed_calls_are_400_in_both_media_types() {
    for body in [
        "",
        "{",
        "1",
        "[]",
        r#"[{"query":"{ echo }"}]"#,
        "{}",
        r#"{"query":1}"#,
        r#"{"query":" "}"#,
        r#"{"query":"{ echo }","variables":[]}"#,
        r#"{"query":"{ echo }","operationName":1}"#,
        r#"{"query":"{ echo }","extensions":"x"}"#,
    ] {
        for headers in [&[][..], &[JSON]] {
            let reply = post(body, headers).await;
            assert_eq!(
                (reply.status.as_u16(), reply.code().as_str()),
                (400, "BAD_USER_INPUT"),
                "{body}"
            );
            assert!(reply.json().get("data").is_none());
        }
    }
}

#[tokio::test]
async fn faulty_documents_are_400_or_200_by_media_type() {
    for (document, code) in [
        ("{", "BAD_USER_INPUT"),
        ("{ nothing }", "BAD_USER_INPUT"),
        ("query($x: Int!) { echo(first: $x) }", "BAD_USER_INPUT"),
        ("subscription { count(to: 1) }", "BAD_USER_INPUT"),
        (
            "{ a { a { a { a { a { a { a { a { a { a { a { a { a } } } } } } } } } } } } }",
            "QUERY_TOO_DEEP",
        ),
    ] {
        let body = json!({ "query": document }).to_string();
        let modern = post(body.clone(), &[]).await;
        let legacy = post(body, &[JSON]).await;
        assert_eq!(
            (modern.status.as_u16(), legacy.status.as_u16()),
            (400, 200),
            "{document}"
        );
        assert_eq!(
            (modern.code().as_str(), legacy.code().as_str()),
            (code, code),
            "{document}"
        );
        assert!(modern.json().get("data").is_none() && legacy.json().get("data").is_none());
    }
}

#[tokio::test]
async fn a_syntax_error_says_where() {
    let reply = query("{ echo(first: ) }").await;
    assert_eq!(reply.json()["errors"][0]["locations"][0]["column"], 15);
}

#[tokio::test]
async fn the_body_must_be_json_and_small() {
    let body = json!({"query": "{ echo }"}).to_string();
    for content_type in [
        "text/plain",
        "",
        "application/json; charset=latin1",
        "application/x-www-form-urlencoded",
    ] {
        let reply = post(body.clone(), &[("content-type", content_type)]).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (415, "BAD_USER_INPUT")
        );
    }
    let large =
        json!({"query": "{ echo }", "variables": {"x": "x".repeat(256 * 1024)}}).to_string();
    let reply = post(large.clone(), &[]).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (413, "QUERY_TOO_LARGE")
    );
    let chunks = stream::iter(
        large
            .into_bytes()
            .chunks(1_000)
            .map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()))
            .collect::<Vec<_>>(),
    );
    assert_eq!(post(Body::from_stream(chunks), &[]).await.status, 413);
}

#[tokio::test]
async fn get_reads_and_never_writes() {
    let reply = get(
        "/graphql?query=query(%24n:Int){echo(first:%24n)}&variables={%22n%22:4}",
        &[],
    )
    .await;
    assert_eq!(
        (reply.status.as_u16(), reply.text.as_str()),
        (200, r#"{"data":{"echo":4}}"#)
    );
    let mutation = "/graphql?query=query%20Q{echo}%20mutation%20M{ping}&operationName=";
    assert_eq!(get(&format!("{mutation}Q"), &[]).await.status, 200);
    let reply = get(&format!("{mutation}M"), &[]).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("allow")),
        (405, Some("POST"))
    );
    assert_eq!(get("/graphql", &[]).await.status, 400);
    let put = http::Request::put("/graphql").body(Body::empty()).unwrap();
    let reply = send(&router(room()), put).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (405, "BAD_USER_INPUT")
    );
}

#[tokio::test]
async fn tokens_become_viewers() {
    let body = json!({"query": "{ tokenId }"}).to_string();
    for (authorization, expected) in [("Bearer one", 0), ("bearer two", 1)] {
        let reply = post(body.clone(), &[("authorization", authorization)]).await;
        assert_eq!(reply.json()["data"]["tokenId"], expected);
    }
    for authorization in ["Bearer three", "Basic b25lOg==", "one"] {
        let reply = post(body.clone(), &[("authorization", authorization)]).await;
        assert_eq!(
            (reply.status.as_u16(), reply.code().as_str()),
            (401, "UNAUTHENTICATED")
        );
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
    }
    let reply = post(body, &[("authorization", "Bearer down")]).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (500, "INTERNAL")
    );
    assert!(!reply.text.contains("hunter2"));
}

#[tokio::test]
async fn internals_stay_inside() {
    let reply = post(
        json!({"query": "{ echo secret }"}).to_string(),
        &[("x-request-id", "abc-1")],
    )
    .await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (200, "INTERNAL")
    );
    assert_eq!(reply.json()["data"], json!({"echo": 0, "secret": null}));
    assert_eq!(reply.json()["errors"][0]["path"], json!(["secret"]));
    assert_eq!(
        reply.json()["errors"][0]["extensions"]["requestId"],
        "abc-1"
    );
    assert!(!reply.text.contains("hunter2"));
    let reply = query("{ panic }").await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (500, "INTERNAL")
    );
    assert!(!reply.text.contains("hunter2"));
}

#[tokio::test]
async fn slow_and_frequent_requests_end() {
    let reply = query("{ slow }").await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (504, "TIMEOUT")
    );
    let reply = query("{ limited }").await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("retry-after")),
        (429, Some("7"))
    );
    let router = router(room_with(HttpSettings {
        burst: 30,
        points_per_second: 1,
        ..HttpSettings::default()
    }));
    let request = || {
        http::Request::get("/graphql?query={echo}")
            .body(Body::empty())
            .unwrap()
    };
    assert_eq!(send(&router, request()).await.status, 200);
    assert_eq!(send(&router, request()).await.status, 200);
    let reply = send(&router, request()).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (429, "RATE_LIMITED")
    );
    assert_eq!(
        reply.header("retry-after"),
        Some("2"),
        "10 points wanted, 8 left"
    );
}

fn upload() -> String {
    let operations =
        json!({"query": "mutation($f: Upload!) { size(file: $f) }", "variables": {"f": null}});
    let part = |name: &str, body: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{body}\r\n")
    };
    let file = "--x\r\nContent-Disposition: form-data; name=\"0\"; filename=\"a.csv\"\r\n\r\n";
    let map = part("map", r#"{"0": ["variables.f"]}"#);
    format!(
        "{}{map}{file}{}\r\n--x--\r\n",
        part("operations", &operations.to_string()),
        "y".repeat(300_000)
    )
}

#[tokio::test]
async fn uploads_need_a_preflight_header() {
    let multipart = ("content-type", "multipart/form-data; boundary=x");
    let reply = post(upload(), &[multipart]).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (400, "BAD_USER_INPUT")
    );
    let reply = post(upload(), &[multipart, ("graphql-preflight", "1")]).await;
    assert_eq!(
        reply.json(),
        json!({"data": {"size": 300_000}}),
        "{}",
        reply.text
    );
    let reply = post("--x--", &[multipart, ("graphql-preflight", "1")]).await;
    assert_eq!(reply.status, 400);
}
