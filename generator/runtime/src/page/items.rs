//! A list, item by item.

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

/// All items of a list, in the order in which they come, its pages asked for one by one when their items are wanted: `items()`
/// of a builder.
///
/// It is a [`Stream`]; [`next`](Self::next) does without a crate for streams.
///
/// ```
/// # use truto_runtime::{Error, Items};
/// # async fn walk(mut items: Items<String>) -> Result<(), Error> {
/// while let Some(item) = items.next().await {
///     match item {
///         Ok(item) => println!("{item}"),
///         // One item is damaged. The next one comes after it.
///         Err(error) if error.item().is_some() => eprintln!("passed over: {error}"),
///         // A page could not be had. Another run goes on with it: the builder takes the cursor.
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
/// An item that cannot be decoded is an error in its place, of the kind [`Decode`](crate::ErrorKind::Decode), with
/// [`Error::item`]. All else that can be said of the end, of errors, of lists without end, of giving up and of request options
/// is said of [`Pages`].
#[must_use = "no item is asked for until it is wanted"]
pub struct Items<T> {
    pages: Pages<T>,
    page: Opened<T>,
    /// How many items may still come.
    left: usize,
}

/// What is left of a page.
struct Opened<T> {
    cursor: Option<Cursor>,
    items: vec::IntoIter<T>,
    undecodable: vec::IntoIter<ItemError>,
    /// The position among all items of the page.
    position: usize,
}

impl<T> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            page: Opened::new(Page::default()),
            left: usize::MAX,
        }
    }

    /// Ends after `max` further items, those that cannot be decoded included. What is not needed for them is not asked for.
    pub fn max_items(mut self, max: usize) -> Self {
        self.left = max;
        self
    }

    /// Where to go on: the cursor of the page that the next item is on. The items of that page that have come already will come
    /// again. After an error, it is that of the page that failed. `None` on the first page, and at the end: [`is_done`](Self::is_done)
    /// tells these apart.
    ///
    /// A program that stores where it is, in order to go on later, had better walk by [`Pages`], whose cursor stands between
    /// two pages.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        if self.page.is_empty() {
            self.pages.cursor()
        } else {
            self.page.cursor.as_ref()
        }
    }

    /// The end has been reached: no item is left, and no page to ask for.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.page.is_empty() && self.pages.is_done()
    }

    /// The API has said of a page so far that it is not all that there should be.
    #[must_use]
    pub fn is_partial_response(&self) -> bool {
        self.pages.is_partial_response()
    }

    /// How many items the API says are on the last page that came.
    #[must_use]
    pub fn result_count(&self) -> Option<u64> {
        self.pages.result_count()
    }
}

impl<T: DeserializeOwned + 'static> Items<T> {
    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// The item cannot be decoded, and [`Error::item`] says which it is; or its page could not be had: see
    /// [`ErrorKind`](crate::ErrorKind). [`Error::cursor`] is the page's.
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
                return Poll::Ready(Some(item.map_err(|item| self.blame(item))));
            }
            match ready!(self.pages.poll_page(cx)) {
                Some(Ok(page)) => self.page = Opened::new(page),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn blame(&self, item: ItemError) -> Error {
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

/// Neither ids nor values: the operation only.
impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("operation", &self.pages.endpoint().id())
            .finish_non_exhaustive()
    }
}

/// Items are handed out, never pinned.
impl<T> Unpin for Items<T> {}

impl<T> Opened<T> {
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

    /// The next one of both sorts: those that cannot be decoded say where they stood.
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
