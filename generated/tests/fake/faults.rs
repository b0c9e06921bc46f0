//! Injected faults, as the client sees them.

use std::time::{Duration, Instant};

use serde_json::json;
use truto_unified::{Client, ErrorKind, crm::contacts::ContactsResource, testing::Fault};

use super::support::*;

fn contacts(client: &Client, account: &str) -> ContactsResource {
    client.integrated_account(account).crm().contacts()
}

#[tokio::test]
async fn each_fault_is_what_the_client_calls_it() {
    use ErrorKind::{Decode, Forbidden, Interrupted, RateLimited, Server};

    let (fake, account) = fake();
    fake.seed(&account, "crm.contacts", [json!({"id": "c"})])
        .unwrap();
    let client = |timeout| {
        let builder = fake.client_builder().attempts(1).timeout(timeout);
        builder.build().unwrap()
    };
    let (patient, hasty) = (
        client(Duration::from_secs(30)),
        client(Duration::from_millis(300)),
    );
    let html = Fault::status(200).with_body("text/html", "<p>");
    let table = [
        (
            Fault::status(429).with_header("Retry-After", "7"),
            RateLimited,
            false,
        ),
        (Fault::status(403), Forbidden, false),
        (Fault::status(503), Server, false),
        (html, Decode, false),
        (Fault::reset(), Interrupted, false),
        (Fault::close(), Interrupted, false),
        (Fault::truncate(0), Interrupted, false),
        (Fault::truncate(5), Interrupted, false),
        (Fault::truncate(100_000), Interrupted, false),
        (Fault::stall(), Interrupted, true),
        (Fault::stall_after(3), Interrupted, true),
        (Fault::drip(Duration::from_millis(50)), Interrupted, true),
        (Fault::delay(Duration::from_secs(3)), Interrupted, true),
        (
            Fault::status(418).with_header("no header", "x"),
            Server,
            false,
        ),
    ];
    for (fault, kind, is_timeout) in table {
        let shown = format!("{fault:?}");
        fake.next([fault]);
        let client = if is_timeout { &hasty } else { &patient };
        let error = contacts(client, &account).get("c").await.expect_err(&shown);
        assert_eq!(
            (error.kind(), error.is_timeout()),
            (kind, is_timeout),
            "{shown}: {error}"
        );
        if kind == RateLimited {
            assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
        }
        assert!(
            contacts(&patient, &account).get("c").await.is_ok(),
            "{shown} goes on"
        );
    }
}

#[tokio::test]
async fn what_comes_late_or_slowly_still_comes() {
    let (fake, account) = fake();
    let client = fake.client().unwrap();
    let wait = Duration::from_millis(30);
    for fault in [Fault::delay(wait), Fault::drip(Duration::from_millis(1))] {
        fake.next([fault]);
        let start = Instant::now();
        contacts(&client, &account)
            .create()
            .first_name("Ada")
            .await
            .unwrap();
        assert!(start.elapsed() >= wait, "{:?}", start.elapsed());
    }
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_done_once() {
    let (fake, account) = fake();
    let quick = Duration::from_millis(1);
    let client = fake.client_builder().backoff(quick, quick).build().unwrap();
    let limited = Fault::status(429).with_header("Retry-After", "0");
    fake.next([limited, Fault::reset()]);
    let made = contacts(&client, &account)
        .create()
        .first_name("Ada")
        .await
        .unwrap();
    let requests = fake.take_requests();
    let keys: Vec<_> = requests
        .iter()
        .map(|one| one.header("idempotency-key").unwrap())
        .collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    let statuses: Vec<_> = requests.iter().map(|one| one.status()).collect();
    assert_eq!(statuses, [Some(429), None, Some(200)]);
    assert_eq!(requests[2].operation(), Some("crm.contacts.create"));
    let there = fake.objects(&account, "crm.contacts").unwrap();
    assert_eq!((there.len(), &there[0]["id"]), (1, &json!(made.id)));

    fake.next([Fault::reset().without_effect()]);
    contacts(&client, &account)
        .create()
        .first_name("Bob")
        .with_attempts(1)
        .await
        .unwrap_err();
    assert_eq!(fake.objects(&account, "crm.contacts").unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_that_was_used_answers_what_it_answered() {
    let (fake, account) = fake();
    let contacts = contacts(&fake.client().unwrap(), &account);
    let create = async |name: &str| {
        contacts
            .create()
            .first_name(name)
            .with_idempotency_key("k")
            .await
    };
    let first = create("Ada").await.unwrap();
    assert_eq!(create("Bob").await.unwrap(), first);
    let update = async |name: &str| {
        contacts
            .update(&first.id)
            .first_name(name)
            .with_idempotency_key("k")
            .await
    };
    assert_eq!(
        update("Cyd").await.unwrap().first_name.as_deref(),
        Some("Cyd")
    );
    assert_eq!(
        update("Dan").await.unwrap().first_name.as_deref(),
        Some("Cyd")
    );
    assert_eq!(fake.objects(&account, "crm.contacts").unwrap().len(), 1);
}

#[tokio::test]
async fn faults_can_be_for_one_operation_or_by_a_script() {
    let (fake, account) = fake();
    let client = fake.client_builder().attempts(1).build().unwrap();
    let contacts = contacts(&client, &account);
    fake.next_of("crm.contacts.create", [Fault::status(409)])
        .unwrap();
    let error = fake.next_of("crm.contacts.creat", [Fault::status(409)]);
    let error = error.unwrap_err().to_string();
    assert!(error.contains("`crm.contacts.create`"), "{error}");
    assert!(!error.contains("ticketing"), "{error}");
    assert_eq!(fake.faults_left(), 1);
    contacts.list().await.unwrap();
    assert!(
        contacts
            .create()
            .first_name("Ada")
            .await
            .unwrap_err()
            .is_conflict()
    );

    fake.script(|request| (request.query_value("limit")? == "3").then(Fault::close));
    assert!(contacts.list().limit(2).await.is_ok());
    assert_eq!(
        contacts.list().limit(3).await.unwrap_err().kind(),
        ErrorKind::Interrupted
    );
}

#[tokio::test]
async fn requests_are_shown_without_token_and_account() {
    let (fake, account) = fake();
    contacts(&fake.client().unwrap(), &account)
        .list()
        .limit(3)
        .await
        .unwrap();
    let shown = format!("{fake:?} {:?}", fake.requests());
    assert!(
        !shown.contains(&account) && !shown.contains(fake.token()),
        "{shown}"
    );
    assert!(shown.contains("limit=3"), "{shown}");
}
