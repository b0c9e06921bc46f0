//! Validates a document against the grammar: checks values, follows references, and copies the valid parts.

mod beside;
mod components;
mod described;
mod foreign;
mod references;
mod rules;
mod validator;
mod values;

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::grammar::Kind;
use super::location::SourceLocation;
use super::pointer;
use crate::diag::Diagnostics;
use crate::load::Loaded;
use crate::source::{FileId, Origin};
pub(super) use references::shared_parts;
use validator::Validator;

/// A validated document.
pub(super) struct Validated {
    pub(super) value: Value,
    /// The sources of the pointers of `value` whose source does not follow from that of the parent.
    pub(super) moved: HashMap<String, SourceLocation>,
    /// The key locations of the pointers whose value is elsewhere than its key.
    pub(super) keys: HashMap<String, SourceLocation>,
    /// The targets of references, and the references in between.
    pub(super) reached: HashSet<SourceLocation>,
}

impl Validated {
    /// Inserts a copy of the value at `location` at the root.
    pub(super) fn insert(&mut self, key: &str, location: &SourceLocation, loaded: &Loaded) {
        if let Some(value) = location.value(loaded)
            && let Some(object) = self.value.as_object_mut()
        {
            object.insert(key.to_owned(), value.clone());
            self.moved.insert(pointer::child("", key), location.clone());
        }
    }
}

/// Validates the document of `root` and everything that it refers to. Skips values that were already reported.
pub(super) fn validate(
    loaded: &Loaded,
    root: FileId,
    shared: &HashSet<SourceLocation>,
    reported: &HashSet<Origin>,
    diags: &mut Diagnostics,
) -> Validated {
    let mut validator = Validator::new(loaded, root, shared, reported, diags);
    let start = SourceLocation::new(root, "");
    validator.moved.insert(String::new(), start.clone());
    validator.claim_own_components();
    validator.claim_own_paths();
    let mut value = validator.visit_target(Kind::Document, &start, "");
    while let Some(part) = validator.queue.pop_front() {
        validator
            .moved
            .insert(part.out.clone(), part.location.clone());
        let copy = validator.visit_target(part.kind, &part.location, &part.out);
        put(&mut value, &part.out, copy);
    }
    Validated {
        value,
        moved: validator.moved,
        keys: validator.keys,
        reached: validator.reached,
    }
}

/// Inserts `part` at a pointer, and creates the mappings above it.
fn put(document: &mut Value, pointer: &str, part: Value) {
    let mut at = document;
    for token in pointer::tokens(pointer) {
        let Some(object) = at.as_object_mut() else {
            return;
        };
        at = object
            .entry(token)
            .or_insert_with(|| Value::Object(Map::new()));
    }
    *at = part;
}
