//! One run of a sync.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
    time::{Duration, SystemTime},
};

use futures_core::Stream;
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::{
    Batch, Checkpoint, Extent, SyncList,
    fetch::{self, Completed},
};
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use crate::blocking::BlockingSyncRun;
use crate::{
    Call, Error, ErrorKind, Page, Pages, QueryStyle, Timestamp,
    page::{Failures, ListId, Outlook},
    transport::BoxFuture,
};

/// How much earlier than the start of a run the next one begins, unless set.
const OVERLAP: Duration = Duration::from_secs(300);

/// Reads a list in batches, from a [`Checkpoint`] on: see the [module](super). It implements [`Stream`]; [`next`](Self::next) requires no stream
/// crate.
///
/// - **Errors** are those of [`Pages`]: after an error, `next` requests the same page again. The second permanent error without a batch in
///   between ends the run. After ten errors of any kind, it ends with an error of the kind [`Paging`](crate::ErrorKind::Paging). To continue in
///   a later run, use the last stored checkpoint.
/// - **An expired cursor** (the API responds to it with 400, 404, 410 or 422) makes the run begin again, with the same filter, once.
/// - **One run at a time** for each list and account, including a [`Reconcile`](super::Reconcile). Of two runs at the same time, one can replace
///   an item by the older version that it read earlier, and the checkpoint of the other then lies after that change, so no later run returns
///   it.
/// - **Without support for the filter**, a run reads everything: see [`extent`](Self::extent). If the API responds to the first page with 400
///   or 422, the run requests the page once more without the filter, and reads everything if that succeeds. If the API responds with 400 or
///   422 again, the run returns the first error; any other error of the second request is returned as it is. An integration that ignores
///   the filter has the same effect. None of these loses anything.
///
/// [`Stream`]: https://docs.rs/futures-core/0.3/futures_core/stream/trait.Stream.html
#[must_use = "nothing is read until `next` is awaited"]
pub struct SyncRun<L: SyncList> {
    list: L,
    overlap: Duration,
    /// How many items are fetched at a time, if the items of a partial page are to be fetched.
    fetching: Option<usize>,
    from: Option<Checkpoint>,
    since: Option<Timestamp>,
    is_blocking: bool,
    /// What the run reads, once it has begun. It remains when the run ends.
    extent: Option<Extent>,
    state: State<L::Item>,
}

enum State<T> {
    New,
    Walking(Box<Walk<T>>),
    /// This error follows, and nothing after it.
    Stuck(Error),
    Done,
}

/// A run that has begun.
struct Walk<T> {
    /// The call of the first page.
    call: Call,
    /// The same without the filter.
    unfiltered: Call,
    /// The list without the filter.
    list: ListId,
    extent: Extent,
    /// The filter that is sent.
    since: Option<Timestamp>,
    /// The filter of the next run, once the first page has told the API's time.
    next_since: Option<Timestamp>,
    /// When the first page was requested, by the client's timer.
    begin: Option<Duration>,
    has_restarted: bool,
    pages: Pages<T>,
    /// While the first page is requested without the filter: the error with the filter, and its pages. Another attempt after an error
    /// that is not about the request continues without the filter.
    refused: Option<(Error, Pages<T>)>,
    /// A batch whose items are to be fetched.
    partial: Option<Batch<T>>,
    /// The same, while they are being fetched.
    completing: Option<BoxFuture<'static, Completed<T>>>,
    /// Failures to fetch them.
    failures: Failures,
}

impl<L: SyncList> SyncRun<L> {
    /// Creates a run that reads the whole list. Filters and page size of the list apply to all of its runs.
    pub fn new(list: L) -> Self {
        Self {
            list,
            overlap: OVERLAP,
            fetching: None,
            from: None,
            since: None,
            is_blocking: false,
            extent: None,
            state: State::New,
        }
    }

    /// Continues from a stored checkpoint; without one, reads everything.
    ///
    /// The run fails with [`ErrorKind::Invalid`](crate::ErrorKind::Invalid) if the checkpoint belongs to another account, another operation or
    /// other filters.
    pub fn resume(mut self, checkpoint: impl Into<Option<Checkpoint>>) -> Self {
        self.from = checkpoint.into();
        self
    }

