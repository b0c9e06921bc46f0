//! Restricts a run to a part of the documents: the operations that the user names, and what these refer to.
//!
//! The documents stay whole, because a reference can point into any part. [`Loaded`] records the operations and components that the
//! later steps skip; they are not rewritten, not validated and not lowered. What a file has wrong outside of the selection is not
//! reported. Components of the root documents have the same names as in a run on everything.

mod entries;
mod faults;
mod reach;
mod selector;
mod spans;

use std::collections::{HashMap, HashSet};

use super::location::SourceLocation;
use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::source::FileId;
use reach::Reach;

/// Returns those names that select an operation.
pub(crate) fn selecting(loaded: &Loaded, only: &[String]) -> Vec<String> {
    let paths = entries::paths(loaded);
    let selects = |name: &&String| {
        let (selected, _) = selector::selected(std::slice::from_ref(*name), &paths);
        !selected.is_empty()
    };
    only.iter().filter(selects).cloned().collect()
}

/// Selects the operations that `only` names. Without names, everything is selected. A name that selects nothing is an error.
pub(crate) fn select(loaded: &mut Loaded, only: &[String], diags: &mut Diagnostics) {
    if only.is_empty() {
        return;
    }
    let paths = entries::paths(loaded);
    let (selected, unknown) = selector::selected(only, &paths);
    let reach = Reach::of(loaded, &paths, selected);
    let mut unselected: Vec<SourceLocation> = Vec::new();
    for path in &paths {
        let operations = path.operations.iter().map(|operation| &operation.at);
        let left_out = operations.filter(|at| !reach.selected.contains(*at));
        let left_out: Vec<SourceLocation> = left_out.cloned().collect();
        if left_out.len() == path.operations.len() {
            unselected.push(path.at.clone());
        }
        unselected.extend(left_out);
    }
    let components = entries::components(loaded);
    unselected.extend(components.into_iter().filter(|at| !reach.contains(at)));
    faults::retain(loaded, &reach, &unselected, diags);
    diags.extend(unknown);
    let mut by_file: HashMap<FileId, HashSet<String>> = HashMap::new();
    for at in unselected {
        let pointers = by_file.entry(at.file).or_default();
        // Webhooks of 3.1 are moved there before they are validated.
        let moved = at.pointer.strip_prefix("/webhooks/");
        pointers.extend(moved.map(|name| format!("/x-webhooks/{name}")));
        pointers.insert(at.pointer);
    }
    loaded.unselected = Some(by_file);
}
