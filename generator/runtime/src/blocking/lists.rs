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
    /// Ends after `max` further items, including those that cannot be decoded.
    pub fn max_items(self, max: usize) -> Self {
        Self(self.0.max_items(max))
    }
}

/// Implements `$name`, the blocking counterpart of `$list`, which is a stream.
macro_rules! blocking_list {
    ($name:ident($list:ident) -> $item:ty = $poll:ident) => {
        impl<T> $name<T> {
            pub(super) fn new(list: $list<T>) -> Self {
                Self(list)
            }

            #[doc = concat!("The cursor from which to resume: see [`", stringify!($list), "::cursor`].")]
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

        impl<T: DeserializeOwned + 'static> Iterator for $name<T> {
            type Item = Result<$item, Error>;

            fn next(&mut self) -> Option<Self::Item> {
                ready(self.0.$poll(&mut Context::from_waker(Waker::noop())))
            }
        }
    };
}

blocking_list!(BlockingItems(Items) -> T = poll_item);
blocking_list!(BlockingPages(Pages) -> Page<T> = poll_page);

pub(super) fn ready<T>(poll: Poll<Option<Result<T, Error>>>) -> Option<Result<T, Error>> {
    match poll {
        Poll::Ready(item) => item,
        Poll::Pending => Some(Err(not_blocking())),
    }
}
