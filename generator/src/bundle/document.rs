//! The combined document of one API, with the source of each part.

use std::collections::BTreeMap;

use serde_json::Value;

use super::place::{Place, key_origin, value_origin};
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
    pub(super) moved: BTreeMap<String, Place>,
    pub(super) keys: BTreeMap<String, Place>,
}

impl Bundle<'_> {
    /// Returns the source location of the value at `pointer` of the bundle.
    pub(crate) fn origin(&self, pointer: &str) -> Origin {
        value_origin(self.loaded, &self.place(pointer))
    }

    /// Returns the source location of the key of `pointer`, or of the value if there is no key. If a path is a reference, its key
    /// is in the root document.
    pub(crate) fn key_origin(&self, pointer: &str) -> Origin {
        match self.keys.get(pointer) {
            Some(place) => key_origin(self.loaded, place),
            None => key_origin(self.loaded, &self.place(pointer)),
        }
    }

    /// Returns the source of the value at `pointer`. Two bundles share a value if and only if the sources are equal.
    pub(crate) fn place(&self, pointer: &str) -> Place {
        let mut head = pointer;
        loop {
            if let Some(place) = self.moved.get(head) {
                let tail = pointer.get(head.len()..).unwrap_or_default();
                return Place {
                    file: place.file,
                    pointer: format!("{}{tail}", place.pointer),
                };
            }
            match pointer::parent(head) {
                Some((base, _)) => head = base,
                None => {
                    return Place {
                        file: FileId::default(),
                        pointer: pointer.to_owned(),
                    };
                }
            }
        }
    }
}
