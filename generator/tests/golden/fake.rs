//! A fake of each case's API, called by the case's client: the client must be able to decode every response.

use std::{
    error::Error,
    io::{Read, Write},
    net::TcpStream,
    pin::Pin,
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use serde_json::{Value, json};
use truto_runtime::{
    testing::{FakeServer, Faked},
    transport::{Body, BoxFuture, Phase, Transport, TransportError},
};

use crate::support::{Recorder, Standstill};

type Outcome = Result<Value, Box<dyn Error>>;

/// An async call, and the same call as a blocking one.
type Call = (
    Pin<Box<dyn Future<Output = Outcome> + Send>>,
    Box<dyn FnOnce() -> Outcome + Send>,
);

/// The id of an operation, and a function that calls it.
type Entry<C> = (&'static str, fn(&C) -> Call);

/// Calls every operation. The fake may refuse a call, but must not return what cannot be decoded.
pub(crate) fn calls<C: Faked>(calls: &[Entry<C>]) {
    let fake = FakeServer::<C>::start().unwrap();
    let builder = fake.client_builder().transport(Plain).timer(Standstill);
    let client = builder.build().unwrap();
    let mut served = 0;
    for (id, call) in calls {
        // The ids that the generated calls use.
        let objects = ["a b/ü", "text", "7"].map(|id| json!({ "id": id }));
        let resource = id.rsplit_once('.').unwrap().0;
        // A nested resource has no objects of its own.
        if let Ok(ids) = fake.seed(resource, objects) {
            assert!(fake.objects(resource).unwrap().len() >= ids.len());
        }
        match Recorder::send(call(&client).0) {
            Ok(_) => served += 1,
            Err(error) => {
                let error = error.downcast::<truto_runtime::Error>().unwrap();
                // 501: the response is not documented.
                let is_refusal = error
                    .status()
                    .is_some_and(|status| status.is_client_error() || status == 501);
                assert!(is_refusal, "{id}: {error}");
                // Only an API with accounts has the hints of Truto.
                let body = String::from_utf8_lossy(error.body().unwrap_or_default());
                assert!(!body.contains("truto"), "{id}: {body}");
            }
        }
    }
    assert!(served > 0, "all {} calls were refused", calls.len());
}

/// A minimal HTTP client: one connection per request, blocking until the response is complete.
struct Plain;

impl Transport for Plain {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let answer = exchange(&request);
        let answer = answer.map_err(|error| TransportError::new(Phase::NoResponse, error));
        Box::pin(std::future::ready(answer))
    }
}

type Exchanged = Result<Response<Box<dyn Body>>, Box<dyn Error + Send + Sync>>;

/// With all filters set at once and an invalid cursor, a list fails, so it is requested again without them.
fn exchange(request: &Request<Bytes>) -> Exchanged {
    let whole = request.uri().path_and_query().ok_or("no path")?.as_str();
    let response = exchange_at(request, whole)?;
    if request.method() == "GET" && response.status() == 400 {
        return exchange_at(request, request.uri().path());
    }
    Ok(response)
}

fn exchange_at(request: &Request<Bytes>, target: &str) -> Exchanged {
    let authority = request.uri().authority().ok_or("no host")?.as_str();
    let mut head = format!(
        "{} {target} HTTP/1.1\r\nhost: {authority}\r\n",
        request.method()
    );
    for (name, value) in request.headers() {
        head += &format!("{name}: {}\r\n", value.to_str()?);
    }
    head += &format!(
        "content-length: {}\r\nconnection: close\r\n\r\n",
        request.body().len()
    );
    let mut stream = TcpStream::connect(authority)?;
    stream.write_all(&[head.as_bytes(), request.body()].concat())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let end = answer
        .windows(4)
        .position(|end| end == b"\r\n\r\n")
        .ok_or("no head")?;
    let (head, body) = answer.split_at(end + 4);
    let mut lines = std::str::from_utf8(head)?.trim_end().split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .ok_or("no status")?;
    let mut response = Response::builder().status(status);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        response = response.header(name, value);
    }
    let body: Box<dyn Body> = Box::new(Some(Bytes::copy_from_slice(body)));
    Ok(response.body(body)?)
}
