//! What a run returns.

use super::Checkpoint;
use crate::{Error, ItemError};

/// The items of one page, with the checkpoint to store after them.
#[derive(Debug)]
#[non_exhaustive]
pub struct Batch<T> {
    /// The items. A batch can be empty, and its checkpoint still has to be stored.
    pub items: Vec<T>,
    /// Items that could not be decoded, with their JSON.
    pub undecodable: Vec<ItemError>,
    /// Where the next run continues once this batch is stored.
    pub checkpoint: Checkpoint,
    /// Whether the items lack some of their fields: the API says that the page is incomplete, or the integration is documented to return only a
    /// part of each object in lists. See [`SyncRun::fetch_partial`](super::SyncRun::fetch_partial).
    pub is_partial: bool,
    /// Whether the API says that the page is incomplete, so that it may lack items. It stays set when the items are fetched.
    pub(super) may_lack_items: bool,
    /// The ids of items that could not be fetched, each with its error. Empty unless the run fetches partial items. If it names the items of
    /// every batch, the integration probably returns no single objects.
    ///
    /// [`items`](Self::items) or [`undecodable`](Self::undecodable) has them as they are in the list. Merge such a part into what is stored, so
    /// that it does not replace a whole object. The item is requested again when it changes, or by a [`Reconcile`](super::Reconcile).
    pub unfetched: Vec<(String, Error)>,
}

/// What a run reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Extent {
    /// Everything: it is the first run, or resumes it.
    All,
    /// What has changed since the last one.
    Changes,
    /// Everything, because the list has no filter for changes, or the integration does not support it: according to its documentation, or to its
    /// response to the first page.
    AllUnfiltered,
}
