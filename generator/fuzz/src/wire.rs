//! A client without a network: a value in memory takes the place of the server.

use std::{
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use truto_runtime::{
    AccountScope, Bytes, Client, ClientBuilder, Error,
    http::{Request, Response},
    testing::FakeTimer,
    transport::{Body, BoxFuture, Transport, TransportError},
};

/// The token of the client, which no error may contain.
pub(crate) const TOKEN: &str = "t0ken-0123456789";

/// The id of the account, which no error may contain.
pub(crate) const ACCOUNT: &str = "acc/0123456789 abcdef";

/// A server that records requests, and sends the same response to each. The default response is 404, which is not retried.
#[derive(Clone, Default)]
pub(crate) struct Wire(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    requests: Vec<Request<Bytes>>,
    response: Option<Response<Bytes>>,
}

impl Wire {
    pub(crate) fn responding(response: Response<Bytes>) -> Self {
        let state = State {
            requests: Vec::new(),
            response: Some(response),
        };
        Self(Arc::new(Mutex::new(state)))
    }

    /// The requests since the last call.
    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        std::mem::take(&mut self.0.lock().expect("no panic").requests)
    }

    pub(crate) fn client(&self, timer: FakeTimer) -> Client {
        let builder = ClientBuilder::<Client>::new("https://api.example").token(TOKEN);
        let builder = builder.transport(self.clone()).timer(timer);
        builder.build().expect("a client")
    }

    /// A handle of the account, with a timer that skips waits.
    pub(crate) fn account(&self) -> AccountScope {
        self.client(FakeTimer::default())
            .scope("account_id", ACCOUNT)
    }

    /// A handle without an account, with a timer that skips waits.
    pub(crate) fn unscoped(&self) -> AccountScope {
        self.client(FakeTimer::default()).unscoped()
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let mut state = self.0.lock().expect("no panic");
        state.requests.push(request);
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = truto_runtime::http::StatusCode::NOT_FOUND;
        let response = state.response.clone().unwrap_or(response);
        let response = response.map(|body| Box::new(Whole(Some(body))) as Box<dyn Body>);
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// A body in one piece.
struct Whole(Option<Bytes>);

impl Body for Whole {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let chunk = self.0.take().filter(|chunk| !chunk.is_empty());
        Box::pin(std::future::ready(Ok(chunk)))
    }
}

/// Returns the result of a future that never waits.
pub(crate) fn ready<F: IntoFuture>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future.into_future());
    // A future may yield once.
    for _ in 0..100 {
        if let Poll::Ready(result) = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            return result;
        }
    }
    panic!("the call waits for something");
}

/// Panics if an error shows a secret or a control character.
pub(crate) fn check_error(error: &Error) {
    check_text(&format!("{error}"), "");
    check_text(&format!("{error:#}"), "\n");
    check_text(&format!("{error:?}"), "");
    check_text(error.message(), "");
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        check_text(&inner.to_string(), "\n");
        source = inner.source();
    }
    let _ = (
        error.raw_message(),
        error.issues(),
        error.is_remote(),
        error.rate_limit(),
    );
}

fn check_text(text: &str, allowed: &str) {
    let encoded = "acc%2F0123456789%20abcdef";
    for secret in [TOKEN, ACCOUNT, encoded] {
        assert!(!text.contains(secret), "a secret is shown: {text}");
    }
    let odd = text
        .chars()
        .find(|sign| sign.is_control() && !allowed.contains(*sign));
    assert!(odd.is_none(), "{odd:?} is shown: {text:?}");
}
