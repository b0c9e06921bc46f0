//! Lists, by waiting.

use std::task::{Context, Poll, Waker};

use serde::de::DeserializeOwned;

use super::calls::not_blocking;
use crate::{Cursor, Error, Items, Page, Pages};

/// All items of a list, by waiting: an iterator over what [`Items`] is a stream of. What is said there of the end, of errors
/// and of cursors holds here as well.
#[derive(Debug)]
#[must_use = "no item is asked for until it is wanted"]
pub struct BlockingItems<T>(Items<T>);

/// All pages of a list, by waiting: an iterator over what [`Pages`] is a stream of. What is said there of the end, of errors
/// and of cursors holds here as well.
#[derive(Debug)]
#[must_use = "no page is asked for until it is wanted"]
pub struct BlockingPages<T>(Pages<T>);

impl<T> BlockingItems<T> {
    pub(super) fn new(items: Items<T>) -> Self {
        Self(items)
    }

    /// Ends after `max` further items, those that cannot be decoded included.
    pub fn max_items(self, max: usize) -> Self {
        Self(self.0.max_items(max))
    }

    /// Where to go on: see [`Items::cursor`].
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.0.cursor()
    }

    /// The end has been reached.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.is_done()
    }

    /// The API has said of a page so far that it is not all that there should be.
    #[must_use]
    pub fn is_partial_response(&self) -> bool {
        self.0.is_partial_response()
    }

    /// How many items the API says are on the last page that came.
    #[must_use]
    pub fn result_count(&self) -> Option<u64> {
        self.0.result_count()
    }
}

impl<T> BlockingPages<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        Self(pages)
    }

    /// Where to go on: see [`Pages::cursor`].
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.0.cursor()
    }

    /// The end has been reached.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.is_done()
    }

    /// The API has said of a page so far that it is not all that there should be.
    #[must_use]
    pub fn is_partial_response(&self) -> bool {
        self.0.is_partial_response()
    }

    /// How many items the API says are on the last page that came.
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