    /// Reads only what has changed since `time`, for a copy that was begun by other means. A [checkpoint](Self::resume) takes precedence.
    pub fn since(mut self, time: impl Into<Timestamp>) -> Self {
        self.since = Some(time.into());
        self
    }

    /// Sets by how much the changes that the next run asks for lie before the start of this run. Default: 5 minutes.
    ///
    /// It has to be longer than a change takes to appear in lists, plus the difference between the clocks of the API and of the integration.
    /// Without the header `Date`, it is the clock of the client instead of the API's.
    pub fn with_overlap(mut self, overlap: Duration) -> Self {
        self.overlap = overlap;
        self
    }

    /// Fetches each item of a [partial](Batch::is_partial) batch by its id, `concurrency` items at a time, if there is an operation for that. By
    /// default, the items are returned as they are in the list.
    ///
    /// - **The parameters of the list** are sent with each of these requests, if the operation has them: options, such as fields to exclude,
    ///   and filters.
    /// - **An integration without the operation**: if the handle has an integration that is documented not to support the operation, to
    ///   require a parameter that the list does not have, or not to support a parameter of the list, or its value, for this operation, the
    ///   items are returned as they are in the list.
    /// - **Items that could not be decoded** are fetched too, if they have an id: the part in the list may lack a required field.
    /// - **An item that cannot be fetched**, such as a deleted one, is returned as it is in the list, and is in [`Batch::unfetched`].
    /// - **A failure that concerns all items** is an error of the run, and no checkpoint follows. A lost connection, a timeout, 401 and
    ///   429 are such failures immediately. Any other failure is about its item if another item can be fetched after it. To find that
    ///   out, the run reads the list again and requests up to three other items. If the list cannot be read, its error is that of the
    ///   run. If none of the others can be fetched, or there are no others, the status decides: with 403 or 500, for example, the
    ///   failure concerns all items. With 404, 405, 409, 410 or 422, or a response that cannot be decoded, it is about the item, since an
    ///   integration may list objects but not return single ones.
    /// - **After such an error**, `next` fetches the items again, unless the error is permanent (see [`ErrorKind`](crate::ErrorKind)): then the
    ///   run ends. It also ends after ten such errors without a batch in between, as for pages.
    /// - **Without async**, one item is fetched at a time.
    pub fn fetch_partial(mut self, concurrency: usize) -> Self {
        self.fetching = Some(concurrency);
        self
    }

    /// What the run reads. It can become [`Extent::AllUnfiltered`] with the first batch, if the API refuses the filter.
    #[must_use]
    pub fn extent(&self) -> Extent {
        match self.extent {
            Some(extent) => extent,
            None => self.plan(&self.call()).0,
        }
    }

    /// The next batch; `None` at the end. Dropping the future loses nothing.
    ///
    /// # Errors
    /// The request for a page failed: see [`ErrorKind`](crate::ErrorKind).
    pub async fn next(&mut self) -> Option<Result<Batch<L::Item>, Error>> {
        poll_fn(|cx| self.poll_batch(cx)).await
    }

    /// Makes the run blocking instead of async: an iterator over its batches. See [`blocking`](crate::blocking).
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(self) -> BlockingSyncRun<L> {
        BlockingSyncRun::new(self.made_blocking())
    }

    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub(super) fn made_blocking(self) -> Self {
        Self {
            is_blocking: true,
            ..self
        }
    }

    /// What the run reads, and the filter that it sends.
    fn plan(&self, base: &Call) -> (Extent, Option<Timestamp>) {
        let resumed = self.from.as_ref().filter(|from| !from.is_complete());
        if let Some(interrupted) = resumed {
            // Its cursor belongs to its filter.
            let since = interrupted.since.clone();
            let extent = match (&since, interrupted.is_unfiltered) {
                (Some(_), _) => Extent::Changes,
                (None, true) => Extent::AllUnfiltered,
                (None, false) => Extent::All,
            };
            return (extent, since);
        }
        let since = match &self.from {
            Some(complete) => complete.since().cloned(),
            None => self.since.clone(),
        };
        match (since, L::SINCE) {
            (None, _) => (Extent::All, None),
            (Some(since), Some(name)) if !base.refuses_query(name, &since) => {
                (Extent::Changes, Some(since))
            }
            (Some(_), _) => (Extent::AllUnfiltered, None),
        }
    }

