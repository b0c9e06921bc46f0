//! The body of one attempt.

use std::{
    collections::VecDeque,
    fmt,
    future::poll_fn,
    io,
    task::{Context, Poll, Waker, ready},
};

use bytes::{Bytes, BytesMut};

use super::source::{Offload, Piece, Source};

/// The body of a request, which is read while it is sent.
///
/// A [`Transport`](crate::transport::Transport) reads it in [chunks](Self::chunk), so that a large file is never in memory as a
/// whole. If reading fails, the attempt has to fail with [`Phase::Unreadable`](crate::transport::Phase::Unreadable).
pub struct RequestBody {
    pieces: VecDeque<Piece>,
    length: Option<u64>,
    offload: Option<Offload>,
}

impl RequestBody {
    pub(super) fn new(sources: impl Iterator<Item = Source>, length: Option<u64>) -> Self {
        let pieces = sources.map(Piece::new);
        Self {
            pieces: pieces.filter(|piece| !piece.is_done()).collect(),
            length,
            offload: None,
        }
    }

    /// The number of bytes that have not been read yet, if it is known. Otherwise, the body has to be sent in chunks.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns whether everything has been read.
    #[must_use]
    pub fn is_end(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Returns the next chunk; `None` at the end. Cancel safe.
    ///
    /// A part from a reader is read on the thread that polls.
    ///
    /// # Errors
    /// A part cannot be read.
    pub async fn chunk(&mut self) -> io::Result<Option<Bytes>> {
        poll_fn(|cx| self.poll_chunk(cx)).await.transpose()
    }

    /// Returns the next chunk; `None` at the end.
    ///
    /// # Errors
    /// A part cannot be read, or is a stream that is not ready. Blocking calls have no streams.
    pub fn chunk_blocking(&mut self) -> io::Result<Option<Bytes>> {
        match self.poll_chunk(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(chunk) => chunk.transpose(),
            Poll::Pending => Err(io::Error::other(
                "a stream can only be sent by an async call",
            )),
        }
    }

    /// Polls for the next chunk; `None` at the end.
    pub fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        while let Some(piece) = self.pieces.front_mut() {
            let Some(read) = ready!(piece.poll(cx, self.offload)) else {
                self.pieces.pop_front();
                continue;
            };
            match read {
                Ok(bytes) => {
                    if piece.is_done() {
                        self.pieces.pop_front();
                    }
                    if bytes.is_empty() {
                        continue;
                    }
                    let length = bytes.len() as u64;
                    self.length = self.length.map(|left| left.saturating_sub(length));
                    return Poll::Ready(Some(Ok(bytes)));
                }
                Err(error) => {
                    self.pieces.clear();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        Poll::Ready(None)
    }

    /// Reads the whole body into memory.
    pub(crate) async fn collect(mut self) -> io::Result<Bytes> {
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// Lets `offload` read all readers.
    #[cfg(all(feature = "tokio", not(target_arch = "wasm32")))]
    pub(crate) fn offloaded(mut self, offload: Offload) -> Self {
        self.offload = Some(offload);
        self
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        let length = bytes.len() as u64;
        Self::new(std::iter::once(Source::Bytes(bytes)), Some(length))
    }
}

/// Shows no content.
impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody")
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}
