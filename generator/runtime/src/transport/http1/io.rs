//! Sockets for `hyper`.

use std::{
    io::{self, ErrorKind},
    mem::MaybeUninit,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

use hyper::rt::ReadBufCursor;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The size of the read buffer, in bytes.
const PIECE: usize = 16 * 1024;

/// A connection, encrypted or not.
pub(in crate::transport) trait Socket:
    AsyncRead + AsyncWrite + Send + Unpin
{
}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Socket for S {}

/// A TCP connection on which only reading can fail.
///
/// A server may respond while the request is still being sent, with 413 for example, and close the connection. Writing then
/// fails, but the response can be read. So write errors are ignored, and reading decides: it returns the response, or fails
/// because there is none.
pub(super) struct ReadToTheEnd<S> {
    socket: S,
    is_closed: bool,
}

impl<S> ReadToTheEnd<S> {
    pub(super) fn new(socket: S) -> Self {
        Self {
            socket,
            is_closed: false,
        }
    }

    /// Returns `result`, or success as if everything had been written.
    fn ignore_if_failed<T>(&mut self, result: io::Result<T>, everything: T) -> io::Result<T> {
        match result {
            Err(error) if is_end(error.kind()) => {
                self.is_closed = true;
                Ok(everything)
            }
            result => result,
        }
    }
}

fn is_end(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted
    )
}

impl<S: AsyncRead + Unpin> AsyncRead for ReadToTheEnd<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ReadToTheEnd<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_closed {
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = ready!(Pin::new(&mut self.socket).poll_write(cx, bytes));
        Poll::Ready(self.ignore_if_failed(written, bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_closed {
            return Poll::Ready(Ok(()));
        }
        let flushed = ready!(Pin::new(&mut self.socket).poll_flush(cx));
        Poll::Ready(self.ignore_if_failed(flushed, ()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = ready!(Pin::new(&mut self.socket).poll_shutdown(cx));
        Poll::Ready(self.ignore_if_failed(shut, ()))
    }
}

/// A socket with `hyper`'s own traits.
pub(super) struct Io {
    pub(super) socket: Box<dyn Socket>,
    has_unwritten: Arc<AtomicBool>,
}

impl Io {
    pub(super) fn new(socket: Box<dyn Socket>) -> Self {
        Self {
            socket,
            has_unwritten: Arc::default(),
        }
    }

    /// Whether there are bytes that could not be written yet.
    pub(super) fn has_unwritten(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.has_unwritten)
    }

    fn record<T>(&self, written: Poll<T>) -> Poll<T> {
        self.has_unwritten
            .store(written.is_pending(), Ordering::Relaxed);
        written
    }
}

impl hyper::rt::Read for Io {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        mut into: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut piece = [const { MaybeUninit::uninit() }; PIECE];
        let length = into.remaining().min(PIECE);
        let mut piece = ReadBuf::uninit(&mut piece[..length]);
        ready!(Pin::new(&mut self.socket).poll_read(cx, &mut piece))?;
        into.put_slice(piece.filled());
        Poll::Ready(Ok(()))
    }
}

impl hyper::rt::Write for Io {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(cx, bytes);
        self.record(written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.socket).poll_flush(cx);
        self.record(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
