//! The endpoint for webhooks.

use std::{
    collections::HashSet,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::SystemTime,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use tokio::net::TcpListener;
use truto_unified::webhooks::{Event, Verifier};

use crate::Outcome;

/// The secret of the first webhook of any fake, so a restart does not change it.
const SECRET: &str = "00000000-0000-4000-b000-000000000001";

/// One in this many events is refused at first, so that the API sends it again.
const REFUSED: usize = 20;

pub(crate) struct Hook {
    verifier: Verifier,
    received: AtomicUsize,
    invalid: AtomicUsize,
    /// The ids of objects for which an event is still expected.
    expected: Mutex<HashSet<String>>,
}

impl Hook {
    pub(crate) async fn start(port: u16) -> Outcome<Arc<Self>> {
        let hook = Arc::new(Self {
            verifier: Verifier::new(SECRET)?,
            received: AtomicUsize::new(0),
            invalid: AtomicUsize::new(0),
            expected: Mutex::default(),
        });
        let app = Router::new()
            .route("/hook", post(receive))
            .with_state(Arc::clone(&hook));
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(hook)
    }

    /// How many events were received, and how many of them were invalid.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.received.load(Relaxed), self.invalid.load(Relaxed))
    }

    pub(crate) fn expect(&self, id: &str) {
        let mut expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner);
        expected.insert(id.to_owned());
    }

    /// Returns the number of objects for which an event is still expected.
    pub(crate) fn missing(&self) -> usize {
        let expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner);
        expected.len()
    }
}

async fn receive(State(hook): State<Arc<Hook>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let number = hook.received.fetch_add(1, Relaxed);
    let verified = hook
        .verifier
        .verify_request(&headers, &body, SystemTime::now());
    let Ok(Event::Record(event)) = verified else {
        hook.invalid.fetch_add(1, Relaxed);
        return StatusCode::UNAUTHORIZED;
    };
    if number % REFUSED == 0 {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let mut expected = hook.expected.lock().unwrap_or_else(PoisonError::into_inner);
    expected.remove(&*event.record_id().unwrap_or_default());
    StatusCode::OK
}
