//! Requests for what has no builder.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use truto_runtime::{CustomRequest, ErrorKind, FilePart, PageNames, http::Method};

use crate::{
    server::{Server, response},
    wire::{ACCOUNT, account},
};

const PAGES: PageNames = PageNames::new("result", "next_cursor");

fn request(server: &Server, method: Method, path: &'static str) -> CustomRequest {
    account(server).request(method, path)
}

#[tokio::test]
async fn a_request_is_sent_as_those_of_builders_are() {
    let server = Server::json(r#"{"ok":true}"#);
    let answer: Value = request(&server, Method::POST, "/proxy/{resource}/{ids}/x")
        .with_path("resource", "a/b")
        .with_path("ids", [1, 2])
        .with_query("filter", json!({"name": "Ada"}))
        .with_header("X-Trace", "7")
        .json(&json!({"name": "VIP"}))
        .send_as()
        .await
        .unwrap();
    assert_eq!(answer, json!({"ok": true}));
    let sent = server.request();
    let line = format!("POST /proxy/a%2Fb/1,2/x?filter[name]=Ada&integrated_account_id={ACCOUNT}");
    assert_eq!(sent.line, line);
    assert_eq!(sent.body, r#"{"name":"VIP"}"#);
    for (name, value) in [("x-trace", "7"), ("content-type", "application/json")] {
        assert_eq!(sent.header(name), Some(value));
    }
    assert!(sent.header("authorization").is_some());
    assert!(sent.header("idempotency-key").is_some());
}

#[tokio::test]
async fn a_placeholder_can_fill_segments_or_name_the_account() {
    let server = Server::json("{}");
    let path = "/{+path}/of/{integrated_account_id}";
    let whole = request(&server, Method::GET, path).with_path("path", "a/b c/%2F");
    whole.await.unwrap();
    assert_eq!(
        server.request().line,
        format!("GET /a/b%20c/%252F/of/{ACCOUNT}")
    );
}

#[tokio::test]
async fn bodies_are_of_any_media_type() {
    let server = Server::json("{}");
    let send = |body: fn(CustomRequest) -> CustomRequest| {
        let request = body(request(&server, Method::PUT, "/x"));
        async { drop(request.await.unwrap()) }
    };
    send(|request| request.bytes("text/csv", "a,b")).await;
    send(|request| request.form(&json!({"a": "1 2"}))).await;
    send(|request| {
        request.multipart(&BTreeMap::from([(
            "file",
            FilePart::from_text("hi").with_name("a.txt"),
        )]))
    })
    .await;
    send(|request| request).await;
    send(|request| {
        let file = FilePart::from_reader("col\n".as_bytes());
        let request = request.file(
            "application/octet-stream",
            file.with_content_type("text/csv"),
        );
        let absent = None::<bool>;
        request
            .maybe_with_query("a", Some(1))
            .maybe_with_query("b", absent)
    })
    .await;
    let sent = server.requests();
    let of = |index: usize| {
        let media = sent[index].header("content-type").unwrap_or_default();
        (media.split(';').next().unwrap(), sent[index].body.as_str())
    };
    assert_eq!(of(0), ("text/csv", "a,b"));
    assert_eq!(of(1).0, "application/x-www-form-urlencoded");
    assert!(["a=1+2", "a=1%202"].contains(&of(1).1), "{}", of(1).1);
    assert_eq!(of(2).0, "multipart/form-data");
    assert!(of(2).1.contains("filename=\"a.txt\"") && of(2).1.contains("\r\nhi\r\n"));
    assert_eq!(of(3), ("", ""));
    assert_eq!(of(4), ("text/csv", "col\n"));
    assert!(
        sent[4].line.starts_with("PUT /x?a=1&integrated"),
        "{}",
        sent[4].line
    );
}

#[tokio::test]
async fn pages_follow_cursors() {
    let server = Server::by(|request| {
        let body = match request.line.contains("next_cursor=c2") {
            true => r#"{"result":[3],"next_cursor":null}"#,
            false => r#"{"result":[1,2],"next_cursor":"c2"}"#,
        };
        response("200 OK", "Content-Type: application/json", body).into()
    });
    let list = || request(&server, Method::GET, "/unified/{model}/x");
    let list = || list().with_path("model", "hris").with_pages(&PAGES);
    let mut items = list().items::<u8>();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.unwrap());
    }
    assert_eq!(found, [1, 2, 3]);
    let page = list().await.unwrap().page::<u8>().unwrap();
    assert_eq!(page.items, [1, 2]);
    // A cursor belongs to its path.
    let other = request(&server, Method::GET, "/unified/{model}/y").with_path("model", "hris");
    let other = other
        .with_pages(&PAGES)
        .with_cursor(page.next_cursor.as_ref().unwrap());
    let error = other.await.unwrap_err();
    assert!(
        error.to_string().contains("belongs to another list"),
        "{error}"
    );

    let blocking = list().blocking().items::<u8>().map(Result::unwrap);
    assert_eq!(blocking.collect::<Vec<_>>(), [1, 2, 3]);
    let unnamed = request(&server, Method::GET, "/x")
        .items::<u8>()
        .next()
        .await;
    let error = unnamed.unwrap().unwrap_err();
    assert!(error.to_string().contains("`with_pages`"), "{error}");
}

#[tokio::test]
async fn nothing_unsafe_is_sent() {
    let server = Server::json("{}");
    let refused = [
        request(&server, Method::GET, "x"),
        request(&server, Method::GET, "//{a}").with_path("a", ""),
        request(&server, Method::GET, "/a/../b"),
        request(&server, Method::GET, "/a#b"),
        request(&server, Method::GET, "/a/%2E%2e/b"),
        request(&server, Method::GET, "/a/{b}"),
        request(&server, Method::GET, "/a/{b}").with_path("b", ".."),
        request(&server, Method::GET, "/a/{+b}").with_path("b", "x/../y"),
        request(&server, Method::GET, "/a/{+b}").with_path("b", "x//y"),
        request(&server, Method::GET, "/a/{+b}").with_path("b", "x\n"),
        request(&server, Method::TRACE, "/a"),
        request(&server, Method::GET, "/a").with_query("integrated_account_id", "x"),
        request(&server, Method::GET, "/a").with_header("Authorization", "x"),
    ];
    for request in refused {
        let shown = format!("{request:?}");
        let error = request.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid, "{shown}: {error}");
    }
    assert!(server.is_idle());
}

#[tokio::test]
async fn errors_show_the_path_but_no_values() {
    let server = Server::with("404 Not Found", "application/json", r#"{"message":"gone"}"#);
    let error = request(&server, Method::GET, "/a/{id}")
        .with_name("a.get")
        .with_path("id", "secret-id")
        .await
        .unwrap_err();
    let text = crate::wire::chain(&error);
    assert_eq!(error.operation(), Some("a.get"));
    assert!(text.contains("GET /a/{id}"), "{text}");
    assert!(!text.contains("secret-id"), "{text}");
}
