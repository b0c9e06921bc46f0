//! Fetching of single items, several at a time.

use futures_util::{StreamExt, stream};
use serde::de::DeserializeOwned;

use super::{Batch, SyncList};
use crate::{Call, Error, Response, transport::BoxFuture};

/// Sends `calls`, at most `concurrency` of them at a time. Returns the results in the order of the calls.
pub(super) async fn all<T: DeserializeOwned + Send + 'static>(
    calls: Vec<Call>,
    concurrency: usize,
) -> Vec<Result<T, Error>> {
    stream::iter(calls)
        .map(|call| call.send(Response::json::<T>))
        .buffered(concurrency.max(1))
        .collect()
        .await
}

/// Replaces the items of a batch by the whole objects. If there is no operation for that, returns the batch as it is.
pub(super) fn complete<L: SyncList>(
    list: &L,
    mut batch: Batch<L::Item>,
    concurrency: usize,
    is_blocking: bool,
) -> BoxFuture<'static, Batch<L::Item>> {
    let ids: Vec<String> = batch
        .items
        .iter()
        .map(|item| L::id(item).to_owned())
        .collect();
    let calls: Option<Vec<Call>> = ids
        .iter()
        .map(|id| {
            list.get_call(id)
                .map(|call| call.made_blocking(is_blocking))
        })
        .collect();
    Box::pin(async move {
        let Some(calls) = calls else {
            return batch;
        };
        let results = all(calls, concurrency).await;
        let mut unfetched = Vec::new();
        for ((item, id), result) in batch.items.iter_mut().zip(ids).zip(results) {
            match result {
                Ok(whole) => *item = whole,
                Err(error) => unfetched.push((id, error)),
            }
        }
        batch.is_partial = !unfetched.is_empty();
        batch.unfetched = unfetched;
        batch
    })
}
