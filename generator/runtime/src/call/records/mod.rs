//! Successful responses that are sequences of records, which are decoded as they arrive: events and lines.

mod event_splitter;
mod events;
mod line_splitter;
mod lines;

pub use events::{Event, EventData, EventForm, EventStream};
pub use lines::{LineForm, LineStream};

use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::{ByteStream, head::Head};
use crate::{Error, error::snippet};

/// Splits a body into records, however it is cut into chunks.
trait Splitter {
    type Record;

    /// What a record is called in messages.
    const NAME: &'static str;

    /// Adds bytes that have arrived.
    fn push(&mut self, chunk: &Bytes);

    /// Returns the next record, if it is complete.
    fn next(&mut self) -> Option<Self::Record>;

    /// Returns the last record, which the end of the body completes, if there is one. Unless the body `is_complete`, it may have
    /// broken off.
    fn last(&mut self, is_complete: bool) -> Result<Option<Self::Record>, BrokenOff>;

    /// The number of bytes that the next record takes up so far.
    fn len(&self) -> usize;
}

/// The last record may lack its end.
#[derive(Debug)]
struct BrokenOff;

/// The records of a response.
struct Records<S> {
    bytes: ByteStream,
    splitter: S,
    is_done: bool,
}

impl<S: Splitter> Records<S> {
    fn new(bytes: ByteStream, splitter: S) -> Self {
        Self {
            bytes: bytes.with_timeout_per_chunk(),
            splitter,
            is_done: false,
        }
    }

    fn head(&self) -> &Head {
        &self.bytes.head
    }

    /// The next record; `None` at the end, which is also after an error.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<S::Record, Error>>> {
        while !self.is_done {
            if let Some(record) = self.splitter.next() {
                return Poll::Ready(Some(Ok(record)));
            }
            match ready!(self.poll_more(cx)) {
                Ok(true) => {}
                Ok(false) => {
                    self.is_done = true;
                    return Poll::Ready(self.last());
                }
                Err(error) => {
                    self.is_done = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        Poll::Ready(None)
    }

    /// Reads more bytes. Returns `false` at the end.
    fn poll_more(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, Error>> {
        let limit = self.bytes.limit;
        if self.splitter.len() > limit {
            let error = Error::too_large_record(S::NAME, limit);
            return Poll::Ready(Err(self.head().annotate(error, &Bytes::new())));
        }
        let chunk = ready!(self.bytes.poll_chunk(cx))?;
        if let Some(chunk) = &chunk {
            self.splitter.push(chunk);
        }
        Poll::Ready(Ok(chunk.is_some()))
    }

    /// The record that the end of the body completes. If the transport cannot tell whether the body is complete, it may have broken off.
    fn last(&mut self) -> Option<Result<S::Record, Error>> {
        let last = self.splitter.last(self.bytes.reports_early_end);
        let last = last.map_err(|BrokenOff| {
            let error = Error::ended_within(S::NAME);
            self.head().annotate(error, &Bytes::new())
        });
        last.transpose()
    }

    /// The error for a record that does not match its type, with what was received.
    fn undecodable(&self, error: Error, record: Bytes) -> Error {
        let head = self.head();
        let found = snippet(&head.headers, &record, &head.origin.secrets);
        let error = error.redacted(&head.origin.secrets).with_snippet(&found);
        head.annotate(error, &record)
    }
}
