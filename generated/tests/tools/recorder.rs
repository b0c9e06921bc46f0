//! A transport that records the last request and responds with 404, which is not retried.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use truto_runtime::{
    Bytes,
    http::{Request, Response},
    transport::{BlockingBody, BlockingTransport, Body, BoxFuture, Transport, TransportError},
};

#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<Option<Request<Bytes>>>>);

impl Recorder {
    /// The last request, if there was one since the last call.
    pub(crate) fn take(&self) -> Option<Request<Bytes>> {
        self.0.lock().unwrap().take()
    }

    fn remember(&self, request: Request<Bytes>) -> Response<Nothing> {
        *self.0.lock().unwrap() = Some(request);
        Response::builder().status(404).body(Nothing).unwrap()
    }
}

/// No body.
struct Nothing;

impl Transport for Recorder {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> BoxFuture<'_, Result<Response<Box<dyn Body>>, TransportError>> {
        let response = self.remember(request);
        let response = response.map(|body| Box::new(body) as Box<dyn Body>);
        Box::pin(std::future::ready(Ok(response)))
    }
}

impl BlockingTransport for Recorder {
    fn send(
        &self,
        request: Request<Bytes>,
        _: Duration,
    ) -> Result<Response<Box<dyn BlockingBody>>, TransportError> {
        let response = self.remember(request);
        Ok(response.map(|body| Box::new(body) as Box<dyn BlockingBody>))
    }
}

impl Body for Nothing {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(std::future::ready(Ok(None)))
    }
}

impl BlockingBody for Nothing {
    fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        Ok(None)
    }
}
