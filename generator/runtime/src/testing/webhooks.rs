//! The webhooks of the fake: events about changed objects, which it signs and sends to a URL on loopback.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, Uri, header};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    runtime::Handle,
    sync::Notify,
    time::{sleep, timeout},
};

use super::{
    Accounts, FakeServer, Faked,
    service::Clock,
    store::{Change, Collection},
    time,
};
use crate::{
    Error,
    transport::{is_private, port},
    webhooks::{SIGNATURE_HEADER, sign},
};

/// The pauses before the repetitions of a delivery. Truto also repeats it three times, but waits up to 10 seconds.
const PAUSES: [Duration; 3] = [
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
];

/// How long the endpoint may take to respond.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long [`FakeWebhook::wait_for`] waits.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The maximum number of deliveries that are kept; the oldest are dropped.
const MOST_KEPT: usize = 10_000;

/// The id of the environment of the fake.
const ENVIRONMENT: &str = "00000000-0000-4000-9000-000000000001";

impl<C: Faked> FakeServer<C, Accounts> {
    /// Sends an event to this URL whenever an object is created, updated or deleted through a client, from now on. [`seed`](Self::seed)
    /// sends none. The URL must be on loopback: `http://127.0.0.1:3000/hook`.
    ///
    /// The events are like those of Truto, `record:created`, `record:updated` and `record:deleted`, and signed with the
    /// [secret](FakeWebhook::secret) of the webhook. The documentation does not say what the payload of these is for each integration. Here, it
    /// is the `resource` (`crm/contacts`), the `id`, and, unless it was deleted, the object as `snapshot`.
    ///
    /// Responses are not delayed by deliveries. A delivery that is not answered with 200 is repeated up to three times, with shorter
    /// pauses than those of Truto. Events are sent in the order of the changes, but one that is repeated can arrive after later ones.
    ///
    /// # Errors
    /// The URL is not a valid `http` URL on loopback.
    pub fn add_webhook(&self, url: &str) -> Result<FakeWebhook, Error> {
        let target = Target::of(url)?;
        let mut state = self.service.state();
        let number = state.webhooks.all.len() + 1;
        let hook = Arc::new(Hook {
            id: format!("00000000-0000-4000-a000-{number:012}"),
            secret: format!("00000000-0000-4000-b000-{number:012}"),
            target,
            runtime: self.server.runtime.clone(),
            clock: Arc::clone(&self.service.settings().clock),
            state: Mutex::default(),
            finished: Condvar::new(),
            notify: Notify::new(),
        });
        state.webhooks.all.push(Arc::clone(&hook));
        Ok(FakeWebhook { hook })
    }
}

/// The webhooks of a fake.
#[derive(Default)]
pub(super) struct Webhooks {
    all: Vec<Arc<Hook>>,
    /// The number of events.
    events: usize,
}

impl Webhooks {
    /// Sends events about the changes of a collection. `resource` is that of an operation id: `crm.contacts`.
    pub(super) fn announce(&mut self, resource: &str, changes: Vec<Change>, on: &Collection) {
        if self.all.is_empty() {
            return;
        }
        let resource = resource.replace('.', "/");
        for Change { event, id } in changes {
            let mut payload = json!({"resource": resource, "id": id});
            if let Some(object) = on.get(&id) {
                payload["snapshot"] = Value::Object(object.as_ref().clone());
            }
            self.send(event, &payload);
        }
    }

    fn send(&mut self, event: &str, payload: &Value) {
        let id = self.next_id();
        for hook in &self.all {
            Hook::deliver(hook, &id, event, payload);
        }
    }

    fn next_id(&mut self) -> String {
        self.events += 1;
        format!("00000000-0000-4000-8000-{:012}", self.events)
    }
}

/// A webhook of a fake: where its events go, and which were delivered. Clones are the same webhook.
#[derive(Clone)]
pub struct FakeWebhook {
    hook: Arc<Hook>,
}

