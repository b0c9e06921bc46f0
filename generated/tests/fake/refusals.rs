//! Requests that the fake rejects, and the errors that it returns.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};
use truto_runtime::{Call, QueryStyle};
use truto_unified::{
    Error, ErrorKind, Integration, RateLimits,
    support::{self, Answer, IssueLocation, Level, Operation, Provenance},
    testing::{Account, FakeTruto},
};

use super::support::*;

/// The status, and the keys of the envelope.
fn envelope(error: &Error) -> (u16, Vec<String>) {
    let body: Value = serde_json::from_slice(error.body().unwrap()).unwrap();
    let status = error.status().unwrap().as_u16();
    assert_eq!(body["statusCode"], status);
    (status, body.as_object().unwrap().keys().cloned().collect())
}

#[tokio::test]
async fn what_is_not_there_or_not_allowed_is_refused_in_the_envelope() {
    let (fake, account) = fake();
    let get = support::operation("crm.contacts.get").unwrap();
    let error = call(&scope(&fake, &account), get, "nobody", None)
        .await
        .unwrap_err();
    let plain: Vec<String> = ["error", "message", "statusCode"].map(str::to_owned).into();
    let sorted = |(status, mut keys): (u16, Vec<String>)| {
        keys.sort_unstable();
        (status, keys)
    };
    assert_eq!(sorted(envelope(&error)), (404, plain.clone()));
    assert!(error.to_string().contains("nobody"), "{error}");

    let wrong = fake
        .client_builder()
        .token("another")
        .attempts(1)
        .build()
        .unwrap();
    let error = wrong
        .integrated_account(&account)
        .crm()
        .contacts()
        .get("c")
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), sorted(envelope(&error))),
        (ErrorKind::Unauthorized, (401, plain.clone()))
    );
    assert!(error.is_unauthorized() && !error.is_reconnect_needed());

    let plain_http = truto_runtime::transport::TokioTransport::new(Duration::from_secs(5)).unwrap();
    for (method, path, token, status) in [
        ("GET", "/unified/crm/contacts", None, 401),
        ("GET", "/unified/crm/contacts", Some(fake.token()), 400),
        ("GET", "/unified/crm/persons", Some(fake.token()), 404),
        ("PUT", "/unified/crm/contacts", Some(fake.token()), 405),
    ] {
        let mut request = http_request(&fake, method, path);
        if let Some(token) = token {
            let value = format!("Bearer {token}").parse().unwrap();
            request.headers_mut().insert("authorization", value);
        }
        let response =
            truto_runtime::transport::Transport::send(&plain_http, request, Duration::from_secs(5));
        let response = response.await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{method} {path}");
        assert_eq!(response.headers().contains_key("allow"), status == 405);
    }
}

fn http_request(
    fake: &FakeTruto,
    method: &str,
    path: &str,
) -> truto_unified::http::Request<truto_unified::Bytes> {
    let uri = format!("{}{path}", fake.url());
    truto_unified::http::Request::builder()
        .method(method)
        .uri(uri)
        .body(Default::default())
        .unwrap()
}

#[tokio::test]
async fn a_sandbox_takes_no_writes() {
    let (fake, _) = fake();
    let account = fake.add(Account::new().read_only());
    let contacts = fake
        .client()
        .unwrap()
        .integrated_account(&account)
        .crm()
        .contacts();
    fake.seed(&account, "crm.contacts", [json!({"id": "c"})])
        .unwrap();
    assert!(contacts.get("c").await.is_ok());
    let errors = [
        contacts.create().first_name("Ada").await.unwrap_err(),
        contacts.update("c").first_name("Ada").await.unwrap_err(),
        contacts.delete("c").await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::MethodNotAllowed, "{error}");
    }
}

#[tokio::test]
async fn an_integration_is_refused_just_the_operations_that_it_does_not_serve() {
    let (fake, _) = fake();
    let mut answers: BTreeMap<_, usize> = BTreeMap::new();
    for (index, integration) in Integration::ALL.iter().enumerate() {
        let account = fake.account(*integration);
        let scope = scope(&fake, &account);
        // One in five of all pairs, which covers every integration and every operation.
        for operation in support::operations().skip(index % 5).step_by(5) {
            let answer = operation.supports(*integration);
            let refused = match call(&scope, operation, "a", Some(json!({}))).await {
                Err(error) => error.kind() == ErrorKind::MethodNotAllowed,
                Ok(_) => false,
            };
            let at = || format!("{} {}", slug(*integration), operation.id());
            assert_eq!(refused, answer == Answer::No, "{}", at());
            *answers.entry(format!("{answer:?}")).or_default() += 1;
        }
    }
    assert!(
        answers.len() == 3 && answers.values().all(|count| *count > 200),
        "{answers:?}"
    );
}

