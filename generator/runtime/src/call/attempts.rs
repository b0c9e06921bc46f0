//! Sends a request, with retries as the policy allows.

use std::{ops::Deref, sync::Arc, time::Duration};

use http::{HeaderValue, Request, StatusCode, header};
use tracing::{Instrument as _, Span};

use super::{ByteStream, Response, head::Head, queue::QueuedAttempt};
use crate::{
    Endpoint, Error, ErrorKind,
    body::Content,
    client::{Settings, Stack},
    error,
    model::Decoding,
    observe::{self, Outcome, RateLimitedBy, Watch},
    policy::{self, Admission, AttemptOutcome, Permit, RetryContext, Rules},
    secrets::Secrets,
};

/// The delay before a limiter that returned no wait is asked again.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// Why a request is not retried of which a part was read.
const ONCE: &str = "not retried, because a file of the body comes from a reader or stream, which can be read only once";

/// A request that may be sent, and what is needed to send it. Boxed, because it is large and is moved often.
pub(super) struct PreparedRequest {
    pub(super) request: Request<Content>,
    pub(super) rules: Rules,
    pub(super) origin: Origin,
    pub(super) account: Option<Arc<str>>,
    pub(super) integration: Option<&'static str>,
    pub(super) stack: Stack,
    pub(super) settings: Arc<Settings>,
}

/// The call and attempt of a response, for its errors.
#[derive(Clone)]
pub(super) struct Origin {
    call: Arc<CallContext>,
    /// The number of the attempt, from 1.
    pub(super) attempt: u32,
}

/// What all attempts of a call have in common.
pub(super) struct CallContext {
    pub(super) endpoint: Endpoint,
    pub(super) secrets: Secrets,
    /// How the response is decoded.
    pub(super) decoding: Decoding,
    /// `Idempotency-Key`
    pub(super) key: Option<HeaderValue>,
}

impl Deref for Origin {
    type Target = CallContext;

    fn deref(&self) -> &CallContext {
        &self.call
    }
}

impl Origin {
    /// Before the first attempt.
    pub(super) fn new(call: CallContext) -> Self {
        Self {
            call: Arc::new(call),
            attempt: 0,
        }
    }

    /// Adds the call and the attempt to an error.
    pub(super) fn annotate(&self, error: Error) -> Error {
        error
            .at(self.endpoint)
            .with_attempts(self.attempt, self.key.as_ref())
    }

    /// The key, unless it is not a text: only one set by the caller can be.
    pub(super) fn idempotency_key(&self) -> Option<&str> {
        self.key.as_ref()?.to_str().ok()
    }

    /// The request changes nothing.
    pub(super) fn is_read(&self) -> bool {
        self.endpoint.is_read()
    }
}

/// One attempt.
pub(super) struct Attempt {
    request: Request<Content>,
    timeout: Duration,
    /// The timeout of each chunk, if the response is a stream of events.
    chunk_timeout: Duration,
    max_body: usize,
    origin: Origin,
    stack: Stack,
}

/// The response of an attempt, whole or streamed.
pub(super) trait HasHead {
    fn head(&self) -> &Head;
}

impl HasHead for Response {
    fn head(&self) -> &Head {
        &self.head
    }
}

impl HasHead for ByteStream {
    fn head(&self) -> &Head {
        &self.head
    }
}

impl PreparedRequest {
    /// Makes attempts until one succeeds or the policy allows no other.
    pub(super) async fn send<T: HasHead, F>(
        self: Box<Self>,
        send: impl Fn(Attempt) -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut watch = Watch::start(
            self.origin.endpoint,
            self.integration,
            Arc::clone(&self.stack.timer),
            self.settings.observer.clone(),
        );
        let span = watch.span();
        let result = self.attempts(send, &mut watch).instrument(span).await;
        watch.done(&match &result {
            Ok(response) => Outcome::Success(response.head().status),
            Err(error) => Outcome::Failure(error),
        });
        result
    }

