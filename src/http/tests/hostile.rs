//! What attackers send first: each is refused before any SQL runs, or does no harm.

use std::time::Instant;

use serde_json::json;

use super::house::{ask, club, room_of, room_of_with, token};
use super::*;

/// Documents that must be refused, with the code of the refusal.
fn bombs() -> Vec<(&'static str, String, &'static str)> {
    let many = |count: usize, each: &dyn Fn(usize) -> String| -> String {
        (0..count).map(each).collect::<Vec<_>>().join(" ")
    };
    let fragments = many(20, &|n| {
        let next = n + 1;
        format!("fragment F{n} on Query {{ ...F{next} ...F{next} }}")
    });
    let deep = |text: &str, count: usize| text.repeat(count);
    vec![
        (
            "101 aliases",
            format!("{{ {} }}", many(101, &|n| format!("a{n}: __typename"))),
            "QUERY_TOO_COSTLY",
        ),
        (
            "1,000 duplicate fields",
            format!("{{ {} }}", "__typename ".repeat(1_000)),
            "QUERY_TOO_COSTLY",
        ),
        (
            "1,000 duplicate fields below",
            format!("{{ viewer {{ {} }} }}", "username ".repeat(1_000)),
            "QUERY_TOO_COSTLY",
        ),
        (
            "a fragment bomb",
            format!("{{ ...F0 }} {fragments} fragment F20 on Query {{ __typename }}"),
            "QUERY_TOO_COSTLY",
        ),
        (
            "fragments in a circle",
            "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".to_owned(),
            "BAD_USER_INPUT",
        ),
        (
            "10,000 braces",
            format!("{}{}", deep("{a", 10_000), deep("}", 10_000)),
            "QUERY_TOO_LARGE",
        ),
        (
            "a deep list value",
            format!("{{ node(id: {}1{}) {{ id }} }}", deep("[", 1_000), deep("]", 1_000)),
            "QUERY_TOO_DEEP",
        ),
        (
            "1,000 directives",
            format!("{{ __typename {} }}", "@skip(if: false) ".repeat(1_000)),
            "QUERY_TOO_LARGE",
        ),
        (
            "circular introspection",
            "{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }".to_owned(),
            "QUERY_TOO_COSTLY",
        ),
        (
            "200 sign-ins",
            format!("mutation {{ {} }}", many(20, &|n| format!("a{n}: logIn(input: {{username: \"a\", password: \"{n}\"}}) {{ token }}"))),
            "QUERY_TOO_COSTLY",
        ),
        (
            "pages of pages",
            "{ members(first: 100) { nodes { seats { desk { seats { member { seats { desk { seats { member { id } } } } } } } } } } }".to_owned(),
            "QUERY_TOO_COSTLY",
        ),
    ]
}

#[tokio::test]
async fn bombs_are_refused_at_once_and_without_sql() {
    let (app, _scratch) = club("hostile-bombs").await;
    let router = router(room_of(&app));
    for (name, document, code) in bombs() {
        let statements = app.store.statements();
        let started = Instant::now();
        let reply = ask(&router, json!({"query": document}), None).await;
        assert!(started.elapsed().as_secs() < 2, "{name}");
        let body = reply.json();
        let found = body["errors"][0]["extensions"]["code"].as_str().unwrap();
        let refusals = [
            "QUERY_TOO_COSTLY",
            "QUERY_TOO_DEEP",
            "QUERY_TOO_LARGE",
            code,
        ];
        assert!(refusals.contains(&found), "{name}: {body}");
        assert_eq!(app.store.statements(), statements, "{name}");
    }
}