/// The names of the fields that the integration requires, according to the matrix.
fn required(
    operation: &'static Operation,
    integration: Integration,
    place: IssueLocation,
) -> Vec<&'static str> {
    let rows = match place {
        IssueLocation::Query => operation.query_for(integration).collect::<Vec<_>>(),
        _ => operation.fields_for(integration).collect(),
    };
    let certain = rows.into_iter().filter(|(row, level)| {
        let is_certain = row.support().provenance() == Some(Provenance::Documented);
        *level == Level::Required && is_certain && !row.path().contains(['.', '['])
    });
    let mut names: Vec<_> = certain.map(|(row, _)| row.path()).collect();
    names.sort_unstable();
    names
}

#[tokio::test]
async fn what_an_integration_requires_is_missed_by_name() {
    let (fake, _) = fake();
    let mut refused = 0;
    for integration in Integration::ALL {
        let account = fake.account(*integration);
        let scope = scope(&fake, &account);
        for operation in integration.supported_operations() {
            let (query, body) = (
                required(operation, *integration, IssueLocation::Query),
                required(operation, *integration, IssueLocation::Body),
            );
            if query.is_empty() && body.is_empty() {
                continue;
            }
            let at = format!("{} {}", slug(*integration), operation.id());
            let error = call(&scope, operation, "a", Some(json!({})))
                .await
                .expect_err(&at);
            assert_eq!(error.kind(), ErrorKind::BadRequest, "{at}: {error}");
            let missed = |place| {
                let of_place = error
                    .issues()
                    .iter()
                    .filter(move |issue| issue.location() == place);
                let mut names: Vec<_> = of_place.filter_map(|issue| issue.field()).collect();
                names.retain(|name| !name.contains(['.', '[']));
                names
            };
            assert_eq!(
                (missed(IssueLocation::Query), missed(IssueLocation::Body)),
                (query, body),
                "{at}"
            );
            refused += 1;
        }
    }
    assert!(refused > 80, "{refused}");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused() {
    let (fake, account) = fake();
    let scope = scope(&fake, &account);
    let create = support::operation("ticketing.comments.create").unwrap();
    let text = Call::new(&scope, matrix(create)).bytes("application/json", "{\"a\":");
    let error = text.send_raw().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert!(error.to_string().contains("not JSON"), "{error}");

    let list = support::operation("crm.contacts.list").unwrap();
    let mut call = Call::new(&scope, matrix(list));
    call.set_option("limit", QueryStyle::Form, "many");
    assert!(
        call.send_raw()
            .await
            .unwrap_err()
            .to_string()
            .contains("many")
    );
}

#[tokio::test]
async fn limits_are_said_in_headers_and_end_in_429() {
    let limits = RateLimits::NONE.per_account(3, Duration::from_secs(1000));
    let fake = FakeTruto::builder().rate_limits(limits).start().unwrap();
    let client = fake.client_builder().attempts(1).build().unwrap();
    let list = async |account: &str| {
        let contacts = client.integrated_account(account).crm().contacts();
        let unified = truto_unified::ResponseFormat::Unified;
        contacts.list().send_raw(unified).await
    };
    for expected in [2, 1, 0] {
        let headers = list("one").await.unwrap().headers().clone();
        let figure = |name: &str| headers[name].to_str().unwrap().parse::<u64>().unwrap();
        assert_eq!(figure("ratelimit-limit"), 3);
        assert_eq!(figure("ratelimit-remaining"), expected);
        assert!((900..=1000).contains(&figure("ratelimit-reset")));
    }
    let error = list("one").await.unwrap_err();
    assert!(error.is_rate_limited());
    assert!(error.retry_after().unwrap() >= Duration::from_secs(900));
    assert!(list("another").await.is_ok());
}
