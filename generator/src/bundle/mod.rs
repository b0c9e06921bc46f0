//! The second phase: combines many files into one document per API.
//!
//! It rewrites documents of OpenAPI 3.1 to 3.0, and validates every object against the grammar of 3.0. So the result has the
//! structure that the document model expects, and every `$ref` in it points into its own `components`. The one exception: a path
//! item in a callback may be a `$ref` to another one. Each part keeps its source location.

mod at;
mod cuts;
mod document;
mod grammar;
mod location;
mod names;
mod objects;
mod placement;
pub(crate) mod pointer;
mod resolve;
mod selection;
mod unreached;
mod v31;
mod validate;
mod version;

#[cfg(test)]
mod tests;

pub(crate) use at::At;
pub(crate) use cuts::{Cuts, LeftOut, Reach, What};
pub use document::Bundle;
pub(crate) use grammar::Kind;
pub(crate) use location::{SourceId, SourceLocation};
pub(crate) use objects::Object;
pub(crate) use selection::{select, selecting};
pub(crate) use v31::WHOLE_QUERY;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::diag::{Diagnostic, Diagnostics};
use crate::load::Loaded;
use crate::source::{FileId, Origin};
use placement::Placement;
use validate::Validated;

/// Builds one document per root.
pub fn bundle<'a>(loaded: &'a mut Loaded, diags: &mut Diagnostics) -> Vec<Bundle<'a>> {
    v31::normalize(loaded, diags);
    let validated = validated(loaded, diags);
    // From here on, only the locations are used, and the values of a large document are large.
    for document in &mut loaded.documents {
        document.value = Value::Null;
    }
    let loaded = &*loaded;
    let bundle = |(name, validated): (String, Validated)| Bundle {
        name,
        value: validated.value,
        loaded,
        placement: Placement::new(validated.moved, validated.keys),
    };
    validated.into_iter().map(bundle).collect()
}

/// Returns the names and the content of the bundles.
fn validated(loaded: &Loaded, diags: &mut Diagnostics) -> Vec<(String, Validated)> {
    let reported: HashSet<Origin> = diags.iter().filter_map(|known| known.origin).collect();
    let shared: Vec<(&str, SourceLocation)> = SHARED
        .iter()
        .filter_map(|(key, what)| Some((*key, only(loaded, key, what, diags)?)))
        .collect();
    let parts = validate::shared_parts(loaded);
    let mut bundles = Vec::new();
    let mut reached = HashSet::new();
    for (name, root) in named_roots(loaded, diags) {
        let mut validated = validate::validate(loaded, root, &parts, &reported, diags);
        reached.extend(std::mem::take(&mut validated.reached));
        for (key, location) in &shared {
            validated.insert(key, location, loaded);
        }
        bundles.push((name, validated));
    }
    // With an invalid reference or a selection, it is unknown which definitions are used.
    if !diags.has_errors() && !loaded.is_partial && loaded.unselected.is_none() {
        unreached::report(loaded, &reached, diags);
    }
    bundles
}

/// Returns the names and root documents of the APIs. Reports other documents and duplicate names.
fn named_roots(loaded: &Loaded, diags: &mut Diagnostics) -> Vec<(String, FileId)> {
    let mut first = HashMap::new();
    let mut named = Vec::new();
    for &root in &loaded.roots {
        let fault = match loaded.document(root) {
            Some(document) => version::unsupported(loaded, root, &document.value),
            None => continue,
        };
        let name = names::stem(loaded.sources.path(root));
        if let Some(fault) = fault {
            diags.push(fault);
        } else if let Some(first) = first.insert(name.clone(), root) {
            diags.push(same_name(&name, first, root));
        } else {
            named.push((name, root));
        }
    }
    named
}

fn same_name(name: &str, first: FileId, second: FileId) -> Diagnostic {
    Diagnostic::error(
        start(second),
        format!("two APIs have the same name, `{name}`"),
    )
    .related(start(first), "the first API with this name")
    .help("rename one of the root documents: the name of the file is the name of the API")
}

/// The extensions that all APIs share, and their descriptions.
const SHARED: &[(&str, &str)] = &[
    ("x-truto-registry", "registry of integrations"),
    ("x-truto-samples", "list of samples"),
];

/// Returns the location of a shared extension, which may be in any file but only once.
fn only(loaded: &Loaded, key: &str, what: &str, diags: &mut Diagnostics) -> Option<SourceLocation> {
    let mut locations = loaded
        .documents
        .iter()
        .filter(|document| document.value.get(key).is_some())
        .map(|document| SourceLocation::new(document.file, format!("/{key}")));
    let first = locations.next()?;
    for other in locations {
        diags.push(
            Diagnostic::error(
                other.key_origin(loaded),
                format!("duplicate {what}: `{key}`"),
            )
            .related(first.key_origin(loaded), "first defined here")
            .help(format!("keep one `{key}` for all APIs")),
        );
    }
    Some(first)
}

fn start(file: FileId) -> Origin {
    Origin {
        file,
        ..Origin::default()
    }
}
