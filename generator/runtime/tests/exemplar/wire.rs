//! Requests, responses and errors, with a server on loopback.

use std::time::Duration;

use serde_json::Value;
use truto_runtime::{Error, ErrorKind, IssueLocation, Patch, Preflight};

use crate::{
    ResponseFormat,
    client::{Client, IntegratedAccount},
    integration::Integration,
    log::Log,
    server::Server,
    ticketing::contacts::{
        ContactCreate, ContactEmail, ContactField, EmailType, UpdateContactResponse,
    },
    timer::FakeTimer,
};

pub(crate) const TOKEN: &str = "t0ken-s3cret";
pub(crate) const ACCOUNT: &str = "62f44730-dd91";
pub(crate) const CONTACT: &str = r#"{"id":"1","emails":[{"email":"a@b.c","type":"boat"}],"created_at":"2024-03-01T09:30:00Z","remote_data":{"b": 1, "a":[ ]},"new":{"x" : 1}}"#;

pub(crate) fn client(server: &Server) -> Client {
    Client::builder()
        .base_url(&server.url)
        .token(TOKEN)
        .timeout(Duration::from_secs(5))
        .timer(FakeTimer::default())
        .build()
        .unwrap()
}

pub(crate) fn account(server: &Server) -> IntegratedAccount {
    client(server).integrated_account(ACCOUNT)
}

