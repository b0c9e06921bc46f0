//! Finding deleted items.

use std::{
    collections::HashSet,
    future::poll_fn,
    pin::pin,
    task::{Context, Poll, ready},
};

use futures_util::StreamExt;
use http::StatusCode;

use super::{
    Batch, SyncList, SyncRun,
    control::{Control, fetch_one_of, listed},
    fetch,
    list::item_call,
};
use crate::Error;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
use crate::blocking::BlockingReconcile;

/// How many items are requested at a time, unless set.
const CONCURRENCY: usize = 4;

const WITHOUT_ID: &str =
    "an item of the list could not be decoded and has no id: it may be this one";
const INCOMPLETE: &str =
    "the API says that a page of the list is incomplete: it may lack this item";

/// Reads a whole list, and finds the items of a copy that are not in it any more.
///
/// ```
/// # use truto_runtime::{Error, sync::{Reconcile, SyncList}};
/// # fn ids() -> Vec<String> { Vec::new() }
/// # fn upsert<T>(id: &str, item: &T) {}
/// # fn delete(id: &str) {}
/// async fn reconcile<L: SyncList>(list: L) -> Result<(), Error> {
///     // Before anything is read: an id that is added later may belong to a page that was read before.
///     let known = ids();
///     let mut walk = Reconcile::new(list);
///     while let Some(batch) = walk.next().await {
///         for item in &batch?.items {
///             upsert(L::id(item), item);
///         }
///     }
///     let missing = walk.missing(known).await?;
///     missing.deleted.iter().for_each(|id| delete(id));
///     missing.present.iter().for_each(|item| upsert(L::id(item), item));
///     Ok(())
/// }
/// ```
///
/// It keeps the ids of all items in memory, and cannot be resumed: if it is interrupted, begin again.
///
/// Store the checkpoints of its batches only for a copy that has no checkpoint yet. Otherwise, keep that of the last [`SyncRun`]: a list can
/// [shift](super) while it is read, and the reconcile then skips an item that was created since that run. The next run still finds it from the
/// older checkpoint, but not from that of the reconcile.
#[must_use = "nothing is read until `next` is awaited"]
pub struct Reconcile<L: SyncList> {
    run: SyncRun<L>,
    list: L,
    concurrency: usize,
    seen: HashSet<String>,
    /// Why an item may be in the list although its id was not read.
    doubt: Option<&'static str>,
    is_complete: bool,
    is_blocking: bool,
}

/// The items of a copy that are not in the list.
#[derive(Debug)]
#[non_exhaustive]
pub struct Missing<T> {
    /// The ids of items that are deleted.
    pub deleted: Vec<String>,
    /// Items that exist, although they were in no page: lists can shift while they are read.
    pub present: Vec<T>,
    /// Items of which it is not known whether they exist, with the reason. Keep them.
    pub unknown: Vec<(String, Error)>,
}

impl<L: SyncList> Reconcile<L> {
    /// Reads the whole list.
    pub fn new(list: L) -> Self {
        Self {
            run: SyncRun::new(list.clone()),
            list,
            concurrency: CONCURRENCY,
            seen: HashSet::new(),
            doubt: None,
            is_complete: false,
            is_blocking: false,
        }
    }

    /// Sets how many missing items are requested at a time. Default: 4.
    pub fn with_concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency;
        self
    }

    /// Fetches each item of a [partial](Batch::is_partial) batch: see [`SyncRun::fetch_partial`]. Otherwise, a reconcile replaces whole items of a copy
    /// by partial ones.
    pub fn fetch_partial(mut self, concurrency: usize) -> Self {
        self.run = self.run.fetch_partial(concurrency);
        self
    }

    /// The next batch; `None` at the end. Dropping the future loses nothing.
    ///
    /// # Errors
    /// As for [`SyncRun::next`].
    pub async fn next(&mut self) -> Option<Result<Batch<L::Item>, Error>> {
        poll_fn(|cx| self.poll_batch(cx)).await
    }

    pub(crate) fn poll_batch(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Batch<L::Item>, Error>>> {
        let next = ready!(self.run.poll_batch(cx));
        if let Some(Ok(batch)) = &next {
            self.note(batch);
        }
        Poll::Ready(next)
    }

    /// Makes all requests blocking instead of async. See [`blocking`](crate::blocking).
    #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
    pub fn blocking(mut self) -> BlockingReconcile<L> {
        self.run = self.run.made_blocking();
        self.is_blocking = true;
        BlockingReconcile::new(self)
    }

    fn note(&mut self, batch: &Batch<L::Item>) {
        self.seen
            .extend(batch.items.iter().map(|item| L::id(item).to_owned()));
        for item in &batch.undecodable {
            match L::undecodable_id(item) {
                Some(id) => drop(self.seen.insert(id)),
                None => self.doubt = Some(WITHOUT_ID),
            }
        }
        if batch.may_lack_items {
            self.doubt = Some(INCOMPLETE);
        }
        self.is_complete = batch.checkpoint.is_complete();
    }

    /// Finds out what became of the items with `known` ids that were in no page: each of them is requested, with the parameters of the list that
    /// the operation has.
    ///
    /// - **A 404** only counts if the account and the operation still work: if no item was fetched after it, the list is read again, and up to
    ///   three of its items are requested.
    /// - **A 405** means that the integration does not support the operation. It does not make an item deleted: such items are
    ///   [unknown](Missing::unknown).
    /// - **Without the operation**, nothing is requested, and the items count as deleted.
    /// - **An integration without it**: the same holds if the handle has an integration that is documented not to support the operation, to
    ///   require a parameter that the list does not have, or not to support a parameter of the list, or its value, for this operation.
    /// - **Incomplete lists**: if nothing is requested, and the API says that a page is incomplete, or an item of the list has no id that can
    ///   be read, the items are unknown instead of deleted.
    /// - **Lists that [shift](super)**: if nothing is requested, an item that exists can count as deleted, until the next reconcile returns it.
    ///
    /// # Errors
    /// - The list has not been read to its end: see [`ErrorKind::Invalid`](crate::ErrorKind::Invalid).
    /// - An item is not found, but the list cannot be read any more, or none of its items can be fetched: for example, the account was
    ///   disconnected, or the integration lists objects but does not return single ones. Nothing counts as deleted then.
    pub async fn missing(
        self,
        known: impl IntoIterator<Item = String>,
    ) -> Result<Missing<L::Item>, Error> {
        if !self.is_complete {
            return Err(Error::invalid(
                "the list has not been read to its end: call `next` until it returns `None`",
            ));
        }
        let missing = known.into_iter().filter(|id| !self.seen.contains(id));
        let missing: Vec<String> = missing.collect();
        let search = Search {
            list: self.list,
            concurrency: self.concurrency,
            is_blocking: self.is_blocking,
        };
        match (search.has_operation(&missing), self.doubt) {
            (true, _) => search.request(missing).await,
            (false, None) => Ok(Missing {
                deleted: missing,
                ..Missing::default()
            }),
            (false, Some(why)) => Ok(Missing {
                unknown: missing
                    .into_iter()
                    .map(|id| (id, Error::invalid(why)))
                    .collect(),
                ..Missing::default()
            }),
        }
    }
}

