//! One connection, driven by the call that uses it.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use http::{Request, Response};
use hyper::{body::Incoming, client::conn::http1};

use super::{
    Phase, TransportError,
    io::{Io, Socket},
    outgoing::Outgoing,
};

/// The maximum number of headers of a response: more than any server sends, and a bound for a response that does not end.
const MOST_HEADERS: usize = 1000;

type Driver = http1::Connection<Io, Outgoing>;

pub(super) struct Connection {
    sender: http1::SendRequest<Outgoing>,
    /// `None` once the connection has ended.
    driver: Option<Driver>,
    has_unwritten: Arc<AtomicBool>,
}

/// Why a request has no response.
pub(super) enum ExchangeError {
    /// No byte of the request was written, because the connection had ended before. It can be sent on another one.
    Unsent(Box<Request<Outgoing>>),
    Failed(TransportError),
}

impl Connection {
    pub(super) async fn new(socket: Box<dyn Socket>) -> hyper::Result<Self> {
        let io = Io::new(socket);
        let has_unwritten = io.has_unwritten();
        let mut builder = http1::Builder::new();
        let (sender, driver) = builder.max_headers(MOST_HEADERS).handshake(io).await?;
        Ok(Self {
            sender,
            driver: Some(driver),
            has_unwritten,
        })
    }

    /// Whether a request can be sent: the server has not closed the connection, the last response is complete, and so is the last
    /// request. A server that responds before it has received the whole request may never read the rest.
    pub(super) async fn is_open(&mut self) -> bool {
        poll_fn(|cx| {
            self.poll_driver(cx);
            let is_written = !self.has_unwritten.load(Ordering::Relaxed);
            Poll::Ready(self.driver.is_some() && self.sender.is_ready() && is_written)
        })
        .await
    }

    pub(super) async fn exchange(
        &mut self,
        request: Request<Outgoing>,
    ) -> Result<Response<Incoming>, ExchangeError> {
        let answer = self.sender.try_send_request(request);
        self.drive(answer)
            .await
            .map_err(|mut error| match error.take_message() {
                Some(request) => ExchangeError::Unsent(Box::new(request)),
                None => {
                    let error = error.into_error();
                    let phase = match error.is_user() {
                        true => Phase::Unreadable,
                        false => Phase::NoResponse,
                    };
                    ExchangeError::Failed(TransportError::new(phase, error))
                }
            })
    }

    /// Returns the output of `future`, which waits for events of this connection.
    pub(super) async fn drive<F: Future>(&mut self, future: F) -> F::Output {
        let mut future = pin!(future);
        poll_fn(|cx| {
            self.poll_driver(cx);
            future.as_mut().poll(cx)
        })
        .await
    }

    fn poll_driver(&mut self, cx: &mut Context<'_>) {
        if let Some(driver) = &mut self.driver {
            // The request returns the error.
            if Pin::new(driver).poll(cx).is_ready() {
                self.driver = None;
            }
        }
    }
}
