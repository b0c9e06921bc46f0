//! The changes as a crate records them.

use super::words;
use crate::compare::Comparison;
use crate::compare::change::{Change, Effect};
use crate::history::Entry;

/// Returns the changes as a crate records them for its reference. Of those of the documentation, only the place is recorded.
#[must_use]
pub fn entries(comparison: &Comparison) -> Vec<Entry> {
    comparison.changes.iter().map(entry).collect()
}

fn entry(change: &Change) -> Entry {
    let is_docs = change.effect == Effect::Docs;
    let (old, new) = match is_docs {
        true => (None, None),
        false => words::values(change),
    };
    Entry {
        api: change.place.api.clone(),
        item: change.place.item.clone(),
        parts: change.place.parts.clone(),
        effect: change.effect,
        what: change.what().to_owned(),
        old,
        new,
        reason: match is_docs {
            true => String::new(),
            false => change.reason.clone(),
        },
    }
}
