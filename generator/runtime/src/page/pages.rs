//! A list, page by page.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::{Cursor, Page, guard::Guard};
use crate::{Call, CallFuture, Error, ErrorKind, Response, support::Endpoint};

/// All pages of a list, each asked for when it is wanted: `pages()` of a builder.
///
/// It is a [`Stream`]; [`next`](Self::next) does without a crate for streams.
///
/// ```
/// # use truto_runtime::{Error, Pages};
/// # async fn walk(mut pages: Pages<String>) -> Result<(), Error> {
/// while let Some(page) = pages.next().await {
///     let page = page?;
///     println!("{} items, {} of them damaged", page.items.len(), page.undecodable.len());
///     // What a later run needs to go on from here: the builder takes it as the cursor.
///     println!("next: {:?}", pages.cursor().map(truto_runtime::Cursor::bookmark));
/// }
/// # Ok(())
/// # }
/// ```
///
/// - **To go on in another run**, store the [bookmark](Cursor::bookmark) of [`cursor`](Self::cursor).
/// - **The end** is a page without a next cursor; an empty one is an end no less than a null. A page without items is none: it
///   comes like all others.
/// - **After an error** the stream can be polled again, and asks for the same page again. Of the kinds that come back until
///   something is changed (see [`ErrorKind`]), the second one in a row ends the stream, so that a loop that passes over errors
///   ends too.
/// - **A list without end** is an error of the kind [`Paging`](ErrorKind::Paging), and the end of the stream: a cursor came a
///   second time, or 1,000 pages without items followed each other.
/// - **Giving up** on a page while it is awaited loses nothing: it is still on its way for whoever asks next.
/// - **Request options** hold for each page: a timeout is that of one request. An idempotency key goes with the first request
///   only, and the support matrix is asked once.
#[must_use = "no page is asked for until it is wanted"]
pub struct Pages<T> {
    /// What asks for the next page.
    call: Call,
    /// Where that page begins.
    cursor: Option<Cursor>,
    guard: Guard,
    /// It failed in a way that comes back.
    has_failed: bool,
    is_partial_response: bool,
    result_count: Option<u64>,
    state: State<T>,
}

enum State<T> {
    /// There is a next page.
    Ready,
    Sending(CallFuture<Page<T>>),
    /// The last page has come, and then this.
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
            has_failed: false,
            is_partial_response: false,
            result_count: None,
            state: State::Ready,
        }
    }

    /// Where to go on: the cursor of the page that comes next. After an error, it is that of the page that failed. `None` at
    /// the start and at the end.
    #[must_use]
    pub fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// The end has been reached: there is nothing left to ask for.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// The API has said of a page so far that it is not all that there should be.
    #[must_use]
    pub fn is_partial_response(&self) -> bool {
        self.is_partial_response
    }

    /// How many items the API says are on the last page that came.
    #[must_use]
    pub fn result_count(&self) -> Option<u64> {
        self.result_count
    }

    pub(super) fn endpoint(&self) -> &'static Endpoint {
        self.call.endpoint()
    }

    /// What follows after `page`.
    fn turn(&mut self, page: &Page<T>) -> State<T> {
        self.has_failed = false;
        self.is_partial_response |= page.is_partial_response;
        self.result_count = page.result_count;
        self.cursor.clone_from(&page.next_cursor);
        let Some(cursor) = &page.next_cursor else {
            return State::Done;
        };
        let is_empty = page.items.is_empty() && page.undecodable.is_empty();
        match self.guard.follow(cursor, is_empty) {
            Ok(()) => {
                self.call.turn_to(cursor);
                State::Ready
            }
            Err(message) => State::Stuck(
                Error::paging(message)
                    .without(&self.call.secrets())
                    .at(self.endpoint())
                    .with_cursor(Some(cursor.clone())),
            ),
        }
    }

    /// What follows after `error`.
    fn fail(&mut self, error: &Error) -> State<T> {
        let may_pass = match error.kind() {
            ErrorKind::Connect
            | ErrorKind::Interrupted
            | ErrorKind::RateLimited
            | ErrorKind::Server => true,
            _ => error.status() == Some(StatusCode::REQUEST_TIMEOUT),
        };
        if !may_pass && std::mem::replace(&mut self.has_failed, true) {
            State::Done
        } else {
            State::Ready
        }
    }
}

impl<T: DeserializeOwned + 'static> Pages<T> {
    /// The next page; `None` at the end.
    ///
    /// # Errors
    /// The page could not be had: see [`ErrorKind`]. [`Error::cursor`] is the page's.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    pub(crate) fn poll_page(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<T>, Error>>> {
        let mut sending = match std::mem::replace(&mut self.state, State::Done) {
            State::Ready => self.call.clone().send(Response::page::<T>),
            State::Sending(sending) => sending,
            State::Stuck(error) => return Poll::Ready(Some(Err(error))),
            State::Done => return Poll::Ready(None),
        };
        let Poll::Ready(result) = Pin::new(&mut sending).poll(cx) else {
            self.state = State::Sending(sending);
            return Poll::Pending;
        };
        self.state = match &result {
            Ok(page) => self.turn(page),
            Err(error) => self.fail(error),
        };
        Poll::Ready(Some(result))
    }
}

impl<T: DeserializeOwned + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx)
    }
}

/// Pages are handed out, never pinned.
impl<T> Unpin for Pages<T> {}

/// Neither ids nor values: the operation only.
impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.endpoint().id())
            .finish_non_exhaustive()
    }
}
