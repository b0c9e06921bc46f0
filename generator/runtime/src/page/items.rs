//! Iteration over the items of a list.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::{Cursor, ItemError, Page, PageNames, Pages};
use crate::Error;

/// All items of a list, in order. Each page is requested when its first item is needed. Returned by `items()` of a builder.
///
/// It implements [`Stream`]; [`next`](Self::next) requires no stream crate.
///
/// [`Stream`]: https://docs.rs/futures-core/0.3/futures_core/stream/trait.Stream.html
///
/// ```
/// # use truto_runtime::{Error, Items};
/// # async fn walk(mut items: Items<String>) -> Result<(), Error> {
/// while let Some(item) = items.next().await {
///     match item {
///         Ok(item) => println!("{item}"),
///         // One item could not be decoded. Continue with the next one.
///         Err(error) if error.item().is_some() => eprintln!("skipped: {error}"),
///         // The request for a page failed. To resume later, pass the cursor to the builder.
///         Err(error) => {
///             eprintln!("stopped at {:?}", error.cursor());
///             return Err(error);
///         }
///     }
/// }
/// # Ok(())
/// # }
/// ```
///
/// An item that cannot be decoded is returned in its position as an error of the kind [`Decode`](crate::ErrorKind::Decode),
/// with [`Error::item`]. For the end of the list, other errors, endless lists, cancellation and request options, see [`Pages`].
#[must_use = "no page is requested until the stream is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    page: CurrentPage<T>,
    /// The number of items that may still be returned.
    left: usize,
}

/// The remaining items of a page.
struct CurrentPage<T> {
    cursor: Option<Cursor>,
    items: vec::IntoIter<T>,
    undecodable: vec::IntoIter<ItemError>,
    /// The index among all items of the page.
    position: usize,
}

impl<T> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            page: CurrentPage::new(Page::default()),
            left: usize::MAX,
        }
    }

    /// Ends after `max` further items, including those that cannot be decoded. Pages beyond them are not requested.
    pub fn max_items(mut self, max: usize) -> Self {
        self.left = max;
        self
    }

    /// The cursor from which to resume: that of the page with the next item. Items of that page that were already returned are
    /// returned again. After a failed request, it is the cursor of the page that failed. `None` on the first page and at the
    /// end; [`is_done`](Self::is_done) distinguishes the two.
    ///
    /// To store progress, use [`Pages`] instead: its cursor is always that of the next page, never that of a
    /// page whose items were returned in part.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        if self.page.is_empty() {
            self.pages.cursor()
        } else {
            self.page.cursor.as_ref()
        }
    }

    /// Returns whether the list has ended: there are no more items and no more pages.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.page.is_empty() && self.pages.is_done()
    }

    /// Returns whether the API has reported at least one page as incomplete so far.
    #[must_use]
    pub fn is_partial_response(&self) -> bool {
        self.pages.is_partial_response()
    }

    /// The number of items on the latest page, as reported by the API.
    #[must_use]
    pub fn result_count(&self) -> Option<u64> {
        self.pages.result_count()
    }
}

impl<T: DeserializeOwned + 'static> Items<T> {
    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// The item cannot be decoded: see [`Error::item`]. Or the request for its page failed: see
    /// [`ErrorKind`](crate::ErrorKind). [`Error::cursor`] is the cursor of the page.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    pub(crate) fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let Some(left) = self.left.checked_sub(1) else {
            return Poll::Ready(None);
        };
        loop {
            if let Some(item) = self.page.next() {
                self.left = left;
                return Poll::Ready(Some(item.map_err(|item| self.undecodable(item))));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => self.page = CurrentPage::new(page),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// The error for an item that cannot be decoded.
    fn undecodable(&self, item: ItemError) -> Error {
        let endpoint = self.pages.endpoint();
        let items = endpoint.pages().map(PageNames::items).unwrap_or_default();
        Error::undecodable(items, item)
            .at(endpoint)
            .with_cursor(self.page.cursor.clone())
    }
}

impl<T: DeserializeOwned + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(cx)
    }
}

/// Shows only the operation, neither ids nor values.
impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &self.pages.endpoint().id())
            .finish_non_exhaustive()
    }
}

/// Items are returned by value, never pinned.
impl<T> Unpin for Items<T> {}

impl<T> CurrentPage<T> {
    fn new(page: Page<T>) -> Self {
        Self {
            cursor: page.cursor,
            items: page.items.into_iter(),
            undecodable: page.undecodable.into_iter(),
            position: 0,
        }
    }

    fn is_empty(&self) -> bool {
        self.items.as_slice().is_empty() && self.undecodable.as_slice().is_empty()
    }

    /// The next item, decoded or not, in the order of their positions.
    fn next(&mut self) -> Option<Result<T, ItemError>> {
        let held = self.undecodable.as_slice().first();
        let is_held = held.is_some_and(|item| item.index() == Some(self.position));
        self.position += 1;
        let item = if is_held { None } else { self.items.next() };
        match item {
            Some(item) => Some(Ok(item)),
            None => self.undecodable.next().map(Err),
        }
    }
}
