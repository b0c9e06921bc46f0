//! Webhooks: what the verifier accepts, the types of the events, and the events that the fake sends.
#![cfg(all(
    feature = "crm",
    feature = "testing",
    feature = "tokio",
    feature = "webhooks"
))]

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
    time::{Duration, SystemTime},
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use truto_unified::{
    Timestamp,
    testing::{Delivery, FakeTruto},
    webhooks::{
        Event, EventName, SIGNATURE_HEADER, Verifier, VerifyError, VerifyErrorKind as Kind, sign,
    },
};

const SECRET: &str = "7b9f2c1e-6a34-4d0a-9c55-0f4b1f2f8a11";
const BODY: &str = r#"{"id":"evt_1","event":"record:updated","payload":{"name":"Zoë \u00e9"},"created_at":"2024-09-10T12:00:00.250Z"}"#;

/// The signature of [`BODY`] by `hmac.new(secret, body, hashlib.sha256)` of Python, `openssl dgst -sha256 -hmac` and
/// `crypto.createHmac` of Node.js.
const HEX: &str = "1ebfc44c82b928b566b79acb50878734c88d001ad7d704cc00719a6a04cf28fe";
const BASE64: &str = "Hr/ETIK5KLVmt5rLUIeHNMiNABrX1wTMAHGaagTPKP4=";

fn now() -> SystemTime {
    Timestamp::from("2024-09-10T12:01:00Z").try_into().unwrap()
}

fn verifier() -> Verifier {
    Verifier::new(SECRET).unwrap()
}

/// Signs and verifies a body.
fn read(body: &str) -> Result<Event, VerifyError> {
    let signature = sign(SECRET, body.as_bytes());
    verifier().verify(signature, body.as_bytes(), now())
}

/// An event with this name and payload, without what is the same in all.
fn event(name: &str, payload: &Value) -> Value {
    json!({"id": "evt_1", "event": name, "payload": payload, "environment_id": "e", "webhook_id": "w",
        "created_at": "2024-09-10 12:00:00"})
}

fn is_usable<T: Clone + Send + Sync + std::fmt::Debug + 'static>() {}

#[test]
fn everything_can_be_shared_by_tasks() {
    is_usable::<Verifier>();
    is_usable::<Event>();
    is_usable::<truto_unified::testing::FakeWebhook>();
    is_usable::<Delivery>();
}

