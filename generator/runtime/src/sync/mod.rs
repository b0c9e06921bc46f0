//! Copies of lists that are kept up to date: everything once, then only what has changed.
//!
//! A [`SyncRun`] reads a list in batches. After each batch, store its items and its [`Checkpoint`], in one transaction if you can. The next run
//! resumes from the checkpoint: where the last one was interrupted or, if it was complete, with the changes since its start.
//!
//! ```
//! # use truto_runtime::{Error, sync::{Checkpoint, SyncList, SyncRun}};
//! # fn load() -> Option<Checkpoint> { None }
//! # fn upsert<T>(id: &str, item: &T) {}
//! # fn save(checkpoint: &Checkpoint) {}
//! async fn sync<L: SyncList>(list: L) -> Result<(), Error> {
//!     let mut run = SyncRun::new(list).resume(load());
//!     while let Some(batch) = run.next().await {
//!         let batch = batch?;
//!         for item in &batch.items {
//!             upsert(L::id(item), item);
//!         }
//!         save(&batch.checkpoint);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! - **At least once, upsert by id.** No change is lost, unless the list shifts, but an item can come several times: after a crash, and because
//!   runs overlap.
//! - **Lists that shift.** Where cursors are offsets or page numbers, the deletion of an item that was read already moves the items after it, and
//!   the run skips one of them. Later runs do not return it either, since it has not changed. Which integrations have such cursors is not
//!   documented, so read everything now and then, with a [`Reconcile`] or with a run without a checkpoint.
//! - **Runs overlap.** A change to an item that was read already is only seen by the next run. Therefore, the next run asks for the changes
//!   since the start of this one, by the clock of the API (the header `Date`), minus an [overlap](SyncRun::with_overlap).
//!   Without this header, the time is that of the client's [timer](crate::policy::Timer::date). Browsers hide the header from programs,
//!   unless the API exposes it (`Access-Control-Expose-Headers: Date`), and have no clock that Rust can read by itself. So a client in a
//!   browser requires a timer that knows the date, and an overlap that is longer than the clocks of the browser and the API differ.
//! - **Deleted items** are in no list: see [`Reconcile`].
//! - **Items that cannot be decoded** are in [`Batch::undecodable`], with their JSON. Store them too, by their
//!   [id](SyncList::undecodable_id), or they are missing until they change.
//! - **Lists that return only a part of each item**: see [`SyncRun::fetch_partial`].
//! - **Several accounts**: see [`for_each`].

mod accounts;
mod batch;
mod checkpoint;
mod control;
mod fetch;
mod list;
mod reconcile;
mod run;

pub use accounts::{Progress, for_each};
pub use batch::{Batch, Extent};
pub use checkpoint::Checkpoint;
pub use list::SyncList;
pub use reconcile::{Missing, Reconcile};
pub use run::SyncRun;
