//! Fetching of single items, several at a time.

use std::collections::{HashMap, HashSet};

use futures_util::{Stream, StreamExt, stream};
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::{
    Batch, SyncList,
    control::{Control, control},
    list::item_call,
};
use crate::{Call, Error, ErrorKind, Response, transport::BoxFuture};

/// Sends `calls`, at most `concurrency` of them at a time. Returns the results in the order of the calls. Each call is taken from the
/// iterator when it is sent, so there can be many.
pub(super) fn all<T, I>(calls: I, concurrency: usize) -> impl Stream<Item = Result<T, Error>>
where
    T: DeserializeOwned + Send + 'static,
    I: IntoIterator<Item = Call>,
{
    stream::iter(calls)
        .map(|call| call.send(Response::json::<T>))
        .buffered(concurrency.max(1))
}

/// A batch with its whole items, or the batch as it was and why they could not be fetched.
pub(super) type Completed<T> = Result<Batch<T>, (Batch<T>, Error)>;

/// Replaces the items of a batch by the whole objects, also those that could not be decoded and have an id. If there is no operation for that,
/// returns the batch as it is.
pub(super) fn complete<L: SyncList>(
    list: &L,
    batch: Batch<L::Item>,
    concurrency: usize,
    is_blocking: bool,
) -> BoxFuture<'static, Completed<L::Item>> {
    let items = batch.items.iter().map(|item| Some(L::id(item).to_owned()));
    let undecodable = batch.undecodable.iter().map(L::undecodable_id);
    let ids: Vec<Option<String>> = items.chain(undecodable).collect();
    let calls: Option<Vec<Call>> = ids
        .iter()
        .flatten()
        .map(|id| item_call(list, id, is_blocking))
        .collect();
    let list = list.clone();
    Box::pin(async move {
        let Some(calls) = calls else {
            return Ok(batch);
        };
        let mut fetched = match fetch::<L::Item>(ids, calls, concurrency).await {
            Ok(fetched) => fetched,
            Err(error) => return Err((batch, error)),
        };
        match fetched.judge(&list, is_blocking).await {
            Ok(()) => Ok(fetched.replace(batch)),
            Err(error) => Err((batch, error)),
        }
    })
}

/// The results for the items of a batch.
struct Fetched<T> {
    /// The whole items, by their index: first those that could be decoded, then the others.
    whole: HashMap<usize, T>,
    failed: Vec<(String, Error)>,
    /// How many entries of `failed` were followed by an item that could be fetched: so the API works, and these failures are about the
    /// items.
    proven: usize,
}

/// Fetches the items with these ids. The error is one that concerns all items.
async fn fetch<T: DeserializeOwned + Send + 'static>(
    ids: Vec<Option<String>>,
    calls: Vec<Call>,
    concurrency: usize,
) -> Result<Fetched<T>, Error> {
    let mut results = Box::pin(all::<T, _>(calls, concurrency));
    let mut fetched = Fetched {
        whole: HashMap::new(),
        failed: Vec::new(),
        proven: 0,
    };
    for (index, id) in ids.into_iter().enumerate() {
        let Some(id) = id else { continue };
        match results.next().await {
            None => break,
            Some(Ok(item)) => {
                fetched.whole.insert(index, item);
                fetched.proven = fetched.failed.len();
            }
            Some(Err(error)) if concerns_all(&error) => return Err(error),
            Some(Err(error)) => fetched.failed.push((id, error)),
        }
    }
    Ok(fetched)
}

impl<T> Fetched<T> {
    /// Finds out whether the last failures, after which no item was fetched, are about these items. If they are not, returns one of
    /// these failures, or the error of the list.
    async fn judge<L: SyncList>(&mut self, list: &L, is_blocking: bool) -> Result<(), Error> {
        if self.failed.len() == self.proven {
            return Ok(());
        }
        let control = {
            let ids: HashSet<&str> = self.failed.iter().map(|(id, _)| id.as_str()).collect();
            control(list, &ids, is_blocking).await?
        };
        match control {
            Control::Fetched => return Ok(()),
            // Nothing is known about the others, and soon may be.
            Control::Failed(error) if concerns_all(&error) => return Err(error),
            // An integration may return no single items at all, so the status decides. Otherwise, it could not be synced.
            Control::Failed(_) | Control::NoOthers => {}
        }
        let mut unproven = self.failed.iter().skip(self.proven);
        match unproven.position(|(_, error)| !concerns_item(error)) {
            Some(index) => Err(self.failed.swap_remove(self.proven + index).1),
            None => Ok(()),
        }
    }

    fn replace(mut self, mut batch: Batch<T>) -> Batch<T> {
        let decoded = batch.items.len();
        for (index, item) in batch.items.iter_mut().enumerate() {
            if let Some(whole) = self.whole.remove(&index) {
                *item = whole;
            }
        }
        let mut index = decoded;
        batch.undecodable.retain(|_| {
            let found = self.whole.remove(&index);
            index += 1;
            let is_kept = found.is_none();
            batch.items.extend(found);
            is_kept
        });
        batch.is_partial = !self.failed.is_empty();
        batch.unfetched = self.failed;
        batch
    }
}

/// Whether requests for other items would fail too, and may succeed later, or with another token.
fn concerns_all(error: &Error) -> bool {
    let is_timeout = error.status() == Some(StatusCode::REQUEST_TIMEOUT);
    is_timeout
        || matches!(
            error.kind(),
            ErrorKind::Connect
                | ErrorKind::Interrupted
                | ErrorKind::RateLimited
                | ErrorKind::Unauthorized
        )
}

/// Whether the error is about the item, as long as the list can be read. Any other one, such as 403 or 500, can be about the account or the API.
fn concerns_item(error: &Error) -> bool {
    error.status() == Some(StatusCode::GONE)
        || matches!(
            error.kind(),
            ErrorKind::NotFound
                | ErrorKind::MethodNotAllowed
                | ErrorKind::Conflict
                | ErrorKind::Unprocessable
                | ErrorKind::Decode
                | ErrorKind::TooLarge
                | ErrorKind::Partial
                | ErrorKind::Invalid
        )
}
