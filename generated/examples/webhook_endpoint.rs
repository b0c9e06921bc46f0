//! An endpoint for webhooks, on axum. The fake sends it an event for each object that this program changes.
//!
//! The endpoint hands an event to an inbox before it responds, and only then processes it: Truto does not send an event again after a 200.
//! Here, the inbox is in memory; a real program replaces it by a database table.

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

/// The events that have arrived. This one is in memory, so a restart loses them: a real program has a database table with a unique `id`. It
/// marks a row when its event is processed, and deletes the row a day later.
struct Inbox {
    ids: Mutex<HashSet<String>>,
    waiting: mpsc::Sender<Event>,
}

impl Inbox {
    /// Stores an event together with its id. Truto repeats a delivery whose response got lost.
    fn store(&self, event: Event) -> Stored {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let id = event.id().map(str::to_owned);
        if id.as_ref().is_some_and(|id| ids.contains(id)) {
            return Stored::Before;
        }
        if self.waiting.try_send(event).is_err() {
            return Stored::Not;
        }
        ids.extend(id);
        Stored::Now
    }
}

enum Stored {
    Now,
    Before,
    Not,
}

#[derive(Clone)]
struct Endpoint {
    verifier: Verifier,
    inbox: Arc<Inbox>,
}

async fn receive(State(endpoint): State<Endpoint>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let now = SystemTime::now();
    let event = match endpoint.verifier.verify_request(&headers, &body, now) {
        Ok(event) => event,
        // For example 401, if the signature is wrong.
        Err(error) => {
            println!("{}: {error}", error.status());
            return error.status();
        }
    };
    match endpoint.inbox.store(event) {
        Stored::Now => StatusCode::OK,
        Stored::Before => {
            println!("an event came again");
            StatusCode::OK
        }
        // The inbox is full, so Truto must send the event again.
        Stored::Not => StatusCode::SERVICE_UNAVAILABLE,
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

    let (waiting, mut events) = mpsc::channel(100);
    let endpoint = Endpoint {
        verifier: Verifier::new(webhook.secret())?,
        inbox: Arc::new(Inbox {
            ids: Mutex::default(),
            waiting,
        }),
    };
    let app = Router::new()
        .route("/truto", post(receive))
        .with_state(endpoint);
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
    }
    for delivery in webhook.wait_for(3).await {
        println!("{} attempts", delivery.attempts().len());
    }
    Ok(())
}
