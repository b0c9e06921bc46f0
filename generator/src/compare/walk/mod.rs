//! Compares the pairs of items.

mod apis;
mod bodies;
mod client;
mod constraints;
mod documentation;
mod enums;
mod extensions;
mod fields;
mod operations;
mod parameters;
mod responses;
mod types;
mod unions;
mod walker;
mod webhooks;

use self::walker::Walker;
use super::change::Change;
use super::side::{Side, State};

/// Returns all changes, those of the client first, then those of operations, types and webhooks.
pub(super) fn changes(old: &State, new: &State) -> Vec<Change> {
    let several = |state: &State| state.analysis.package.apis.len() > 1;
    let names_apis = several(old) || several(new);
    let (old, new) = (Side::new(old, names_apis), Side::new(new, names_apis));
    let mut walker = Walker::new(old, new);
    apis::compare(&mut walker);
    client::compare(&mut walker);
    extensions::registry::compare(&mut walker);
    operations::compare(&mut walker);
    types::compare(&mut walker);
    webhooks::compare(&mut walker);
    walker.finish()
}
