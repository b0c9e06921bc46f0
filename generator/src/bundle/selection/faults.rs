//! Which faults of files concern what is selected.

use std::collections::HashSet;

use super::reach::Reach;
use super::spans::FileSpans;
use crate::bundle::location::SourceLocation;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::{Loaded, references};
use crate::source::{FileId, Origin};

/// Keeps the diagnostics about what is selected, and about documents as a whole.
pub(super) fn retain(
    loaded: &Loaded,
    reach: &Reach<'_>,
    unselected: &[SourceLocation],
    diags: &mut Diagnostics,
) {
    if diags.is_empty() {
        return;
    }
    let reached = FileSpans::of(loaded, reach.starts.iter());
    let items = FileSpans::of(loaded, reach.items.iter());
    let left_out = FileSpans::of(loaded, unselected.iter());
    let missing = missing(loaded, reach);
    let fragments = fragments(loaded);
    let concerns = |at: Origin| {
        if reached.contain(at) || missing.contains(&at) {
            return true;
        }
        if left_out.contain(at) {
            return false;
        }
        match fragments.contains(&at.file) && !loaded.roots.contains(&at.file) {
            // A file that cannot be read has no parts.
            true => {
                let document = loaded.document(at.file);
                let is_broken = document.is_none_or(|document| document.broken);
                items.contain(at) || (is_broken && reach.files.contains(&at.file))
            }
            false => true,
        }
    };
    diags.retain(|one: &Diagnostic| one.origin.is_none_or(concerns));
}

/// Returns the places of the references to missing files to which a selected part refers. Only the first one of a file is reported.
fn missing(loaded: &Loaded, reach: &Reach<'_>) -> HashSet<Origin> {
    let mut found = HashSet::new();
    if reach.missing.is_empty() {
        return found;
    }
    for document in &loaded.documents {
        for reference in references(&document.value) {
            let path = loaded.path_of(document.file, reference.text);
            if path.is_some_and(|path| reach.missing.contains(&path)) {
                found.extend(document.spans.value(&reference.pointer));
            }
        }
    }
    found
}

/// Returns the files to which others refer. Overlays are not among them.
fn fragments(loaded: &Loaded) -> HashSet<FileId> {
    let mut found = HashSet::new();
    for document in &loaded.documents {
        for reference in references(&document.value) {
            let target = loaded.target(document.file, reference.text);
            found.extend(target.ok().map(|target| target.file));
        }
    }
    found
}
