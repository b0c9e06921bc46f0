//! The second phase: combines many files into one document per API.
//!
//! It validates every object against the grammar of OpenAPI 3.0, so the result has the structure that the document model expects,
//! and every `$ref` in it points into its own `components`. The one exception: a path item in a callback may be a `$ref` to
//! another one. Each part keeps its source location.

mod at;
mod document;
mod grammar;
mod names;
mod objects;
mod place;
pub(crate) mod pointer;
mod resolve;
mod unreached;
mod walk;

#[cfg(test)]
mod tests;

pub(crate) use at::At;
pub use document::Bundle;
pub(crate) use grammar::Kind;
pub(crate) use objects::Object;
pub(crate) use place::Place;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use self::place::key_origin;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::Loaded;
use crate::source::{FileId, Origin};

/// Builds one document per root.
pub fn bundle<'a>(loaded: &'a Loaded, diags: &mut Diagnostics) -> Vec<Bundle<'a>> {
    let reported: HashSet<Origin> = diags.iter().filter_map(|known| known.origin).collect();
    let shared: Vec<(&str, Place)> = SHARED
        .iter()
        .filter_map(|(key, what)| Some((*key, only(loaded, key, what, diags)?)))
        .collect();
    let mut bundles = Vec::new();
    let mut reached = HashSet::new();
    let mut names = HashMap::new();
    for &root in &loaded.roots {
        let Some(document) = loaded.document(root) else {
            continue;
        };
        if !is_openapi_3_0(loaded, root, &document.value, diags) {
            continue;
        }
        let name = names::stem(loaded.sources.path(root));
        if let Some(first) = names.insert(name.clone(), root) {
            diags.push(same_name(&name, first, root));
            continue;
        }
        let mut walked = walk::document(loaded, root, &reported, diags);
        reached.extend(walked.reached);
        for (key, place) in &shared {
            let source = loaded.document(place.file);
            if let Some(value) = source.and_then(|source| source.value.pointer(&place.pointer))
                && let Some(object) = walked.value.as_object_mut()
            {
                object.insert((*key).to_owned(), value.clone());
                walked.moved.insert(format!("/{key}"), place.clone());
            }
        }
        bundles.push(Bundle {
            name,
            value: walked.value,
            loaded,
            moved: walked.moved,
            keys: walked.keys,
        });
    }
    // With an invalid reference, it is unknown which definitions are used.
    if !diags.has_errors() {
        unreached::report(loaded, &reached, diags);
    }
    bundles
}

fn same_name(name: &str, first: FileId, second: FileId) -> Diagnostic {
    let start = |file| Origin {
        file,
        ..Origin::default()
    };
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
fn only(loaded: &Loaded, key: &str, what: &str, diags: &mut Diagnostics) -> Option<Place> {
    let mut places = loaded
        .documents
        .iter()
        .filter(|document| document.value.get(key).is_some())
        .map(|document| Place {
            file: document.file,
            pointer: format!("/{key}"),
        });
    let first = places.next()?;
    for other in places {
        diags.push(
            Diagnostic::error(
                key_origin(loaded, &other),
                format!("duplicate {what}: `{key}`"),
            )
            .related(key_origin(loaded, &first), "first defined here")
            .help(format!("keep one `{key}` for all APIs")),
        );
    }
    Some(first)
}

fn is_openapi_3_0(loaded: &Loaded, root: FileId, value: &Value, diags: &mut Diagnostics) -> bool {
    let at = |key: &str| {
        key_origin(
            loaded,
            &Place {
                file: root,
                pointer: format!("/{key}"),
            },
        )
    };
    let version = match (value.get("openapi"), value.get("swagger")) {
        (Some(Value::String(version)), _) if version == "3.0" || version.starts_with("3.0.") => {
            return true;
        }
        (Some(version), _) => Diagnostic::error(
            at("openapi"),
            format!("OpenAPI {} is not supported", display(version)),
        )
        .help("convert the document to OpenAPI 3.0, and write `openapi: 3.0.3`"),
        (None, Some(version)) => Diagnostic::error(
            at("swagger"),
            format!("Swagger {} is not supported", display(version)),
        )
        .help("convert the document to OpenAPI 3.0, and write `openapi: 3.0.3`"),
        (None, None) => Diagnostic::error(
            Origin {
                file: root,
                ..Origin::default()
            },
            "not an OpenAPI document: it has no `openapi` key",
        )
        .help("write `openapi: 3.0.3` at the beginning of the root document"),
    };
    diags.push(version);
    false
}

fn display(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
