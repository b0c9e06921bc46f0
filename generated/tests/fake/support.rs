//! Helpers for the tests: a fake, and calls of any operation.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use serde_json::{Value, json};
use truto_runtime::{AccountScope, Call, support::Matrix};
use truto_unified::{
    Error, Integration,
    support::Operation,
    testing::{Account, FakeTruto},
};

/// A fake without faults, and an account without restrictions.
pub(crate) fn fake() -> (FakeTruto, String) {
    let fake = FakeTruto::start().unwrap();
    let account = fake.add(Account::new());
    (fake, account)
}

/// A handle for calls of any operation, without retries.
pub(crate) fn scope(fake: &FakeTruto, account: &str) -> AccountScope {
    let builder = truto_runtime::ClientBuilder::<truto_runtime::Client>::new(fake.url());
    let client = builder.token(fake.token()).attempts(1).build().unwrap();
    client.scope("integrated_account_id", account)
}

/// The resource of an operation: `ticketing.contacts`.
pub(crate) fn resource(operation: &str) -> &str {
    operation.rsplit_once('.').unwrap().0
}

/// Calls an operation with this body and returns the response.
pub(crate) async fn call(
    scope: &AccountScope,
    operation: &'static Operation,
    id: &str,
    body: Option<Value>,
) -> Result<Value, Error> {
    let mut call = Call::new(scope, operation);
    if operation.endpoint().path().contains("{id}") {
        call.set_path("id", id);
    }
    if let Some(body) = body {
        call = call.json("application/json", &body);
    }
    let response = call.send_raw().await?;
    if response.body().is_empty() {
        return Ok(Value::Null);
    }
    response.json().or_else(|_| Ok(json!(response.text()?)))
}

/// The slug of an integration, for messages.
pub(crate) fn slug(integration: Integration) -> &'static str {
    integration.slug()
}

/// The operation as a trait object.
pub(crate) fn matrix(operation: &'static Operation) -> &'static dyn Matrix {
    operation
}

/// Sends raw text, without an HTTP library, and reads until the fake closes the connection.
pub(crate) fn exchange(fake: &FakeTruto, text: &[u8]) -> (u16, String) {
    let mut stream = connect(fake);
    stream.write_all(text).unwrap();
    answer(&mut stream)
}

/// Opens a connection to the fake.
pub(crate) fn connect(fake: &FakeTruto) -> TcpStream {
    let address = fake.url().trim_start_matches("http://");
    let stream = TcpStream::connect(address).unwrap();
    let patience = Some(Duration::from_secs(30));
    stream.set_read_timeout(patience).unwrap();
    stream
}

/// Reads until the connection is closed. Returns the status (0 if there is none) and the body.
pub(crate) fn answer(stream: &mut TcpStream) -> (u16, String) {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let status = text
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok());
    let body = text.split_once("\r\n\r\n").unwrap_or_default().1;
    (status.unwrap_or_default(), body.to_owned())
}

/// The head of a `POST` of a contact with a body of this many bytes.
pub(crate) fn head(fake: &FakeTruto, account: &str, media: &str, length: usize) -> String {
    let token = fake.token();
    let media = match media {
        "" => String::new(),
        media => format!("Content-Type: {media}\r\n"),
    };
    format!(
        "POST /unified/ticketing/contacts?integrated_account_id={account} HTTP/1.1\r\nHost: x\r\n\
         Authorization: Bearer {token}\r\n{media}Content-Length: {length}\r\nConnection: close\r\n\r\n"
    )
}