#[test]
fn both_encodings_are_accepted_and_nothing_else() {
    for value in [HEX, BASE64] {
        let header = format!("format=sha256,v={value}");
        let event = verifier().verify(&header, BODY.as_bytes(), now()).unwrap();
        assert_eq!(event.event(), Some(&EventName::RecordUpdated));
        assert_eq!(event.id(), Some("evt_1"));
    }
    let right = format!("format=sha256,v={HEX}");
    let garbage = "\u{1}x".repeat(1 << 19);
    let rotated = Verifier::new("new").unwrap().or_secret(SECRET).unwrap();
    assert!(rotated.verify(&right, BODY.as_bytes(), now()).is_ok());
    let later = now() + Duration::from_secs(600);
    let earlier = now() - Duration::from_secs(600);
    let other = Verifier::new("other").unwrap();
    for (verifier, header, body, now, expected) in [
        (&other, &right, BODY, now(), Kind::WrongSignature),
        (
            &rotated,
            &right,
            &BODY.replace("evt_1", "evt_2"),
            now(),
            Kind::WrongSignature,
        ),
        (&rotated, &right, &garbage, now(), Kind::WrongSignature),
        (&rotated, &garbage, BODY, now(), Kind::MalformedSignature),
        (
            &rotated,
            &sign(SECRET, garbage.as_bytes()),
            &garbage,
            now(),
            Kind::Undecodable,
        ),
        (&rotated, &right, BODY, later, Kind::OutOfTime),
        (&rotated, &right, BODY, earlier, Kind::OutOfTime),
        (&rotated, &sign("new", b"{}"), "{}", now(), Kind::NoTime),
    ] {
        let error = verifier.verify(header, body.as_bytes(), now).unwrap_err();
        assert_eq!(error.kind(), expected);
        let shown = format!("{verifier:?} {error:?} {error}");
        for secret in [SECRET, HEX, "Zoë", "evt_1", "\u{1}"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    for count in [0, 2] {
        let mut headers = HeaderMap::new();
        for _ in 0..count {
            headers.append(SIGNATURE_HEADER, right.parse().unwrap());
        }
        let error = verifier().verify_request(&headers, BODY.as_bytes(), now());
        assert_eq!(error.unwrap_err().kind(), Kind::NoSignature);
    }
}

#[test]
fn account_events_have_a_typed_payload() {
    let account = json!({
        "id": "62f44730-dd91-461e-bd6a-aedd9e0ad79d", "tenant_id": "acme", "status": "needs_reauth", "is_sandbox": false,
        "context": {"subdomain": "acme"}, "unified_model_override": {}, "created_at": "2024-09-10T12:00:00.000Z",
        "integration": {"name": "zendesk", "is_beta": false, "default_oauth_app_id": null, "new": 1},
        "environment_integration": {"show_in_catalog": true, "override": {}},
    });
    for action in [
        "created",
        "updated",
        "active",
        "reactivated",
        "authentication_error",
        "post_install_error",
        "validation_error",
        "post_connect_form_submitted",
        "deleted",
    ] {
        let name = format!("integrated_account:{action}");
        let body = event(&name, &account);
        let read = read(&body.to_string()).unwrap();
        let Event::Account(of_account) = &read else {
            panic!("{read:?}")
        };
        assert_eq!(of_account.event.as_str(), name);
        assert!(!format!("{:?}", of_account.event).contains("Unrecognized"));
        let payload = of_account.payload.as_ref().unwrap();
        assert_eq!(payload.tenant_id.as_deref(), Some("acme"));
        assert_eq!(payload.status.as_ref().unwrap().as_str(), "needs_reauth");
        let integration = payload.integration.as_ref().unwrap();
        assert_eq!(integration.name.as_deref(), Some("zendesk"));
        assert_eq!(read.created_at().unwrap().as_str(), "2024-09-10 12:00:00");
        // `null` of `default_oauth_app_id` is the same as its absence.
        let mut written = serde_json::to_value(&read).unwrap();
        written["payload"]["integration"]["default_oauth_app_id"] = Value::Null;
        assert_eq!(written, body);
    }
}

#[test]
fn record_events_are_json_with_accessors() {
    for (payload, resource, id) in [
        (
            json!({"event": "updated", "resource": "crm/contacts", "id": "7", "snapshot": {"name": "Ada"}}),
            Some("crm/contacts"),
            Some("7"),
        ),
        (
            json!({"event_type": "updated", "resource_type": "ticketing/tickets", "resource_id": 7, "raw": {}}),
            Some("ticketing/tickets"),
            Some("7"),
        ),
        (
            json!({"resource": null, "resource_type": "crm/contacts", "id": null, "resource_id": "7"}),
            Some("crm/contacts"),
            Some("7"),
        ),
        (json!({"id": {"nested": true}}), None, None),
        (json!({}), None, None),
    ] {
        let body = event("record:deleted", &payload);
        let read = read(&body.to_string()).unwrap();
        let record = read.as_record().unwrap();
        assert_eq!(record.event, EventName::RecordDeleted);
        assert_eq!(record.resource().as_deref(), resource);
        assert_eq!(record.record_id().as_deref(), id);
        assert_eq!(serde_json::to_value(&read).unwrap(), body);
    }
}

#[test]
fn other_events_are_kept() {
    for name in [
        "sync_job_run:completed",
        "test",
        "integrated_account:paused",
        "später:ü",
    ] {
        let body = event(name, &json!({"foo": "bar"}));
        let read = read(&body.to_string()).unwrap();
        let other = read.as_other().unwrap();
        assert_eq!(other.event.as_str(), name);
        assert_eq!(other.payload.as_ref().unwrap()["foo"], "bar");
        assert_eq!(read.webhook_id(), Some("w"));
        assert_eq!(serde_json::to_value(&read).unwrap(), body);
    }
    let older = event("test", &json!({}))
        .to_string()
        .replace("\"event\"", "\"event_type\"");
    assert_eq!(read(&older).unwrap().event(), Some(&EventName::Test));
}

/// Any JSON.
fn json_tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Names of properties: mostly documented ones, so that they get values of other types than documented.
fn key() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "id",
        "event",
        "event_type",
        "payload",
        "created_at",
        "environment_id",
        "webhook_id",
        "integration",
        "status",
        "environment_integration",
        "resource",
        "resource_id",
        "context",
        "is_sandbox",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => ".{0,4}"]
}

