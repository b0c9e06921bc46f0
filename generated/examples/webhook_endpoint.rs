//! An endpoint for webhooks, on axum. The fake sends it an event for each object that this program changes.

use std::{
    collections::HashSet,
    error::Error,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::json;
use tokio::{net::TcpListener, sync::mpsc};
use truto_unified::{
    testing::FakeTruto,
    webhooks::{Event, Verifier},
};

/// What the endpoint needs: to verify events, and to hand them over.
#[derive(Clone)]
struct Endpoint {
    verifier: Verifier,
    queue: mpsc::Sender<Event>,
}

/// Responds at once: the work is done elsewhere.
async fn receive(State(endpoint): State<Endpoint>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let now = SystemTime::now();
    match endpoint.verifier.verify_request(&headers, &body, now) {
        Ok(event) => match endpoint.queue.try_send(event) {
            Ok(()) => StatusCode::OK,
            // The queue is full, so Truto must send the event again.
            Err(_) => StatusCode::SERVICE_UNAVAILABLE,
        },
        // 401 for a wrong signature; 200 for an event that is known, so that it does not come again.
        Err(error) => {
            println!("{}: {error}", error.status());
            error.status()
        }
    }
}

fn process(event: &Event) {
    match event {
        Event::Record(event) => println!(
            "{} {} {}",
            event.event.as_str(),
            event.resource().unwrap_or_default(),
            event.record_id().unwrap_or_default()
        ),
        Event::Account(event) => {
            let account = event.payload.as_ref();
            let id = account.and_then(|account| account.id.as_deref());
            println!("{} of {}", event.event.as_str(), id.unwrap_or("?"));
        }
        other => println!("ignored: {:?}", other.event()),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let fake = FakeTruto::start()?;
    let webhook = fake.add_webhook(&format!("http://{}/truto", listener.local_addr()?))?;

    // A real program keeps the ids where a restart does not lose them.
    let processed = Arc::new(Mutex::new(HashSet::new()));
    let known = Arc::clone(&processed);
    let verifier = Verifier::new(webhook.secret())?.with_known(move |id| {
        let ids = known.lock().unwrap_or_else(PoisonError::into_inner);
        ids.contains(id)
    });

    let (queue, mut events) = mpsc::channel(100);
    let app = Router::new()
        .route("/truto", post(receive))
        .with_state(Endpoint { verifier, queue });
    tokio::spawn(async move { axum::serve(listener, app).await });

    // The first response gets lost on its way, so this event comes twice.
    webhook.repeat_next(1);
    let account = fake.client()?.integrated_account("any");
    let contact = account.crm().contacts().create().name("Ada").await?;
    account.crm().contacts().delete(&contact.id).await?;
    webhook.send(
        "integrated_account:authentication_error",
        json!({"id": "62f44730-dd91-461e-bd6a-aedd9e0ad79d", "status": "needs_reauth"}),
    )?;

    for _ in 0..3 {
        let Some(event) = events.recv().await else {
            break;
        };
        process(&event);
        // Only now: if `process` had failed, the event must come again.
        if let Some(id) = event.id() {
            let mut ids = processed.lock().unwrap_or_else(PoisonError::into_inner);
            ids.insert(id.to_owned());
        }
    }
    for delivery in webhook.wait_for(3).await {
        println!("{} attempts", delivery.attempts().len());
    }
    Ok(())
}
