//! A successful response whose body is read as a stream.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header;

use super::{
    Response,
    attempts::Origin,
    head::{Head, head_methods},
};
use crate::{
    Error,
    transport::{Body, BoxFuture, TransportError},
};

/// A successful response whose body is read as it arrives.
///
/// Read it in chunks, with [`chunk`](Self::chunk) or as a [`Stream`], or as a whole, with [`bytes`](Self::bytes). Only
/// requested data is fetched: a slow reader slows the server down, and dropping the stream closes the connection. The body may
/// have any length. The timeout of the call includes reading all of it, so a large file may need a longer timeout than the
/// client's (`with_timeout` of the builder).
///
/// [`Stream`]: https://docs.rs/futures-core/0.3/futures_core/stream/trait.Stream.html
#[must_use = "nothing is read until the stream is polled"]
pub struct ByteStream {
    pub(super) head: Head,
    /// The maximum length of the body when it is read as a whole.
    pub(super) limit: usize,
    /// The timeout of an attempt.
    timeout: Duration,
    /// The timeout applies to each chunk instead of the whole body.
    is_timed_per_chunk: bool,
    /// See [`Body::reports_early_end`].
    pub(super) reports_early_end: bool,
    /// The rest of a chunk that was read in part.
    rest: Bytes,
    state: State,
}

/// The body is moved into the future that reads it, and back, since it cannot be borrowed there. This also makes dropping a
/// read harmless: the next one continues with the same future.
enum State {
    Waiting(Box<dyn Body>),
    Reading(BoxFuture<'static, (Box<dyn Body>, Piece)>),
    Done,
}

type Piece = Result<Option<Bytes>, TransportError>;

impl ByteStream {
    pub(super) fn new(
        origin: Origin,
        response: http::Response<Box<dyn Body>>,
        (limit, timeout): (usize, Duration),
    ) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            head: Head {
                origin,
                status: parts.status,
                headers: parts.headers,
            },
            limit,
            timeout,
            is_timed_per_chunk: false,
            reports_early_end: body.reports_early_end(),
            rest: Bytes::new(),
            state: State::Waiting(body),
        }
    }

    head_methods!();

    /// Applies the timeout to each chunk instead of the whole body.
    pub(super) fn with_timeout_per_chunk(mut self) -> Self {
        self.is_timed_per_chunk = true;
        self
    }

    /// The header `Content-Type`, if it is present and readable.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.head.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// The next chunk, of whatever size it arrives in; `None` at the end. Dropping the future loses no data.
    ///
    /// # Errors
    /// The response breaks off, or times out. There is nothing more to read then.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|cx| self.poll_chunk(cx)).await
    }

    /// All of the body that has not been read yet.
    ///
    /// # Errors
    /// It exceeds the client's limit (32 MiB unless set), or the response breaks off or times out.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        self.collect().await
    }

    pub(super) async fn collect(&mut self) -> Result<Bytes, Error> {
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        let mut whole = BytesMut::from(first);
        loop {
            if whole.len() > self.limit {
                return Err(self
                    .head
                    .annotate(Error::too_large(self.limit), &Bytes::new()));
            }
            match self.chunk().await? {
                Some(chunk) => whole.extend_from_slice(&chunk),
                None => return Ok(whole.freeze()),
            }
        }
    }

    /// The first `most` bytes of the body, and whether there are more, which are not read.
    pub(super) async fn beginning(&mut self, most: usize) -> Result<(Bytes, bool), Error> {
        let mut read = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            let left = most - read.len();
            read.extend_from_slice(chunk.get(..left).unwrap_or(&chunk));
            if chunk.len() > left {
                return Ok((read.freeze(), true));
            }
        }
        Ok((read.freeze(), false))
    }

    /// Up to `most` of the next bytes; empty at the end.
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(crate) async fn some(&mut self, most: usize) -> Result<Bytes, Error> {
        if most == 0 {
            return Ok(Bytes::new());
        }
        let mut piece = Bytes::new();
        while piece.is_empty() {
            match self.chunk().await? {
                Some(chunk) => piece = chunk,
                None => break,
            }
        }
        self.rest = piece.split_off(piece.len().min(most));
        Ok(piece)
    }

    /// Reads the whole body, to be decoded.
    pub(super) async fn into_response(mut self) -> Result<Response, Error> {
        let body = self.collect().await?;
        Ok(Response {
            head: self.head,
            is_typed: false,
            body,
            cursor: None,
            list: None,
        })
    }

    pub(super) fn poll_chunk(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, Error>> {
        if !self.rest.is_empty() {
            return Poll::Ready(Ok(Some(std::mem::take(&mut self.rest))));
        }
        let mut reading = match std::mem::replace(&mut self.state, State::Done) {
            State::Waiting(mut body) => {
                if self.is_timed_per_chunk {
                    body.restart_timeout(self.timeout);
                }
                Box::pin(async move {
                    let piece = body.chunk().await;
                    (body, piece)
                })
            }
            State::Reading(reading) => reading,
            State::Done => return Poll::Ready(Ok(None)),
        };
        let Poll::Ready((body, piece)) = reading.as_mut().poll(cx) else {
            self.state = State::Reading(reading);
            return Poll::Pending;
        };
        if let Ok(Some(_)) = piece {
            self.state = State::Waiting(body);
        }
        Poll::Ready(
            piece.map_err(|error| self.head.annotate(Error::transport(error), &Bytes::new())),
        )
    }
}

/// The chunks of the body. The stream ends after an error.
impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(ready!(self.poll_chunk(cx)).transpose())
    }
}

/// Shows neither headers nor body, which contain data.
impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream")
            .field("operation", &self.head.origin.endpoint.id())
            .field("status", &self.head.status)
            .finish_non_exhaustive()
    }
}