proptest! {
    #[test]
    fn a_signed_body_never_panics_and_loses_nothing(
        name in prop::sample::select(vec!["integrated_account:updated", "record:created", "test", "new:event"]),
        fields in prop::collection::vec((key(), json_tree()), 0..6),
    ) {
        let mut body = event(name, &json!({}));
        for (key, value) in fields {
            body[key] = value;
        }
        let text = body.to_string();
        let verifier = verifier().without_tolerance();
        let event = verifier.verify(sign(SECRET, text.as_bytes()), text.as_bytes(), now());
        let event = event.unwrap();
        let _ = (event.id(), event.event(), event.created_at(), format!("{event:?}"));
        let _ = event.as_record().map(|record| (record.resource(), record.record_id()));
        prop_assert_eq!(comparable(serde_json::to_value(&event).unwrap()), comparable(body));
    }

    #[test]
    fn what_is_not_json_is_an_error(body in prop::collection::vec(any::<u8>(), 0..100), end in 0..BODY.len()) {
        for body in [&body[..], &BODY.as_bytes()[..end]] {
            let _ = verifier().verify(sign(SECRET, body), body, now());
            let unsigned = verifier().verify(sign("other", body), body, now());
            prop_assert_eq!(unsigned.unwrap_err().kind(), Kind::WrongSignature);
        }
    }
}

/// JSON without the differences that decoding removes: null and absent, `7` and `"7"`, `[]` and `{}`.
fn comparable(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                fields
                    .map(|(name, value)| (name, comparable(value)))
                    .collect(),
            )
        }
        Value::Array(items) if items.is_empty() => json!({}),
        Value::Array(items) => items.into_iter().map(comparable).collect(),
        Value::Bool(_) | Value::Number(_) => value.to_string().into(),
        other => other,
    }
}

/// An endpoint that records what it gets, and responds with a status.
#[derive(Clone)]
struct Endpoint {
    url: String,
    got: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    status: Arc<AtomicU16>,
}

impl Endpoint {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Self {
            url: format!("http://{}/hook?a=1", listener.local_addr().unwrap()),
            got: Arc::default(),
            status: Arc::new(200.into()),
        };
        let receive = |State(of): State<Self>, headers: HeaderMap, body: Bytes| async move {
            of.got.lock().unwrap().push((headers, body));
            StatusCode::from_u16(of.status.load(Ordering::SeqCst)).unwrap()
        };
        let app = Router::new().route("/hook", post(receive));
        let app = app.with_state(endpoint.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        endpoint
    }

    /// The events, which must be signed with the secret.
    fn events(&self, secret: &str) -> Vec<Event> {
        let verifier = Verifier::new(secret).unwrap();
        let got = self.got.lock().unwrap();
        let events = got.iter().map(|(headers, body)| {
            assert_eq!(headers["content-type"], "application/json");
            assert_eq!(headers["user-agent"], "truto");
            verifier
                .verify_request(headers, body, SystemTime::now())
                .unwrap()
        });
        events.collect()
    }
}

/// What happened to which object.
fn shown(event: &Event) -> String {
    let record = event.as_record().unwrap();
    let (resource, id) = (record.resource().unwrap(), record.record_id().unwrap());
    format!("{} {resource} {id}", record.event.as_str())
}

