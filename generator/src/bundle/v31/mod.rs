//! Rewrites documents of OpenAPI 3.1 to 3.0, so that the rest of the generator only supports 3.0.
//!
//! Each value keeps its location, and references still find their targets. What 3.0 cannot express is reported with the location.
//! Keywords without an equivalent stay where they are, because a reference can point into them; the validation skips them.

mod alternatives;
mod choices;
mod constants;
mod documents;
mod events;
mod files;
mod keywords;
mod maps;
mod never;
mod references;
mod rewriter;
mod schema;
mod scopes;
mod tuples;
mod types;
mod values;
mod walker;

#[cfg(test)]
mod tests;

pub(crate) use documents::WHOLE_QUERY;
pub(super) use keywords::{is_known, value_kind};

use std::collections::HashMap;

use crate::diag::Diagnostics;
use crate::load::Loaded;
use walker::Walker;

/// Rewrites the root documents of OpenAPI 3.1 and the files that only they refer to.
pub(super) fn normalize(loaded: &mut Loaded, diags: &mut Diagnostics) {
    let roots = files::roots(loaded, diags);
    if roots.is_empty() {
        return;
    }
    let files = files::files(loaded, &roots);
    let declared_3_0 = files::declared_3_0(loaded, &roots);
    let documents = loaded.documents.iter_mut();
    let trees: HashMap<_, _> = documents
        .filter(|document| files.contains(&document.file))
        .map(|document| (document.file, document.take()))
        .collect();
    let rewritten = Walker::new(loaded, trees, declared_3_0, diags).walk(&roots);
    for (file, (tree, moves)) in rewritten {
        let document = loaded.documents.get_mut(file.index());
        if let Some(document) = document {
            document.put(tree, moves);
        }
    }
}
