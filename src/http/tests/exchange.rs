//! One exchange over HTTP with a house of straw.

use super::*;

#[tokio::test]
async fn the_page_and_its_files_are_served_and_cached() {
    let reply = get("/", &[]).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("location")),
        (307, Some("/graphiql"))
    );
    for (path, kind) in [
        ("/graphiql", "text/html; charset=utf-8"),
        ("/graphiql/app.js", "text/javascript; charset=utf-8"),
        ("/graphiql/app.css", "text/css; charset=utf-8"),
        ("/graphiql/operations.json", "application/json"),
        ("/schema.graphql", "text/plain; charset=utf-8"),
    ] {
        let reply = get(path, &[]).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header("content-type")),
            (200, Some(kind)),
            "{path}"
        );
        let etag = reply.header("etag").unwrap();
        let again = get(path, &[("if-none-match", etag)]).await;
        assert_eq!(
            (again.status.as_u16(), again.text.len()),
            (304, 0),
            "{path}"
        );
    }
    assert_eq!(get("/graphiql/other.js", &[]).await.status, 404);
    assert!(
        get("/schema.graphql", &[])
            .await
            .text
            .contains("type Query")
    );
}

#[tokio::test]
async fn every_reply_is_guarded_and_named() {
    for path in ["/graphiql", "/healthz", "/nowhere", "/graphql?query={echo}"] {
        let reply = get(path, &[]).await;
        assert_eq!(
            reply.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert!(reply.header("x-request-id").is_some(), "{path}");
        let policy = reply.header("content-security-policy").unwrap();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("http"),
            "{path}"
        );
    }
    let kept = get("/healthz", &[("x-request-id", "proxy-7")]).await;
    assert_eq!(kept.header("x-request-id"), Some("proxy-7"));
    let refused = get("/healthz", &[("x-request-id", "a b")]).await;
    assert_ne!(refused.header("x-request-id"), Some("a b"));
}

#[tokio::test]
async fn only_listed_origins_share() {
    let shared = get(
        "/graphql?query={echo}",
        &[("origin", "https://club.example")],
    )
    .await;
    assert_eq!(
        shared.header("access-control-allow-origin"),
        Some("https://club.example")
    );
    let strange = get(
        "/graphql?query={echo}",
        &[("origin", "https://evil.example")],
    )
    .await;
    assert_eq!(strange.header("access-control-allow-origin"), None);
    assert_eq!(
        (strange.status.as_u16(), strange.code().as_str()),
        (403, "FORBIDDEN")
    );
    for (origin, status) in [("https://club.example", 204), ("https://evil.example", 405)] {
        let request = http::Request::options("/graphql").header("origin", origin);
        let reply = send(&router(room()), request.body(Body::empty()).unwrap()).await;
        assert_eq!(reply.status, status);
    }
}

#[tokio::test]
async fn probes_answer() {
    let room = room();
    let router = router(Arc::clone(&room));
    let get = |path: &str| http::Request::get(path).body(Body::empty()).unwrap();
    assert_eq!(send(&router, get("/healthz")).await.text, "ok\n");
    assert_eq!(send(&router, get("/readyz")).await.text, "ready\n");
    send(&router, get("/graphql?query={echo}")).await;
    send(&router, get("/graphql?query={")).await;
    let metrics = send(&router, get("/metrics")).await.text;
    assert!(metrics.contains("mizan_graphql_requests_total{operation=\"query\",outcome=\"OK\"} 1"));
    assert!(
        metrics.contains("{operation=\"unknown\",outcome=\"BAD_USER_INPUT\"} 1"),
        "{metrics}"
    );
    room.stopping.send_replace(true);
    assert_eq!(send(&router, get("/readyz")).await.status, 503);
}

#[tokio::test]
async fn long_answers_are_packed_for_those_who_can_unpack_them() {
    let fields: String = (0..10)
        .map(|n| format!("{}{n}:echo ", "long_name_".repeat(12)))
        .collect();
    let body = serde_json::json!({ "query": format!("{{{fields}}}") }).to_string();
    let plain = post(body.clone(), &[]).await;
    assert_eq!(plain.header("content-encoding"), None);
    assert!(plain.text.len() > 1_024, "too short: {}", plain.text);

    let gzip = [("accept-encoding", "gzip")];
    let packed = post(body, &gzip).await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.text.len() < plain.text.len() / 2);

    let short = get("/graphql?query={echo}", &gzip).await;
    assert_eq!(short.header("content-encoding"), None);
    // The page is packed once, when it is built, and not again.
    let page = get("/graphiql/app.js", &gzip).await;
    let encodings = page.headers.get_all("content-encoding").iter().count();
    assert_eq!(encodings, 1);
}