#[tokio::test]
async fn bodies_that_are_no_request_are_refused() {
    let (app, _scratch) = club("hostile-bodies").await;
    let router = router(room_of(&app));
    let batch = json!(vec![json!({"query": "{ __typename }"}); 10]);
    let reply = ask(&router, batch, None).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (400, "BAD_USER_INPUT")
    );
    let nested = format!(
        "{{\"query\":\"{{ a }}\",\"variables\":{{\"x\":{}{}}}}}",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    let request = http::Request::post("/graphql").header("content-type", "application/json");
    let reply = send(&router, request.body(nested.into()).unwrap()).await;
    assert_eq!(
        (reply.status.as_u16(), reply.code().as_str()),
        (400, "BAD_USER_INPUT")
    );
    let form =
        http::Request::post("/graphql").header("content-type", "application/x-www-form-urlencoded");
    let reply = send(&router, form.body("query=%7B__typename%7D".into()).unwrap()).await;
    assert_eq!(reply.status, 415);
    let get = "/graphql?query=mutation%7BlogOut%7BuserErrors%7Bcode%7D%7D%7D";
    let reply = send(
        &router,
        http::Request::get(get).body(Body::empty()).unwrap(),
    )
    .await;
    assert_eq!(reply.status, 405);
    let traced = json!({"query": "{ __typename }", "extensions": {"tracing": true}});
    let reply = ask(&router, traced, None).await;
    assert_eq!(reply.json().get("extensions"), None, "no traces");
}

#[tokio::test]
async fn foreign_pages_are_refused() {
    let (app, _scratch) = club("hostile-origins").await;
    let router = router(room_of(&app));
    for (origin, status) in [
        ("http://service.example", 200),
        ("https://evil.example", 403),
        ("http://service.example.evil", 403),
        ("null", 403),
    ] {
        let request = http::Request::post("/graphql")
            .header("content-type", "application/json")
            .header("host", "service.example")
            .header("origin", origin);
        let body = json!({"query": "{ __typename }"}).to_string();
        let reply = send(&router, request.body(body.into()).unwrap()).await;
        assert_eq!(reply.status, status, "{origin}");
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn strange_text_is_only_text() {
    let (app, _scratch) = club("hostile-text").await;
    let router = router(room_of(&app));
    let token = token(&app, "coordinator").await;
    let search = "query($s: String!) { members(search: $s) { totalCount } problems(search: $s) { totalCount } concepts(search: $s) { totalCount } }";
    let everything = ask(
        &router,
        json!({"query": "{ concepts { totalCount } }"}),
        Some(&token),
    )
    .await
    .json()["data"]["concepts"]["totalCount"]
        .clone();
    let wildcards = ["%", "_", "%%%", "a%", "\\", "' OR 1=1 --"].map(str::to_owned);
    let invisible = [
        "\u{202e}متن\u{202c}".to_owned(),
        "\u{200c}".repeat(20_000),
        "\0".to_owned(),
    ];
    for text in wildcards.into_iter().chain(invisible) {
        let body = json!({"query": search, "variables": {"s": text}});
        let reply = ask(&router, body, Some(&token)).await;
        let body = reply.json();
        let start: String = text.chars().take(12).collect();
        assert_ne!(reply.status, 500, "{start:?}");
        assert!(!body.to_string().contains("INTERNAL"), "{start:?}: {body}");
        if text.contains(['%', '_', '\\', '\'']) {
            assert_ne!(
                body["data"]["concepts"]["totalCount"], everything,
                "{start:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_callers_haste_holds_up_nobody_else() {
    let (app, _scratch) = club("hostile-haste").await;
    let settings = HttpSettings {
        burst: 100,
        points_per_second: 1,
        ..HttpSettings::default()
    };
    let router = router(room_of_with(&app, settings));
    let (hasty, calm) = (
        token(&app, "coordinator").await,
        token(&app, "coordinator").await,
    );
    let query = json!({"query": "{ viewer { username } }"});
    let first = ask(&router, query.clone(), Some(&hasty)).await;
    let told = |reply: &Reply, name: &str| -> u64 { reply.header(name).unwrap().parse().unwrap() };
    assert_eq!(told(&first, "ratelimit-limit"), 100);
    assert_eq!(told(&first, "ratelimit-remaining"), 89);
    assert_eq!(told(&first, "ratelimit-reset"), 11);
    let mut last = first;
    for _ in 0..20 {
        last = ask(&router, query.clone(), Some(&hasty)).await;
    }
    assert_eq!(
        (last.status.as_u16(), last.code().as_str()),
        (429, "RATE_LIMITED")
    );
    assert!(told(&last, "retry-after") >= 1);
    assert_eq!(ask(&router, query, Some(&calm)).await.status, 200);
}
