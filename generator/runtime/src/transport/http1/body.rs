//! The body of a response, as it arrives.

use bytes::Bytes;
use http::Response;

use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};

use super::{
    Http1, IDLE, Network, Phase, TransportError, connection::Connection, gzip::Gzip, pool::Origin,
    timed_out,
};

pub(in crate::transport) struct Http1Body<N: Network> {
    http: Http1<N>,
    origin: Origin,
    /// `None` once the body has ended.
    connection: Option<Connection>,
    incoming: Incoming,
    until: N::Moment,
    gzip: Option<Gzip>,
}

impl<N: Network> Http1Body<N> {
    /// The response with its body, from which compression is taken off.
    pub(super) fn response(
        http: &Http1<N>,
        origin: Origin,
        connection: Connection,
        response: Response<Incoming>,
        until: N::Moment,
    ) -> Response<Self> {
        let (mut head, incoming) = response.into_parts();
        // Without a body there is nothing to unpack, whatever the headers say.
        let gzip = match incoming.is_end_stream() {
            true => None,
            false => Gzip::announced_by(&mut head.headers),
        };
        let body = Self {
            http: http.clone(),
            origin,
            connection: Some(connection),
            incoming,
            until,
            gzip,
        };
        Response::from_parts(head, body)
    }

    /// The next piece, decompressed; `None` at the end. A call that is dropped loses nothing.
    pub(in crate::transport) async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            let Some(gzip) = &mut self.gzip else {
                return self.received().await;
            };
            if let Some(piece) = gzip.unpack().map_err(broken)? {
                return Ok(Some(piece));
            }
            if gzip.is_complete() {
                return Ok(None);
            }
            let piece = self.received().await?;
            if let Some(gzip) = &mut self.gzip {
                gzip.feed(piece);
            }
        }
    }

    /// The next piece as it was sent. Trailers are dropped.
    async fn received(&mut self) -> Result<Option<Bytes>, TransportError> {
        let Some(connection) = &mut self.connection else {
            return Ok(None);
        };
        loop {
            let frame = connection.drive(self.incoming.frame());
            let Some(frame) = self.http.network.within(self.until, frame).await else {
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

    /// Keeps the connection for the next request, if the server does.
    async fn release(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            if connection.is_open().await {
                let http = &self.http;
                let until = http.network.after(IDLE);
                http.pool.keep(self.origin.clone(), connection, until);
            }
        }
    }
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    TransportError::new(Phase::BrokenResponse, error)
}