impl FakeWebhook {
    /// The secret with which the events are signed.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.hook.secret
    }

    /// The id of the webhook, which its events contain.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.hook.id
    }

    /// Sends an event of any kind, such as `integrated_account:authentication_error`.
    ///
    /// # Errors
    /// The payload cannot be written as JSON.
    pub fn send(&self, event: &str, payload: impl Serialize) -> Result<(), Error> {
        let payload = serde_json::to_value(payload).map_err(|error| {
            Error::invalid("the payload cannot be written as JSON").with_source(error)
        })?;
        let id = {
            let mut state = self.hook.state();
            state.sent += 1;
            format!("00000000-0000-4000-8001-{:012}", state.sent)
        };
        Hook::deliver(&self.hook, &id, event, &payload);
        Ok(())
    }

    /// Loses the next requests, so that their deliveries are repeated, as if the endpoint could not be reached.
    pub fn lose_next(&self, requests: usize) {
        let mut state = self.hook.state();
        let lost = (0..requests).map(|_| Loss::Request);
        state.losses.extend(lost);
    }

    /// Loses the responses to the next requests, so that the endpoint gets the same events again.
    pub fn repeat_next(&self, requests: usize) {
        let mut state = self.hook.state();
        let lost = (0..requests).map(|_| Loss::Response);
        state.losses.extend(lost);
    }

    /// The last 10,000 deliveries, in the order of the events.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.hook.state().deliveries.iter().cloned().collect()
    }

    /// Waits until this many deliveries are finished, with or without success, or for 30 seconds. Returns all
    /// [deliveries](Self::deliveries).
    pub async fn wait_for(&self, deliveries: usize) -> Vec<Delivery> {
        let hook = Arc::clone(&self.hook);
        let all = async move {
            loop {
                let changed = hook.notify.notified();
                if hook.state().finished >= deliveries {
                    return;
                }
                changed.await;
            }
        };
        // On the runtime of the fake, since that of the caller may have no timer. It ends when the fake is dropped.
        let waited = self.hook.runtime.spawn(timeout(LONGEST_WAIT, all));
        let _ = waited.await;
        self.deliveries()
    }

    /// Blocks until this many deliveries are finished: see [`wait_for`](Self::wait_for). Do not call it where it blocks the endpoint.
    #[must_use]
    pub fn wait_for_blocking(&self, deliveries: usize) -> Vec<Delivery> {
        let state = self.hook.state();
        let waited = self
            .hook
            .finished
            .wait_timeout_while(state, LONGEST_WAIT, |state| state.finished < deliveries);
        drop(waited);
        self.deliveries()
    }
}

impl fmt::Debug for FakeWebhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeWebhook")
            .field("id", &self.hook.id)
            .field("url", &self.hook.target.url)
            .finish_non_exhaustive()
    }
}

/// An event that a fake delivers, and how that went.
#[derive(Clone, Debug)]
pub struct Delivery {
    event: Value,
    body: Bytes,
    attempts: Vec<Option<StatusCode>>,
    is_finished: bool,
}

impl Delivery {
    /// The event, which is the body of the requests.
    #[must_use]
    pub fn event(&self) -> &Value {
        &self.event
    }

    /// The body of the requests, byte for byte.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The status of the response to each attempt until now; `None` without a response.
    #[must_use]
    pub fn attempts(&self) -> &[Option<StatusCode>] {
        &self.attempts
    }

    /// Whether the endpoint has received the event, and has responded with 200.
    #[must_use]
    pub fn is_delivered(&self) -> bool {
        self.attempts.last() == Some(&Some(StatusCode::OK))
    }

    /// Whether there will be no further attempt.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.is_finished
    }
}

/// What is lost in an attempt.
enum Loss {
    Request,
    Response,
}

struct Hook {
    id: String,
    secret: String,
    target: Target,
    runtime: Handle,
    clock: Arc<Clock>,
    state: Mutex<HookState>,
    finished: Condvar,
    notify: Notify,
}

#[derive(Default)]
struct HookState {
    deliveries: VecDeque<Delivery>,
    /// The number of deliveries that were dropped.
    dropped: usize,
    /// The number of finished deliveries.
    finished: usize,
    /// The number of events sent by [`FakeWebhook::send`].
    sent: usize,
    losses: VecDeque<Loss>,
}

