//! The body of a response, as it arrives.

use std::time::Duration;

use bytes::Bytes;
use http::Response;

use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use super::{
    Http1, IDLE, MAX_TIMEOUT, Network, Phase, TransportError, connection::Connection, pool::Origin,
    timed_out,
};
use crate::transport::{content::Encoded, has_length};

pub(in crate::transport) struct Http1Body<N: Network> {
    http: Http1<N>,
    origin: Origin,
    runtime: N::Runtime,
    /// `None` once the body has ended.
    connection: Option<Connection>,
    incoming: Incoming,
    /// Whether the response says where its body ends. Otherwise, it ends when the connection is closed.
    has_length: bool,
    until: N::Instant,
}

impl<N: Network> Http1Body<N> {
    /// The response with its body.
    pub(super) fn response(
        http: &Http1<N>,
        origin: Origin,
        connection: Connection,
        response: Response<Incoming>,
        until: N::Instant,
    ) -> Response<Self> {
        let has_length = has_length(response.headers());
        response.map(|incoming| Self {
            http: http.clone(),
            origin,
            runtime: http.network.runtime(),
            connection: Some(connection),
            incoming,
            has_length,
            until,
        })
    }

    /// Keeps the connection for the next request, unless the server closes it.
    async fn release(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            if connection.is_open().await {
                let Http1 { network, pool, .. } = &self.http;
                let (origin, runtime) = (self.origin.clone(), self.runtime.clone());
                pool.keep(origin, runtime, connection, network.after(IDLE));
            }
        }
    }
}

impl<N: Network> Encoded for Http1Body<N> {
    /// Trailers are dropped.
    async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        let Some(connection) = &mut self.connection else {
            return Ok(None);
        };
        let network = &self.http.network;
        loop {
            // Data that has arrived is read without waiting, so the timeout has to be checked here.
            if network.after(Duration::ZERO) >= self.until {
                return Err(timed_out(Phase::BrokenResponse));
            }
            let frame = connection.drive(self.incoming.frame());
            let Some(frame) = network.within(self.until, frame).await else {
                return Err(timed_out(Phase::BrokenResponse));
            };
            match frame
                .transpose()
                .map_err(broken)?
                .map(|frame| frame.into_data())
            {
                Some(Ok(piece)) if !piece.is_empty() => return Ok(Some(piece)),
                Some(_) => {}
                None => break,
            }
        }
        self.release().await;
        Ok(None)
    }

    async fn pause(&mut self) -> Result<(), TransportError> {
        let network = &self.http.network;
        if network.after(Duration::ZERO) >= self.until {
            return Err(timed_out(Phase::BrokenResponse));
        }
        network.yield_now().await;
        Ok(())
    }

    fn extend(&mut self, timeout: Duration) {
        self.until = self.http.network.after(timeout.min(MAX_TIMEOUT));
    }

    fn reports_early_end(&self) -> bool {
        self.has_length
    }
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(Phase::BrokenResponse, error)
}
