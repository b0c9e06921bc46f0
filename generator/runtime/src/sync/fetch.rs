//! Fetching of single items, several at a time.

use std::collections::HashMap;

use futures_util::{Stream, StreamExt, stream};
use http::StatusCode;
use serde::de::DeserializeOwned;

use super::{Batch, SyncList};
use crate::{Call, Error, ErrorKind, Response, transport::BoxFuture};

/// Sends `calls`, at most `concurrency` of them at a time. Returns the results in the order of the calls.
pub(super) fn all<T: DeserializeOwned + Send + 'static>(
    calls: Vec<Call>,
    concurrency: usize,
) -> impl Stream<Item = Result<T, Error>> {
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
        .map(|id| {
            list.get_call(id)
                .map(|call| call.made_blocking(is_blocking))
        })
        .collect();
    Box::pin(async move {
        match calls {
            Some(calls) => fetch(batch, ids, calls, concurrency).await,
            None => Ok(batch),
        }
    })
}

/// Fetches the items with these ids: first those that could be decoded, then the others.
async fn fetch<T: DeserializeOwned + Send + 'static>(
    mut batch: Batch<T>,
    ids: Vec<Option<String>>,
    calls: Vec<Call>,
    concurrency: usize,
) -> Completed<T> {
    let mut results = Box::pin(all::<T>(calls, concurrency));
    let (mut whole, mut unfetched) = (HashMap::new(), Vec::new());
    for (index, id) in ids.into_iter().enumerate() {
        let Some(id) = id else { continue };
        match results.next().await {
            None => break,
            Some(Ok(item)) => drop(whole.insert(index, item)),
            Some(Err(error)) if concerns_all(&error) => return Err((batch, error)),
            Some(Err(error)) => unfetched.push((id, error)),
        }
    }
    let decoded = batch.items.len();
    for (index, item) in batch.items.iter_mut().enumerate() {
        if let Some(whole) = whole.remove(&index) {
            *item = whole;
        }
    }
    let mut index = decoded;
    batch.undecodable.retain(|_| {
        let found = whole.remove(&index);
        index += 1;
        let is_kept = found.is_none();
        batch.items.extend(found);
        is_kept
    });
    batch.is_partial = !unfetched.is_empty();
    batch.unfetched = unfetched;
    Ok(batch)
}

/// Whether the error says nothing about the item: requests for others would fail too, and may succeed later.
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
