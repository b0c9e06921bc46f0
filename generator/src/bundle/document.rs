//! The combined document of one API, with the source of each part.

use std::collections::HashMap;

use serde_json::Value;

use super::location::SourceLocation;
use super::pointer;
use crate::load::Loaded;
use crate::source::{FileId, Origin};

/// One API as a single document. All references are local.
pub struct Bundle<'a> {
    /// The name of the root file without extension: `ticketing`.
    pub name: String,
    /// The document.
    pub value: Value,
    pub(super) loaded: &'a Loaded,
    pub(super) moved: HashMap<String, SourceLocation>,
    pub(super) keys: HashMap<String, SourceLocation>,
}

impl Bundle<'_> {
    /// Whether the bundle contains only a part of the document: the operations that are selected, and what they refer to.
    pub(crate) fn is_selection(&self) -> bool {
        self.loaded.unselected.is_some()
    }

    /// Returns the source location of the value at `pointer` of the bundle.
    pub(crate) fn origin(&self, pointer: &str) -> Origin {
        self.location(pointer).value_origin(self.loaded)
    }

    /// Returns the source locations of the elements of the list at `pointer`, whose elements must be those of the source.
    pub(crate) fn elements(&self, pointer: &str) -> impl Iterator<Item = Origin> + use<'_> {
        self.location(pointer).elements(self.loaded)
    }

    /// Returns the source location of the key of `pointer`, or of the value if there is no key. If a path is a reference, its key
    /// is in the root document.
    pub(crate) fn key_origin(&self, pointer: &str) -> Origin {
        match self.keys.get(pointer) {
            Some(location) => location.key_origin(self.loaded),
            None => self.location(pointer).key_origin(self.loaded),
        }
    }

    /// Returns the source of the value at `pointer`. Two bundles share a value if and only if the sources are equal.
    pub(crate) fn location(&self, pointer: &str) -> SourceLocation {
        let mut head = pointer;
        loop {
            if let Some(location) = self.moved.get(head) {
                let tail = pointer.get(head.len()..).unwrap_or_default();
                return SourceLocation::new(location.file, format!("{}{tail}", location.pointer));
            }
            match pointer::parent(head) {
                Some((base, _)) => head = base,
                None => return SourceLocation::new(FileId::default(), pointer),
            }
        }
    }
}
