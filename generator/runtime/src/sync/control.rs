//! Tells failures that are about single items from those of the account or the API, by requesting other items.

use std::collections::HashSet;

use super::{SyncList, list::item_call};
use crate::{Error, Page, Pages, Response};

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

/// Reads the list again, and requests up to three of its items that are not in `failed`. Reads no further than to these.
///
/// # Errors
/// The list cannot be read, so nothing is known about single items.
pub(super) async fn control<L: SyncList>(
    list: &L,
    failed: &HashSet<&str>,
    is_blocking: bool,
) -> Result<Control, Error> {
    let mut control = Control::NoOthers;
    let mut left = OTHERS;
    // The first pages may have only items that failed, such as those that the account may not read.
    let mut pages = pages(list, is_blocking);
    while left > 0 {
        let Some(page) = pages.next().await else {
            break;
        };
        let mut ids = ids::<L>(&page?);
        ids.retain(|id| !failed.contains(id.as_str()));
        ids.truncate(left);
        left -= ids.len();
        match fetch_one_of(list, &ids, is_blocking).await {
            Control::Fetched => return Ok(Control::Fetched),
            Control::Failed(error) => control = Control::Failed(error),
            Control::NoOthers => {}
        }
    }
    Ok(control)
}

/// Requests up to three items, until one is fetched.
pub(super) async fn fetch_one_of<L: SyncList>(
    list: &L,
    ids: &[String],
    is_blocking: bool,
) -> Control {
    let mut control = Control::NoOthers;
    for id in ids.iter().take(OTHERS) {
        let Some(call) = item_call(list, id, is_blocking) else {
            break;
        };
        match call.send(Response::json::<L::Item>).await {
            Ok(_) => return Control::Fetched,
            Err(error) => control = Control::Failed(error),
        }
    }
    control
}

/// The ids on the first page with items, without the filter of a run.
pub(super) async fn listed<L: SyncList>(list: &L, is_blocking: bool) -> Result<Vec<String>, Error> {
    let mut pages = pages(list, is_blocking);
    while let Some(page) = pages.next().await {
        let ids = ids::<L>(&page?);
        if !ids.is_empty() {
            return Ok(ids);
        }
    }
    Ok(Vec::new())
}

fn pages<L: SyncList>(list: &L, is_blocking: bool) -> Pages<L::Item> {
    let call = list.clone().into_call().made_blocking(is_blocking);
    call.pages()
}

fn ids<L: SyncList>(page: &Page<L::Item>) -> Vec<String> {
    let items = page.items.iter().map(|item| L::id(item).to_owned());
    let undecodable = page.undecodable.iter().filter_map(L::undecodable_id);
    items.chain(undecodable).collect()
}
