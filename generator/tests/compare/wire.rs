//! What a program sends and reads, as one line of JSON.

use std::{
    fmt::Debug,
    future::Future,
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};
use truto_runtime::{
    ClientBuilder, Error,
    policy::Timer,
    transport::{Body, BoxFuture, Transport, TransportError},
};

/// Runs the program of a case against a server that always returns `answer`, and prints its requests, and its result or error.
pub(crate) fn run<C, P, R>(
    case: &str,
    answer: &'static str,
    client: ClientBuilder<C>,
    program: impl FnOnce(ClientBuilder<C>) -> P,
) where
    C: From<truto_runtime::Client>,
    P: Future<Output = Result<R, Error>>,
    R: Debug,
{
    let server = Server {
        answer,
        seen: Arc::default(),
    };
    let client = client.transport(server.clone()).timer(Standstill);
    let mut future = pin!(program(client));
    let mut context = Context::from_waker(Waker::noop());
    let result = loop {
        if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
            break result;
        }
    };
    let (result, error) = match result {
        Ok(value) => (Some(format!("{value:?}")), None),
        Err(error) => (None, Some(format!("{:?}: {error}", error.kind()))),
    };
    let requests = server.seen.lock().unwrap();
    println!(
        "{}",
        json!({"case": case, "requests": *requests, "result": result, "error": error})
    );
}

#[derive(Clone)]
struct Server {
    answer: &'static str,
    seen: Arc<Mutex<Vec<Value>>>,
}

impl Transport for Server {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        self.seen.lock().unwrap().push(shown(&request));
        let body: Box<dyn Body> = Box::new(Whole(Bytes::from_static(self.answer.as_bytes())));
        Box::pin(std::future::ready(Ok(Response::new(body))))
    }
}

/// A request, without what differs between any two runs.
fn shown(request: &Request<Bytes>) -> Value {
    let headers = request.headers().iter().filter_map(|(name, value)| {
        let value = match name.as_str() {
            // Names the crate.
            "user-agent" => return None,
            "idempotency-key" => "random",
            _ => value.to_str().unwrap(),
        };
        Some(format!("{name}: {value}"))
    });
    let mut headers: Vec<String> = headers.collect();
    headers.sort();
    let body = request.body();
    let text = || Value::from(String::from_utf8_lossy(body));
    json!({
        "line": format!("{} {}", request.method(), request.uri()),
        "headers": headers,
        "body": serde_json::from_slice(body).unwrap_or_else(|_| text()),
    })
}

/// A body of one chunk.
struct Whole(Bytes);

impl Body for Whole {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let chunk = std::mem::take(&mut self.0);
        Box::pin(std::future::ready(Ok((!chunk.is_empty()).then_some(chunk))))
    }

    fn reports_early_end(&self) -> bool {
        false
    }
}

/// A clock that stands still; sleeping returns immediately.
struct Standstill;

impl Timer for Standstill {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
