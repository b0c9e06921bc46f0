//! Tells failures that are about single items from those of the account or the API, by requesting other items.

use super::SyncList;
use crate::{Error, Response};

/// How many other items are requested.
const OTHERS: usize = 3;

/// What a request for other items shows.
pub(super) enum Control {
    /// Another item could be fetched: the operation works for this account.
    Fetched,
    /// No other item could be fetched either: the last error.
    Failed(Error),
    /// The list has no other items.
    NoOthers,
}

/// Reads the list again, to its first page with items, and requests up to three of those that `is_other` accepts.
///
/// # Errors
/// The list cannot be read, so nothing is known about single items.
pub(super) async fn control<L: SyncList>(
    list: &L,
    is_other: impl Fn(&str) -> bool,
    is_blocking: bool,
) -> Result<Control, Error> {
    let mut ids = listed(list, is_blocking).await?;
    ids.retain(|id| is_other(id));
    Ok(fetch_one_of(list, &ids, is_blocking).await)
}

/// Requests up to three items, until one is fetched.
pub(super) async fn fetch_one_of<L: SyncList>(
    list: &L,
    ids: &[String],
    is_blocking: bool,
) -> Control {
    let mut control = Control::NoOthers;
    for id in ids.iter().take(OTHERS) {
        let Some(call) = list.get_call(id) else {
            break;
        };
        let call = call.made_blocking(is_blocking);
        match call.send(Response::json::<L::Item>).await {
            Ok(_) => return Control::Fetched,
            Err(error) => control = Control::Failed(error),
        }
    }
    control
}

/// The ids on the first page with items, without the filter of a run.
pub(super) async fn listed<L: SyncList>(list: &L, is_blocking: bool) -> Result<Vec<String>, Error> {
    let call = list.clone().into_call().made_blocking(is_blocking);
    let mut pages = call.pages::<L::Item>();
    while let Some(page) = pages.next().await {
        let page = page?;
        let items = page.items.iter().map(|item| L::id(item).to_owned());
        let undecodable = page.undecodable.iter().filter_map(L::undecodable_id);
        let ids: Vec<String> = items.chain(undecodable).collect();
        if !ids.is_empty() {
            return Ok(ids);
        }
    }
    Ok(Vec::new())
}