    async fn attempts<T: HasHead, F>(
        mut self: Box<Self>,
        send: impl Fn(Attempt) -> F,
        watch: &mut Watch,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let settings = Arc::clone(&self.settings);
        let timer = Arc::clone(&self.stack.timer);
        let end = timer.now().saturating_add(self.rules.deadline());
        let left = || end.saturating_sub(timer.now());
        let (mut failed, mut permit): (Option<Error>, Option<Permit<'_>>) = (None, None);
        let mut may_have_arrived = false;
        loop {
            let mut queued = match self.admission(&settings, &left, watch).await {
                Ok(queued) => queued,
                Err(limited) => return Err(failed.unwrap_or(limited)),
            };
            if let Some(permit) = permit.take() {
                permit.spend();
            }
            self.origin.attempt += 1;
            let span = watch.attempt(self.origin.attempt);
            let result = send(self.attempt(left())).instrument(span.clone()).await;
            record(&span, &result);
            if let Some(queued) = &mut queued {
                queued.ended(&outcome(&result)).await;
            }
            drop(queued);
            let error = match result {
                Ok(response) => {
                    settings.budget.succeeded();
                    return Ok(response);
                }
                Err(error) => error,
            };
            may_have_arrived |= error.kind() != ErrorKind::Connect;
            let mut error = self
                .origin
                .annotate(error)
                .may_have_arrived(may_have_arrived);
            if error.is_timeout() {
                let limits = self.timeouts(error.kind());
                error = error.hint(&limits);
            }
            if error.is_rate_limited() {
                watch.rate_limited(RateLimitedBy::Api(error.retry_after()));
            }
            let wait = match policy::decide(&self.rules, &self.retry_context(left()), &error) {
                Ok(wait) => wait,
                Err(stop) => {
                    return Err(match stop.hint() {
                        Some(hint) => error.hint(&hint),
                        None => error,
                    });
                }
            };
            if !self.request.body().is_unread() {
                return Err(error.hint(ONCE));
            }
            permit = settings.budget.take(timer.now());
            if permit.is_none() {
                return Err(error.hint("not retried, because the client's retry budget is used up"));
            }
            watch.retry(&error, wait);
            timer.sleep(wait).await;
            failed = Some(error);
        }
    }

    /// Waits until the client's limiter admits the attempt. Fails if that would be after the deadline.
    async fn admission<'a>(
        &self,
        settings: &'a Settings,
        left: impl Fn() -> Duration,
        watch: &Watch,
    ) -> Result<Option<QueuedAttempt<'a>>, Error> {
        let Some(limiter) = settings
            .limiter
            .as_deref()
            .filter(|_| self.rules.is_limited)
        else {
            return Ok(None);
        };
        let mut queued = QueuedAttempt::join(limiter, self);
        let mut is_reported = false;
        loop {
            let asked = queued.ask().await;
            let asked =
                asked.map_err(|error| self.origin.annotate(Error::limiter_failed(error)))?;
            let Admission::After(wait) = asked else {
                return Ok(Some(queued));
            };
            let wait = wait.max(SHORTEST_WAIT);
            if !std::mem::replace(&mut is_reported, true) {
                watch.rate_limited(RateLimitedBy::Client(wait));
            }
            if wait >= left() {
                return Err(self.origin.annotate(Error::limited(wait)));
            }
            self.stack.timer.sleep(wait).await;
        }
    }

    /// Describes the timeouts in effect, for a caller who finds them too short.
    fn timeouts(&self, kind: ErrorKind) -> String {
        let (timeout, deadline) = (self.rules.timeout, self.rules.deadline());
        let connect = match kind {
            ErrorKind::Connect => ", less for connecting (`connect_timeout`)",
            _ => "",
        };
        format!(
            "the limits are {timeout:?} per attempt (`timeout`){connect}, and {deadline:?} per call (`deadline`)"
        )
    }

    fn attempt(&self, left: Duration) -> Attempt {
        Attempt {
            request: self.request.clone(),
            timeout: self.rules.timeout.min(left),
            chunk_timeout: self.rules.timeout,
            max_body: self.rules.max_body,
            origin: self.origin.clone(),
            stack: self.stack.clone(),
        }
    }

    fn retry_context(&self, left: Duration) -> RetryContext {
        RetryContext {
            is_read: self.origin.is_read(),
            is_keyed: self.origin.key.is_some(),
            attempt: self.origin.attempt,
            left,
            jitter: getrandom::u32().map_or(0.5, |random| f64::from(random) / f64::from(u32::MAX)),
        }
    }
}

