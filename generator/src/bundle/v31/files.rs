//! The files that are written in OpenAPI 3.1.

use std::collections::HashSet;

use crate::bundle::location::SourceLocation;
use crate::bundle::version::Version;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::{Loaded, references};
use crate::source::FileId;

/// Returns the root documents of 3.1. A later version is reported.
pub(super) fn roots(loaded: &Loaded, diags: &mut Diagnostics) -> Vec<FileId> {
    let mut roots = Vec::new();
    for &root in &loaded.roots {
        let version = version(loaded, root);
        if version == Some(Version::V32) {
            let origin = SourceLocation::new(root, "/openapi").value_origin(loaded);
            let message = "OpenAPI 3.2 is read as 3.1: of what is new in 3.2, only `itemSchema`, `in: querystring` and `style: cookie` have an effect";
            diags.push(Diagnostic::warning(origin, message).help("write `openapi: 3.1.1`"));
        }
        if matches!(version, Some(Version::V31 | Version::V32)) {
            roots.push(root);
        }
    }
    roots
}

/// Returns `roots` and the files that they reach. A file that a document of 3.0 reaches too is one of 3.0.
pub(super) fn files(loaded: &Loaded, roots: &[FileId]) -> HashSet<FileId> {
    let others = loaded.roots.iter().filter(|root| !roots.contains(root));
    let others = reached(loaded, others.copied().collect());
    let mut files = reached(loaded, roots.to_vec());
    files.retain(|file| !others.contains(file) && version(loaded, *file) != Some(Version::V30));
    files
}

fn version(loaded: &Loaded, file: FileId) -> Option<Version> {
    Version::of(&loaded.document(file)?.value)
}

/// Returns the files that references reach from those that are `open`.
fn reached(loaded: &Loaded, mut open: Vec<FileId>) -> HashSet<FileId> {
    let mut found: HashSet<FileId> = open.iter().copied().collect();
    while let Some(file) = open.pop() {
        let document = loaded.document(file);
        for reference in document
            .iter()
            .flat_map(|document| references(&document.value))
        {
            if let Ok(target) = loaded.target(file, reference.text)
                && found.insert(target.file)
            {
                open.push(target.file);
            }
        }
    }
    found
}
