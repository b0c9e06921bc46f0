//! Blocking runs of a sync.

use std::task::{Context, Waker};

use super::lists::ready;
use crate::{
    Error,
    sync::{Batch, SyncList, SyncRun},
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
