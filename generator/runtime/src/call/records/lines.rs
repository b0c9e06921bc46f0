//! A successful response of JSON lines, or of a JSON text sequence.

use std::{
    fmt,
    future::poll_fn,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{Records, line_splitter::LineSplitter};
use crate::{ByteStream, Call, CallFuture, Error, call::head::head_methods, error::decode_payload};

/// A successful response whose lines are returned as they arrive, each decoded from JSON as a `T`.
///
/// It reads JSON lines (`application/x-ndjson`, `application/jsonl`) and JSON text sequences (`application/json-seq`), whose records
/// it also calls lines. Blank lines are skipped. It implements [`Stream`]; [`next`](Self::next) requires no stream crate. The
/// response of a blocking call is iterated over with `for`. Dropping the stream closes the connection.
///
/// The timeout of the call applies to each wait for more bytes, and the limit on the size of a body to each line, so a stream may
/// last for any time and have any length.
///
/// [`Stream`]: https://docs.rs/futures-core/0.3/futures_core/stream/trait.Stream.html
///
/// ```
/// # use truto_runtime::{Error, LineStream};
/// # async fn read(mut lines: LineStream<u64>) -> Result<(), Error> {
/// while let Some(line) = lines.next().await {
///     println!("{}", line?);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is read until the stream is polled"]
pub struct LineStream<T> {
    records: Records<LineSplitter>,
    item: PhantomData<fn() -> T>,
}

/// How lines are separated.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineForm {
    /// Each line is a JSON value.
    Lines,
    /// A separator before each JSON value, which can have several lines (RFC 7464).
    Sequence,
}

impl<T> LineStream<T> {
    fn new(bytes: ByteStream, form: LineForm) -> Self {
        Self {
            records: Records::new(bytes, LineSplitter::new(form)),
            item: PhantomData,
        }
    }

    head_methods!(records.bytes.head);
}

impl<T: DeserializeOwned> LineStream<T> {
    /// The next line; `None` at the end. Dropping the future loses no data.
    ///
    /// # Errors
    /// With [`ErrorKind::Decode`](crate::ErrorKind::Decode), the line is not JSON or does not match `T`: [`Error::body`] has its
    /// beginning, and the stream continues with the next line. All other errors end the stream: the line is longer than the
    /// client's limit, or the response breaks off or times out.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll_line(cx)).await
    }

    pub(crate) fn poll_line(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let Some(line) = ready!(self.records.poll(cx)) else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(line.and_then(|line| {
            let decoding = self.records.head().origin.decoding;
            decode_payload(&line, None, decoding)
                .map_err(|error| self.records.undecodable(error, line))
        })))
    }
}

/// The lines. The stream ends after an error, unless only one line does not match.
impl<T: DeserializeOwned> Stream for LineStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_line(cx)
    }
}

/// Shows neither headers nor lines, which contain data.
impl<T> fmt::Debug for LineStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineStream")
            .field("response", &self.records.bytes)
            .finish_non_exhaustive()
    }
}

impl Call {
    /// Sends the call, accepting only `media`, and returns the lines of its response once its head has arrived.
    ///
    /// # Errors
    /// See [`ErrorKind`](crate::ErrorKind).
    #[doc(hidden)]
    pub fn send_lines<T: 'static>(
        self,
        media: &'static str,
        form: LineForm,
    ) -> CallFuture<LineStream<T>> {
        let response = self.accepting(media).send_stream();
        CallFuture::new(Box::pin(async move {
            Ok(LineStream::new(response.await?, form))
        }))
    }
}
