//! Connections and bodies with faults.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Sleep, sleep},
};

/// A connection that can be reset when it is dropped. It is closed if its client stops reading.
pub(super) struct Wire {
    stream: TcpStream,
    is_reset: Arc<AtomicBool>,
    /// The maximum time that a write waits for the client.
    patience: Duration,
    /// The timer of a write that waits.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Wire {
    /// The connection, and the switch that resets it.
    pub(super) fn new(stream: TcpStream, patience: Duration) -> (Self, Arc<AtomicBool>) {
        let is_reset = Arc::new(AtomicBool::new(false));
        let switch = Arc::clone(&is_reset);
        let wire = Self {
            stream,
            is_reset,
            patience,
            waiting: None,
        };
        (wire, switch)
    }

    /// The outcome of a write, an error if it has waited too long.
    fn in_time(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.waiting = None;
            return written;
        }
        let patience = self.patience;
        let waiting = self
            .waiting
            .get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.in_time(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.in_time(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_reset.load(Ordering::Relaxed) {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.is_reset.load(Ordering::Relaxed) {
            // If the system refuses this, the connection is closed instead.
            let _ = self.stream.set_zero_linger();
        }
    }
}

/// The body of a response.
pub(super) struct FaultyBody {
    left: Bytes,
    length: Option<u64>,
    /// The time between two writes, and its timer.
    pace: Option<(Duration, Pin<Box<Sleep>>)>,
    end: Ending,
}

/// What happens after the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Good,
    Broken,
    Never,
}

impl FaultyBody {
    /// A body without faults; if `has_length` is false, it is sent in chunks.
    pub(super) fn whole(bytes: Bytes, has_length: bool) -> Self {
        Self {
            length: has_length.then_some(bytes.len() as u64),
            left: bytes,
            pace: None,
            end: Ending::Good,
        }
    }

    /// A body of which only the first `after` bytes are sent. Then the connection is closed or hangs. The announced length is
    /// that of the whole body, or one more byte if all of it is sent.
    pub(super) fn cut(bytes: Bytes, after: usize, hangs: bool) -> Self {
        let sent = bytes.slice(..after.min(bytes.len()));
        let told = bytes.len().max(sent.len() + 1);
        // The bytes must be sent before the connection is closed.
        let pause = Duration::from_millis(5);
        Self {
            length: Some(told as u64),
            left: sent,
            pace: (!hangs).then(|| (pause, Box::pin(sleep(Duration::ZERO)))),
            end: if hangs { Ending::Never } else { Ending::Broken },
        }
    }

    /// A body that is sent byte by byte.
    pub(super) fn dripped(bytes: Bytes, every: Duration) -> Self {
        Self {
            length: Some(bytes.len() as u64),
            left: bytes,
            pace: Some((every, Box::pin(sleep(every)))),
            end: Ending::Good,
        }
    }
}

impl Body for FaultyBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = &mut *self;
        if let Some((every, timer)) = &mut this.pace {
            ready!(timer.as_mut().poll(cx));
            *timer = Box::pin(sleep(*every));
        }
        let is_dripped = this.pace.is_some() && this.end == Ending::Good;
        let some = match is_dripped && !this.left.is_empty() {
            true => this.left.split_to(1),
            false => std::mem::take(&mut this.left),
        };
        if !some.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(some))));
        }
        match this.end {
            Ending::Good => Poll::Ready(None),
            Ending::Broken => Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into()))),
            Ending::Never => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty() && self.end == Ending::Good
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}