    fn begin(&self) -> Result<Walk<L::Item>, Error> {
        let base = self.call();
        let list = base.list();
        let list = list.ok_or_else(|| Error::invalid("the operation is not paginated"))?;
        if base.cursor().is_some() {
            return Err(Error::invalid(
                "the list of a sync has a cursor: pass the checkpoint of the last run to `resume` instead",
            ));
        }
        if let Some(name) = L::SINCE.filter(|name| base.sends_query(name)) {
            return Err(Error::invalid(format!(
                "the list of a sync has the filter `{name}`, which the sync itself sets: use `since`, or remove the filter"
            )));
        }
        if self.from.as_ref().is_some_and(|from| from.list != list) {
            return Err(Error::invalid(
                "the checkpoint belongs to another list (another operation, account or filter): start without a checkpoint",
            ));
        }
        let (extent, since) = self.plan(&base);
        let mut call = base.clone();
        if let (Some(since), Some(name)) = (&since, L::SINCE) {
            call.set_query(name, QueryStyle::Form, since);
        }
        let resumed = self.from.as_ref().filter(|from| !from.is_complete());
        let mut first = call.clone();
        if let Some(cursor) = resumed.and_then(|from| from.cursor.as_ref()) {
            first.continue_at(cursor);
        }
        Ok(Walk {
            list,
            extent,
            since,
            next_since: resumed.map(|from| from.next_since.clone()),
            begin: None,
            has_restarted: false,
            pages: first.pages(),
            refused: None,
            call,
            unfiltered: base,
            partial: None,
            completing: None,
            failures: Failures::default(),
        })
    }

    fn call(&self) -> Call {
        let call = self.list.clone().into_call();
        call.made_blocking(self.is_blocking)
    }

