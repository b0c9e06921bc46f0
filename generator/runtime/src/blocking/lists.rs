//! Blocking iterators over lists.

use std::task::{Context, Poll, Waker};

use serde::de::DeserializeOwned;

use super::calls::not_blocking;
use crate::{Cursor, Error, Items, Page, Pages};

/// A blocking iterator over all items of a list. Everything in [`Items`] about the end, errors and cursors applies here too.
#[derive(Debug)]
#[must_use = "no page is requested until the iterator is advanced"]
pub struct BlockingItems<T>(Items<T>);

/// A blocking iterator over all pages of a list. Everything in [`Pages`] about the end, errors and cursors applies here too.
#[derive(Debug)]
#[must_use = "no page is requested until the iterator is advanced"]
pub struct BlockingPages<T>(Pages<T>);

impl<T> BlockingItems<T> {
    pub(super) fn new(items: Items<T>) -> Self {
        Self(items)
    }

    /// Ends after `max` further items, including those that cannot be decoded.
    pub fn max_items(self, max: usize) -> Self {
        Self(self.0.max_items(max))
    }

    /// The cursor from which to resume: see [`Items::cursor`].
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.0.cursor()
    }

    /// The list has ended.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.is_done()
    }

    /// The API has reported at least one page as incomplete so far.
    #[must_use]
    pub fn is_partial_response(&self) -> bool {
        self.0.is_partial_response()
    }

    /// The number of items on the latest page, as reported by the API.
    #[must_use]
    pub fn result_count(&self) -> Option<u64> {
        self.0.result_count()
    }
}

impl<T> BlockingPages<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        Self(pages)
    }

    /// The cursor from which to resume: see [`Pages::cursor`].
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.0.cursor()
    }

    /// The list has ended.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.is_done()
    }

    /// The API has reported at least one page as incomplete so far.
    #[must_use]
    pub fn is_partial_response(&self) -> bool {
        self.0.is_partial_response()
    }

    /// The number of items on the latest page, as reported by the API.
    #[must_use]
    pub fn result_count(&self) -> Option<u64> {
        self.0.result_count()
    }
}

impl<T: DeserializeOwned + 'static> Iterator for BlockingItems<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        ready(self.0.poll_item(&mut Context::from_waker(Waker::noop())))
    }
}

impl<T: DeserializeOwned + 'static> Iterator for BlockingPages<T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        ready(self.0.poll_page(&mut Context::from_waker(Waker::noop())))
    }
}

fn ready<T>(poll: Poll<Option<Result<T, Error>>>) -> Option<Result<T, Error>> {
    match poll {
        Poll::Ready(item) => item,
        Poll::Pending => Some(Err(not_blocking())),
    }
}
