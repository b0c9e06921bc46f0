//! Sending a request as often as the policy has it.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Request};

use super::{ByteStream, Response};
use crate::{
    Error, ErrorKind,
    client::Settings,
    error,
    policy::{self, Rules, Situation},
    secrets::Secrets,
    support::Endpoint,
};

/// A request and what is needed to send it.
pub(super) struct Ready {
    pub(super) request: Request<Bytes>,
    pub(super) rules: Rules,
    pub(super) origin: Origin,
    pub(super) settings: Arc<Settings>,
}

/// What a response comes from, and what its errors say of that.
#[derive(Clone)]
pub(super) struct Origin {
    pub(super) endpoint: Endpoint,
    pub(super) secrets: Secrets,
    /// `Idempotency-Key`
    pub(super) key: Option<HeaderValue>,
    /// Which attempt it was, from 1.
    pub(super) attempt: u32,
}

impl Origin {
    pub(super) fn blame(&self, error: Error) -> Error {
        error
            .at(&self.endpoint)
            .tried(self.attempt, self.key.as_ref())
    }

    /// The key, unless it is no text: such a one was set by hand.
    pub(super) fn idempotency_key(&self) -> Option<&str> {
        self.key.as_ref()?.to_str().ok()
    }

    fn is_read(&self) -> bool {
        matches!(self.endpoint.method(), "GET" | "HEAD")
    }
}

/// One attempt.
pub(super) struct Attempt {
    request: Request<Bytes>,
    timeout: Duration,
    origin: Origin,
    settings: Arc<Settings>,
}

impl Ready {
    /// Makes attempts until one succeeds or the policy says that there is to be no other.
    pub(super) async fn send<T, F>(mut self, send: impl Fn(Attempt) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let settings = Arc::clone(&self.settings);
        let end = settings.timer.now().saturating_add(self.rules.deadline());
        let left = || end.saturating_sub(settings.timer.now());
        let mut may_have_arrived = false;
        loop {
            self.origin.attempt += 1;
            let error = match send(self.attempt(left())).await {
                Ok(value) => {
                    settings.budget.succeeded();
                    return Ok(value);
                }
                Err(error) => error,
            };
            may_have_arrived |= error.kind() != ErrorKind::Connect;
            let error = self.origin.blame(error).arrived(may_have_arrived);
            let Some(wait) = policy::decide(&self.rules, &self.situation(left()), &error) else {
                return Err(error);
            };
            let Some(permit) = settings.budget.take(settings.timer.now()) else {
                return Err(
                    error.hint("not repeated, because the client's retry budget is used up")
                );
            };
            settings.timer.sleep(wait).await;
            permit.spend();
        }
    }

    fn attempt(&self, left: Duration) -> Attempt {
        Attempt {
            request: self.request.clone(),
            timeout: self.rules.timeout.min(left),
            origin: self.origin.clone(),
            settings: Arc::clone(&self.settings),
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

/// Sends a request once and reads the response to its end.
pub(super) async fn whole(attempt: Attempt) -> Result<Response, Error> {
    let is_read = attempt.origin.is_read();
    let response = open(attempt).await?.into_response().await?;
    // A write is not repeated for that: its success is known.
    if is_read && response.ends_early() {
        return Err(response.broken_off());
    }
    Ok(response)
}

/// Sends a request once, up to the response's head. What is no success is read to its end and becomes an error.
pub(super) async fn open(attempt: Attempt) -> Result<ByteStream, Error> {
    let Attempt {
        request,
        timeout,
        origin,
        settings,
    } = attempt;
    let response = settings
        .transport
        .send(request, timeout)
        .await
        .map_err(Error::transport)?;
    let secrets = origin.secrets.clone();
    let mut stream = ByteStream::new(origin, response, settings.max_body);
    if stream.status().is_success() {
        return Ok(stream);
    }
    let body = stream.collect().await?;
    Err(error::from_response(
        stream.status(),
        stream.headers(),
        &body,
        &secrets,
    ))
}

/// A new idempotency key: 128 random bits in hexadecimal.
pub(super) fn new_key() -> Result<HeaderValue, Error> {
    let no_random = |error| Error::invalid("there are no random numbers for a key").because(error);
    let (high, low) = (
        getrandom::u64().map_err(no_random)?,
        getrandom::u64().map_err(no_random)?,
    );
    crate::token::header_value("Idempotency-Key", &format!("{high:016x}{low:016x}"))
}
