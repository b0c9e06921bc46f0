//! The files that are written in OpenAPI 3.1.

use std::collections::HashSet;

use serde_json::Value;

use crate::bundle::location::SourceLocation;
use crate::bundle::pointer;
use crate::bundle::version::Version;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::{Loaded, references};
use crate::source::FileId;

/// Returns the root documents that are read as OpenAPI 3.1, and warns about those of another version.
pub(super) fn roots(loaded: &Loaded, diags: &mut Diagnostics) -> Vec<FileId> {
    let mut roots = Vec::new();
    for &root in &loaded.roots {
        let version = version(loaded, root);
        if version == Some(Version::V32) {
            let origin = SourceLocation::new(root, "/openapi").value_origin(loaded);
            let message = "OpenAPI 3.2 is read as 3.1: of what is new in 3.2, only `itemSchema`, `in: querystring` and `style: cookie` have an effect";
            diags.push(Diagnostic::warning(origin, message).help("write `openapi: 3.1.1`"));
        }
        let is_rewritten = match version {
            Some(Version::V31 | Version::V32) => true,
            Some(Version::V30) => is_later(loaded, root, diags),
            None => false,
        };
        if is_rewritten {
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
    let is_of_3_0 = |file: &FileId| version(loaded, *file) == Some(Version::V30);
    files.retain(|file| !others.contains(file) && (roots.contains(file) || !is_of_3_0(file)));
    files
}

/// Returns the files that `roots` which declare 3.0 reach: there, what only 3.0 has is no fault.
pub(super) fn declared_3_0(loaded: &Loaded, roots: &[FileId]) -> HashSet<FileId> {
    let roots = roots.iter().copied();
    let declared = roots.filter(|root| version(loaded, *root) == Some(Version::V30));
    reached(loaded, declared.collect())
}

/// Whether a document of 3.0, or a file that it refers to, has types that only 3.1 has. Warns about the first one.
fn is_later(loaded: &Loaded, root: FileId, diags: &mut Diagnostics) -> bool {
    let mut files: Vec<FileId> = reached(loaded, vec![root]).into_iter().collect();
    files.sort();
    let found = files.into_iter().find_map(|file| {
        let pointer = later_type(&loaded.document(file)?.value, false)?;
        Some(SourceLocation::new(file, pointer))
    });
    let Some(location) = found else { return false };
    let message =
        "OpenAPI 3.0 has no lists of types and no type `null`: the document is read as OpenAPI 3.1";
    let help = "write `openapi: 3.1.1` in the root document, or `nullable: true` instead of `null`";
    let origin = location.value_origin(loaded);
    diags.push(Diagnostic::warning(origin, message).help(help));
    true
}

/// The keywords whose values are data, in which `type` is no keyword.
const VALUES: [&str; 5] = ["default", "enum", "example", "examples", "value"];

/// The keywords whose values have names of the document as keys, which can be those of keywords.
const NAMES: [&str; 4] = ["$defs", "patternProperties", "properties", "schemas"];

/// Returns the pointer of the first `type` that is a list or null. `has_names`: the keys of `value` are names.
fn later_type(value: &Value, has_names: bool) -> Option<String> {
    let within = |step: &str, value, has_names| {
        Some(pointer::child("", step) + &later_type(value, has_names)?)
    };
    match value {
        Value::Object(entries) if has_names => entries
            .iter()
            .find_map(|(name, value)| within(name, value, false)),
        Value::Object(entries) => entries.iter().find_map(|(name, value)| {
            let is_type = name == "type" && is_list_or_null(value);
            let is_value = name.starts_with("x-") || VALUES.contains(&name.as_str());
            match (is_type, is_value) {
                (true, _) => Some("/type".to_owned()),
                (false, true) => None,
                (false, false) => within(name, value, NAMES.contains(&name.as_str())),
            }
        }),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| within(&index.to_string(), item, false))
        }
        _ => None,
    }
}

fn is_list_or_null(value: &Value) -> bool {
    match value {
        Value::String(name) => name == "null",
        Value::Array(names) => !names.is_empty() && names.iter().all(Value::is_string),
        _ => false,
    }
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
