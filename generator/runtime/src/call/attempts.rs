//! Sends a request, with retries as the policy allows.

use std::{ops::Deref, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use tracing::{Instrument as _, Span};

use super::{ByteStream, Response, turn::InLine};
use crate::{
    Error, ErrorKind,
    client::{Settings, Stack},
    error,
    model::Decoding,
    observe::{self, Outcome, RateLimitedBy, Watch},
    policy::{self, Admission, AttemptOutcome, Permit, Rules, Situation},
    secrets::Secrets,
    support::Endpoint,
};

/// The delay before a limiter that returned no wait is asked again.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// A request and what is needed to send it. Boxed, because it is large and is moved often.
pub(super) struct Ready {
    pub(super) request: Request<Bytes>,
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
    call: Arc<Sent>,
    /// The number of the attempt, from 1.
    pub(super) attempt: u32,
}

/// What all attempts of a call have in common.
pub(super) struct Sent {
    pub(super) endpoint: &'static Endpoint,
    pub(super) secrets: Secrets,
    /// How the response is decoded.
    pub(super) decoding: Decoding,
    /// `Idempotency-Key`
    pub(super) key: Option<HeaderValue>,
}

impl Deref for Origin {
    type Target = Sent;

    fn deref(&self) -> &Sent {
        &self.call
    }
}

impl Origin {
    /// Before the first attempt.
    pub(super) fn new(sent: Sent) -> Self {
        Self {
            call: Arc::new(sent),
            attempt: 0,
        }
    }

    pub(super) fn blame(&self, error: Error) -> Error {
        error
            .at(self.endpoint)
            .tried(self.attempt, self.key.as_ref())
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
    request: Request<Bytes>,
    timeout: Duration,
    max_body: usize,
    origin: Origin,
    stack: Stack,
}

/// The response of an attempt, whole or streamed.
pub(super) trait Answer {
    fn status(&self) -> StatusCode;

    fn headers(&self) -> &HeaderMap;
}

impl Answer for Response {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl Answer for ByteStream {
    fn status(&self) -> StatusCode {
        Self::status(self)
    }

    fn headers(&self) -> &HeaderMap {
        Self::headers(self)
    }
}

impl Ready {
    /// Makes attempts until one succeeds or the policy allows no other.
    pub(super) async fn send<T: Answer, F>(
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
            Ok(answer) => Outcome::Success(answer.status()),
            Err(error) => Outcome::Failure(error),
        });
        result
    }

    async fn attempts<T: Answer, F>(
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
            let mut turn = match self.turn(&settings, &left, watch).await {
                Ok(turn) => turn,
                Err(limited) => return Err(failed.unwrap_or(limited)),
            };
            if let Some(permit) = permit.take() {
                permit.spend();
            }
            self.origin.attempt += 1;
            let span = watch.attempt(self.origin.attempt);
            let result = send(self.attempt(left())).instrument(span.clone()).await;
            record(&span, &result);
            if let Some(turn) = &mut turn {
                turn.ended(&ended(&result)).await;
            }
            drop(turn);
            let error = match result {
                Ok(answer) => {
                    settings.budget.succeeded();
                    return Ok(answer);
                }
                Err(error) => error,
            };
            may_have_arrived |= error.kind() != ErrorKind::Connect;
            let mut error = self.origin.blame(error).arrived(may_have_arrived);
            if error.is_timeout() {
                let times = self.times(error.kind());
                error = error.hint(&times);
            }
            if error.is_rate_limited() {
                watch.rate_limited(RateLimitedBy::Api(error.retry_after()));
            }
            let wait = match policy::decide(&self.rules, &self.situation(left()), &error) {
                Ok(wait) => wait,
                Err(stop) => {
                    return Err(match stop.hint() {
                        Some(hint) => error.hint(&hint),
                        None => error,
                    });
                }
            };
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
    async fn turn<'a>(
        &self,
        settings: &'a Settings,
        left: impl Fn() -> Duration,
        watch: &Watch,
    ) -> Result<Option<InLine<'a>>, Error> {
        let Some(limiter) = settings
            .limiter
            .as_deref()
            .filter(|_| self.rules.is_limited)
        else {
            return Ok(None);
        };
        let mut turn = InLine::join(limiter, self);
        let mut is_told = false;
        loop {
            let asked = turn.ask().await;
            let asked = asked.map_err(|error| self.origin.blame(Error::limiter_failed(error)))?;
            let Admission::After(wait) = asked else {
                return Ok(Some(turn));
            };
            let wait = wait.max(SHORTEST_WAIT);
            if !std::mem::replace(&mut is_told, true) {
                watch.rate_limited(RateLimitedBy::Client(wait));
            }
            if wait >= left() {
                return Err(self.origin.blame(Error::limited(wait)));
            }
            self.stack.timer.sleep(wait).await;
        }
    }

    /// Describes the timeouts in effect, for a caller who finds them too short.
    fn times(&self, kind: ErrorKind) -> String {
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
            max_body: self.rules.max_body,
            origin: self.origin.clone(),
            stack: self.stack.clone(),
        }
    }

    fn situation(&self, left: Duration) -> Situation {
        Situation {
            is_read: self.origin.is_read(),
            is_keyed: self.origin.key.is_some(),
            attempt: self.origin.attempt,
            left,
            jitter: getrandom::u32().map_or(0.5, |random| f64::from(random) / f64::from(u32::MAX)),
        }
    }
}