/// The search for items that are not in the list.
struct Search<L> {
    list: L,
    concurrency: usize,
    is_blocking: bool,
}

impl<L: SyncList> Search<L> {
    /// Whether there is an operation that returns the first item, and so the others.
    fn has_operation(&self, ids: &[String]) -> bool {
        ids.first()
            .is_some_and(|id| item_call(&self.list, id, self.is_blocking).is_some())
    }

    async fn request(&self, ids: Vec<String>) -> Result<Missing<L::Item>, Error> {
        let mut found = Missing::default();
        // No item was fetched after the last 404.
        let mut is_unproven = false;
        // The iterators own what they use. If they borrowed it, the future would not be `Send` for all lists.
        let (list, is_blocking) = (self.list.clone(), self.is_blocking);
        let calls = ids.clone().into_iter();
        let calls = calls.map_while(move |id| item_call(&list, &id, is_blocking));
        let mut results = pin!(fetch::all(calls, self.concurrency));
        let mut ids = ids.into_iter();
        while let Some(result) = results.next().await {
            let Some(id) = ids.next() else { break };
            match result {
                Ok(item) => {
                    found.present.push(item);
                    is_unproven = false;
                }
                Err(error) if is_gone(&error) => {
                    found.deleted.push(id);
                    is_unproven = true;
                }
                Err(error) => found.unknown.push((id, error)),
            }
        }
        found.unknown.extend(ids.map(without_call));
        if is_unproven {
            self.prove(&mut found).await?;
        }
        Ok(found)
    }

    /// Checks that items which exist can be fetched, so that a 404 means that an item is deleted. What the list has now is not.
    async fn prove(&self, found: &mut Missing<L::Item>) -> Result<(), Error> {
        let listed = listed(&self.list, self.is_blocking).await;
        let listed = listed.map_err(|error| {
            error.hint(
                "nothing counts as deleted, although items of the copy were not found: the list cannot be read any more",
            )
        })?;
        // All items count: that one cannot be fetched either shows that a 404 means something else.
        if let Control::Failed(error) = fetch_one_of(&self.list, &listed, self.is_blocking).await {
            return Err(error.hint(
                "nothing counts as deleted, although items of the copy were not found: an item that is in the list cannot be fetched either",
            ));
        }
        let listed: HashSet<String> = listed.into_iter().collect();
        let not_found = std::mem::take(&mut found.deleted);
        let (kept, deleted) = not_found.into_iter().partition(|id| listed.contains(id));
        found.deleted = deleted;
        let kept: Vec<String> = kept;
        found.unknown.extend(kept.into_iter().map(contradicted));
        Ok(())
    }
}

impl<T> Default for Missing<T> {
    fn default() -> Self {
        Self {
            deleted: Vec::new(),
            present: Vec::new(),
            unknown: Vec::new(),
        }
    }
}

fn is_gone(error: &Error) -> bool {
    matches!(
        error.status(),
        Some(StatusCode::NOT_FOUND | StatusCode::GONE)
    )
}

fn contradicted(id: String) -> (String, Error) {
    let why = "the item was not found, but is in the list";
    (id, Error::invalid(why))
}

fn without_call(id: String) -> (String, Error) {
    let why = "the list has no call that returns this item, although it has one for others";
    (id, Error::invalid(why))
}
