//! Locations of values in source documents.

use serde_json::Value;

use super::pointer;
use crate::load::{Loaded, NodeId};
use crate::source::{FileId, Origin};

/// What identifies a value of the source documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SourceId {
    /// The value of a document in which each value has a pointer of its own.
    Node(FileId, NodeId),
    /// Any other value. In a document with aliases, a value can have several pointers, and is a different one for each of them.
    Pointer(SourceLocation),
}

/// The location of a value in a source document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SourceLocation {
    pub(crate) file: FileId,
    pub(crate) pointer: String,
}

impl SourceLocation {
    pub(super) fn new(file: FileId, pointer: impl Into<String>) -> Self {
        let pointer = pointer.into();
        Self { file, pointer }
    }

    pub(super) fn child(&self, token: &str) -> Self {
        Self::new(self.file, pointer::child(&self.pointer, token))
    }

    /// Returns the location of the mapping or list that contains the value; `None` for a whole document.
    pub(super) fn parent(&self) -> Option<Self> {
        let (base, _) = pointer::parent(&self.pointer)?;
        Some(Self::new(self.file, base))
    }

    /// Returns the value, if it exists.
    pub(super) fn value<'a>(&self, loaded: &'a Loaded) -> Option<&'a Value> {
        let document = loaded.document(self.file)?;
        pointer::value(&document.value, &self.pointer)
    }

    /// Whether the run skips the value.
    pub(super) fn is_unselected(&self, loaded: &Loaded) -> bool {
        loaded.is_unselected(self.file, &self.pointer)
    }

    /// Returns where the value is written.
    pub(super) fn value_origin(&self, loaded: &Loaded) -> Origin {
        loaded
            .document(self.file)
            .and_then(|document| document.spans.value(&self.pointer))
            .unwrap_or(Origin {
                file: self.file,
                ..Origin::default()
            })
    }

    /// Returns where the elements of the list are written.
    pub(super) fn elements<'a>(
        &self,
        loaded: &'a Loaded,
    ) -> impl Iterator<Item = Origin> + use<'a> {
        let document = loaded.document(self.file);
        let elements = document.map(|document| document.spans.elements(&self.pointer));
        elements.into_iter().flatten()
    }

    /// Returns where the key of the value is written, or the value if there is no key.
    pub(super) fn key_origin(&self, loaded: &Loaded) -> Origin {
        loaded
            .document(self.file)
            .and_then(|document| document.spans.key(&self.pointer))
            .unwrap_or_else(|| self.value_origin(loaded))
    }
}