#[tokio::test]
async fn the_fake_sends_an_event_for_each_change_through_a_client() {
    let endpoint = Endpoint::start().await;
    let fake = FakeTruto::start().unwrap();
    let hook = fake.add_webhook(&endpoint.url).unwrap();
    fake.seed("a", "crm.contacts", [json!({"id": "seeded"})])
        .unwrap();
    let account = fake.client().unwrap().integrated_account("a");
    let contacts = account.crm().contacts();
    let ada = contacts.create().name("Ada").await.unwrap();
    contacts.update(&ada.id).first_name("Ada").await.unwrap();
    contacts.get(&ada.id).await.unwrap();
    contacts
        .update("missing")
        .first_name("Ada")
        .await
        .unwrap_err();
    let blocking = tokio::task::spawn_blocking({
        let (contacts, id) = (contacts.clone(), ada.id.clone());
        move || contacts.delete(id).blocking().send()
    });
    blocking.await.unwrap().unwrap();
    account.crm().notes().create().await.unwrap();

    let deliveries = hook.wait_for(4).await;
    let expected = [
        format!("record:created crm/contacts {}", ada.id),
        format!("record:updated crm/contacts {}", ada.id),
        format!("record:deleted crm/contacts {}", ada.id),
        "record:created crm/notes notes_1".to_owned(),
    ];
    let sent: Vec<String> = endpoint.events(hook.secret()).iter().map(shown).collect();
    assert_eq!(sent, expected);
    assert_eq!(deliveries.len(), 4);
    for delivery in &deliveries {
        assert_eq!(delivery.attempts(), [Some(StatusCode::OK)]);
        assert!(delivery.is_delivered() && delivery.is_finished());
        assert_eq!(delivery.event()["webhook_id"], hook.id());
    }
    assert_eq!(
        deliveries[1].event()["payload"]["snapshot"]["first_name"],
        "Ada"
    );
    assert_eq!(deliveries[2].event()["payload"].get("snapshot"), None);
    assert!(!format!("{hook:?}").contains(hook.secret()));
}

#[tokio::test]
async fn a_failed_delivery_is_repeated_three_times() {
    let endpoint = Endpoint::start().await;
    let fake = FakeTruto::start().unwrap();
    let hook = fake.add_webhook(&endpoint.url).unwrap();
    hook.lose_next(1);
    hook.repeat_next(1);
    hook.send("test", json!({"foo": "bar"})).unwrap();
    let deliveries = hook.wait_for(1).await;
    assert_eq!(deliveries[0].attempts(), [None, None, Some(StatusCode::OK)]);
    let events = endpoint.events(hook.secret());
    assert_eq!(events.len(), 2);
    assert_eq!(events[0], events[1]);

    endpoint.status.store(204, Ordering::SeqCst);
    hook.send("test", json!({})).unwrap();
    let deliveries = hook.wait_for(2).await;
    assert_eq!(deliveries[1].attempts(), [Some(StatusCode::NO_CONTENT); 4]);
    assert!(deliveries[1].is_finished() && !deliveries[1].is_delivered());

    // Nobody listens here, and the client is not delayed.
    let nobody = fake.add_webhook("http://localhost:1").unwrap();
    let account = fake.client().unwrap().integrated_account("a");
    let started = std::time::Instant::now();
    account.crm().contacts().create().name("Ada").await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(nobody.wait_for(1).await[0].attempts(), [None; 4]);
}

#[test]
fn programs_without_async_can_wait_and_only_loopback_is_reached() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let endpoint = runtime.block_on(Endpoint::start());
    let fake = FakeTruto::start().unwrap();
    let hook = fake.add_webhook(&endpoint.url).unwrap();
    let account = fake.client().unwrap().integrated_account("a");
    account
        .crm()
        .contacts()
        .create()
        .name("Ada")
        .blocking()
        .send()
        .unwrap();
    assert!(hook.wait_for_blocking(1)[0].is_delivered());

    for url in [
        "http://93.184.215.14/hook",
        "http://example.com",
        "https://127.0.0.1/hook",
        "http://127.0.0.1@example.com/",
        "http://localhost.example.com/",
        "/hook",
        "",
    ] {
        let error = fake.add_webhook(url).unwrap_err();
        assert!(error.to_string().contains("loopback"), "{error}");
    }
    for url in [
        "http://[::1]:9/",
        "http://LOCALHOST",
        "http://127.0.0.2:9/hook",
    ] {
        assert!(fake.add_webhook(url).is_ok(), "{url}");
    }
}