/// The outcome of an attempt, for the limiter.
fn outcome<T: HasHead>(result: &Result<T, Error>) -> AttemptOutcome<'_> {
    match result {
        Ok(response) => AttemptOutcome {
            response: Some((response.head().status, &response.head().headers)),
            is_never_sent: false,
        },
        Err(error) => AttemptOutcome {
            response: error.status().zip(error.headers()),
            is_never_sent: error.kind() == ErrorKind::Connect,
        },
    }
}

fn record<T: HasHead>(span: &Span, result: &Result<T, Error>) {
    match result {
        Ok(response) => observe::record_status(span, response.head().status),
        Err(error) => observe::record_error(span, error),
    }
}

/// Sends a request once and reads the whole response.
pub(super) async fn send_whole(attempt: Attempt) -> Result<Response, Error> {
    let is_read = attempt.origin.is_read();
    let response = send_streaming(attempt).await?.into_response().await?;
    // A write is not retried for this reason, because it has succeeded.
    if is_read && response.ends_early() {
        return Err(response.truncated());
    }
    Ok(response)
}

/// Sends a request once and reads the response's head. An unsuccessful or partial response becomes an error, with the beginning of
/// its body.
pub(super) async fn send_streaming(attempt: Attempt) -> Result<ByteStream, Error> {
    let Attempt {
        request,
        timeout,
        chunk_timeout,
        max_body,
        origin,
        stack,
    } = attempt;
    let wants_part = request.headers().contains_key(header::RANGE);
    let transport = stack.transport()?;
    let (head, content) = request.into_parts();
    let response = match content {
        Content::Whole(bytes) => transport.send(Request::from_parts(head, bytes), timeout),
        Content::Pieces(..) => {
            transport.send_body(Request::from_parts(head, content.body()), timeout)
        }
    };
    let response = response.await.map_err(Error::transport)?;
    let mut stream = ByteStream::new(origin.clone(), response, (max_body, chunk_timeout));
    let is_part = stream.status() == StatusCode::PARTIAL_CONTENT
        && stream.headers().contains_key(header::CONTENT_RANGE)
        && !wants_part;
    if stream.status().is_success() && !is_part {
        return Ok(stream);
    }
    // The status matters more than the body, so a body of any length is no error of its own.
    let (body, is_cut) = stream.beginning(max_body.min(error::MOST_READ)).await?;
    let error = if is_part {
        let error = Error::partial();
        let error = error.with_secrets(&origin.secrets);
        error.with_response(stream.status(), stream.headers(), &body)
    } else {
        error::from_response(
            &origin.endpoint,
            stream.status(),
            stream.headers(),
            &body,
            &origin.secrets,
        )
    };
    Err(error.with_cut_body(is_cut))
}

/// A new idempotency key: 128 random bits in hexadecimal.
pub(super) fn new_key() -> Result<HeaderValue, Error> {
    let no_random = |error| {
        Error::invalid("cannot generate an idempotency key: no source of random numbers")
            .with_source(error)
    };
    let (high, low) = (
        getrandom::u64().map_err(no_random)?,
        getrandom::u64().map_err(no_random)?,
    );
    crate::token::header_value("Idempotency-Key", &format!("{high:016x}{low:016x}"))
}
