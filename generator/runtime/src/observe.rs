//! Observation of calls: an [`Observer`] of the client, and `tracing`.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use http::StatusCode;
use tracing::{Span, field::Empty};

use crate::{Endpoint, Error, policy::Timer};

/// Callbacks for the steps of calls, for counters and timings. Set with
/// [`ClientBuilder::observer`](crate::ClientBuilder::observer).
///
/// The methods run on the thread that makes the call, so they must not block. They get neither bodies nor tokens nor the ids of
/// accounts and objects; the [`Error`] they get is the one that is returned to the caller. If a method panics, the call
/// continues, and a `tracing` event of level `ERROR` reports the panic.
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// # use truto_runtime::observe::{CallInfo, Observer, Outcome};
///
/// #[derive(Default)]
/// struct Failures(AtomicU64);
///
/// impl Observer for Failures {
///     fn done(&self, call: &CallInfo, outcome: &Outcome<'_>) {
///         if let Outcome::Failure(error) = outcome {
///             self.0.fetch_add(1, Ordering::Relaxed);
///             eprintln!("{} after {:?}: {:?}", call.operation(), call.elapsed(), error.kind());
///         }
///     }
/// }
/// ```
pub trait Observer: Send + Sync {
    /// Called when an attempt starts.
    fn attempt(&self, call: &CallInfo) {
        let _ = call;
    }

    /// Called when an attempt has failed with `error` and the call will be retried after `wait`.
    fn retry(&self, call: &CallInfo, error: &Error, wait: Duration) {
        let _ = (call, error, wait);
    }

    /// Called when there were too many requests.
    fn rate_limited(&self, call: &CallInfo, by: RateLimitedBy) {
        let _ = (call, by);
    }

    /// Called when the call has ended. Not called for a request that is refused before it is sent, by checks of the client.
    fn done(&self, call: &CallInfo, outcome: &Outcome<'_>) {
        let _ = (call, outcome);
    }
}

/// What limited the rate of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RateLimitedBy {
    /// The client's own [limits](crate::RateLimits): the attempt has to wait this long. If that would exceed the deadline of
    /// the call, the call fails.
    Client(Duration),
    /// The API returned 429. The duration is the wait that it requests, if any.
    Api(Option<Duration>),
}

/// How a call ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome<'a> {
    /// The API returned a success. Decoding of the response can still fail.
    Success(StatusCode),
    /// The call failed.
    Failure(&'a Error),
    /// The future of the call was dropped before it completed.
    Dropped,
}

/// A call and its progress.
pub struct CallInfo {
    endpoint: Endpoint,
    integration: Option<&'static str>,
    attempt: u32,
    timer: Arc<dyn Timer>,
    start: Duration,
}

impl CallInfo {
    /// The operation's id, such as `ticketing.contacts.create`.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.endpoint.id()
    }

    /// The HTTP method.
    #[must_use]
    pub fn method(&self) -> &'static str {
        self.endpoint.method()
    }

    /// The path with its placeholders, such as `/contacts/{id}`.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.endpoint.path()
    }

    /// The integration's slug, if the account handle has an integration.
    #[must_use]
    pub fn integration(&self) -> Option<&'static str> {
        self.integration
    }

    /// The number of the current attempt, from 1; 0 before the first one. When the call has ended, the number of attempts made.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The time since the call started, by the client's timer.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.timer.now().saturating_sub(self.start)
    }
}

impl fmt::Debug for CallInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallInfo")
            .field("operation", &self.operation())
            .field("integration", &self.integration)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

/// Reports the steps of a call to the client's observer and to the call's span.
pub(crate) struct Watch {
    call: CallInfo,
    observer: Option<Arc<dyn Observer>>,
    span: Span,
    is_done: bool,
}

impl Watch {
    pub(crate) fn start(
        endpoint: Endpoint,
        integration: Option<&'static str>,
        timer: Arc<dyn Timer>,
        observer: Option<Arc<dyn Observer>>,
    ) -> Self {
        let span = tracing::info_span!(
            "api_call",
            operation = endpoint.id(),
            method = endpoint.method(),
            path = endpoint.path(),
            integration,
            attempts = Empty,
            status = Empty,
            error = Empty,
        );
        let start = timer.now();
        Self {
            call: CallInfo {
                endpoint,
                integration,
                attempt: 0,
                timer,
                start,
            },
            observer,
            span,
            is_done: false,
        }
    }

    /// The span of the whole call.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Starts an attempt and returns its span.
    pub(crate) fn attempt(&mut self, number: u32) -> Span {
        self.call.attempt = number;
        self.notify("attempt", |observer, call| observer.attempt(call));
        tracing::debug_span!(
            parent: &self.span,
            "api_attempt",
            attempt = number,
            status = Empty,
            error = Empty,
        )
    }

    pub(crate) fn retry(&self, error: &Error, wait: Duration) {
        self.notify("retry", |observer, call| observer.retry(call, error, wait));
    }

    pub(crate) fn rate_limited(&self, by: RateLimitedBy) {
        self.notify("rate_limited", |observer, call| {
            observer.rate_limited(call, by);
        });
    }

    pub(crate) fn done(&mut self, outcome: &Outcome<'_>) {
        self.is_done = true;
        self.span.record("attempts", self.call.attempt);
        match outcome {
            Outcome::Success(status) => record_status(&self.span, *status),
            Outcome::Failure(error) => record_error(&self.span, error),
            Outcome::Dropped => {
                self.span.record("error", "Dropped");
            }
        }
        self.notify("done", |observer, call| observer.done(call, outcome));
    }

    /// Catches a panic of the observer: `done` may be called while another panic unwinds, and a second panic would abort the
    /// process.
    fn notify(&self, hook: &'static str, what: impl FnOnce(&dyn Observer, &CallInfo)) {
        let Some(observer) = &self.observer else {
            return;
        };
        let notified = catch_unwind(AssertUnwindSafe(|| what(&**observer, &self.call)));
        if notified.is_err() {
            tracing::error!(
                parent: &self.span,
                operation = self.call.operation(),
                hook,
                "the client's observer panicked"
            );
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if !self.is_done {
            self.done(&Outcome::Dropped);
        }
    }
}

pub(crate) fn record_status(span: &Span, status: StatusCode) {
    span.record("status", status.as_u16());
}

/// Records only the kind, since a message may include text from the server.
pub(crate) fn record_error(span: &Span, error: &Error) {
    if let Some(status) = error.status() {
        record_status(span, status);
    }
    span.record("error", tracing::field::debug(error.kind()));
}
