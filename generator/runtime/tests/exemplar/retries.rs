//! The number of attempts of a call, their timeouts, and what the error reports about them.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use truto_runtime::{
    Bytes, Call, Client, Error,
    ErrorKind::{Connect, Decode, RateLimited},
    RequestOptions, Response, Value, http,
    transport::{Body, BoxFuture, Phase, Transport, TransportError},
};

use crate::{
    Operation,
    faults::{CREATE, LIST, answer, client, page},
    server::{Play::Reset, Server},
    way::{Probe, Way},
    wire::ACCOUNT,
};

async fn send(client: &Client, operation: &'static Operation) -> Result<Value, Error> {
    let scope = client.scope("integrated_account_id", ACCOUNT);
    Call::new(&scope, operation)
        .json("application/json", &"x")
        .send(Response::json)
        .await
}

#[tokio::test]
async fn an_error_has_attempts_key_and_retry_after() {
    let server = Server::playing([answer("429 X", "\r\nRetry-After: 3")]);
    let (builder, timer) = client(&server.url);
    let error = send(&builder.build().unwrap(), &CREATE).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (RateLimited, 3));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
    assert_eq!(timer.waits(), [Duration::from_secs(3); 2]);
    assert_eq!(server.requests().len(), 3);
    assert!(
        error.to_string().ends_with(" (after 3 attempts)"),
        "{error}"
    );

    let server = Server::playing([answer("429 X", "\r\nRetry-After: 60")]);
    let (builder, timer) = client(&server.url);
    let error = send(&builder.build().unwrap(), &LIST).await.unwrap_err();
    assert_eq!(error.attempts(), 2, "the third is after the deadline");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(60)));
    assert_eq!(timer.waits(), [Duration::from_secs(60)]);
}

#[tokio::test]
async fn a_decode_error_has_the_number_of_attempts() {
    let server = Server::playing([Reset(Bytes::new()), page("200 OK")]);
    let (builder, _) = client(&server.url);
    let error = send(&builder.build().unwrap(), &CREATE).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (Decode, 2));
    let key = server
        .request()
        .header("idempotency-key")
        .map(str::to_owned);
    assert_eq!(error.idempotency_key(), key.as_deref());

    let server = Server::playing([Reset(Bytes::new()), answer("200 OK", "")]);
    let (builder, _) = client(&server.url);
    let scope = builder.build().unwrap().unscoped();
    let stream = Call::new(&scope, &LIST).send_stream().await.unwrap();
    assert_eq!((stream.attempts(), stream.idempotency_key()), (2, None));
    assert_eq!(stream.bytes().await.unwrap(), "{}");
}

#[tokio::test]
async fn a_write_that_is_not_retried_needs_no_key() {
    for (retries, keys, expected) in [
        (true, true, true),
        (true, false, true),
        (false, true, true),
        (false, false, false),
    ] {
        let server = Server::playing([answer("200 OK", "{}")]);
        let (builder, _) = client(&server.url);
        let builder = builder.retry_writes(retries).idempotency_keys(keys);
        let _ = send(&builder.build().unwrap(), &CREATE).await;
        let has_key = server.request().header("idempotency-key").is_some();
        assert_eq!(has_key, expected, "{retries} {keys}");
    }
}

/// A server that does not respond to the first attempt, and is unreachable afterwards.
#[derive(Default)]
struct Vanishing(AtomicBool);

impl Transport for Vanishing {
    fn send(
        &self,
        _: http::Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<http::Response<Box<dyn Body>>, TransportError>> {
        let phase = match self.0.swap(true, Ordering::Relaxed) {
            false => Phase::NoResponse,
            true => Phase::NeverSent,
        };
        Box::pin(std::future::ready(Err(TransportError::new(phase, "gone"))))
    }
}

#[tokio::test]
async fn is_never_sent_covers_all_attempts() {
    let (builder, timer) = client("https://x.example");
    let client = builder.transport(Vanishing::default()).build().unwrap();
    let error = send(&client, &CREATE).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (Connect, 3));
    assert!(error.is_connect() && !error.is_never_sent());
    assert_eq!(timer.waits().len(), 2);
}

#[tokio::test]
async fn a_call_has_its_own_number_of_attempts_and_its_own_deadline() {
    let server = Server::playing([answer("429 X", "\r\nRetry-After: 4")]);
    let (builder, timer) = client(&server.url);
    let scope = builder.build().unwrap().unscoped();
    for (attempts, deadline, made) in [(1, 90, 1), (0, 90, 1), (5, 90, 5), (5, 9, 3), (5, 4, 1)] {
        let mut call = Call::new(&scope, &LIST);
        let deadline = Duration::from_secs(deadline);
        call.set_options(RequestOptions::new().attempts(attempts).deadline(deadline));
        let error = call.send_raw().await.unwrap_err();
        assert_eq!(
            (error.attempts(), server.requests().len()),
            (made, made as usize)
        );
        assert_eq!(timer.waits().len() + 1, made as usize);
    }
}

#[test]
fn a_status_is_retried_if_the_client_or_the_request_says_so() {
    for way in Way::ALL {
        let server = Server::playing([answer("404 X", ""), answer("404 X", ""), page("200 OK")]);
        let (builder, timer) = client(&server.url);
        let client = builder.retry_status(504, false).build().unwrap();
        let scope = client.unscoped();
        let send = |options| {
            let mut probe = Probe::new(&scope, &LIST);
            probe.call.set_options(options);
            way.send_raw(probe)
        };
        let error = send(RequestOptions::new()).unwrap_err();
        assert_eq!(error.attempts(), 1);
        let found = send(RequestOptions::new().maybe_retry_status(Some((404, true))));
        assert_eq!(found.unwrap().attempts(), 2);
        assert_eq!(timer.waits().len(), 1);

        let server = Server::playing([answer("504 X", "")]);
        let (builder, _) = crate::faults::client(&server.url);
        let client = builder.retry_status(504, false).build().unwrap();
        let error = way
            .send_raw(Probe::new(&client.unscoped(), &LIST))
            .unwrap_err();
        assert_eq!(error.attempts(), 1);
    }
}

/// A server that responds with 429 and `Retry-After: 70`. It records the timeouts of the attempts.
#[derive(Clone, Default)]
struct Busy(Arc<Mutex<Vec<Duration>>>);

impl Transport for Busy {
    fn send(
        &self,
        _: http::Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<http::Response<Box<dyn Body>>, TransportError>> {
        self.0.lock().unwrap().push(timeout);
        let body: Box<dyn Body> = Box::new(None);
        let response = http::Response::builder()
            .status(429)
            .header("Retry-After", "70");
        Box::pin(std::future::ready(Ok(response.body(body).unwrap())))
    }
}

#[tokio::test]
async fn an_attempt_ends_at_the_deadline_of_its_call() {
    let (builder, _) = client("https://x.example");
    let busy = Busy::default();
    let builder = builder
        .transport(busy.clone())
        .timeout(Duration::from_secs(30));
    let error = send(&builder.build().unwrap(), &LIST).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(70)));
    assert_eq!(*busy.0.lock().unwrap(), [30, 20].map(Duration::from_secs));
}
