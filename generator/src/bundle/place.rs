//! Places in source documents.

use super::pointer;
use crate::load::Loaded;
use crate::source::{FileId, Origin};

/// A location in a source document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) file: FileId,
    pub(crate) pointer: String,
}

impl Place {
    pub(super) fn child(&self, token: &str) -> Self {
        Self {
            file: self.file,
            pointer: pointer::child(&self.pointer, token),
        }
    }
}

/// Returns the location of the value at `place`.
pub(super) fn value_origin(loaded: &Loaded, place: &Place) -> Origin {
    loaded
        .document(place.file)
        .and_then(|document| document.spans.value(&place.pointer))
        .unwrap_or(Origin {
            file: place.file,
            ..Origin::default()
        })
}

/// Returns the location of the key of `place`, or of the value if there is no key.
pub(super) fn key_origin(loaded: &Loaded, place: &Place) -> Origin {
    loaded
        .document(place.file)
        .and_then(|document| document.spans.key(&place.pointer))
        .unwrap_or_else(|| value_origin(loaded, place))
}