async fn create_error(server: &Server) -> Error {
    account(server)
        .ticketing()
        .contacts()
        .create()
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_create_sends_documented_fields_and_keeps_the_whole_response() {
    let server = Server::json(CONTACT);
    let contact = account(&server)
        .ticketing()
        .contacts()
        .create()
        .name("Ada")
        .emails([ContactEmail::new("a@b.c", EmailType::Work)])
        .workspace_id("w 1")
        .with_excluded_fields([ContactField::CreatedAt, ContactField::Emails])
        .with_query("remote_query", serde_json::json!({"foo": "bar"}))
        .with_idempotency_key("key-1")
        .await
        .unwrap();

    let request = server.request();
    assert_eq!(
        request.line,
        "POST /unified/ticketing/contacts?workspace[id]=w%201\
         &truto_exclude_fields[]=created_at&truto_exclude_fields[]=emails\
         &remote_query[foo]=bar&integrated_account_id=62f44730-dd91"
    );
    assert_eq!(request.header("authorization"), Some("Bearer t0ken-s3cret"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("idempotency-key"), Some("key-1"));
    assert_eq!(request.header("user-agent"), Some("exemplar/0.1.0"));
    assert_eq!(
        request.body,
        r#"{"name":"Ada","emails":[{"email":"a@b.c","type":"work"}]}"#
    );

    assert_eq!(
        contact.emails.as_deref().unwrap()[0].r#type.as_str(),
        "boat"
    );
    assert_eq!(
        contact.remote_data.as_ref().unwrap().get(),
        r#"{"b": 1, "a":[ ]}"#
    );
    assert_eq!(serde_json::to_string(&contact).unwrap(), CONTACT);
}

#[tokio::test]
async fn an_update_sends_three_states_and_distinguishes_responses_by_status() {
    let server = Server::json(CONTACT);
    let update = account(&server)
        .ticketing()
        .contacts()
        .update("1")
        .title(Patch::Null);
    let response = update.await.unwrap();
    assert!(matches!(response, UpdateContactResponse::Updated(contact) if contact.id == "1"));
    let request = server.request();
    assert_eq!(
        request.line,
        format!("PATCH /unified/ticketing/contacts/1?integrated_account_id={ACCOUNT}")
    );
    assert_eq!(request.body, r#"{"title":null}"#);

    let server = Server::with("202 Accepted", "text/plain", "");
    let response = account(&server)
        .ticketing()
        .contacts()
        .update("1")
        .name("x")
        .await
        .unwrap();
    assert_eq!(response, UpdateContactResponse::Accepted);
    assert_eq!(server.request().body, r#"{"name":"x"}"#);

    let server = Server::with("203 Other", "text/plain", "hello");
    let error = account(&server)
        .ticketing()
        .contacts()
        .update("1")
        .await
        .unwrap_err();
    assert!(
        error.is_decode() && error.to_string().contains("hello"),
        "{error}"
    );
}

#[tokio::test]
async fn an_account_has_an_id() {
    let server = Server::json(CONTACT);
    let error = client(&server)
        .integrated_account(" ")
        .ticketing()
        .contacts()
        .create()
        .await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Invalid);
    assert!(server.is_idle());
}

#[tokio::test]
async fn a_request_cannot_change_the_account_of_its_handle() {
    let server = Server::json(CONTACT);
    let create = || account(&server).ticketing().contacts().create();
    for call in [
        create().with_query("integrated_account_id", "other"),
        create().with_query("integrated_account_id", ["other"]),
        create().with_query("integrated_account_id[]", "other"),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Invalid);
        assert!(
            error.message().contains("`integrated_account_id`"),
            "{error}"
        );
    }
    assert!(server.is_idle());
    let call = create().with_query("integrated_account_ids", "other");
    call.await.unwrap();
}

#[tokio::test]
async fn an_error_envelope_is_parsed() {
    let body = r#"{"statusCode":400,"error":"Bad Request","message":"62f44730-dd91 wants more, t0ken-s3cret",
        "truto_is_remote_error":true,
        "truto_error_insight":{"missing_required_body_fields":{"description":"d","value":["emails","name"]},
        "missing_required_query_parameters":{"description":"d","value":["workspace[id]"]}}}"#;
    let server = Server::with("400 Bad Request", "application/json", body);
    let error = create_error(&server).await;
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert_eq!(error.status().unwrap().as_u16(), 400);
    assert_eq!(error.operation(), Some("ticketing.contacts.create"));
    assert!(error.is_remote());
    let issues: Vec<_> = error
        .issues()
        .iter()
        .map(|issue| (issue.location(), issue.field()))
        .collect();
    assert_eq!(
        issues,
        [
            (IssueLocation::Query, Some("workspace[id]")),
            (IssueLocation::Body, Some("emails")),
            (IssueLocation::Body, Some("name"))
        ]
    );
    let start = "POST /unified/ticketing/contacts: 400 Bad Request: … wants more, …";
    let (line, long) = (error.to_string(), format!("{error:#}"));
    assert!(
        line.starts_with(&format!("{start}; the server requires")),
        "{line}"
    );
    assert!(
        long.starts_with(&format!("{start}\n- the server requires")),
        "{long}"
    );
    assert_eq!((line.lines().count(), long.lines().count()), (1, 4));
    let text = format!("{line}\n{long}\n{error:?}");
    assert!(!text.contains(ACCOUNT) && !text.contains(TOKEN), "{text}");
}

#[tokio::test]
async fn every_status_has_its_kind() {
    let remote = r#"{"message":"","error":"X","truto_is_remote_error":true}"#;
    let table = [
        ("401 X", ErrorKind::Unauthorized),
        ("403 X", ErrorKind::Forbidden),
        ("404 X", ErrorKind::NotFound),
        ("405 X", ErrorKind::MethodNotAllowed),
        ("409 X", ErrorKind::Conflict),
        ("418 X", ErrorKind::Status),
        ("422 X", ErrorKind::Unprocessable),
        ("429 X", ErrorKind::RateLimited),
        ("503 X", ErrorKind::Server),
    ];
    for (status, kind) in table {
        let error = create_error(&Server::with(status, "application/json", remote)).await;
        assert_eq!(error.kind(), kind);
        assert_eq!(error.message(), "X");
    }
}

#[tokio::test]
async fn what_does_not_fit_is_named() {
    let json = r#"{"id":[2],"emails":[{"email":"a","type":"x"},{"email":2}]}"#;
    let server = Server::json(json);
    let error = create_error(&server).await;
    assert_eq!(error.field(), Some("id"));
    assert_eq!(error.offset(), json.find("[2]"));
    let server = Server::json(r#"{"emails":null}"#);
    let error = create_error(&server).await;
    assert!(error.message().contains("missing field `id`"), "{error}");
}

#[tokio::test]
async fn an_error_says_how_far_the_call_got() {
    let gone = Server::json("");
    let unreachable = Client::builder()
        .base_url("http://127.0.0.1:1")
        .token(TOKEN)
        .timer(FakeTimer::default())
        .build()
        .unwrap();
    let call = unreachable
        .integrated_account(ACCOUNT)
        .ticketing()
        .contacts()
        .create();
    let error = call.await.unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
    drop(gone);

    for answer in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\""] {
        let error = create_error(&Server::answering(answer)).await;
        assert_eq!(error.kind(), ErrorKind::Interrupted, "{error:?}");
        let chain = chain(&error);
        assert!(
            !chain.contains(ACCOUNT) && !chain.contains(TOKEN),
            "{chain}"
        );
    }

    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let client = Client::builder()
        .base_url(url)
        .token(TOKEN)
        .timer(FakeTimer::default())
        .build()
        .unwrap();
    let call = client
        .integrated_account(ACCOUNT)
        .ticketing()
        .contacts()
        .create();
    let error = call
        .with_timeout(Duration::from_millis(50))
        .await
        .unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn preflight_refuses_before_sending() {
    let server = Server::json(CONTACT);
    let contacts = |preflight| {
        let account = account(&server)
            .integration(Integration::Dixa)
            .preflight(preflight);
        account.ticketing().contacts()
    };
    let error = contacts(Preflight::Deny)
        .create()
        .workspace_id("1")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Preflight);
    let fields: Vec<_> = error
        .issues()
        .iter()
        .filter_map(|issue| issue.field())
        .collect();
    assert_eq!(fields, ["workspace[id]", "name", "emails", "emails.type"]);
    assert!(server.is_idle());

    let good = contacts(Preflight::Deny)
        .create()
        .name("Ada")
        .emails([ContactEmail::new("a@b.c", "work")]);
    good.await.unwrap();
}

#[tokio::test]
async fn preflight_ignores_older_documentation() {
    let server = Server::json(CONTACT);
    let (log, _guard) = Log::start();
    let account = account(&server)
        .integration(Integration::Dixa)
        .preflight(Preflight::Deny);
    let update = account.ticketing().contacts().update("7").name("Ada");
    update.await.unwrap();
    assert!(!server.is_idle());
    let log = log.texts();
    assert_eq!(log.len(), 1, "{log:?}");
    let issue = "Dixa requires the field `title` (according to an older page)";
    assert!(log[0].contains(issue), "{log:?}");
}

#[tokio::test]
async fn the_format_is_not_checked_against_the_matrix() {
    let server = Server::json(CONTACT);
    let (log, _guard) = Log::start();
    let account = account(&server).integration(Integration::Front);
    let body = ContactCreate::new().emails([ContactEmail::new("ada@b.c", "work")]);
    let create = account.ticketing().contacts().create().with_body(body);
    create.clone().send_raw(ResponseFormat::Raw).await.unwrap();
    let sent = create.clone().send_as::<Value>(ResponseFormat::Raw).await;
    sent.unwrap();
    let _ = create.send_stream(ResponseFormat::Raw).await.unwrap();
    for _ in 0..3 {
        let line = server.request().line;
        assert!(line.contains("truto_response_format=raw"), "{line}");
    }
    let log = log.texts();
    assert_eq!(log.len(), 3, "{log:?}");
    for text in log {
        assert!(!text.contains("truto_response_format"), "{text}");
    }
}

#[tokio::test]
async fn preflight_warns_without_showing_data() {
    let server = Server::json(CONTACT);
    let (log, _guard) = Log::start();
    for (preflight, events) in [(Preflight::Off, 0), (Preflight::Warn, 1)] {
        let account = account(&server)
            .integration(Integration::Front)
            .preflight(preflight);
        let body = ContactCreate::new().emails([ContactEmail::new("ada@b.c", "work")]);
        let create = account.ticketing().contacts().create().with_body(body);
        assert_eq!(create.check(Integration::Front).issues().len(), 1);
        create.await.unwrap();
        let log = log.texts();
        assert_eq!(log.len(), events, "{log:?}");
        for text in log {
            assert!(
                text.contains("Front does not support the field `emails`") && !text.contains('\n'),
                "{text}"
            );
            assert!(
                !text.contains("ada@b.c") && !text.contains(ACCOUNT),
                "{text}"
            );
        }
    }
}

#[test]
fn a_client_requires_a_token() {
    let no_token = Client::builder()
        .token_from_env("TRUTO_RUNTIME_HAS_NO_SUCH_VARIABLE")
        .build();
    let message = no_token.unwrap_err().to_string();
    assert!(
        message.contains("TRUTO_RUNTIME_HAS_NO_SUCH_VARIABLE is not set"),
        "{message}"
    );
    assert!(Client::new("line\nbreak").is_err());
    assert_eq!(
        Client::from_env().is_ok(),
        std::env::var("TRUTO_API_TOKEN").is_ok()
    );
}

pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?}");
    let mut next = error.source();
    while let Some(error) = next {
        text = format!("{text}\n{error} {error:?}");
        next = error.source();
    }
    text
}