    /// What follows the last batch: nothing, or an error.
    fn end(&mut self) -> Option<Result<Batch<L::Item>, Error>> {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Stuck(error) => Some(Err(error)),
            State::New | State::Walking(_) | State::Done => None,
        }
    }

    pub(crate) fn poll_batch(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Batch<L::Item>, Error>>> {
        if let State::New = self.state {
            match self.begin() {
                Ok(walk) => self.state = State::Walking(Box::new(walk)),
                Err(error) => {
                    self.state = State::Done;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        let State::Walking(walk) = &mut self.state else {
            return Poll::Ready(self.end());
        };
        loop {
            if let (Some(partial), Some(concurrency)) = (walk.partial.take(), self.fetching) {
                let whole = fetch::complete(&self.list, partial, concurrency, self.is_blocking);
                walk.completing = Some(whole);
            }
            if let Some(completing) = &mut walk.completing {
                let completed = ready!(completing.as_mut().poll(cx));
                walk.completing = None;
                let (partial, error) = match completed {
                    Ok(batch) => {
                        walk.failures = Failures::default();
                        return Poll::Ready(Some(Ok(batch)));
                    }
                    Err(failed) => failed,
                };
                walk.partial = Some(partial);
                if let Some(end) = walk.fail(&error) {
                    self.state = end;
                }
                return Poll::Ready(Some(Err(error)));
            }
            let next = ready!(walk.poll_page(cx));
            self.extent = Some(walk.extent);
            let page = match next {
                None => {
                    self.state = State::Done;
                    return Poll::Ready(None);
                }
                Some(Err(error)) if walk.is_expired(&error) => {
                    walk.restart();
                    continue;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => page,
            };
            let batch = match walk.batch(page, self.overlap) {
                Ok(batch) => batch,
                // Its items are lost to this run, so no checkpoint may follow.
                Err(error) => {
                    self.state = State::Done;
                    return Poll::Ready(Some(Err(error)));
                }
            };
            if self.fetching.is_none() || !batch.is_partial {
                return Poll::Ready(Some(Ok(batch)));
            }
            walk.partial = Some(batch);
        }
    }
}

impl<T: DeserializeOwned + Send + 'static> Walk<T> {
    /// The state after the items of a batch could not be fetched, if that ends the run. A loop that ignores errors must end.
    fn fail(&mut self, error: &Error) -> Option<State<T>> {
        if !error.is_transient() {
            return Some(State::Done);
        }
        match self.failures.add(error, "fetching the items of a page") {
            Outlook::Again => None,
            Outlook::End => Some(State::Done),
            Outlook::GiveUp(error) => Some(State::Stuck(error.at(self.call.endpoint()))),
        }
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        let call = &self.call;
        self.begin.get_or_insert_with(|| call.now());
        loop {
            let result = ready!(self.pages.poll_page(cx));
            match (result, self.refused.take()) {
                (Some(Err(error)), None) if self.may_refuse_filter(&error) => {
                    let unfiltered = self.unfiltered.clone().pages();
                    let filtered = std::mem::replace(&mut self.pages, unfiltered);
                    self.refused = Some((error, filtered));
                }
                (Some(Ok(page)), Some(_)) => {
                    self.call = self.unfiltered.clone();
                    (self.extent, self.since) = (Extent::AllUnfiltered, None);
                    return Poll::Ready(Some(Ok(page)));
                }
                (Some(Err(error)), Some((refusal, filtered))) if is_refusal(&error) => {
                    self.pages = filtered;
                    return Poll::Ready(Some(Err(refusal)));
                }
                (result, refused) => {
                    self.refused = refused;
                    return Poll::Ready(result);
                }
            }
        }
    }

    /// Whether the error can mean that the integration does not support the filter. The run would fail in the same way each time.
    fn may_refuse_filter(&self, error: &Error) -> bool {
        let is_first_page = self.pages.cursor().is_none();
        self.since.is_some() && is_first_page && is_refusal(error)
    }

    /// Whether the error means that the cursor of the page is not valid any more. Begins again only once, so that a run ends.
    fn is_expired(&self, error: &Error) -> bool {
        const STATUSES: [StatusCode; 4] = [
            StatusCode::BAD_REQUEST,
            StatusCode::NOT_FOUND,
            StatusCode::GONE,
            StatusCode::UNPROCESSABLE_ENTITY,
        ];
        let has_status = error
            .status()
            .is_some_and(|status| STATUSES.contains(&status));
        !self.has_restarted && has_status && self.pages.cursor().is_some()
    }

    /// Begins again. The next run still begins where it would have.
    fn restart(&mut self) {
        self.has_restarted = true;
        self.pages = self.call.clone().pages();
    }

    fn batch(&mut self, page: Page<T>, overlap: Duration) -> Result<Batch<T>, Error> {
        let next_since = match &self.next_since {
            Some(known) => known.clone(),
            None => self.start(overlap)?,
        };
        self.next_since = Some(next_since.clone());
        Ok(Batch {
            is_partial: page.is_partial_response || self.call.returns_partial(),
            may_lack_items: page.is_partial_response,
            items: page.items,
            undecodable: page.undecodable,
            checkpoint: Checkpoint {
                list: self.list,
                since: self.since.clone(),
                is_unfiltered: self.extent == Extent::AllUnfiltered,
                next_since,
                cursor: page.next_cursor,
            },
            unfetched: Vec::new(),
        })
    }

    /// When the first page was requested, by the clock of the API or else by that of the client, minus the overlap.
    fn start(&self, overlap: Duration) -> Result<Timestamp, Error> {
        let taken = self
            .begin
            .map(|begin| self.call.now().saturating_sub(begin));
        let sent = self.pages.date().or_else(|| self.call.date());
        let sent = sent.ok_or_else(|| {
            Error::invalid(
                "the time is not known: the response has no readable header `Date`, and the client's timer does not know the time",
            )
            .hint("set a timer whose `Timer::date` returns it, with `ClientBuilder::timer`")
        })?;
        let start = sent.checked_sub(taken.unwrap_or_default().saturating_add(overlap));
        Ok(start.unwrap_or(SystemTime::UNIX_EPOCH).into())
    }
}

/// Whether the API responds that the request itself is wrong.
fn is_refusal(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::BadRequest | ErrorKind::Unprocessable
    )
}

impl<L: SyncList + Unpin> Stream for SyncRun<L> {
    type Item = Result<Batch<L::Item>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_batch(cx)
    }
}

/// Shows neither ids nor values.
impl<L: SyncList> fmt::Debug for SyncRun<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SyncRun")
            .field("overlap", &self.overlap)
            .finish_non_exhaustive()
    }
}
