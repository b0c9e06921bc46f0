//! Blocking transports.

use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};

use super::{Body, BoxFuture, RequestBody, Transport, TransportError, unreadable};
use crate::policy::Timer;

/// Sends requests and blocks until the response arrives: the equivalent of [`Transport`] for [blocking](crate::blocking) calls.
pub trait BlockingTransport: Send + Sync {
    /// Sends `request` and returns the response as soon as its head has arrived.
    ///
    /// `timeout` covers the whole attempt, from connecting to the last byte of the body. Redirects are not followed. Compressed
    /// bodies are decompressed.
    ///
    /// # Errors
    /// The attempt failed; [`TransportError::phase`] returns how far it came.
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Box<dyn BlockingBody>>, TransportError>;

    /// The same for a body that is read while it is sent, as a multipart body is. By default, reads the whole body into memory and
    /// calls [`send`](Self::send).
    ///
    /// # Errors
    /// The attempt failed; [`TransportError::phase`] returns how far it came.
    fn send_body(
        &self,
        request: Request<RequestBody>,
        timeout: Duration,
    ) -> Result<Response<Box<dyn BlockingBody>>, TransportError> {
        let (head, mut body) = request.into_parts();
        let mut whole = BytesMut::new();
        while let Some(chunk) = body.chunk_blocking().map_err(unreadable)? {
            whole.extend_from_slice(&chunk);
        }
        self.send(Request::from_parts(head, whole.freeze()), timeout)
    }
}

/// The body of a response, as it arrives.
pub trait BlockingBody: Send {
    /// Blocks until the next chunk arrives; `None` at the end.
    ///
    /// # Errors
    /// The response is incomplete, or did not arrive in time.
    fn chunk(&mut self) -> Result<Option<Bytes>, TransportError>;

    /// Allows `timeout` from now until the end of the body, instead of what is left of the timeout of the attempt. Called before
    /// each chunk of a stream of events, which may last for any time. By default, does nothing.
    fn restart_timeout(&mut self, timeout: Duration) {
        let _ = timeout;
    }

    /// Whether [`chunk`](Self::chunk) fails if the response breaks off. Then a body that ends without an error is complete. By default,
    /// `true`. Return `false` for an HTTP/1 response without `Content-Length` and `Transfer-Encoding`, which ends when the connection is
    /// closed: then JSON, an event or a line that is not complete at the end is an error of the kind
    /// [`Interrupted`](crate::ErrorKind::Interrupted).
    fn reports_early_end(&self) -> bool {
        true
    }
}

/// Runs blocking operations before it returns, so that its futures are ready immediately and a call completes when it is first
/// polled.
pub(crate) struct Immediate<T>(pub(crate) T);

impl Transport for Immediate<Box<dyn BlockingTransport>> {
    fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        immediate(self.0.send(request, timeout))
    }

    fn send_body(
        &self,
        request: Request<RequestBody>,
        timeout: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        immediate(self.0.send_body(request, timeout))
    }
}

fn immediate(
    response: Result<Response<Box<dyn BlockingBody>>, TransportError>,
) -> BoxFuture<'static, Result<Response<Box<dyn Body>>, TransportError>> {
    let response =
        response.map(|response| response.map(|body| Box::new(Immediate(body)) as Box<dyn Body>));
    Box::pin(std::future::ready(response))
}

impl Body for Immediate<Box<dyn BlockingBody>> {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(std::future::ready(self.0.chunk()))
    }

    fn restart_timeout(&mut self, timeout: Duration) {
        self.0.restart_timeout(timeout);
    }

    fn reports_early_end(&self) -> bool {
        self.0.reports_early_end()
    }
}

impl Timer for Immediate<std::sync::Arc<dyn Timer>> {
    fn now(&self) -> Duration {
        self.0.now()
    }

    fn date(&self) -> Option<SystemTime> {
        self.0.date()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        self.0.sleep_blocking(time);
        Box::pin(std::future::ready(()))
    }
}
