//! Blocking iterators over the records of a response.

use std::task::{Context, Waker};

use serde::de::DeserializeOwned;

use super::lists::ready;
use crate::{Error, Event, EventStream, LineStream};

/// A blocking iterator over the events of a response. Everything in [`EventStream`] about the end and errors applies here too.
#[derive(Debug)]
#[must_use = "nothing is read until the iterator is advanced"]
pub struct BlockingEvents<T>(EventStream<T>);

/// A blocking iterator over the lines of a response. Everything in [`LineStream`] about the end and errors applies here too.
#[derive(Debug)]
#[must_use = "nothing is read until the iterator is advanced"]
pub struct BlockingLines<T>(LineStream<T>);

impl<T> BlockingEvents<T> {
    /// The stream, to resume it later: see [`EventStream::last_event_id`].
    pub fn stream(&self) -> &EventStream<T> {
        &self.0
    }
}

impl<T> Iterator for BlockingEvents<T> {
    type Item = Result<Event<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        ready(self.0.poll_event(&mut Context::from_waker(Waker::noop())))
    }
}

impl<T: DeserializeOwned> Iterator for BlockingLines<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        ready(self.0.poll_line(&mut Context::from_waker(Waker::noop())))
    }
}

/// Iterates over the response of a blocking call: see [`blocking`](super). Reading that of an async call this way is an error.
impl<T> IntoIterator for EventStream<T> {
    type Item = Result<Event<T>, Error>;
    type IntoIter = BlockingEvents<T>;

    fn into_iter(self) -> Self::IntoIter {
        BlockingEvents(self)
    }
}

/// Iterates over the response of a blocking call: see [`blocking`](super). Reading that of an async call this way is an error.
impl<T: DeserializeOwned> IntoIterator for LineStream<T> {
    type Item = Result<T, Error>;
    type IntoIter = BlockingLines<T>;

    fn into_iter(self) -> Self::IntoIter {
        BlockingLines(self)
    }
}
