//! Blocking runs of a sync.

use std::{
    fmt,
    task::{Context, Waker},
};

use super::{calls::complete, lists::ready};
use crate::{
    Error,
    sync::{Batch, Missing, Reconcile, SyncList, SyncRun},
};

/// A blocking iterator over the batches of a [`SyncRun`]. Everything about errors and checkpoints applies here too.
#[derive(Debug)]
#[must_use = "nothing is read until the iterator is advanced"]
pub struct BlockingSyncRun<L: SyncList>(SyncRun<L>);

impl<L: SyncList> BlockingSyncRun<L> {
    pub(crate) fn new(run: SyncRun<L>) -> Self {
        Self(run)
    }
}

impl<L: SyncList> Iterator for BlockingSyncRun<L> {
    type Item = Result<Batch<L::Item>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        ready(self.0.poll_batch(&mut Context::from_waker(Waker::noop())))
    }
}

/// A blocking iterator over the batches of a [`Reconcile`]. After the last one, [`missing`](Self::missing) finds the deleted items.
#[must_use = "nothing is read until the iterator is advanced"]
pub struct BlockingReconcile<L: SyncList>(Reconcile<L>);

impl<L: SyncList> BlockingReconcile<L> {
    pub(crate) fn new(walk: Reconcile<L>) -> Self {
        Self(walk)
    }

    /// Finds out what became of the items with `known` ids that were in no page: see [`Reconcile::missing`].
    ///
    /// # Errors
    /// As for [`Reconcile::missing`].
    pub fn missing(
        self,
        known: impl IntoIterator<Item = String>,
    ) -> Result<Missing<L::Item>, Error> {
        complete(self.0.missing(known))
    }
}

impl<L: SyncList> Iterator for BlockingReconcile<L> {
    type Item = Result<Batch<L::Item>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        ready(self.0.poll_batch(&mut Context::from_waker(Waker::noop())))
    }
}

/// Shows neither ids nor values.
impl<L: SyncList> fmt::Debug for BlockingReconcile<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlockingReconcile").finish_non_exhaustive()
    }
}
