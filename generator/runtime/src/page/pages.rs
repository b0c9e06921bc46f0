//! Iteration over the pages of a list.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    time::SystemTime,
};

use futures_core::Stream;
use http::header;
use serde::de::DeserializeOwned;

use super::{
    Cursor, Page,
    failures::{Failures, Outlook},
    guard::Guard,
};
use crate::{Call, CallFuture, Endpoint, Error, Response};

/// All pages of a list, each requested when it is needed. Returned by `pages()` of a builder.
///
/// It implements [`Stream`]; [`next`](Self::next) requires no stream crate.
///
/// [`Stream`]: https://docs.rs/futures-core/0.3/futures_core/stream/trait.Stream.html
///
/// ```
/// # use truto_runtime::{Cursor, Error, Pages};
/// # async fn walk(mut pages: Pages<String>) -> Result<(), Error> {
/// while let Some(page) = pages.next().await {
///     let page = page?;
///     println!("{} items, {} of them undecodable", page.items.len(), page.undecodable.len());
///     // To resume in a later run, store this and pass it to the builder as the cursor.
///     println!("next: {:?}", pages.cursor().map(Cursor::bookmark));
/// }
/// # Ok(())
/// # }
/// ```
///
/// - **To resume in another run**, store the [bookmark](Cursor::bookmark) of [`cursor`](Self::cursor).
/// - **The end** of the list is a page whose next cursor is missing, null or empty. A page without items is not the end; it is
///   returned like any other.
/// - **After an error** the stream can be polled again, and requests the same page again. The second permanent error (see
///   [`ErrorKind`](crate::ErrorKind)) without a page in between ends the stream. After ten errors of any kind without a page in
///   between, it ends with an error of the kind [`Paging`](crate::ErrorKind::Paging). So a loop that ignores errors ends too. To
///   wait for longer, go on with a new request for [`cursor`](Self::cursor).
/// - **An endless list** is an error of the kind [`Paging`](crate::ErrorKind::Paging), and ends the stream: a cursor was returned
///   twice, or 1,000 pages in a row had no items.
/// - **Cancellation** of `next` loses nothing: the next call continues to wait for the same request.
/// - **Request options** apply to each page: a timeout is that of one request. An idempotency key is sent with the first
///   request only, and checks before sending are made once.
#[must_use = "no page is requested until the stream is polled"]
pub struct Pages<T> {
    /// The request for the next page.
    call: Call,
    /// The cursor of that page.
    cursor: Option<Cursor>,
    guard: Guard,
    failures: Failures,
    is_partial_response: bool,
    result_count: Option<u64>,
    /// When the API sent the latest page, by its own clock.
    #[cfg_attr(not(feature = "sync"), allow(dead_code))]
    date: Option<SystemTime>,
    state: State<T>,
}

/// A page, and when the API sent it.
struct Dated<T> {
    page: Page<T>,
    date: Option<SystemTime>,
}

enum State<T> {
    /// There is a next page.
    Idle,
    Sending(CallFuture<Dated<T>>),
    /// This error follows, and nothing after it.
    Stuck(Error),
    Done,
}

impl<T> Pages<T> {
    pub(crate) fn new(call: Call) -> Self {
        let cursor = call.cursor();
        Self {
            guard: Guard::new(cursor.as_deref()),
            call,
            cursor,
            failures: Failures::default(),
            is_partial_response: false,
            result_count: None,
            date: None,
            state: State::Idle,
        }
    }

    /// The cursor from which to resume: that of the next page. After an error, it is the cursor of the page that failed. `None`
    /// at the start and at the end.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// Returns whether the list has ended: there are no more pages, or the page at [`cursor`](Self::cursor) was given up.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// Returns whether the API has reported at least one page as incomplete so far.
    #[must_use]
    pub fn is_partial_response(&self) -> bool {
        self.is_partial_response
    }

    /// The number of items on the latest page, as reported by the API.
    #[must_use]
    pub fn result_count(&self) -> Option<u64> {
        self.result_count
    }

    /// When the API sent the latest page, by its own clock: the header `Date`.
    #[cfg(feature = "sync")]
    pub(crate) fn date(&self) -> Option<SystemTime> {
        self.date
    }

    pub(super) fn endpoint(&self) -> Endpoint {
        self.call.endpoint()
    }

    /// The state after `page`.
    fn advance(&mut self, page: &Page<T>) -> State<T> {
        self.failures = Failures::default();
        self.is_partial_response |= page.is_partial_response;
        self.result_count = page.result_count;
        self.cursor.clone_from(&page.next_cursor);
        let Some(cursor) = &page.next_cursor else {
            return State::Done;
        };
        let is_empty = page.items.is_empty() && page.undecodable.is_empty();
        match self.guard.follow(cursor, is_empty) {
            Ok(()) => {
                self.call.continue_at(cursor);
                State::Idle
            }
            Err(message) => State::Stuck(
                Error::paging(message)
                    .redacted(&self.call.secrets())
                    .at(self.endpoint())
                    .with_cursor(Some(cursor.clone())),
            ),
        }
    }

    /// The state after `error`.
    fn fail(&mut self, error: &Error) -> State<T> {
        match self.failures.add(error, "the request for the page") {
            Outlook::Again => State::Idle,
            Outlook::End => State::Done,
            Outlook::GiveUp(error) => {
                State::Stuck(error.at(self.endpoint()).with_cursor(self.cursor.clone()))
            }
        }
    }
}

impl<T: DeserializeOwned + 'static> Pages<T> {
    /// The next page; `None` at the end.
    ///
    /// # Errors
    /// The request for the page failed: see [`ErrorKind`](crate::ErrorKind). [`Error::cursor`] is the cursor of the page.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    pub(crate) fn poll_page(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<T>, Error>>> {
        let mut sending = match std::mem::replace(&mut self.state, State::Done) {
            State::Idle => self.call.clone().send(dated),
            State::Sending(sending) => sending,
            State::Stuck(error) => return Poll::Ready(Some(Err(error))),
            State::Done => return Poll::Ready(None),
        };
        let Poll::Ready(result) = Pin::new(&mut sending).poll(cx) else {
            self.state = State::Sending(sending);
            return Poll::Pending;
        };
        self.state = match &result {
            Ok(dated) => {
                self.date = dated.date;
                self.advance(&dated.page)
            }
            Err(error) => self.fail(error),
        };
        Poll::Ready(Some(result.map(|dated| dated.page)))
    }
}

fn dated<T: DeserializeOwned>(response: &Response) -> Result<Dated<T>, Error> {
    let date = response.headers().get(header::DATE);
    let date = date.and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    let page = response.page()?;
    Ok(Dated { page, date })
}

impl<T: DeserializeOwned + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

/// Pages are returned by value, never pinned.
impl<T> Unpin for Pages<T> {}

/// Shows only the operation, neither ids nor values.
impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.endpoint().id())
            .finish_non_exhaustive()
    }
}