impl HookState {
    fn add(&mut self, delivery: Delivery) -> usize {
        self.deliveries.push_back(delivery);
        if self.deliveries.len() > MOST_KEPT {
            self.deliveries.pop_front();
            self.dropped += 1;
        }
        self.dropped + self.deliveries.len() - 1
    }

    fn delivery(&mut self, number: usize) -> Option<&mut Delivery> {
        let index = number.checked_sub(self.dropped)?;
        self.deliveries.get_mut(index)
    }
}

impl Hook {
    fn state(&self) -> MutexGuard<'_, HookState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a delivery, on the thread of the server.
    fn deliver(hook: &Arc<Self>, id: &str, name: &str, payload: &Value) {
        let event = json!({
            "id": id,
            "event": name,
            "payload": payload,
            "environment_id": ENVIRONMENT,
            "created_at": time::text((hook.clock)()),
            "webhook_id": hook.id,
        });
        let body = Bytes::from(event.to_string());
        let number = hook.state().add(Delivery {
            event,
            body: body.clone(),
            attempts: Vec::new(),
            is_finished: false,
        });
        let of_task = Arc::clone(hook);
        hook.runtime.spawn(async move {
            of_task.attempts(number, &body).await;
            of_task.finish(number);
        });
    }

    async fn attempts(&self, number: usize, body: &Bytes) {
        let pauses = PAUSES.into_iter().map(Some).chain([None]);
        for pause in pauses {
            let status = self.attempt(body).await;
            if let Some(delivery) = self.state().delivery(number) {
                delivery.attempts.push(status);
            }
            match pause {
                Some(pause) if status != Some(StatusCode::OK) => sleep(pause).await,
                _ => return,
            }
        }
    }

    async fn attempt(&self, body: &Bytes) -> Option<StatusCode> {
        let loss = self.state().losses.pop_front();
        if matches!(loss, Some(Loss::Request)) {
            return None;
        }
        let signature = sign(&self.secret, body);
        let status = timeout(PATIENCE, self.target.post(body.clone(), &signature)).await;
        status
            .ok()
            .flatten()
            .filter(|_| !matches!(loss, Some(Loss::Response)))
    }

    fn finish(&self, number: usize) {
        let mut state = self.state();
        state.finished += 1;
        if let Some(delivery) = state.delivery(number) {
            delivery.is_finished = true;
        }
        drop(state);
        self.finished.notify_all();
        self.notify.notify_waiters();
    }
}

/// A URL on loopback.
struct Target {
    url: String,
    host: String,
    port: u16,
    authority: HeaderValue,
    path: String,
}

impl Target {
    fn of(url: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::invalid(format!(
                "the URL of the webhook must be on loopback, such as `http://127.0.0.1:3000/hook`; found `{url}`"
            ))
        };
        let uri: Uri = url.parse().map_err(|_| wrong())?;
        let authority = uri.authority().ok_or_else(wrong)?;
        let port = port(authority).map_err(|_| wrong())?;
        if !is_private(&uri) || authority.as_str().contains('@') {
            return Err(wrong());
        }
        Ok(Self {
            url: url.to_owned(),
            host: authority.host().trim_matches(['[', ']']).to_owned(),
            port: port.unwrap_or(80),
            authority: HeaderValue::from_str(authority.as_str()).map_err(|_| wrong())?,
            path: uri
                .path_and_query()
                .map_or("/", |path| path.as_str())
                .to_owned(),
        })
    }

    /// Sends a request, and returns the status of its response.
    async fn post(&self, body: Bytes, signature: &str) -> Option<StatusCode> {
        let stream = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .ok()?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        let request = Request::post(&self.path)
            .header(header::HOST, self.authority.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::USER_AGENT, "truto")
            .header(SIGNATURE_HEADER, signature)
            .body(Full::new(body))
            .ok()?;
        let response = sender.send_request(request).await.ok()?;
        Some(response.status())
    }
}