/// The outcome of an attempt, for the limiter.
fn ended<T: Answer>(result: &Result<T, Error>) -> AttemptOutcome<'_> {
    match result {
        Ok(answer) => AttemptOutcome {
            response: Some((answer.status(), answer.headers())),
            is_never_sent: false,
        },
        Err(error) => AttemptOutcome {
            response: error.status().zip(error.headers()),
            is_never_sent: error.kind() == ErrorKind::Connect,
        },
    }
}

fn record<T: Answer>(span: &Span, result: &Result<T, Error>) {
    match result {
        Ok(answer) => observe::record_status(span, answer.status()),
        Err(error) => observe::record_error(span, error),
    }
}

/// Sends a request once and reads the whole response.
pub(super) async fn whole(attempt: Attempt) -> Result<Response, Error> {
    let is_read = attempt.origin.is_read();
    let response = open(attempt).await?.into_response().await?;
    // A write is not retried for this reason, because it has succeeded.
    if is_read && response.ends_early() {
        return Err(response.broken_off());
    }
    Ok(response)
}

/// Sends a request once and reads the response's head. An unsuccessful or partial response is read to its end and becomes an
/// error.
pub(super) async fn open(attempt: Attempt) -> Result<ByteStream, Error> {
    let Attempt {
        request,
        timeout,
        max_body,
        origin,
        stack,
    } = attempt;
    let wants_part = request.headers().contains_key(header::RANGE);
    let response = stack
        .transport()?
        .send(request, timeout)
        .await
        .map_err(Error::transport)?;
    let mut stream = ByteStream::new(origin.clone(), response, max_body);
    let is_part = stream.status() == StatusCode::PARTIAL_CONTENT
        && stream.headers().contains_key(header::CONTENT_RANGE)
        && !wants_part;
    if stream.status().is_success() && !is_part {
        return Ok(stream);
    }
    let body = stream.collect().await?;
    if is_part {
        let error = Error::partial();
        return Err(error.with_response(stream.status(), stream.headers(), &body));
    }
    Err(error::from_response(
        origin.endpoint,
        stream.status(),
        stream.headers(),
        &body,
        &origin.secrets,
    ))
}

/// A new idempotency key: 128 random bits in hexadecimal.
pub(super) fn new_key() -> Result<HeaderValue, Error> {
    let no_random = |error| {
        Error::invalid("cannot generate an idempotency key: no source of random numbers")
            .because(error)
    };
    let (high, low) = (
        getrandom::u64().map_err(no_random)?,
        getrandom::u64().map_err(no_random)?,
    );
    crate::token::header_value("Idempotency-Key", &format!("{high:016x}{low:016x}"))
}
