//! An operation with a placeholder for the account in its path, called as in generated code.

use truto_runtime::{
    AccountScope, Call, Client, ClientBuilder, Error, ErrorKind, QueryStyle, Response, Value,
    support::{Endpoint, NoIntegration, Operation},
};

use crate::{
    server::{Server, response},
    timer::FakeTimer,
    wire::TOKEN,
};

const IN_PATH: Operation<NoIntegration> = Operation::new(
    Endpoint::new(
        "shop.accounts.meta",
        "GET",
        "/accounts/{account_id}/meta/{method}",
    )
    .with_scope_in_path(),
);

const IN_QUERY: Operation<NoIntegration> =
    Operation::new(Endpoint::new("shop.meta.get", "GET", "/meta/{method}"));

fn client(server: &Server) -> Client {
    ClientBuilder::new(&server.url)
        .token(TOKEN)
        .timer(FakeTimer::default())
        .build()
        .unwrap()
}

fn call(scope: &AccountScope, operation: &'static Operation<NoIntegration>) -> Call {
    let mut call = Call::new(scope, operation);
    call.set_path("method", "list");
    call
}

async fn sent(call: Call) -> Result<Value, Error> {
    call.send(Response::json).await
}

#[tokio::test]
async fn an_account_in_the_path_is_not_in_the_query() {
    let server = Server::json("{}");
    let account = client(&server).scope("account_id", "acme ltd/ü");
    sent(call(&account, &IN_PATH)).await.unwrap();
    sent(call(&account, &IN_QUERY)).await.unwrap();
    let expected = [
        "GET /accounts/acme%20ltd%2F%C3%BC/meta/list",
        "GET /meta/list?account_id=acme%20ltd%2F%C3%BC",
    ];
    assert_eq!(server.lines(), expected);
}

#[tokio::test]
async fn an_unsafe_account_id_is_refused_without_showing_it() {
    let server = Server::json("{}");
    let table = [
        ("", "the account id `account_id` is empty"),
        (" ", "the account id `account_id` is empty"),
        (
            ".",
            "path parameter `account_id` results in a dot segment (`.` or `..`)",
        ),
        (
            "..",
            "path parameter `account_id` results in a dot segment (`.` or `..`)",
        ),
        (
            "s3cret-id\n",
            "path parameter `account_id` contains a control character",
        ),
    ];
    for (id, expected) in table {
        let account = client(&server).scope("account_id", id);
        let error = sent(call(&account, &IN_PATH)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::Invalid, expected)
        );
        assert!(!format!("{error} {error:?}").contains("s3cret-id"));
    }
    let account = client(&server).scope("account_id", "one");
    let mut call = call(&account, &IN_PATH);
    call.set_query("account_id", QueryStyle::Form, "other");
    let error = sent(call).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Invalid, "{error}");
    assert!(server.is_idle());
}

#[tokio::test]
async fn errors_hide_the_account_even_if_the_server_repeats_it() {
    let id = "62f44730-dd91-461e-bd6a-aedd9e0ad79d";
    let body = format!(r#"{{"message":"no route /accounts/{id}/meta/list"}}"#);
    let server = Server::answering(response(
        "404 Not Found",
        "Content-Type: application/json",
        &body,
    ));
    let account = client(&server).scope("account_id", id);
    let call = call(&account, &IN_PATH);
    let shown = format!("{account:?} {call:?}");
    let error = sent(call).await.unwrap_err();
    assert_eq!(error.message(), "no route /accounts/…/meta/list");
    let shown = format!("{shown} {error} {error:?}");
    assert!(!shown.contains(id), "{shown}");
    assert!(shown.contains("GET /accounts/{account_id}/meta/{method}"));
}
