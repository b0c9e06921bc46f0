//! What can be selected or left out: the operations, and the components.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::bundle::grammar::{Kind, ValueKind};
use crate::bundle::location::SourceLocation;
use crate::bundle::resolve::{Resolver, layers, reference_of, sole_reference};
use crate::bundle::v31::value_kind;
use crate::diag::Diagnostics;
use crate::load::Loaded;

/// A path or a webhook.
pub(super) struct PathEntry<'a> {
    /// `/pets/{id}`, or the name of the webhook.
    pub(super) name: &'a str,
    pub(super) is_webhook: bool,
    pub(super) at: SourceLocation,
    pub(super) operations: Vec<OperationEntry<'a>>,
}

/// An operation.
pub(super) struct OperationEntry<'a> {
    /// `get`
    pub(super) method: &'a str,
    pub(super) id: Option<&'a str>,
    pub(super) tags: Vec<&'a str>,
    /// Its location in its path item, where it can be a reference.
    pub(super) at: SourceLocation,
}

/// Returns the paths and webhooks of all root documents.
pub(super) fn paths(loaded: &Loaded) -> Vec<PathEntry<'_>> {
    let mut finder = Finder::new(loaded);
    let mut found = Vec::new();
    for &root in &loaded.roots {
        for section in ["paths", "webhooks", "x-webhooks"] {
            let at = SourceLocation::new(root, "").child(section);
            let Some((at, entries)) = finder.entries(at) else {
                continue;
            };
            for name in entries.keys() {
                let at = at.child(name);
                found.push(PathEntry {
                    name,
                    is_webhook: section != "paths",
                    operations: finder.operations(&at),
                    at,
                });
            }
        }
    }
    found
}

/// Returns the locations of the components of all root documents.
pub(super) fn components(loaded: &Loaded) -> Vec<SourceLocation> {
    let mut finder = Finder::new(loaded);
    let mut found = Vec::new();
    for &root in &loaded.roots {
        let at = SourceLocation::new(root, "").child("components");
        let Some((at, sections)) = finder.entries(at) else {
            continue;
        };
        for section in sections.keys() {
            if let Some(ValueKind::Map(_)) = value_kind(Kind::Components, section)
                && let Some((at, components)) = finder.entries(at.child(section))
            {
                found.extend(components.keys().map(|name| at.child(name)));
            }
        }
    }
    found
}

/// Whether a path item has its operation for a method under this key.
pub(super) fn is_method(key: &str) -> bool {
    let value = value_kind(Kind::PathItem, key);
    matches!(value, Some(ValueKind::One(Kind::Operation)))
}

struct Finder<'a> {
    loaded: &'a Loaded,
    resolver: Resolver<'a>,
    /// The validation reports invalid references of what is selected.
    unreported: Diagnostics,
}

impl<'a> Finder<'a> {
    fn new(loaded: &'a Loaded) -> Self {
        Self {
            loaded,
            resolver: Resolver::new(loaded),
            unreported: Diagnostics::default(),
        }
    }

    /// Returns the mapping at a location, or that to which a reference there points.
    fn entries(&mut self, at: SourceLocation) -> Option<(SourceLocation, &'a Map<String, Value>)> {
        let value = at.value(self.loaded)?;
        let reference = reference_of(value).or_else(|| sole_reference(value.as_object()?));
        let at = match reference {
            Some(text) => {
                self.resolver
                    .resolve(&at, text, &mut self.unreported)?
                    .target
            }
            None => at,
        };
        let entries = at.value(self.loaded)?.as_object()?;
        Some((at, entries))
    }

    /// Returns the operations of a path item. If it is a reference, those next to it come first.
    fn operations(&mut self, item: &SourceLocation) -> Vec<OperationEntry<'a>> {
        let Some((target, _)) = self.entries(item.clone()) else {
            return Vec::new();
        };
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for layer in layers(self.loaded, item, &target) {
            let entries = layer.value(self.loaded).and_then(Value::as_object);
            let methods = entries.into_iter().flat_map(Map::keys);
            for method in methods.filter(|key| is_method(key)) {
                if seen.insert(method) {
                    found.push(self.operation(method, layer.child(method)));
                }
            }
        }
        found
    }

    fn operation(&mut self, method: &'a str, at: SourceLocation) -> OperationEntry<'a> {
        let operation = self.entries(at.clone()).map(|(_, operation)| operation);
        let id = operation.and_then(|of| of.get("operationId")?.as_str());
        let tags = operation.and_then(|of| of.get("tags")?.as_array());
        let tags = tags.into_iter().flatten().filter_map(Value::as_str);
        OperationEntry {
            method,
            id,
            tags: tags.collect(),
            at,
        }
    }
}
