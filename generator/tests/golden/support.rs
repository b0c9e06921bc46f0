//! Helpers of the round trips: JSON conversion, and a transport that records requests.

use std::{
    fmt::Debug,
    future::{Future, IntoFuture},
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use truto_runtime::{
    policy::Timer,
    transport::{Body, BoxFuture, Transport, TransportError},
};

/// Decodes and encodes, and asserts that nothing is lost or added.
pub(crate) fn round_trip<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: &str) -> T {
    let value: T = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(
        serde_json::from_str::<Value>(&text).unwrap(),
        serde_json::from_str::<Value>(json).unwrap(),
    );
    let again: T = serde_json::from_str(&text).unwrap();
    assert_eq!(again, value);
    // The same result through a `Value`.
    let again: T = serde_json::from_value(serde_json::from_str(json).unwrap()).unwrap();
    assert_eq!(again, value);
    value
}

/// The JSON of a value.
pub(crate) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

/// Records the last request and always responds the same.
#[derive(Clone)]
pub(crate) struct Recorder {
    status: u16,
    answer: &'static str,
    media: Option<&'static str>,
    /// The size of the chunks in which the body arrives.
    chunk: usize,
    seen: Arc<Mutex<Option<Request<Bytes>>>>,
}

impl Recorder {
    pub(crate) fn new(status: u16, answer: &'static str) -> Self {
        Self {
            status,
            answer,
            media: None,
            chunk: usize::MAX,
            seen: Arc::default(),
        }
    }

    /// A recorder that responds with this media type, and sends the body in chunks of `chunk` bytes.
    pub(crate) fn stream(media: &'static str, answer: &'static str, chunk: usize) -> Self {
        Self {
            media: Some(media),
            chunk,
            ..Self::new(200, answer)
        }
    }

    /// A client that sends to this recorder.
    pub(crate) fn client<C: From<truto_runtime::Client>>(&self) -> C {
        truto_runtime::ClientBuilder::<C>::new("https://api.example")
            .token("secret")
            .transport(self.clone())
            .timer(Standstill)
            .build()
            .unwrap()
    }

    /// Sends a request and returns the result.
    pub(crate) fn send<R: IntoFuture>(request: R) -> R::Output {
        let mut future = pin!(request.into_future());
        let mut context = Context::from_waker(Waker::noop());
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return output;
            }
        }
    }

    /// `POST /a?b=c`
    pub(crate) fn line(&self) -> String {
        let seen = self.seen.lock().unwrap();
        let request = seen.as_ref().expect("nothing was sent");
        let path = request.uri().path_and_query().unwrap();
        format!("{} {path}", request.method())
    }

    /// The whole URL of the last request.
    pub(crate) fn url(&self) -> String {
        let seen = self.seen.lock().unwrap();
        seen.as_ref().expect("nothing was sent").uri().to_string()
    }

    /// A header of the last request.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let seen = self.seen.lock().unwrap();
        let value = seen.as_ref()?.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    }

    /// The body of the last request.
    pub(crate) fn body(&self) -> String {
        let seen = self.seen.lock().unwrap();
        let body = seen.as_ref().expect("nothing was sent").body();
        String::from_utf8(body.to_vec()).unwrap()
    }
}

impl Transport for Recorder {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        *self.seen.lock().unwrap() = Some(request);
        let body: Box<dyn Body> = Box::new(Chunks {
            rest: Bytes::from_static(self.answer.as_bytes()),
            size: self.chunk,
        });
        let mut response = Response::builder().status(self.status);
        if let Some(media) = self.media {
            response = response.header("content-type", media);
        }
        Box::pin(std::future::ready(Ok(response.body(body).unwrap())))
    }
}

/// A body that arrives in chunks.
struct Chunks {
    rest: Bytes,
    size: usize,
}

impl Body for Chunks {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        let chunk = self.rest.split_to(self.size.min(self.rest.len()));
        Box::pin(std::future::ready(Ok((!chunk.is_empty()).then_some(chunk))))
    }

    fn reports_early_end(&self) -> bool {
        false
    }
}

/// A clock that stands still; sleeping returns immediately.
pub(crate) struct Standstill;

impl Timer for Standstill {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
