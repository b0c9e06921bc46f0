//! What the tests share: a fake, and calls of any operation.

use serde_json::{Value, json};
use truto_runtime::{Call, Scope, support::Matrix};
use truto_unified::{
    Error, Integration,
    support::Operation,
    testing::{Account, FakeTruto},
};

/// A fake that nothing goes wrong with, and an account that takes everything.
pub(crate) fn fake() -> (FakeTruto, String) {
    let fake = FakeTruto::start().unwrap();
    let account = fake.add(Account::new());
    (fake, account)
}

/// A handle for calls of any operation, which are sent once.
pub(crate) fn scope(fake: &FakeTruto, account: &str) -> Scope {
    let builder = truto_runtime::ClientBuilder::<truto_runtime::Client>::new(fake.url());
    let client = builder.token(fake.token()).attempts(1).build().unwrap();
    client.scope("integrated_account_id", account)
}

/// The resource of an operation: `ticketing.contacts`.
pub(crate) fn resource(operation: &str) -> &str {
    operation.rsplit_once('.').unwrap().0
}

/// Calls an operation with this body, and gives back what it brings.
pub(crate) async fn call(
    scope: &Scope,
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

/// An id of an integration, for messages.
pub(crate) fn slug(integration: Integration) -> &'static str {
    integration.slug()
}

/// The operation, whatever it is for.
pub(crate) fn matrix(operation: &'static Operation) -> &'static dyn Matrix {
    operation
}
