//! Definitions that no root document refers to.

use std::collections::HashSet;

use serde_json::Value;

use super::grammar::Kind;
use super::location::SourceLocation;
use super::pointer;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::{Document, Loaded};

/// Reports the paths and components of fragments that are neither among the locations `reached` nor contain one of them. A file
/// that is a complete OpenAPI document is skipped: it may define more than this run uses.
pub(super) fn report(loaded: &Loaded, reached: &HashSet<SourceLocation>, diags: &mut Diagnostics) {
    let reached: HashSet<SourceLocation> = reached.iter().map(entry).collect();
    let is_fragment = |document: &&Document| document.value.get("openapi").is_none();
    for document in loaded.documents.iter().filter(is_fragment) {
        for (pointer, what) in entries(&document.value) {
            let location = SourceLocation::new(document.file, pointer);
            if !reached.contains(&location) {
                let message = format!("{what} is not used: no root document refers to it");
                let help = "refer to it from a root document, or remove it";
                diags.push(Diagnostic::warning(location.key_origin(loaded), message).help(help));
            }
        }
    }
}

/// Returns the path or component that contains a location.
fn entry(location: &SourceLocation) -> SourceLocation {
    let length = match pointer::tokens(&location.pointer).next().as_deref() {
        Some("paths") => 2,
        Some("components") => 3,
        _ => usize::MAX,
    };
    let ends = location.pointer.match_indices('/').map(|(end, _)| end);
    let end = ends.chain([location.pointer.len()]).nth(length);
    let pointer = end.and_then(|end| location.pointer.get(..end));
    SourceLocation::new(location.file, pointer.unwrap_or(&location.pointer))
}

/// Returns the pointers to all paths and components of a document, with a description of each.
fn entries(value: &Value) -> impl Iterator<Item = (String, String)> {
    let names = |at: &str| {
        let map = value.pointer(at).and_then(Value::as_object);
        map.into_iter()
            .flat_map(|map| map.keys())
            .map(|name| (pointer::child(at, name), name))
            .collect::<Vec<_>>()
    };
    let paths = names("/paths")
        .into_iter()
        .filter(|(_, name)| name.starts_with('/'))
        .map(|(pointer, name)| (pointer, format!("the path `{name}`")));
    let components = Kind::Components
        .keywords()
        .iter()
        .flat_map(move |key| names(&pointer::child("/components", key.name)))
        .map(|(pointer, name)| (pointer, format!("the component `{name}`")));
    paths.chain(components)
}
